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
final class Conversation implements Connector.Owner {
    private static final Logger LOG = LoggerFactory.getLogger(Conversation.class);
    private static final long NO_TIMER = -1;

    /** How long a gate's yes holds where a thread must be waited for: a tenth of the freshness limit (safety.md, N). */
    private static final Duration GATE_HOLDS = Duration.ofMillis(50);

    private final Vertx vertx;
    private final Link link;
    private final Framing framing;
    private final ModbusTiming timing;
    private final LongSupplier clock;
    private final RequestQueue queue = new RequestQueue();
    private final Units units;
    private final Silence silence;
    private final Connector connector;
    private @Nullable Exchange inFlight;
    private long wakeTimer = NO_TIMER;
    private boolean closed;

    Conversation(
            Vertx vertx, Link link, Framing framing, ModbusTiming timing, RandomGenerator random, LongSupplier clock) {
        this.vertx = vertx;
        this.link = link;
        this.framing = framing;
        this.timing = timing;
        this.clock = clock;
        this.units = new Units(timing);
        this.connector = new Connector(vertx, link, timing, random, clock, this);
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
        return connector.end().eventually(link::close);
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
        if (connector.isAway()) {
            return connectFor(next);
        }
        Connector.Session session = connector.ready();
        if (session == null) {
            return false;
        }
        long silent = silence.nanosLeft(next, now());
        if (silent > 0) {
            wakeAfter(silent);
            return false;
        }
        queue.remove();
        send(session, next);
        return true;
    }

    private boolean connectFor(Waiting<?> next) {
        Duration wait = next.urgent() ? Duration.ZERO : connector.pauseLeft();
        if (wait.compareTo(timing.connectTimeout()) > 0) {
            queue.remove();
            next.fail(unreachableFor("next attempt in " + wait.toMillis() + " ms"));
            return true;
        }
        if (wait.isZero()) {
            connector.connect();
        } else {
            wakeAfter(wait.toNanos());
        }
        return false;
    }

    /** The gate is asked last: between its yes and the bytes' leaving there is nothing that waits. */
    private void send(Connector.Session session, Waiting<?> next) {
        int transactionId = session.nextTransactionId();
        byte[] frame = framing.frame(transactionId, next.request());
        Exchange exchange = new Exchange(vertx, next, framing.answerTo(transactionId, next.request()));
        Optional<?> refusal = askGate(next.gate());
        if (refusal.isPresent()) {
            next.fail(new ModbusFailure.GateClosed(link.name(), next.unit(), refusal.get()));
            return;
        }
        inFlight = exchange;
        Future<Void> sent = session.send(frame, next.isGated() ? GATE_HOLDS : timing.requestDeadline());
        units.asked(next.unit(), now());
        silence.traffic(now());
        exchange.startDeadline(now(), timing.requestDeadline(), () -> deadlinePassed(exchange));
        sent.onFailure(failure -> {
            if (failure instanceof Link.NotSent) {
                notSent(exchange, Connector.text(failure));
            } else {
                session.lost(Connector.text(failure));
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

    @Override
    public void received(byte[] bytes) {
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
                answered(exchange, pdu.get());
            }
        } catch (Misfit misfit) {
            unitFailed(mismatch(exchange.unit(), misfit.getMessage(), true));
        }
    }

    private void answered(Exchange exchange, byte[] pdu) throws Misfit {
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
        connector.answered();
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
        connector.giveUp();
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
        connector.giveUp();
        pump();
    }

    private Optional<Exchange> endExchange() {
        Optional<Exchange> ended = Optional.ofNullable(inFlight);
        inFlight = null;
        ended.ifPresent(Exchange::cancelTimers);
        return ended;
    }

    @Override
    public void connected() {
        silence.traffic(now());
        pump();
    }

    /** All that wait were waiting for this connection, so all hear of it; none was sent. */
    @Override
    public void unreachable(String detail) {
        queue.drain().forEach(waiting -> waiting.fail(unreachableFor(detail)));
    }

    @Override
    public void lost(String detail, boolean useful) {
        Optional<Exchange> exchange = endExchange();
        exchange.ifPresent(asked -> {
            silence.failure(now());
            units.failed(asked.unit(), now());
            asked.waiting().fail(new ModbusFailure.ConnectionLost(link.name(), detail));
        });
        if (exchange.isEmpty() && !useful) {
            // One waiting request would otherwise connect for ever to an endpoint that closes at once.
            unreachable(detail);
        }
        pump();
    }

    private ModbusFailure mismatch(int unit, @Nullable String detail, boolean sent) {
        return new ModbusFailure.Mismatch(link.name(), unit, String.valueOf(detail), sent);
    }

    private ModbusFailure unreachableFor(String detail) {
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
}
