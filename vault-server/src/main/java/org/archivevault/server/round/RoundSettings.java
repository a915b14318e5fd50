package org.archivevault.server.round;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.DateTimeException;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * How rounds are kept.
 *
 * @param zone the site's time zone: a day begins and ends there
 */
public record RoundSettings(ZoneId zone) {
    /** This machine's own time zone. */
    public static final RoundSettings DEFAULT = new RoundSettings(ZoneId.systemDefault());

    /**
     * Reads settings.
     *
     * @param timeZone for example {@code Asia/Shanghai}; default: this machine's
     * @return the settings
     */
    @JsonCreator
    public static RoundSettings read(@JsonProperty("timeZone") @Nullable String timeZone) {
        try {
            return timeZone == null ? DEFAULT : new RoundSettings(ZoneId.of(timeZone));
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("rounds.timeZone: there is no time zone " + timeZone, e);
        }
    }
}
