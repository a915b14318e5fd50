package org.archivevault.firmware.source;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.archivevault.protocol.climate.Quantity;

/** What sources measure in. Everything is turned into the quantity's own unit as soon as it is understood. */
enum Unit {
    CELSIUS("°C", 0, 1, 1, Quantity.TEMPERATURE, Quantity.DEW_POINT),
    FAHRENHEIT("°F", -32, 5, 9, Quantity.TEMPERATURE, Quantity.DEW_POINT),
    KELVIN("K", -273.15, 1, 1, Quantity.TEMPERATURE, Quantity.DEW_POINT),
    PERCENT("%", 0, 1, 1, Quantity.HUMIDITY, Quantity.BATTERY),
    /** 0 to 1. */
    RATIO("ratio", 0, 100, 1, Quantity.HUMIDITY, Quantity.BATTERY),
    HECTOPASCAL("hPa", 0, 1, 1, Quantity.PRESSURE),
    MILLIBAR("mbar", 0, 1, 1, Quantity.PRESSURE),
    PASCAL("Pa", 0, 1, 100, Quantity.PRESSURE),
    KILOPASCAL("kPa", 0, 10, 1, Quantity.PRESSURE),
    /** NIST SP 811, appendix B.8: 1 mmHg = 133.3224 Pa. */
    MILLIMETRE_OF_MERCURY("mmHg", 0, 1.333224, 1, Quantity.PRESSURE),
    /** NIST SP 811, appendix B.8: 1 inHg = 3,386.389 Pa. */
    INCH_OF_MERCURY("inHg", 0, 33.86389, 1, Quantity.PRESSURE),
    VOLT("V", 0, 1, 1, Quantity.VOLTAGE),
    MILLIVOLT("mV", 0, 1, 1_000, Quantity.VOLTAGE),
    LUX("lx", 0, 1, 1, Quantity.ILLUMINANCE),
    PARTS_PER_MILLION("ppm", 0, 1, 1, Quantity.CO2),
    PARTS_PER_BILLION("ppb", 0, 1, 1, Quantity.VOC),
    DECIBEL_MILLIWATT("dBm", 0, 1, 1, Quantity.SIGNAL),
    /** Yes or no. */
    STATE("0/1", 0, 1, 1, Quantity.WATER_LEAK, Quantity.SMOKE, Quantity.DOOR_OPEN, Quantity.MOTION);

    private static final double DECIMALS = 1e9;
    /** Beyond it nine decimals would be noise, and far beyond it they would overflow. */
    private static final double LARGEST_ROUNDED = 1e6;

    private final String text;
    private final double shift;
    private final double times;
    private final double by;
    private final Set<Quantity> quantities;

    Unit(String text, double shift, double times, double by, Quantity first, Quantity... more) {
        this.text = text;
        this.shift = shift;
        this.times = times;
        this.by = by;
        this.quantities = EnumSet.of(first, more);
    }

    /** As written in a profile. */
    String text() {
        return text;
    }

    boolean measures(Quantity quantity) {
        return quantities.contains(quantity);
    }

    /** A value of this unit in the quantity's own. */
    double convert(double value) {
        if (shift == 0 && times == by) {
            return value;
        }
        double converted = (value + shift) * times / by;
        // 76.46 °F is 24.7 °C, not 24.699999999999996: no sensor has nine decimals.
        return Math.abs(converted) < LARGEST_ROUNDED ? Math.rint(converted * DECIMALS) / DECIMALS : converted;
    }

    static Optional<Unit> of(String text) {
        return Arrays.stream(values()).filter(unit -> unit.text.equals(text)).findFirst();
    }

    /** As devices and people spell it: {@code C}, {@code degF}, {@code %RH}, {@code hpa}. */
    static Optional<Unit> spelled(String text) {
        String plain = text.strip().toLowerCase(Locale.ROOT);
        return switch (plain) {
            case "c", "℃", "degc", "celsius" -> Optional.of(CELSIUS);
            case "f", "℉", "degf", "fahrenheit" -> Optional.of(FAHRENHEIT);
            case "%rh", "%r.h." -> Optional.of(PERCENT);
            default ->
                Arrays.stream(values())
                        .filter(unit -> unit.text.toLowerCase(Locale.ROOT).equals(plain))
                        .findFirst();
        };
    }

    static List<Unit> of(Quantity quantity) {
        return Arrays.stream(values()).filter(unit -> unit.measures(quantity)).toList();
    }
}
