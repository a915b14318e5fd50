package org.archivevault.server.camera;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How near a camera is to what it may have seen; the nearest first. */
enum Nearness {
    /** It shows the very aisle, or it is the camera that is meant. */
    SHOWS_IT,
    /** It shows another aisle of the block: carriages that move, and whoever stands between them. */
    SAME_BLOCK,
    /** It hangs in the zone. */
    SAME_ZONE,
    /** It hangs in the vault: the way from the shelf to the door. */
    SAME_VAULT;

    /** The stable code. */
    @JsonValue
    String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
