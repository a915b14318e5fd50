package org.archivevault.server.preservation;

import java.util.OptionalDouble;

/**
 * What a climate did over a time, as far as it is known; hours that nobody measured are in none of the figures.
 *
 * <p>The Time-Weighted Preservation Index (TWPI) is the harmonic mean of the PI, weighted by time, {@code Σdt / Σ(dt/PI)}: a
 * warm week costs more than a cold one gives back (Reilly 1995, as {@link PreservationIndex}). It says something from a
 * year of readings on; less is a first look.
 *
 * @param hours known hours, 0 upwards
 * @param decay Σ(dt/PI) over them, in hours per year
 * @param mouldHours of them those on or above the mould limit
 */
record Exposure(double hours, double decay, double mouldHours) {
    /** Nothing known. */
    static final Exposure NONE = new Exposure(0, 0, 0);

    /** Hours of a year of 365.25 days. */
    private static final double HOURS_OF_YEAR = 8_766;

    Exposure {
        if (!(hours >= 0 && decay >= 0 && mouldHours >= 0)) {
            throw new IllegalArgumentException("an exposure of " + hours + " h, " + decay + ", " + mouldHours + " h");
        }
    }

    /** A while in one climate. */
    static Exposure of(double hours, double preservationIndex, boolean mould) {
        return new Exposure(hours, hours / preservationIndex, mould ? hours : 0);
    }

    Exposure plus(Exposure other) {
        return new Exposure(hours + other.hours, decay + other.decay, mouldHours + other.mouldHours);
    }

    /** The TWPI in years; empty when nothing is known. */
    OptionalDouble twpi() {
        return decay > 0 ? OptionalDouble.of(hours / decay) : OptionalDouble.empty();
    }

    /** The share of the known time on or above the mould limit, 0–1; empty when nothing is known. */
    OptionalDouble mouldShare() {
        return hours > 0 ? OptionalDouble.of(mouldHours / hours) : OptionalDouble.empty();
    }

    /** How much of the life that the PI speaks of is gone in the known time: 0 = none, 1 = all. */
    double lifeUsed() {
        return decay / HOURS_OF_YEAR;
    }

    /**
     * The share of a time that is known.
     *
     * @param ofHours the whole time
     * @return 0–1; 0 of no time at all
     */
    double knownShare(double ofHours) {
        return ofHours > 0 ? Math.min(1, hours / ofHours) : 0;
    }
}
