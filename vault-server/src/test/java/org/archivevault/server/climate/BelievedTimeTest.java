package org.archivevault.server.climate;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.archivevault.protocol.climate.Quality;
import org.archivevault.protocol.climate.Quantity;
import org.archivevault.protocol.climate.Reading;
import org.archivevault.protocol.climate.SensorId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BelievedTimeTest {
    private static final Instant NOW = Instant.parse("2026-11-22T01:00:00Z");

    private static Instant of(@Nullable Instant source, Instant received) {
        return BelievedTime.of(
                new Reading(new SensorId("s"), Quantity.TEMPERATURE, 1, source, received, Quality.GOOD, false), NOW, 3);
    }

    @Test
    void theSourcesTimeStandsWhereverItCanBeRight() {
        Instant received = NOW.minusSeconds(2);
        assertThat(of(NOW.minusSeconds(9), received)).isEqualTo(NOW.minusSeconds(9));
        assertThat(of(NOW.plus(BelievedTime.AHEAD), received)).isEqualTo(NOW.plus(BelievedTime.AHEAD));
        assertThat(of(NOW.minus(Duration.ofDays(3_600)), received)).isEqualTo(NOW.minus(Duration.ofDays(3_600)));
    }

    @Test
    void elseTheTimeOfReceiptStandsAndElseTheServersOwn() {
        Instant received = NOW.minusSeconds(2);
        assertThat(of(null, received)).isEqualTo(received);
        assertThat(of(Instant.EPOCH, received)).isEqualTo(received);
        assertThat(of(NOW.plus(BelievedTime.AHEAD).plusMillis(1), received)).isEqualTo(received);
        assertThat(of(Instant.EPOCH, Instant.MAX)).isEqualTo(NOW.plusNanos(3_000));
    }

    @Test
    void itIsInWholeMicroseconds() {
        assertThat(of(NOW.minusNanos(1), NOW)).isEqualTo(NOW.minusNanos(1_000));
    }
}
