package org.archivevault.edge.climate;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.archivevault.protocol.climate.Quality;
import org.archivevault.protocol.climate.Quantity;
import org.archivevault.protocol.climate.Reading;
import org.archivevault.protocol.climate.SensorId;
import org.archivevault.protocol.event.EdgeEvent.ReadingsTaken;
import org.junit.jupiter.api.Test;

final class ReadingBatchTest {
    private static final SensorId A = new SensorId("a");

    private static Reading reading(int number) {
        return new Reading(A, Quantity.TEMPERATURE, number, null, Instant.EPOCH, Quality.GOOD, false);
    }

    @Test
    void anEventLeavesWhenItIsFullOrWhenItsFirstReadingHasWaitedLongEnough() {
        ReadingBatch batch = new ReadingBatch();
        for (int i = 0; i < ReadingsTaken.MAX_READINGS - 1; i++) {
            assertThat(batch.add(reading(i), i)).isEmpty();
        }
        assertThat(batch.add(reading(199), 199))
                .hasValueSatisfying(e -> assertThat(e.readings()).hasSize(ReadingsTaken.MAX_READINGS));
        assertThat(batch.due(100_000)).isEmpty();
        batch.add(reading(1), 1_000);
        batch.add(reading(2), 1_000 + ClimateLimits.BATCH_MILLIS - 1);
        assertThat(batch.due(1_000 + ClimateLimits.BATCH_MILLIS - 1)).isEmpty();
        assertThat(batch.due(1_000 + ClimateLimits.BATCH_MILLIS))
                .hasValueSatisfying(e -> assertThat(e.readings()).hasSize(2));
        assertThat(batch.rest()).isEmpty();
    }

    @Test
    void everyReadingLeavesOnceInItsOrderWithinASecondWhateverTheRate() {
        for (long seed = 1; seed <= 20; seed++) {
            Random random = new Random(seed);
            ReadingBatch batch = new ReadingBatch();
            List<Reading> left = new ArrayList<>();
            List<Long> cameAt = new ArrayList<>();
            long now = 0;
            for (int i = 0; i < 5_000; i++) {
                now += random.nextInt(10) == 0 ? random.nextInt(400) : 0;
                long at = now;
                cameAt.add(at);
                batch.add(reading(i), at).ifPresent(e -> left.addAll(e.readings()));
                if (random.nextInt(5) == 0) {
                    batch.due(now).ifPresent(e -> left.addAll(e.readings()));
                    long oldest = left.size() < cameAt.size() ? cameAt.get(left.size()) : now;
                    assertThat(now - oldest).as("seed %d", seed).isLessThan(ClimateLimits.BATCH_MILLIS);
                }
            }
            batch.rest().ifPresent(e -> left.addAll(e.readings()));
            assertThat(left).as("seed %d", seed).extracting(Reading::value).isSorted();
            assertThat(left).hasSize(5_000);
        }
    }
}
