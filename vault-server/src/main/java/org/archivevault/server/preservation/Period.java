package org.archivevault.server.preservation;

import java.time.Duration;
import java.time.Instant;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * What is told of a time.
 *
 * @param from its first moment
 * @param until first moment no longer
 * @param hours how long it is
 * @param knownHours how much of it is known; everything below is of that part alone
 * @param knownShare the same as a share, 0–1
 * @param twpi years; null when nothing is known
 * @param worth class of the TWPI; null when nothing is known
 * @param lifeUsed how much of the life that the index speaks of is gone, 1 = all
 * @param mouldHours on or above the mould limit
 * @param mouldShare the same as a share of the known hours; null when nothing is known
 */
record Period(
        Instant from,
        Instant until,
        double hours,
        double knownHours,
        double knownShare,
        @Nullable Double twpi,
        @Nullable PreservationClass worth,
        double lifeUsed,
        double mouldHours,
        @Nullable Double mouldShare) {
    private static final double SECONDS_OF_HOUR = 3_600;
    private static final double HUNDREDTHS = 100;
    private static final double TEN_THOUSANDTHS = 10_000;
    private static final double MILLIONTHS = 1_000_000;

    static Period of(Instant from, Instant until, Exposure known) {
        double hours = hours(from, until);
        OptionalDouble twpi = known.twpi();
        return new Period(
                from,
                until,
                rounded(hours),
                rounded(known.hours()),
                share(known.knownShare(hours)),
                orNull(twpi),
                twpi.isPresent() ? PreservationClass.of(twpi.getAsDouble()) : null,
                Math.round(known.lifeUsed() * MILLIONTHS) / MILLIONTHS,
                rounded(known.mouldHours()),
                known.mouldShare().isPresent() ? share(known.mouldShare().getAsDouble()) : null);
    }

    /** From one moment to another, in hours; 0 when the other is earlier. */
    static double hours(Instant from, Instant until) {
        return Math.max(0, Duration.between(from, until).toMillis() / (SECONDS_OF_HOUR * 1_000));
    }

    /** To hundredths, as precise as any sensor. */
    static double rounded(double value) {
        return Math.round(value * HUNDREDTHS) / HUNDREDTHS;
    }

    /** To hundredths; null when there is none. */
    static @Nullable Double orNull(OptionalDouble value) {
        return value.isPresent() ? rounded(value.getAsDouble()) : null;
    }

    /** A share to hundredths of a percent. */
    static double share(double value) {
        return Math.round(value * TEN_THOUSANDTHS) / TEN_THOUSANDTHS;
    }
}
