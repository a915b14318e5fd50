package org.archivevault.server.preservation;

import java.util.OptionalDouble;

/**
 * The Preservation Index (PI): how many years short-lived organic material would last if the climate stayed as it is now.
 * Closed form of Reilly, New Tools for Preservation (Commission on Preservation and Access, 1995), fitted to cellulose
 * acetate: {@code k = RH[%] · 5.9e12 · exp(−90300 / (8.314 · T[K]))} per year, {@code PI = 1/k}.
 *
 * <p>It compares climates; it is no prophecy for one sheet of paper. The Image Permanence Institute's own tool reads a table
 * that may not be handed on; at 20 °C and 45 %RH, where that says 50 years, the closed form says 46.
 */
public final class PreservationIndex {
    /** Coldest air that it is used for, in °C; the institute's table begins there too. */
    public static final double COLDEST = -23;
    /** Warmest air that it is used for, in °C; the institute's table ends there too. */
    public static final double WARMEST = 65;
    /** Air drier than that counts as this dry, in %RH: the formula would promise eternal life at 0. */
    public static final double DRIEST = 6;

    private static final double FACTOR_PER_YEAR = 5.9e12;
    private static final double ACTIVATION_JOULE_PER_MOLE = 90_300;
    private static final double GAS_JOULE_PER_MOLE_KELVIN = 8.314;
    private static final double KELVIN_AT_ZERO_CELSIUS = 273.15;
    private static final double SATURATED = 100;

    private PreservationIndex() {}

    /**
     * The index of a climate.
     *
     * @param temperatureCelsius −23 to 65 °C
     * @param humidity 0 to 100 %RH; below 6 it counts as 6. The fit is best from 20 to 60 %RH
     * @return years, above 0; empty outside of these ranges, and for NaN
     */
    public static OptionalDouble years(double temperatureCelsius, double humidity) {
        boolean usable = temperatureCelsius >= COLDEST
                && temperatureCelsius <= WARMEST
                && humidity >= 0
                && humidity <= SATURATED;
        if (!usable) {
            return OptionalDouble.empty();
        }
        double kelvin = temperatureCelsius + KELVIN_AT_ZERO_CELSIUS;
        double decayPerYear = Math.max(humidity, DRIEST)
                * FACTOR_PER_YEAR
                * Math.exp(-ACTIVATION_JOULE_PER_MOLE / (GAS_JOULE_PER_MOLE_KELVIN * kelvin));
        return OptionalDouble.of(1 / decayPerYear);
    }
}
