package org.archivevault.protocol.camera;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Where in its life something is that a camera notices. */
public enum ObservationPhase {
    /** First told of. */
    BEGAN,
    /** Something about it changed, for example where it is. */
    CHANGED,
    /** Seen no longer. */
    ENDED;

    /**
     * The name on the wire and in the database.
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
     * @return the phase
     * @throws IllegalArgumentException when there is none of that name
     */
    @JsonCreator
    public static ObservationPhase of(String wireName) {
        return valueOf(wireName.toUpperCase(Locale.ROOT));
    }
}
