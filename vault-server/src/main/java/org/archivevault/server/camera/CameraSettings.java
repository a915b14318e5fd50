package org.archivevault.server.camera;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import org.archivevault.protocol.Token;
import org.jspecify.annotations.Nullable;

/**
 * How long what the cameras saw is kept.
 *
 * @param keepStills a still that nothing happened around, 1–3,650 days
 * @param holdStills a still with an alarm, an unapproved exit or a disputed retrieval around it; not shorter
 * @param keepObservations what was noticed, without pictures, 1–3,650 days
 */
public record CameraSettings(Duration keepStills, Duration holdStills, Duration keepObservations) {
    /** A month of pictures, as is usual for video; a year of those that are looked into, and of what was noticed. */
    public static final CameraSettings DEFAULT =
            new CameraSettings(Duration.ofDays(30), Duration.ofDays(366), Duration.ofDays(366));

    private static final int LONGEST_DAYS = 3_650;

    public CameraSettings {
        Token.requireRange((int) keepStills.toDays(), 1, LONGEST_DAYS, "cameras.keepStillsDays");
        Token.requireRange(
                (int) holdStills.toDays(), (int) keepStills.toDays(), LONGEST_DAYS, "cameras.holdStillsDays");
        Token.requireRange((int) keepObservations.toDays(), 1, LONGEST_DAYS, "cameras.keepObservationsDays");
    }

    /**
     * Reads settings, filling what is absent with defaults.
     *
     * @param keepStillsDays default 30
     * @param holdStillsDays default 366
     * @param keepObservationsDays default 366
     * @return the settings
     */
    @JsonCreator
    public static CameraSettings read(
            @JsonProperty("keepStillsDays") @Nullable Integer keepStillsDays,
            @JsonProperty("holdStillsDays") @Nullable Integer holdStillsDays,
            @JsonProperty("keepObservationsDays") @Nullable Integer keepObservationsDays) {
        return new CameraSettings(
                days(keepStillsDays, DEFAULT.keepStills),
                days(holdStillsDays, DEFAULT.holdStills),
                days(keepObservationsDays, DEFAULT.keepObservations));
    }

    private static Duration days(@Nullable Integer days, Duration usual) {
        return days == null ? usual : Duration.ofDays(days);
    }
}
