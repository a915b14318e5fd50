package org.archivevault.server.alarm;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How soon somebody must act, lowest first. */
public enum Priority {
    /** With the next round. */
    LOW,
    /** Today. */
    MEDIUM,
    /** Within the hour. */
    HIGH,
    /** At once: water, smoke. */
    CRITICAL;

    /**
     * The name on the wire, in settings and in the database.
     *
     * @return lower case
     */
    @JsonValue
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Reads the name.
     *
     * @param code lower case
     * @return the priority
     * @throws IllegalArgumentException when there is none of that name
     */
    @JsonCreator
    public static Priority of(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }
}
