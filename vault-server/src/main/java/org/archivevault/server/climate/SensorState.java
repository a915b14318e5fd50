package org.archivevault.server.climate;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.archivevault.protocol.Bilingual;
import org.archivevault.protocol.climate.Quality;
import org.jspecify.annotations.Nullable;

/** How far the last value of a sensor can be taken for the climate of now. The worst of what applies comes first. */
enum SensorState {
    /** Never heard of. */
    UNKNOWN("未知：从未收到", "unknown: never heard of"),
    /** The sensor or its bridge says that it is gone. */
    OFFLINE("离线", "offline"),
    /** Nothing for longer than a sensor of its kind is ever silent. */
    SILENT("无消息", "silent"),
    /** Nothing for longer than half of that. */
    STALE("过时", "stale"),
    /** It speaks, but what it says is not to be believed. */
    DOUBTFUL("可疑", "doubtful"),
    /** It speaks, and nothing speaks against it. */
    LIVE("正常", "live");

    private final Bilingual title;

    SensorState(String zh, String en) {
        this.title = new Bilingual(zh, en);
    }

    /**
     * The state of one value. Pure.
     *
     * @param receivedAt when it came, on the edge's clock; null when none ever did
     * @param quality how far it is to be believed
     * @param offlineSince when the sensor said last that it is gone; null when it did not, or has come back
     * @param longestSilence how long a sensor of its kind may say nothing
     * @param now the server's clock
     */
    static SensorState of(
            @Nullable Instant receivedAt,
            Quality quality,
            @Nullable Instant offlineSince,
            Duration longestSilence,
            Instant now) {
        if (offlineSince != null && (receivedAt == null || !receivedAt.isAfter(offlineSince))) {
            return OFFLINE;
        }
        if (receivedAt == null) {
            return UNKNOWN;
        }
        Duration silence = Duration.between(receivedAt, now);
        if (silence.compareTo(longestSilence) > 0) {
            return SILENT;
        }
        if (silence.compareTo(longestSilence.dividedBy(2)) > 0) {
            return STALE;
        }
        return quality == Quality.GOOD ? LIVE : DOUBTFUL;
    }

    String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    Told told() {
        return new Told(code(), title.zh(), title.en());
    }

    /**
     * A state for people and programs.
     *
     * @param code lower case
     * @param zh Chinese
     * @param en English
     */
    record Told(String code, String zh, String en) {}
}
