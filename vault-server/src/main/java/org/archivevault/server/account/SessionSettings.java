package org.archivevault.server.account;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import org.archivevault.protocol.Token;
import org.jspecify.annotations.Nullable;

/**
 * How long a session lasts.
 *
 * @param idle without a request, 1 minute to 24 hours; default 30 minutes
 * @param longest in all, at least {@code idle}, at most 7 days; default 12 hours
 */
public record SessionSettings(Duration idle, Duration longest) {
    private static final Duration DEFAULT_IDLE = Duration.ofMinutes(30);
    private static final Duration DEFAULT_LONGEST = Duration.ofHours(12);

    public SessionSettings {
        Token.requireRange((int) idle.toMinutes(), 1, 24 * 60, "session.idleMinutes");
        Token.requireRange((int) longest.toMinutes(), (int) idle.toMinutes(), 7 * 24 * 60, "session.longestMinutes");
    }

    /**
     * Reads settings, filling what is absent with defaults.
     *
     * @param idleMinutes see the record
     * @param longestMinutes see the record
     * @return the settings
     */
    @JsonCreator
    public static SessionSettings read(
            @JsonProperty("idleMinutes") @Nullable Integer idleMinutes,
            @JsonProperty("longestMinutes") @Nullable Integer longestMinutes) {
        return new SessionSettings(
                idleMinutes == null ? DEFAULT_IDLE : Duration.ofMinutes(idleMinutes),
                longestMinutes == null ? DEFAULT_LONGEST : Duration.ofMinutes(longestMinutes));
    }

    /**
     * The defaults.
     *
     * @return 30 minutes idle, 12 hours in all
     */
    public static SessionSettings defaults() {
        return new SessionSettings(DEFAULT_IDLE, DEFAULT_LONGEST);
    }
}
