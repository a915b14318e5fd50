package org.archivevault.simulator.wire;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.archivevault.simulator.modbus.Framing;
import org.jspecify.annotations.Nullable;

/** An endpoint on a TCP port: Modbus TCP, or RTU frames as a serial device server passes them on. */
public final class TcpPort implements Port {
    private final Vertx vertx;
    private final String host;
    private final Endpoint endpoint;
    private final Supplier<Framing> framings;
    private final Set<NetSocket> sockets = ConcurrentHashMap.newKeySet();
    private volatile int port;
    private volatile @Nullable NetServer server;

    private TcpPort(Vertx vertx, String host, int port, Supplier<Framing> framings, Endpoint endpoint) {
        this.vertx = vertx;
        this.host = host;
        this.port = port;
        this.framings = framings;
        this.endpoint = endpoint;
    }

    /**
     * Listens.
     *
     * @param vertx whose event loops answer
     * @param host address to listen at
     * @param port 0 for any free port
     * @param framings one for each connection
     * @param endpoint what answers
     * @return succeeds when it listens; fails when the port is taken
     */
    public static Future<Port> listen(
            Vertx vertx, String host, int port, Supplier<Framing> framings, Endpoint endpoint) {
        TcpPort listening = new TcpPort(vertx, host, port, framings, endpoint);
        return listening.plug().map(listening);
    }

    @Override
    public int number() {
        return port;
    }

    @Override
    public Future<Void> plug() {
        if (server != null) {
            return Future.succeededFuture();
        }
        NetServerOptions options = new NetServerOptions().setTcpNoDelay(true).setReuseAddress(true);
        NetServer opening = vertx.createNetServer(options);
        opening.connectHandler(this::serve);
        return opening.listen(port, host)
                .onSuccess(open -> {
                    port = open.actualPort();
                    server = open;
                })
                .mapEmpty();
    }

    private void serve(NetSocket socket) {
        sockets.add(socket);
        socket.closeHandler(gone -> sockets.remove(socket));
        new TcpLine(vertx, socket, framings.get(), endpoint).serve();
    }

    @Override
    public Future<Void> unplug() {
        NetServer closing = server;
        server = null;
        if (closing == null) {
            return Future.succeededFuture();
        }
        sockets.forEach(NetSocket::close);
        return closing.close();
    }
}
