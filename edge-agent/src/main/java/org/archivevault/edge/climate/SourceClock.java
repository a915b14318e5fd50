package org.archivevault.edge.climate;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The clock of one source, known only by what it says and when that is heard. A time that lies behind is either of a value
 * that was kept back, or of a clock that is wrong: what was kept back comes in a burst and less and less late; a wrong clock
 * is late by the same again and again.
 */
final class SourceClock {
    /** What a source's time is worth. */
    enum Worth {
        /** It was measured then, which is now. */
        LIVE,
        /** It was measured then, which is some time ago. */
        PAST,
        /** It says nothing. */
        NOTHING
    }

    private @Nullable Instant lastLateAt;
    private Duration lastLateness = Duration.ZERO;
    private int sameLateness;
    private @Nullable Duration off;

    Worth judge(Instant source, Instant receivedAt) {
        Duration lateness = Duration.between(source, receivedAt);
        if (source.isBefore(ClimateLimits.NEVER_SET_BEFORE) || lateness.compareTo(ClimateLimits.FUTURE.negated()) < 0) {
            off = lateness;
            return Worth.NOTHING;
        }
        if (lateness.compareTo(ClimateLimits.LATE) <= 0) {
            off = null;
            sameLateness = 0;
            lastLateAt = null;
            return Worth.LIVE;
        }
        return late(lateness, receivedAt);
    }

    private Worth late(Duration lateness, Instant receivedAt) {
        Duration known = off;
        if (known != null && near(lateness, known, ClimateLimits.CLOCK_DRIFT)) {
            off = lateness;
            return Worth.NOTHING;
        }
        off = null;
        Instant last = lastLateAt;
        if (last == null || !receivedAt.isBefore(last.plus(ClimateLimits.CLOCK_WORDS_APART))) {
            boolean same = last != null && near(lateness, lastLateness, ClimateLimits.CLOCK_JITTER);
            sameLateness = same ? sameLateness + 1 : 1;
            lastLateAt = receivedAt;
            lastLateness = lateness;
        }
        if (sameLateness >= ClimateLimits.CLOCK_WORDS) {
            off = lateness;
            return Worth.NOTHING;
        }
        return Worth.PAST;
    }

    private static boolean near(Duration a, Duration b, Duration tolerance) {
        return a.minus(b).abs().compareTo(tolerance) <= 0;
    }

    /** By how much it is behind (negative: ahead); null when it is right as far as is known. */
    @Nullable
    Duration off() {
        return off;
    }
}
