package org.archivevault.server.preservation;

import java.util.OptionalDouble;

/**
 * The dew point by the Magnus formula, {@code Td = B·γ / (A − γ)} with {@code γ = ln(RH/100) + A·T / (B + T)}. Coefficients
 * over water after Alduchov and Eskridge, Journal of Applied Meteorology 35 (1996) 601–609: A = 17.625, B = 243.04 °C.
 */
public final class DewPoint {
    /** Coldest air that it is used for, in °C. */
    public static final double COLDEST = -45;
    /** Warmest air that it is used for, in °C. */
    public static final double WARMEST = 60;
    /** Driest air that it is used for, in %RH: common sensors tell nothing below, and at 0 there is no dew point. */
    public static final double DRIEST = 1;

    private static final double A = 17.625;
    private static final double B_CELSIUS = 243.04;
    private static final double SATURATED = 100;

    private DewPoint() {}

    /**
     * The dew point of air.
     *
     * @param temperatureCelsius −45 to 60 °C
     * @param humidity 1 to 100 %RH
     * @return °C, never above the temperature; empty outside of these ranges, and for NaN
     */
    public static OptionalDouble celsius(double temperatureCelsius, double humidity) {
        boolean usable = temperatureCelsius >= COLDEST
                && temperatureCelsius <= WARMEST
                && humidity >= DRIEST
                && humidity <= SATURATED;
        if (!usable) {
            return OptionalDouble.empty();
        }
        double gamma = Math.log(humidity / SATURATED) + A * temperatureCelsius / (B_CELSIUS + temperatureCelsius);
        return OptionalDouble.of(B_CELSIUS * gamma / (A - gamma));
    }
}
