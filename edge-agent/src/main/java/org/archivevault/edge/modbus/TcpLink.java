package org.archivevault.edge.modbus;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import java.time.Duration;

/** A TCP endpoint: a Modbus TCP server, or a serial device server that passes RTU frames through. */
final class TcpLink implements Link {
    /**
     * Seconds that a closed socket goes on sending: none. Otherwise the operating system would deliver a write minutes
     * after it was given up, when the network comes back (safety.md, I3).
     */
    private static final int LINGER_SECONDS = 0;

    private final NetClient client;
    private final String host;
    private final int port;

    TcpLink(Vertx vertx, String host, int port, Duration connectTimeout) {
        this.host = host;
        this.port = port;
        this.client = vertx.createNetClient(new NetClientOptions()
                .setConnectTimeout((int) connectTimeout.toMillis())
                .setReconnectAttempts(0)
                .setTcpNoDelay(true)
                .setTcpKeepAlive(true)
                .setSoLinger(LINGER_SECONDS));
    }

    @Override
    public String name() {
        return host + ":" + port;
    }

    @Override
    public Future<Line> connect(Listener listener) {
        return client.connect(port, host).map(socket -> new TcpLine(socket, listener));
    }

    @Override
    public Duration shortestSilence() {
        return Duration.ZERO;
    }

    @Override
    public Future<Void> close() {
        return client.close();
    }

    private record TcpLine(NetSocket socket) implements Line {
        TcpLine(NetSocket socket, Listener listener) {
            this(socket);
            socket.handler(buffer -> listener.received(buffer.getBytes()));
            socket.exceptionHandler(failure -> listener.lost(String.valueOf(failure.getMessage())));
            socket.closeHandler(closed -> listener.lost("closed by the other end"));
        }

        @Override
        public Future<Void> send(byte[] frame, Duration latest) {
            return socket.write(Buffer.buffer(frame));
        }

        @Override
        public Future<Void> abort() {
            return socket.close();
        }
    }
}
