package org.archivevault.server.climate;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.archivevault.protocol.climate.Quality;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SensorStateTest {
    private static final Instant NOW = Instant.parse("2026-11-22T01:00:00Z");
    private static final Duration HOUR = Duration.ofHours(1);

    private static SensorState of(@Nullable Duration age, Quality quality, @Nullable Duration offlineFor) {
        return SensorState.of(
                age == null ? null : NOW.minus(age),
                quality,
                offlineFor == null ? null : NOW.minus(offlineFor),
                HOUR,
                NOW);
    }

    @Test
    void itAgesFromLiveThroughStaleToSilent() {
        assertThat(of(Duration.ZERO, Quality.GOOD, null)).isEqualTo(SensorState.LIVE);
        assertThat(of(Duration.ofMinutes(30), Quality.GOOD, null)).isEqualTo(SensorState.LIVE);
        assertThat(of(Duration.ofMinutes(31), Quality.GOOD, null)).isEqualTo(SensorState.STALE);
        assertThat(of(Duration.ofMinutes(60), Quality.GOOD, null)).isEqualTo(SensorState.STALE);
        assertThat(of(Duration.ofMinutes(61), Quality.GOOD, null)).isEqualTo(SensorState.SILENT);
    }

    @Test
    void whatIsNotToBeBelievedIsDoubtfulAndAgesAllTheSame() {
        assertThat(of(Duration.ZERO, Quality.STUCK, null)).isEqualTo(SensorState.DOUBTFUL);
        assertThat(of(Duration.ofMinutes(40), Quality.STUCK, null)).isEqualTo(SensorState.STALE);
    }

    @Test
    void whatWasNeverHeardIsUnknown() {
        assertThat(of(null, Quality.GOOD, null)).isEqualTo(SensorState.UNKNOWN);
    }

    @Test
    void itIsOfflineUntilItSpeaksAgain() {
        assertThat(of(null, Quality.GOOD, Duration.ofMinutes(1))).isEqualTo(SensorState.OFFLINE);
        assertThat(of(Duration.ofMinutes(2), Quality.GOOD, Duration.ofMinutes(1)))
                .isEqualTo(SensorState.OFFLINE);
        assertThat(of(Duration.ofMinutes(1), Quality.GOOD, Duration.ofMinutes(1)))
                .isEqualTo(SensorState.OFFLINE);
        assertThat(of(Duration.ZERO, Quality.GOOD, Duration.ofMinutes(1))).isEqualTo(SensorState.LIVE);
    }
}
