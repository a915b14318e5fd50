package org.archivevault.edge.shelving.drive;

import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The monotonic clock of one start of the edge process. Nothing else on an edge may tell the time to a decision.
 *
 * @param boot random per start
 * @param source milliseconds, never going back
 */
public record EdgeClock(UUID boot, LongSupplier source) {
    /**
     * The clock of this start.
     *
     * @return a clock that begins near 0
     */
    public static EdgeClock start() {
        long origin = System.nanoTime();
        return new EdgeClock(UUID.randomUUID(), () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - origin));
    }

    /**
     * The time.
     *
     * @return milliseconds on this clock
     */
    public long millis() {
        return source.getAsLong();
    }
}
