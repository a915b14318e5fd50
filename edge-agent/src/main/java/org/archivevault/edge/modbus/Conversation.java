package org.archivevault.edge.modbus;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries the requests of one endpoint, one after the other. Everything here runs on the client's context, so that
 * nothing is shared between threads. Each request ends exactly once; each frame is sent at most once.
 */
final class Conversation {
    private static final Logger LOG = LoggerFactory.getLogger(Conversation.class);
    private static final long NO_TIMER = -1;

    /** How long a gate's yes holds where a thread must be waited for: a tenth of the freshness limit (safety.md, N). */
    private static final Duration GATE_HOLDS = Duration.ofMillis(50);

    private final Vertx vertx;
    private final Link link;
    private final Framing framing;
    private final ModbusTiming timing;
    private final RandomGenerator random;
    private final LongSupplier clock;
    private final RequestQueue queue = new RequestQueue();
    private final Units units;
    private final Silence silence;
    private Pause pause;
    private @Nullable Session session;
    private @Nullable Exchange inFlight;
    private long wakeTimer = NO_TIMER;
    private boolean closed;

    Conversation(
            Vertx vertx, Link link, Framing framing, ModbusTiming timing, RandomGenerator random, LongSupplier clock) {
        this.vertx = vertx;
        this.link = link;
        this.framing = framing;
        this.timing = timing;
        this.random = random;
        this.clock = clock;
        this.units = new Units(timing);
        this.pause = Pause.none(now());
        this.silence = framing.carriesTransactionId()
                ? Silence.notNeeded(now())
                : new Silence(
                        longer(timing.silenceBetweenFrames(), link.shortestSilence()),
                        timing.quietAfterFailure(),
                        now());
    }

    /** Takes a request; it ends within {@link ModbusTiming#longestRequest()} of coming to the head of the queue. */
    void accept(Waiting<?> waiting) {
        if (closed) {
            waiting.fail(new ModbusFailure.ClientClosed(link.name(), false));
            return;
        }
        if (!queue.offer(waiting)) {
            waiting.fail(new ModbusFailure.QueueFull(link.name(), RequestQueue.limitFor(waiting)));
            return;
        }
        Exchange current = inFlight;
        if (waiting.urgent() && current != null) {
            current.limitPatience(timing.urgentPatience(), () -> giveWay(current));
        }
        pump();
    }

    /** Ends everything; succeeds when the connection is closed. */
    Future<Void> close() {
        closed = true;
        queue.drain().forEach(waiting -> waiting.fail(new ModbusFailure.ClientClosed(link.name(), false)));
        endExchange().ifPresent(exchange -> exchange.waiting().fail(new ModbusFailure.ClientClosed(link.name(), true)));
        cancelWake();
        return disconnect().eventually(link::close);
    }

    /** Starts whatever may start now; called after every change. */
    private void pump() {
        cancelWake();
        boolean goOn = true;
        while (goOn && inFlight == null && !closed) {
            Waiting<?> next = queue.peek();
            goOn = next != null && advance(next);
        }
    }

    /** One step for the next request; false when it has to wait for something that calls {@link #pump} again. */
    private boolean advance(Waiting<?> next) {
        if (!units.allow(next, now())) {
            queue.remove();
            next.fail(new ModbusFailure.BreakerOpen(link.name(), next.unit(), units.remaining(next.unit(), now())));
            return true;
        }
        Session current = session;
        if (current == null) {
            return connectFor(next);
        }
        if (current.line == null) {
            return false;
        }
        long silent = silence.nanosLeft(next, now());
        if (silent > 0) {
            wakeAfter(silent);
            return false;
        }
        queue.remove();
        send(current, current.line, next);
        return true;
    }

    private boolean connectFor(Waiting<?> next) {
        Duration wait = next.urgent() ? Duration.ZERO : pause.remaining(now());
        if (wait.compareTo(timing.connectTimeout()) > 0) {
            queue.remove();
            next.fail(unreachable("next attempt in " + wait.toMillis() + " ms"));
            return true;
        }
        if (wait.isZero()) {
            connect();
        } else {
            wakeAfter(wait.toNanos());
        }
        return false;
    }

    private void connect() {
        Session attempt = new Session();
        session = attempt;
        attempt.timer = vertx.setTimer(
                timing.connectTimeout().toMillis(), fired -> attempt.failed("no connection within the timeout"));
        link.connect(attempt).onSuccess(attempt::connected).onFailure(failure -> attempt.failed(text(failure)));
    }

    /** The gate is asked last: between its yes and the bytes' leaving there is nothing that waits. */
    private void send(Session current, Link.Line line, Waiting<?> next) {
        int transactionId = current.nextTransactionId();
        byte[] frame = framing.frame(transactionId, next.request());
        Exchange exchange = new Exchange(vertx, next, framing.answerTo(transactionId, next.request()));
        Optional<?> refusal = askGate(next.gate());
        if (refusal.isPresent()) {
            next.fail(new ModbusFailure.GateClosed(link.name(), next.unit(), refusal.get()));
            return;
        }
        inFlight = exchange;
        Future<Void> sent = line.send(frame, next.isGated() ? GATE_HOLDS : timing.requestDeadline());
        units.asked(next.unit(), now());
        silence.traffic(now());
        exchange.startDeadline(now(), timing.requestDeadline(), () -> deadlinePassed(exchange));
        sent.onFailure(failure -> {
            if (failure instanceof Link.NotSent) {
                notSent(exchange, text(failure));
            } else {
                current.lost(text(failure));
            }
        });
    }

    private void notSent(Exchange exchange, String detail) {
        if (inFlight == exchange) {
            units.undecided(exchange.unit());
            exchange.waiting().fail(new ModbusFailure.DeadlinePassed(link.name(), exchange.unit(), detail, false));
            endExchange();
            pump();
        }
    }

    private static Optional<?> askGate(WriteGate gate) {
        try {
            Optional<?> refusal = Objects.requireNonNull(gate.refusal(), "gate");
            if (refusal.isEmpty()) {
                gate.leaving();
            }
            return refusal;
        } catch (RuntimeException broken) {
            LOG.error("a write gate failed; the write is not sent", broken);
            return Optional.of(broken);
        }
    }

    private void deadlinePassed(Exchange exchange) {
        if (inFlight == exchange) {
            String got = exchange.answer().length() + " bytes came in "
                    + timing.requestDeadline().toMillis() + " ms";
            unitFailed(new ModbusFailure.DeadlinePassed(link.name(), exchange.unit(), got, true));
        }
    }

    private void giveWay(Exchange exchange) {
        if (inFlight == exchange) {
            units.undecided(exchange.unit());
            drop(new ModbusFailure.DeadlinePassed(link.name(), exchange.unit(), "gave way to an urgent write", true));
        }
    }

    private void received(byte[] bytes, Session from) {
        silence.traffic(now());
        Exchange exchange = inFlight;
        if (exchange == null) {
            stray(bytes.length);
            return;
        }
        if (exchange.isPast(now())) {
            deadlinePassed(exchange);
            return;
        }
        try {
            Optional<byte[]> pdu = exchange.answer().feed(bytes);
            if (pdu.isPresent()) {
                answered(exchange, pdu.get(), from);
            }
        } catch (Misfit misfit) {
            unitFailed(mismatch(exchange.unit(), misfit.getMessage(), true));
        }
    }

    private void answered(Exchange exchange, byte[] pdu, Session from) throws Misfit {
        Request<?> request = exchange.waiting().request();
        if (request.isException(pdu)) {
            ModbusFailure.ExceptionResponse refused = new ModbusFailure.ExceptionResponse(
                    link.name(), request.unit(), request.function(), request.exceptionCode(pdu));
            exchange.waiting().fail(refused);
            unitAnswered(request.unit(), !refused.isFromGateway());
        } else {
            exchange.waiting().answer(pdu);
            unitAnswered(request.unit(), true);
        }
        from.useful = true;
        pause = pause.afterAnswer();
        endExchange();
        pump();
    }

    private void unitAnswered(int unit, boolean itself) {
        if (itself) {
            units.answered(unit);
        } else {
            units.failed(unit, now());
        }
    }

    /** Bytes that nobody asked for: remains of a failed request while the line is quiet, else a reason to distrust it. */
    private void stray(int count) {
        if (silence.isQuiet(now())) {
            return;
        }
        Waiting<?> next = queue.peek();
        if (next != null) {
            queue.remove();
            next.fail(mismatch(next.unit(), count + " bytes came before the request", false));
        }
        LOG.warn("{}: {} bytes came unasked; connection closed", link.name(), count);
        endSession(pause.afterWorking(now()));
        silence.failure(now());
        pump();
    }

    /** The request in flight failed by its unit's doing. */
    private void unitFailed(ModbusFailure failure) {
        Exchange exchange = inFlight;
        if (exchange != null && units.failed(exchange.unit(), now())) {
            LOG.warn("{}: unit {} is left alone for a while: {}", link.name(), exchange.unit(), failure.getMessage());
        }
        drop(failure);
    }

    /** Ends the request in flight and the connection with it: what still comes on it belongs to nobody. */
    private void drop(ModbusFailure failure) {
        LOG.debug("{}: connection closed: {}", link.name(), failure.getMessage());
        endExchange().ifPresent(exchange -> exchange.waiting().fail(failure));
        silence.failure(now());
        endSession(pause.afterWorking(now()));
        pump();
    }

    private Optional<Exchange> endExchange() {
        Optional<Exchange> ended = Optional.ofNullable(inFlight);
        inFlight = null;
        ended.ifPresent(Exchange::cancelTimers);
        return ended;
    }

    private void endSession(Pause next) {
        pause = next;
        disconnect();
    }

    private Future<Void> disconnect() {
        Session ended = session;
        session = null;
        return ended == null ? Future.succeededFuture() : ended.end();
    }

    private ModbusFailure mismatch(int unit, @Nullable String detail, boolean sent) {
        return new ModbusFailure.Mismatch(link.name(), unit, String.valueOf(detail), sent);
    }

    private ModbusFailure unreachable(String detail) {
        return new ModbusFailure.Unreachable(link.name(), detail);
    }

    private void wakeAfter(long nanos) {
        if (nanos > 0) {
            wakeTimer = vertx.setTimer(millisCovering(nanos), fired -> pump());
        }
    }

    private void cancelWake() {
        vertx.cancelTimer(wakeTimer);
        wakeTimer = NO_TIMER;
    }

    private long now() {
        return clock.getAsLong();
    }

    private static long millisCovering(long nanos) {
        return TimeUnit.NANOSECONDS.toMillis(nanos) + 1;
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    private static String text(Throwable failure) {
        return Objects.requireNonNullElse(failure.getMessage(), failure.toString());
    }

    /** One connection, from the attempt to its end. What it says after its end is not heard. */
    private final class Session implements Link.Listener {
        private Link.@Nullable Line line;
        private boolean useful;
        private long timer = NO_TIMER;
        private int transactionId = random.nextInt(1 << 16);

        /** Starts anywhere, so that a number of an earlier connection is unlikely to come again soon. */
        int nextTransactionId() {
            transactionId = (transactionId + 1) & 0xFFFF;
            return transactionId;
        }

        void connected(Link.Line connected) {
            vertx.cancelTimer(timer);
            if (session != this) {
                connected.abort();
                return;
            }
            line = connected;
            silence.traffic(now());
            pump();
        }

        /** All that wait were waiting for this connection, so all hear of it; none was sent. */
        void failed(String detail) {
            if (session == this && line == null) {
                endSession(pause.afterUseless(now(), timing.reconnect()));
                LOG.debug("{}: cannot connect: {}", link.name(), detail);
                queue.drain().forEach(waiting -> waiting.fail(unreachable(detail)));
            }
        }

        @Override
        public void received(byte[] bytes) {
            if (session == this) {
                Conversation.this.received(bytes, this);
            }
        }

        @Override
        public void lost(String detail) {
            if (session != this) {
                return;
            }
            Optional<Exchange> exchange = endExchange();
            endSession(useful ? pause.afterWorking(now()) : pause.afterUseless(now(), timing.reconnect()));
            exchange.ifPresentOrElse(
                    asked -> {
                        silence.failure(now());
                        units.failed(asked.unit(), now());
                        asked.waiting().fail(new ModbusFailure.ConnectionLost(link.name(), detail));
                    },
                    () -> loseWaiting(detail));
            pump();
        }

        /** A connection that ends before it was of any use would otherwise be tried for ever by one waiting request. */
        private void loseWaiting(String detail) {
            if (!useful) {
                queue.drain().forEach(waiting -> waiting.fail(unreachable(detail)));
            }
        }

        Future<Void> end() {
            vertx.cancelTimer(timer);
            Link.Line ended = line;
            return ended == null ? Future.succeededFuture() : ended.abort();
        }
    }
}
