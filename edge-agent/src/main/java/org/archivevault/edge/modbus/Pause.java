package org.archivevault.edge.modbus;

import java.time.Duration;

/**
 * When an endpoint may be connected to again. Pure; times are readings of a monotonic clock in nanoseconds, compared by
 * difference.
 *
 * @param failures attempts in a row that brought no answer
 * @param until end of the pause
 */
record Pause(int failures, long until) {
    /** After a connection that worked: long enough not to spin, short enough not to miss a poll. */
    static final Duration AFTER_WORKING_CONNECTION = Duration.ofMillis(20);

    /**
     * No pause.
     *
     * @param now reading of the clock
     */
    static Pause none(long now) {
        return new Pause(0, now);
    }

    /** A connection that had brought answers has ended, or was closed by us. */
    Pause afterWorking(long now) {
        return new Pause(failures, now + AFTER_WORKING_CONNECTION.toNanos());
    }

    /** An attempt failed, or its connection ended before any answer. */
    Pause afterUseless(long now, Backoff pauses) {
        int inARow = failures == Integer.MAX_VALUE ? failures : failures + 1;
        return new Pause(inARow, now + pauses.after(inARow).toNanos());
    }

    /** An answer came: the endpoint is there. */
    Pause afterAnswer() {
        return failures == 0 ? this : new Pause(0, until);
    }

    /** How long it still lasts, zero or more. */
    Duration remaining(long now) {
        return Duration.ofNanos(Math.max(0, until - now));
    }
}
