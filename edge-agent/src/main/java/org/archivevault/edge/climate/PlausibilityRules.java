package org.archivevault.edge.climate;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import org.archivevault.protocol.climate.Quantity;
import org.jspecify.annotations.Nullable;

/**
 * How fast a quantity can change and by how much it must have moved elsewhere for a standstill to be odd. A state (leak,
 * smoke, door) and what changes at a stroke (light, battery, signal, gases) have no such rule.
 *
 * @param step what two readings in a row may differ by however soon they follow, in the quantity's unit
 * @param perMinute what may be added for each minute between them
 * @param most what they may differ by at most, however much later
 * @param moves what another sensor in the zone must have moved by while one stood still
 */
record PlausibilityRules(double step, double perMinute, double most, double moves) {
    /** A value that stays the very same for so long, while others move, is stuck: a climate plant runs several times. */
    static final Duration STUCK = Duration.ofHours(6);

    /** But only after so many readings: a sensor that speaks on change alone has simply not spoken. */
    static final int STUCK_READINGS = 20;

    /** A value far from the last good one is believed when it is the third in a row, all above or all below it. */
    static final int CONFIRMED_BY = 3;

    /** Warmer than this, as the first word of a sensor indoors, is °F: vaults are kept below 24 °C, 48 °F is 9 °C. */
    static final double FAHRENHEIT_FROM = 48;

    /** The same outdoors, where 50 °C in the sun is possible; 60 °F is 16 °C. */
    static final double FAHRENHEIT_FROM_OUTDOORS = 60;

    /** Hotter than this is no room in °F either (43 °C): it may burn, and that must not pass for a unit. */
    static final double FAHRENHEIT_TO = 110;

    /** A value in °F is known by being this near the last one in °C, in °C. */
    static final double SAME_IN_OTHER_UNIT_CELSIUS = 3;

    /** No air in a room has a relative humidity below this, in %: it is a fraction of one. */
    static final double FRACTION_TO = 1;

    /** A fraction is known by being this near the last value, in %RH. */
    static final double SAME_IN_OTHER_UNIT_PERCENT = 10;

    /**
     * The steps are several times a common sensor's error (±0.2–0.5 °C, ±2–5 %RH: data sheets of SHT3x, SHT4x, AM2302,
     * BME280). The rates are what a door to the outside does to a sensor beside it: 20 K of difference with an exchange of
     * air in ten minutes is 2 K a minute, and a K moves relative humidity by some 3 %. Pressure: a slamming door or a fan
     * is below 1 hPa, weather below 10 hPa an hour.
     */
    private static final Map<Quantity, PlausibilityRules> BY_QUANTITY = new EnumMap<>(Map.of(
            Quantity.TEMPERATURE, new PlausibilityRules(3, 2, 25, 1),
            Quantity.HUMIDITY, new PlausibilityRules(15, 6, 60, 4),
            Quantity.DEW_POINT, new PlausibilityRules(5, 3, 25, 1.5),
            Quantity.PRESSURE, new PlausibilityRules(3, 0.5, 30, 2)));

    /** The rules of a quantity; null when it has none. */
    static @Nullable PlausibilityRules of(Quantity quantity) {
        return BY_QUANTITY.get(quantity);
    }

    /** What two readings may differ by when they are so far apart. */
    double allowed(long apartMillis) {
        return Math.min(most, step + perMinute * Math.abs(apartMillis) / 60_000.0);
    }
}
