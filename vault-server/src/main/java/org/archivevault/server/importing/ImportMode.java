package org.archivevault.server.importing;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Optional;

/** What becomes of the good lines of a file that has bad ones. */
public enum ImportMode {
    /** They are taken in, chunk by chunk; the bad ones are listed. */
    ACCEPT_GOOD("accept-good"),
    /** Nothing is taken in, and every bad line is listed. */
    ALL_OR_NOTHING("all-or-nothing");

    private final String code;

    ImportMode(String code) {
        this.code = code;
    }

    /**
     * The name on the wire and in the table.
     *
     * @return lower case with hyphens
     */
    @JsonValue
    public String code() {
        return code;
    }

    /**
     * Reads the name.
     *
     * @param code any text
     * @return the mode, or empty for any other text
     */
    public static Optional<ImportMode> of(String code) {
        return Arrays.stream(values()).filter(mode -> mode.code.equals(code)).findFirst();
    }
}
