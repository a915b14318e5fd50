package org.archivevault.server.preservation;

import java.util.OptionalDouble;

/**
 * The humidity below which no mould grows, by temperature. Limit line LIM0 of Zeng, Chen, Ma and others, Building Services
 * Engineering Research and Technology 44 (2023) 63–79, doi 10.1177/01436244221137846 (Cladosporium, Penicillium,
 * Aspergillus): {@code RH = 0.02633 · cosh(0.10083 · (T − 30)) + 0.7153}, as a fraction.
 */
public final class MouldLimit {
    /** In colder air than that, in °C, mould is not judged: it does not grow there to speak of (Image Permanence Institute). */
    public static final double COLDEST = 2;
    /** In warmer air than that, in °C, mould is not judged, likewise. */
    public static final double WARMEST = 45;

    private static final double WIDTH = 0.02633;
    private static final double PER_CELSIUS = 0.10083;
    private static final double OPTIMUM_CELSIUS = 30;
    private static final double FLOOR = 0.7153;
    private static final double PERCENT = 100;

    private MouldLimit() {}

    /**
     * The limit at a temperature.
     *
     * @param temperatureCelsius 2 to 45 °C
     * @return %RH, 74 to 94; empty outside of the range, and for NaN
     */
    public static OptionalDouble humidity(double temperatureCelsius) {
        if (!(temperatureCelsius >= COLDEST && temperatureCelsius <= WARMEST)) {
            return OptionalDouble.empty();
        }
        double fraction = WIDTH * Math.cosh(PER_CELSIUS * (temperatureCelsius - OPTIMUM_CELSIUS)) + FLOOR;
        return OptionalDouble.of(fraction * PERCENT);
    }

    /**
     * Whether mould may grow.
     *
     * @param temperatureCelsius any temperature
     * @param humidity %RH
     * @return true on and above the limit; false where mould is not judged
     */
    public static boolean isReached(double temperatureCelsius, double humidity) {
        OptionalDouble limit = humidity(temperatureCelsius);
        return limit.isPresent() && humidity >= limit.getAsDouble();
    }
}
