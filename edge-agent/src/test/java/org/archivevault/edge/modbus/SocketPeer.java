package org.archivevault.edge.modbus;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.archivevault.firmware.plan.ControllerPlan.Connection;
import org.archivevault.firmware.plan.ControllerPlan.RtuOverTcp;
import org.archivevault.firmware.plan.ControllerPlan.Tcp;

/** A hostile peer behind a TCP port. */
final class SocketPeer extends HostilePeer {
    private final int port;
    private final List<SocketWire> wires = new CopyOnWriteArrayList<>();
    private volatile ServerSocket listening;
    private volatile byte[] greeting = new byte[0];

    SocketPeer(PeerFormat format) throws IOException {
        super(format);
        listening = listen(0);
        port = listening.getLocalPort();
        accept(listening);
    }

    /** What every new connection gets at once. */
    void greetWith(byte[] bytes) {
        greeting = bytes;
    }

    @Override
    Connection connection() {
        String host = InetAddress.getLoopbackAddress().getHostAddress();
        return format() == PeerFormat.MBAP ? new Tcp(host, port) : new RtuOverTcp(host, port);
    }

    @Override
    void vanish() throws IOException {
        listening.close();
        for (SocketWire wire : wires) {
            wire.close();
        }
    }

    @Override
    void comeBack() throws IOException {
        listening = listen(port);
        accept(listening);
    }

    @Override
    void sendUnasked(byte[] bytes) throws IOException {
        wires.get(wires.size() - 1).send(bytes);
    }

    /** The operating system has them at the client's end when the call returns. */
    @Override
    Duration transit() {
        return Duration.ZERO;
    }

    @Override
    public void close() throws IOException {
        super.close();
        vanish();
    }

    private static ServerSocket listen(int port) throws IOException {
        ServerSocket server = new ServerSocket();
        server.setReuseAddress(true);
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        return server;
    }

    private void accept(ServerSocket server) {
        daemon(() -> {
            try {
                while (true) {
                    Socket socket = server.accept();
                    socket.setTcpNoDelay(true);
                    SocketWire wire = new SocketWire(socket);
                    wires.add(wire);
                    wire.send(greeting);
                    daemon(() -> serveSocket(socket, wire));
                }
            } catch (IOException vanished) {
                assert server.isClosed();
            }
        });
    }

    private void serveSocket(Socket socket, SocketWire wire) {
        try {
            serve(socket.getInputStream(), wire);
        } catch (IOException ended) {
            wire.ended = ended;
        }
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "hostile-peer");
        thread.setDaemon(true);
        thread.start();
    }

    private final class SocketWire extends Wire {
        private final Socket socket;

        SocketWire(Socket socket) {
            this.socket = socket;
        }

        @Override
        void send(byte[] bytes) throws IOException {
            socket.getOutputStream().write(bytes);
        }

        @Override
        void close() throws IOException {
            socket.close();
        }

        @Override
        void reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }
    }
}
