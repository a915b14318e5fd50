package org.archivevault.edge.modbus;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Objects;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the one connection to an endpoint, and pauses between attempts to make it. Runs on the client's context. */
final class Connector {
    private static final Logger LOG = LoggerFactory.getLogger(Connector.class);
    private static final long NO_TIMER = -1;

    /** Hears what becomes of the connection; only of the present one, never of one that was given up. */
    interface Owner {
        /** There is a connection now. */
        void connected();

        /** There is none, and none is being made. */
        void unreachable(String detail);

        /** Bytes came. */
        void received(byte[] bytes);

        /** The connection ended without our asking; {@code useful} when it had brought an answer. */
        void lost(String detail, boolean useful);
    }

    private final Vertx vertx;
    private final Link link;
    private final ModbusTiming timing;
    private final RandomGenerator random;
    private final LongSupplier clock;
    private final Owner owner;
    private Pause pause;
    private @Nullable Session session;

    Connector(Vertx vertx, Link link, ModbusTiming timing, RandomGenerator random, LongSupplier clock, Owner owner) {
        this.vertx = vertx;
        this.link = link;
        this.timing = timing;
        this.random = random;
        this.clock = clock;
        this.owner = owner;
        this.pause = Pause.none(clock.getAsLong());
    }

    /** Whether there is no connection, nor an attempt. */
    boolean isAway() {
        return session == null;
    }

    /** The connection, once it is made. */
    @Nullable
    Session ready() {
        Session current = session;
        return current == null || current.line == null ? null : current;
    }

    /** How long not to connect; zero or more. */
    Duration pauseLeft() {
        return pause.remaining(clock.getAsLong());
    }

    /** Begins an attempt; the owner hears how it ends. Only when {@link #isAway}. */
    void connect() {
        Session attempt = new Session();
        session = attempt;
        attempt.timer = vertx.setTimer(
                timing.connectTimeout().toMillis(), fired -> attempt.failed("no connection within the timeout"));
        link.connect(attempt).onSuccess(attempt::connected).onFailure(failure -> attempt.failed(text(failure)));
    }

    /** An answer came: the endpoint is there, and the connection works. */
    void answered() {
        if (session != null) {
            session.useful = true;
        }
        pause = pause.afterAnswer();
    }

    /** Gives the connection up: what still comes on it is not heard. */
    void giveUp() {
        pause = pause.afterWorking(clock.getAsLong());
        end();
    }

    /** As {@link #giveUp}, without a pause to come. */
    Future<Void> end() {
        Session ended = session;
        session = null;
        return ended == null ? Future.succeededFuture() : ended.end();
    }

    private void endedByItself(boolean useful) {
        long now = clock.getAsLong();
        pause = useful ? pause.afterWorking(now) : pause.afterUseless(now, timing.reconnect());
        end();
    }

    static String text(Throwable failure) {
        return Objects.requireNonNullElse(failure.getMessage(), failure.toString());
    }

    /** One connection, from the attempt to its end. */
    final class Session implements Link.Listener {
        private Link.@Nullable Line line;
        private boolean useful;
        private long timer = NO_TIMER;
        private int transactionId = random.nextInt(1 << 16);

        /** Starts anywhere, so that a number of an earlier connection is unlikely to come again soon. */
        int nextTransactionId() {
            transactionId = (transactionId + 1) & 0xFFFF;
            return transactionId;
        }

        /** See {@link Link.Line#send}. */
        Future<Void> send(byte[] frame, Duration latest) {
            return Objects.requireNonNull(line, "not connected").send(frame, latest);
        }

        private void connected(Link.Line connected) {
            vertx.cancelTimer(timer);
            if (session != this) {
                connected.abort();
                return;
            }
            line = connected;
            owner.connected();
        }

        private void failed(String detail) {
            if (session == this && line == null) {
                LOG.debug("{}: cannot connect: {}", link.name(), detail);
                endedByItself(false);
                owner.unreachable(detail);
            }
        }

        @Override
        public void received(byte[] bytes) {
            if (session == this) {
                owner.received(bytes);
            }
        }

        @Override
        public void lost(String detail) {
            if (session == this) {
                endedByItself(useful);
                owner.lost(detail, useful);
            }
        }

        private Future<Void> end() {
            vertx.cancelTimer(timer);
            Link.Line ended = line;
            return ended == null ? Future.succeededFuture() : ended.abort();
        }
    }
}
