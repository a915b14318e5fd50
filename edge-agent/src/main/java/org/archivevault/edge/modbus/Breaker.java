package org.archivevault.edge.modbus;

import java.time.Duration;

/**
 * The circuit breaker of one unit: closed, open after failures in a row, half open for one probe. Pure; times are
 * readings of a monotonic clock in nanoseconds, compared by difference.
 *
 * @param state where it stands
 * @param failures in a row
 * @param openings how often it opened since the unit last answered
 * @param openUntil end of the pause; means something only when open
 */
record Breaker(State state, int failures, int openings, long openUntil) {
    /** Where a breaker stands. */
    enum State {
        /** The unit may be asked. */
        CLOSED,
        /** The unit is left alone until the pause ends. */
        OPEN,
        /** One probe is out; nothing else may be asked until it ends. */
        HALF_OPEN
    }

    /** The breaker of a unit that has not failed. */
    static final Breaker NEW = new Breaker(State.CLOSED, 0, 0, 0);

    /**
     * Whether a request may go out. Only a read may be the probe: a unit that does not answer a question gets no
     * movement.
     *
     * @param now reading of the clock
     * @param read whether the request is a read
     * @return true when it may
     */
    boolean allows(long now, boolean read) {
        return state == State.CLOSED
                || (state == State.OPEN && read && remaining(now).isZero());
    }

    /**
     * How long it stays open.
     *
     * @param now reading of the clock
     * @return zero when it is not open, or the pause is over
     */
    Duration remaining(long now) {
        long left = openUntil - now;
        return state != State.OPEN || left <= 0 ? Duration.ZERO : Duration.ofNanos(left);
    }

    /**
     * A request goes out now.
     *
     * @param now reading of the clock
     * @return half open when this is the probe
     */
    Breaker asked(long now) {
        return state == State.OPEN && remaining(now).isZero()
                ? new Breaker(State.HALF_OPEN, failures, openings, openUntil)
                : this;
    }

    /**
     * The unit answered.
     *
     * @return closed
     */
    Breaker answered() {
        return NEW;
    }

    /**
     * The request ended without saying anything about the unit.
     *
     * @return as before; a probe may be made again at once
     */
    Breaker undecided() {
        return state == State.HALF_OPEN ? new Breaker(State.OPEN, failures, openings, openUntil) : this;
    }

    /**
     * The unit failed.
     *
     * @param now reading of the clock
     * @param threshold failures in a row that open it
     * @param pauses how long it stays open
     * @return open when that was one too many, or the probe
     */
    Breaker failed(long now, int threshold, Backoff pauses) {
        int inARow = failures == Integer.MAX_VALUE ? failures : failures + 1;
        if (state == State.OPEN || inARow < threshold) {
            return new Breaker(state, inARow, openings, openUntil);
        }
        long until = now + pauses.after(openings + 1).toNanos();
        return new Breaker(State.OPEN, inARow, openings + 1, until);
    }
}
