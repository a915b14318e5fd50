package org.archivevault.edge.modbus;

import io.vertx.core.Vertx;
import java.time.Duration;

/** The one request in flight, with the timers that end it. */
final class Exchange {
    private static final long NO_TIMER = -1;

    private final Vertx vertx;
    private final Waiting<?> waiting;
    private final AnswerAssembler answer;
    private long deadline;
    private long deadlineTimer = NO_TIMER;
    private long patienceTimer = NO_TIMER;

    Exchange(Vertx vertx, Waiting<?> waiting, AnswerAssembler answer) {
        this.vertx = vertx;
        this.waiting = waiting;
        this.answer = answer;
    }

    Waiting<?> waiting() {
        return waiting;
    }

    int unit() {
        return waiting.unit();
    }

    AnswerAssembler answer() {
        return answer;
    }

    /** From now the whole answer must be in within this time. */
    void startDeadline(long now, Duration time, Runnable passed) {
        deadline = now + time.toNanos();
        deadlineTimer = timer(time, passed);
    }

    /** Whether an answer comes too late although the timer has not fired yet, because the event loop was held up. */
    boolean isPast(long now) {
        return now - deadline > 0;
    }

    /** An urgent write waits: only so long may this one still take. Nothing happens when this one is urgent itself. */
    void limitPatience(Duration patience, Runnable spent) {
        if (!waiting.urgent() && patienceTimer == NO_TIMER) {
            patienceTimer = timer(patience, spent);
        }
    }

    void cancelTimers() {
        vertx.cancelTimer(deadlineTimer);
        vertx.cancelTimer(patienceTimer);
    }

    private long timer(Duration time, Runnable action) {
        return vertx.setTimer(Math.max(1, time.toMillis()), fired -> action.run());
    }
}
