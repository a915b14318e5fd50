package org.archivevault.server.importing;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How far an import is. */
public enum ImportState {
    /** Received, not begun. */
    WAITING,
    /** Being loaded. */
    RUNNING,
    /** Everything is in the catalogue; the end has not been logged yet. */
    LOADED,
    /** Ended: what could be taken in is in. */
    DONE,
    /** Ended: all-or-nothing, and some line was rejected, so nothing is in. */
    REFUSED,
    /** Ended by a defect or an unreadable file; what was loaded before stays; the same file may be sent again. */
    FAILED;

    /**
     * The name on the wire and in the table.
     *
     * @return lower case
     */
    @JsonValue
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Whether nothing more will happen by itself.
     *
     * @return true for done, refused and failed
     */
    public boolean isFinal() {
        return this == DONE || this == REFUSED || this == FAILED;
    }

    static ImportState of(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }
}
