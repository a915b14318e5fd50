package org.archivevault.simulator.wire;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.archivevault.simulator.modbus.Framing;
import org.jspecify.annotations.Nullable;

/** An endpoint on a TCP port: Modbus TCP, RTU frames as a serial device server passes them on, or any other protocol. */
public final class TcpPort implements Port {
    /** Two seconds of knocking; it takes some milliseconds. */
    private static final int PROBES = 200;

    private static final long PROBE_INTERVAL_MILLIS = 10;

    private final Vertx vertx;
    private final NetClient probe;
    private final String host;
    private final Function<NetSocket, Runnable> lines;
    private final Set<NetSocket> sockets = ConcurrentHashMap.newKeySet();
    private volatile int port;
    private volatile boolean plugged;
    private volatile @Nullable NetServer server;

    private TcpPort(Vertx vertx, String host, int port, Function<NetSocket, Runnable> lines) {
        this.vertx = vertx;
        this.probe = vertx.createNetClient();
        this.host = host;
        this.port = port;
        this.lines = lines;
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
        return listen(vertx, host, port, socket -> {
            new TcpLine(vertx, socket, framings.get(), endpoint).serve();
            return () -> {};
        });
    }

    /**
     * Listens for any protocol.
     *
     * @param vertx whose event loops answer
     * @param host address to listen at
     * @param port 0 for any free port
     * @param lines serves each connection, and gives back what is to be done when it is gone
     * @return succeeds when it listens; fails when the port is taken
     */
    public static Future<Port> listen(Vertx vertx, String host, int port, Function<NetSocket, Runnable> lines) {
        TcpPort listening = new TcpPort(vertx, host, port, lines);
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
        plugged = true;
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
        if (!plugged) {
            socket.close();
            return;
        }
        sockets.add(socket);
        Runnable afterwards = lines.apply(socket);
        socket.closeHandler(gone -> {
            sockets.remove(socket);
            afterwards.run();
        });
    }

    @Override
    public Future<Void> unplug() {
        NetServer closing = server;
        server = null;
        plugged = false;
        if (closing == null) {
            return Future.succeededFuture();
        }
        sockets.forEach(NetSocket::close);
        return closing.close().compose(closed -> refused(PROBES));
    }

    /**
     * Vert.x says "closed" before the operating system has closed the listening socket: measured, a quarter of the
     * connections tried at once after it still succeeded. So knock until nobody opens.
     */
    private Future<Void> refused(int probesLeft) {
        if (probesLeft == 0) {
            return Future.failedFuture(new IOException("port " + port + " is still open after it was closed"));
        }
        return probe.connect(port, host)
                .compose(NetSocket::close)
                .compose(still -> vertx.timer(PROBE_INTERVAL_MILLIS, TimeUnit.MILLISECONDS))
                .transform(opened -> opened.succeeded() ? refused(probesLeft - 1) : Future.succeededFuture());
    }
}
