package org.archivevault.protocol.climate;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** How far a reading is to be believed. A doubtful one is kept and shown as doubtful; it neither raises nor clears an alarm. */
public enum Quality {
    /** Nothing speaks against it. */
    GOOD,
    /** Outside what a sensor of its kind can mean. */
    IMPLAUSIBLE,
    /** Further from the last one than air can change in that time. */
    JUMP,
    /** The very same value for too long: the sensor may hang. */
    STUCK,
    /** It looks like another unit, for example °F told as °C. */
    UNIT_SUSPECT;

    private static final Map<String, Quality> BY_WIRE_NAME =
            Arrays.stream(values()).collect(Collectors.toMap(Quality::wireName, Function.identity()));

    // Asked for with every reading.
    private final String wireName = name().toLowerCase(Locale.ROOT).replace('_', '-');

    /**
     * The name on the wire and in the database.
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
     * @return the quality
     * @throws IllegalArgumentException when there is none of that name
     */
    @JsonCreator
    public static Quality of(String wireName) {
        Quality found = BY_WIRE_NAME.get(wireName);
        if (found == null) {
            throw new IllegalArgumentException("no quality is called \"" + wireName + "\"");
        }
        return found;
    }
}
