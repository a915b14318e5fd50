package org.archivevault.server.preservation;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What a lamp shows. */
enum Light {
    /** As it should be. */
    GREEN,
    /** Could be better. */
    AMBER,
    /** Not as it should be. */
    RED,
    /** Nobody can tell: readings are missing or too old. */
    UNKNOWN,
    /** There is nothing to judge: the air outside. */
    NONE;

    @JsonValue
    String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
