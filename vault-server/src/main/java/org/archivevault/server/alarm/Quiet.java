package org.archivevault.server.alarm;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Whether an alarm is kept quiet, and how. What happens meanwhile is remembered and told when the quiet ends. */
public enum Quiet {
    /** It is heard. */
    NO,
    /** G: a person has put it aside until a certain time. */
    SHELVED,
    /** H: suppressed by design: something known makes it mean nothing now. */
    SUPPRESSED,
    /** I: out of service, for example because the sensor is being repaired. */
    OUT_OF_SERVICE;

    /**
     * The name on the wire and in the database.
     *
     * @return lower case with hyphens
     */
    @JsonValue
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Quiet of(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
