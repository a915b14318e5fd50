package org.archivevault.server.round;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What is done. */
enum RoundKind {
    /** Somebody walks through the vault and looks. */
    ROUND,
    /** The vault is disinfected. */
    DISINFECTION,
    /** The carriages of a block are spread, when the air outside is drier. */
    VENTILATION;

    @JsonValue
    String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    @JsonCreator
    static RoundKind of(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }
}
