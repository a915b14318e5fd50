package org.archivevault.server.climate;

import static org.archivevault.server.climate.TestClimate.NORTH_1;
import static org.archivevault.server.climate.TestClimate.temperature;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.archivevault.protocol.climate.Quality;
import org.archivevault.protocol.climate.Quantity;
import org.archivevault.protocol.climate.Reading;
import org.archivevault.protocol.climate.SensorId;
import org.archivevault.server.testing.TestDatabase;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RollUpsTest {
    private static final String HOURS =
            "SELECT sensor, zone, least, mean, most, readings FROM reading_1h ORDER BY sensor, step_start";

    private final TestClimate climate = new TestClimate();
    private long rolledUp;

    @AfterEach
    void close() {
        climate.close();
    }

    /** Waits until so many readings in all are rolled up; other tests' transactions may hold the feed up. */
    private void rollUp(long all) {
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> {
            rolledUp += TestDatabase.await(climate.parts().rollUps().sweep());
            return rolledUp >= all;
        });
        assertThat(rolledUp).isEqualTo(all);
    }

    private Instant hour() {
        return climate.now.minus(Duration.ofHours(3)).truncatedTo(ChronoUnit.HOURS);
    }

    @Test
    void aStepHasLeastMeanMostAndNumberOfItsGoodReadings() {
        Instant hour = hour();
        climate.taken(
                temperature(NORTH_1, hour, 18),
                temperature(NORTH_1, hour.plusSeconds(299), 20),
                temperature(NORTH_1, hour.plusSeconds(300), 25),
                new Reading(NORTH_1, Quantity.TEMPERATURE, 85, hour.plusSeconds(9), hour, Quality.JUMP, false));
        rollUp(4);

        assertThat(climate.lines(HOURS)).containsExactly("north-1 v1-north 18.0 21.0 25.0 3");
        assertThat(climate.lines("SELECT least, mean, most, readings FROM reading_5min ORDER BY step_start"))
                .containsExactly("18.0 19.0 20.0 2", "25.0 25.0 25.0 1");
    }

    @Test
    void aLateReadingCorrectsItsStepAlsoWhenTheReadingsOfThatTimeAreGone() {
        Instant hour = climate.now.minus(Duration.ofDays(100)).truncatedTo(ChronoUnit.HOURS);
        climate.taken(temperature(NORTH_1, hour, 10), temperature(NORTH_1, hour.plusSeconds(60), 20));
        rollUp(2);
        climate.database().rows("DELETE FROM reading");

        // WHEN a device hands in what it had kept back
        climate.taken(climate.historical(NORTH_1, hour.plusSeconds(120), 30));
        rollUp(3);

        // THEN
        assertThat(climate.lines(HOURS)).containsExactly("north-1 v1-north 10.0 20.0 30.0 3");
    }

    @Test
    void whateverTheOrderAndBatchesTheStepsAreThoseOfTheReadings() {
        long seed = System.nanoTime();
        System.out.println("RollUpsTest seed " + seed);
        SplittableRandom random = new SplittableRandom(seed);
        Instant hour = hour();
        int all = 0;
        for (int batch = 0; batch < 12; batch++) {
            List<Reading> readings = new ArrayList<>();
            for (int i = random.nextInt(1, 400); i > 0; i--) {
                readings.add(temperature(
                        new SensorId("s-" + random.nextInt(3)),
                        hour.plusMillis(random.nextInt(7_200_000)),
                        random.nextInt(-100, 400) / 10.0));
            }
            climate.taken(readings);
            all = Math.toIntExact(climate.database().number("SELECT count(*) FROM reading"));
            if (random.nextBoolean()) {
                rollUp(all);
            }
        }
        rollUp(all);

        // THEN as reckoned at once from the readings
        List<String> steps =
                climate.lines("SELECT sensor, date_bin('5 min', at, 'epoch'), min(value), max(value), count(*)"
                        + " FROM reading GROUP BY 1, 2 ORDER BY 1, 2");
        assertThat(climate.lines("SELECT sensor, step_start, least, most, readings FROM reading_5min ORDER BY 1, 2"))
                .isEqualTo(steps);
        climate.database()
                .rows("SELECT r.mean, (SELECT avg(value) FROM reading x WHERE x.sensor = r.sensor"
                        + " AND date_bin('1 hour', x.at, 'epoch') = r.step_start) AS expected FROM reading_1h r")
                .forEach(row -> assertThat(row.getDouble("mean")).isEqualTo(row.getDouble("expected"), within(1e-9)));
    }
}
