package org.archivevault.edge.modbus;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * When an RTU line may be spoken on. An RTU answer does not say which question it belongs to: only silence keeps a late
 * answer from being taken for the next one. Holds no clock: times are readings of a monotonic clock in nanoseconds.
 */
final class Silence {
    /**
     * Listening before every request, also after a long silence: bytes may wait in the operating system that the event
     * loop has not been given yet. One pass of the loop brings them.
     */
    private static final Duration LISTENING = Duration.ofMillis(1);

    private final long listening;
    private final long betweenFrames;
    private final long afterFailure;
    private long lastTraffic;
    private long quietUntil;
    private long listenedUntil;
    private @Nullable Waiting<?> listeningFor;

    /**
     * A line of which nothing is known: an earlier process may have asked something just now, so it starts quiet.
     *
     * @param betweenFrames since the last byte in either direction
     * @param afterFailure since a failed request
     * @param now reading of the clock
     */
    Silence(Duration betweenFrames, Duration afterFailure, long now) {
        this(LISTENING, betweenFrames, afterFailure, now);
    }

    private Silence(Duration listening, Duration betweenFrames, Duration afterFailure, long now) {
        this.listening = listening.toNanos();
        this.betweenFrames = betweenFrames.toNanos();
        this.afterFailure = afterFailure.toNanos();
        this.lastTraffic = now;
        this.quietUntil = now + this.afterFailure;
    }

    /**
     * A line whose answers carry transaction ids.
     *
     * @param now reading of the clock
     * @return always free
     */
    static Silence notNeeded(long now) {
        return new Silence(Duration.ZERO, Duration.ZERO, Duration.ZERO, now);
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
     * How long to stay silent still; the first call for a request begins to listen for it.
     *
     * @param next the request; an urgent one waits only for the end of a frame, because a collision costs less than a
     *     late stop
     * @param now reading of the clock
     * @return zero or less when the line may be spoken on
     */
    long nanosLeft(Waiting<?> next, long now) {
        if (listeningFor != next) {
            listeningFor = next;
            listenedUntil = now + listening;
        }
        long left = Math.max(lastTraffic + betweenFrames - now, listenedUntil - now);
        return next.urgent() ? left : Math.max(left, quietUntil - now);
    }
}
