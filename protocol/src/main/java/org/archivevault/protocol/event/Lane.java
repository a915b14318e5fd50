package org.archivevault.protocol.event;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** The two lanes of an edge's outbox. */
public enum Lane {
    /** Who touched what: never dropped. */
    ACCESS,
    /** Readings and health: bounded, drops the oldest and says how many. */
    TELEMETRY;

    /**
     * The name on the wire.
     *
     * @return lower case
     */
    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Reads the name on the wire.
     *
     * @param wireName lower case
     * @return the lane
     */
    @JsonCreator
    public static Lane of(String wireName) {
        return valueOf(wireName.toUpperCase(Locale.ROOT));
    }
}
