package org.archivevault.edge.modbus;

import java.time.Duration;

/**
 * When an RTU line may be spoken on. An RTU answer does not say which question it belongs to: only silence keeps a late
 * answer from being taken for the next one. Holds no clock: times are readings of a monotonic clock in nanoseconds.
 */
final class Silence {
    private final long betweenFrames;
    private final long afterFailure;
    private long lastTraffic;
    private long quietUntil;

    /**
     * A line of which nothing is known: an earlier process may have asked something just now, so it starts quiet.
     *
     * @param betweenFrames since the last byte in either direction
     * @param afterFailure since a failed request
     * @param now reading of the clock
     */
    Silence(Duration betweenFrames, Duration afterFailure, long now) {
        this.betweenFrames = betweenFrames.toNanos();
        this.afterFailure = afterFailure.toNanos();
        this.lastTraffic = now;
        this.quietUntil = now + this.afterFailure;
    }

    void traffic(long now) {
        lastTraffic = now;
    }

    void failure(long now) {
        quietUntil = now + afterFailure;
    }

    /** Whether bytes that come now are remains of a failed request, to be thrown away. */
    boolean isQuiet(long now) {
        return quietUntil - now > 0;
    }

    /**
     * How long to stay silent still.
     *
     * @param urgent an urgent write waits only for the end of a frame: a collision costs less than a late stop
     * @param now reading of the clock
     * @return zero or less when the line may be spoken on
     */
    long nanosLeft(boolean urgent, long now) {
        long left = lastTraffic + betweenFrames - now;
        return urgent ? left : Math.max(left, quietUntil - now);
    }
}
