package org.archivevault.server.mirror;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How long to wait before trying again. Pure. */
final class MirrorPace {
    /** After the first failure. */
    static final Duration FIRST = Duration.ofSeconds(1);

    /** Longest wait of our own choosing: an InfluxDB that is back is noticed within a minute. */
    static final Duration LONGEST = Duration.ofMinutes(1);

    /** Longest wait that an answer may ask for. */
    static final Duration LONGEST_ASKED = Duration.ofMinutes(15);

    private MirrorPace() {}

    /**
     * The wait after a failure: doubling, and a random half of it left out, so that several servers do not come back to
     * a recovering InfluxDB in step.
     *
     * @param failures in a row, 1 upwards
     * @param asked what the answer asked for; null for nothing
     * @param random 0 (inclusive) to 1 (exclusive)
     * @return how long
     */
    static Duration after(int failures, @Nullable Duration asked, double random) {
        long doubled = FIRST.toMillis() << Math.min(Math.max(0, failures - 1), 16);
        long own = Math.min(doubled, LONGEST.toMillis());
        long jittered = own / 2 + (long) (own / 2.0 * random);
        if (asked == null) {
            return Duration.ofMillis(jittered);
        }
        return Duration.ofMillis(Math.max(jittered, Math.min(asked.toMillis(), LONGEST_ASKED.toMillis())));
    }
}
