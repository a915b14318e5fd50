package org.archivevault.simulator.wire;

import io.netty.channel.ChannelOption;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetSocket;
import java.util.List;
import org.archivevault.simulator.modbus.Framing;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One TCP connection to a simulated controller. Lives on the socket's own context. */
final class TcpLine implements Line {
    /** After so much silence an unfinished RTU frame is over; above the jitter of a busy machine. */
    private static final long SILENCE_MILLIS = 50;

    private static final Logger LOG = LoggerFactory.getLogger(TcpLine.class);
    private static final long NO_TIMER = -1;

    private final Vertx vertx;
    private final NetSocket socket;
    private final Framing framing;
    private final Endpoint endpoint;
    private boolean deaf;
    private boolean closed;
    private long silenceTimer = NO_TIMER;

    TcpLine(Vertx vertx, NetSocket socket, Framing framing, Endpoint endpoint) {
        this.vertx = vertx;
        this.socket = socket;
        this.framing = framing;
        this.endpoint = endpoint;
    }

    void serve() {
        socket.handler(this::take);
        socket.exceptionHandler(e -> LOG.debug("{}: connection broke: {}", endpoint.controller(), e.toString()));
        socket.endHandler(end -> closed = true);
    }

    private void take(Buffer buffer) {
        vertx.cancelTimer(silenceTimer);
        try {
            handle(framing.take(buffer.getBytes()));
        } catch (Framing.BrokenStream e) {
            LOG.debug("{}: {}, closing as a controller does", endpoint.controller(), e.getMessage());
            close();
        }
        if (framing.unfinished()) {
            silenceTimer = vertx.setTimer(SILENCE_MILLIS, timer -> handle(framing.silence()));
        }
    }

    private void handle(List<Framing.Request> requests) {
        for (Framing.Request request : requests) {
            if (!deaf && !closed) {
                endpoint.handle(request, framing, this);
            }
        }
    }

    @Override
    public void send(byte[] bytes) {
        // A late answer may find the connection gone: then it is lost, as on a real line.
        if (!closed) {
            socket.write(Buffer.buffer(bytes))
                    .onFailure(e -> LOG.debug("{}: answer lost: {}", endpoint.controller(), e.toString()));
        }
    }

    @Override
    public void close() {
        closed = true;
        socket.close();
    }

    @Override
    public void reset() {
        ((NetSocketInternal) socket).channelHandlerContext().channel().config().setOption(ChannelOption.SO_LINGER, 0);
        close();
    }

    @Override
    public void halfOpen() {
        deaf = true;
    }

    @Override
    public void stopReading() {
        deaf = true;
        socket.pause();
    }
}
