package org.archivevault.protocol.climate;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

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

    /**
     * The name on the wire and in the database.
     *
     * @return lower case with hyphens
     */
    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
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
        return valueOf(wireName.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
