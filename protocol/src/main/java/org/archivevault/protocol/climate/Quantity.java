package org.archivevault.protocol.climate;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What is measured, in which unit, and what a sensor can mean by it. Everything is kept in these units and no other. */
public enum Quantity {
    /** Air temperature. The range is that of common sensors' data sheets. */
    TEMPERATURE("°C", -40, 85),
    /** Relative humidity. */
    HUMIDITY("%RH", 0, 100),
    /** Dew point, as a sensor computes it itself. */
    DEW_POINT("°C", -80, 85),
    /** Air pressure. */
    PRESSURE("hPa", 300, 1_100),
    /** Carbon dioxide. */
    CO2("ppm", 0, 50_000),
    /** Volatile organic compounds. */
    VOC("ppb", 0, 65_000),
    /** Light. */
    ILLUMINANCE("lx", 0, 200_000),
    /** Charge of the battery. */
    BATTERY("%", 0, 100),
    /** Voltage of the battery or supply. */
    VOLTAGE("V", 0, 500),
    /** Strength of the radio signal. */
    SIGNAL("dBm", -200, 20),
    /** Water on the floor: 0 no, 1 yes. */
    WATER_LEAK("0/1", 0, 1),
    /** Smoke: 0 no, 1 yes. */
    SMOKE("0/1", 0, 1),
    /** A door or window: 0 shut, 1 open. */
    DOOR_OPEN("0/1", 0, 1),
    /** Movement or presence, as a sensor without a picture tells it: 0 no, 1 yes. */
    MOTION("0/1", 0, 1);

    private static final Map<String, Quantity> BY_WIRE_NAME =
            Arrays.stream(values()).collect(Collectors.toMap(Quantity::wireName, Function.identity()));

    // Asked for with every reading.
    private final String wireName = name().toLowerCase(Locale.ROOT).replace('_', '-');
    private final String unit;
    private final double least;
    private final double most;

    Quantity(String unit, double least, double most) {
        this.unit = unit;
        this.least = least;
        this.most = most;
    }

    /**
     * The unit of every value.
     *
     * @return for people
     */
    public String unit() {
        return unit;
    }

    /**
     * Whether a sensor can mean this.
     *
     * @param value in {@link #unit()}
     * @return false also for NaN and infinities
     */
    public boolean isPlausible(double value) {
        return value >= least && value <= most;
    }

    /**
     * Whether it is a state, and no mean of two values makes sense.
     *
     * @return true for 0/1
     */
    public boolean isState() {
        return unit.equals("0/1");
    }

    /**
     * The name on the wire, in profiles and in the database.
     *
     * @return lower case with hyphens
     */
    @JsonValue
    public String wireName() {
        return wireName;
    }

    /**
     * Reads the name on the wire.
     *
     * @param wireName lower case with hyphens
     * @return the quantity
     * @throws IllegalArgumentException when there is none of that name
     */
    @JsonCreator
    public static Quantity of(String wireName) {
        Quantity found = BY_WIRE_NAME.get(wireName);
        if (found == null) {
            throw new IllegalArgumentException("no quantity is called \"" + wireName + "\"");
        }
        return found;
    }
}
