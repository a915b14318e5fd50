package org.archivevault.server.preservation;

import static org.archivevault.server.testing.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.archivevault.protocol.climate.Quality;
import org.archivevault.protocol.climate.Quantity;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Execution(ExecutionMode.SAME_THREAD)
class ZoneHoursTest {
    private Watched site;

    @BeforeAll
    void open() {
        site = new Watched();
    }

    @AfterAll
    void close() {
        site.close();
    }

    @BeforeEach
    void empty() {
        site.db.rows("TRUNCATE reading, reading_cursor, sensor_latest, preservation_part, preservation_hour");
    }

    /** Takes until the feed has handed on as many: it waits for transactions of others, and the cluster has many. */
    private void sweep(int readings) {
        long[] taken = {0};
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> {
            taken[0] += await(site.parts.sweep());
            return taken[0] >= readings;
        });
        assertThat(taken[0]).isEqualTo(readings);
    }

    private List<Row> hours() {
        return site.db.rows(
                "SELECT zone, to_char(hour AT TIME ZONE 'UTC', 'DD HH24'), temperature, humidity, dew_point,"
                        + " preservation_index, mould_limit, mould FROM preservation_hour ORDER BY zone, hour");
    }

    @Test
    void anHourHasTheFiguresOfItsMeans() {
        site.pair("north-1", "2026-06-15T08:05:00Z", 19, 44);
        site.pair("north-1", "2026-06-15T08:55:00Z", 21, 46);
        site.pair("north-1", "2026-06-15T09:00:00Z", 20, 80);
        sweep(6);

        assertThat(hours()).hasSize(2);
        Row eight = hours().get(0);
        assertThat(eight.getString(1)).isEqualTo("15 08");
        assertThat(eight.getDouble("temperature")).isEqualTo(20);
        assertThat(eight.getDouble("humidity")).isEqualTo(45);
        assertThat(eight.getDouble("preservation_index")).isCloseTo(46, within(0.5));
        assertThat(eight.getDouble("dew_point")).isCloseTo(7.7, within(0.1));
        assertThat(eight.getDouble("mould_limit")).isCloseTo(75.6, within(0.05));
        assertThat(eight.getBoolean("mould")).isFalse();
        assertThat(hours().get(1).getBoolean("mould")).as("80 %RH at 20 °C").isTrue();
    }

    @Test
    void aSensorThatSpeaksOftenCountsNoMoreThanOneThatSpeaksSeldom() {
        for (int minute = 10; minute < 60; minute += 5) {
            site.pair("north-1", "2026-06-15T08:" + minute + ":00Z", 18, 40);
        }
        site.pair("north-2", "2026-06-15T08:30:00Z", 22, 60);
        sweep(22);

        assertThat(hours().get(0).getDouble("temperature")).isEqualTo(20);
        assertThat(hours().get(0).getDouble("humidity")).isEqualTo(50);
    }

    @Test
    void aLateReadingChangesItsHourAndNoOther() {
        // GIVEN two hours that have been computed
        site.pair("north-1", "2026-06-15T07:10:00Z", 18, 50);
        site.pair("north-1", "2026-06-15T08:10:00Z", 18, 50);
        sweep(4);
        Row eight = hours().get(1);

        // WHEN the device hands in, days later, what it had kept back
        site.reading("north-1", Quantity.TEMPERATURE, "2026-06-15T07:40:00Z", 22, Quality.GOOD, true);
        site.now = Instant.parse("2026-06-19T10:30:00Z");
        sweep(1);
        site.now = Instant.parse("2026-06-15T10:30:00Z");

        assertThat(hours().get(0).getDouble("temperature")).isEqualTo(20);
        assertThat(hours().get(0).getDouble("preservation_index")).isLessThan(eight.getDouble("preservation_index"));
        assertThat(hours().get(1).getDouble("temperature")).isEqualTo(18);
        assertThat(hours().get(1).getDouble("preservation_index")).isEqualTo(eight.getDouble("preservation_index"));
    }

    @Test
    void anHourWithoutOneOfTheTwoIsAGapUntilItComes() {
        site.reading("north-1", Quantity.TEMPERATURE, "2026-06-15T08:10:00Z", 20, Quality.GOOD, false);
        sweep(1);
        assertThat(hours()).isEmpty();

        site.reading("north-2", Quantity.HUMIDITY, "2026-06-15T08:40:00Z", 45, Quality.GOOD, false);
        sweep(1);
        assertThat(hours()).hasSize(1);
    }

    @Test
    void whatIsNotBelievedOrOfNoZoneOrOfNoFigureChangesNothing() {
        site.pair("north-1", "2026-06-15T08:10:00Z", 20, 45);
        site.reading("north-1", Quantity.TEMPERATURE, "2026-06-15T08:11:00Z", 68, Quality.UNIT_SUSPECT, false);
        site.reading("north-1", Quantity.HUMIDITY, "2026-06-15T08:12:00Z", 99, Quality.JUMP, false);
        site.reading("north-1", Quantity.CO2, "2026-06-15T08:13:00Z", 900, Quality.GOOD, false);
        site.db.rows("INSERT INTO reading (sensor, quantity, at, received_at, stored_at, value, quality, historical)"
                + " VALUES ('stray', 'temperature', '2026-06-15T08:14:00Z', now(), now(), 35, 'good', false)");
        sweep(6);

        assertThat(hours()).hasSize(1);
        assertThat(hours().get(0).getDouble("temperature")).isEqualTo(20);
        assertThat(hours().get(0).getDouble("humidity")).isEqualTo(45);
    }

    @Test
    void whatIsTooOldOrOfTheFutureChangesNothing() {
        Instant old = site.now.minus(HourBook.KEPT).minus(Duration.ofHours(2));
        // The last is of the same hour as what is of the future, and counts.
        for (Instant at : List.of(old, site.now.plus(HourBook.AHEAD).plusSeconds(1), site.now)) {
            site.pair("north-1", at.toString(), at.equals(site.now) ? 20 : 30, at.equals(site.now) ? 45 : 60);
        }
        sweep(6);

        assertThat(hours()).hasSize(1);
        assertThat(hours().get(0).getString(1)).isEqualTo("15 10");
        assertThat(hours().get(0).getDouble("temperature")).isEqualTo(20);
        assertThat(hours().get(0).getDouble("humidity")).isEqualTo(45);
    }

    @Test
    void oldSumsAreForgottenAndTheirHoursStay() {
        site.pair("north-1", "2026-06-15T08:10:00Z", 20, 45);
        sweep(2);

        Instant later = site.now.plus(HourBook.KEPT).plus(Duration.ofDays(2));
        int atOnce = await(site.db.database().inTransaction(tx -> site.book.forget(tx, site.now)));
        int afterwards = await(site.db.database().inTransaction(tx -> site.book.forget(tx, later)));
        assertThat(atOnce).isZero();
        assertThat(afterwards).isEqualTo(2);
        assertThat(hours()).hasSize(1);
    }

    /** A reading of the random ones. */
    private record Sample(String sensor, Quantity quantity, Instant at, double value) {}

    /** However readings are cut into batches and in whatever order they come, the hours are the same. */
    @Test
    void theOrderInWhichReadingsComeDoesNotMatter() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Map<List<Object>, Sample> samples = new HashMap<>();
        for (int i = 0; i < 600; i++) {
            boolean warmth = random.nextBoolean();
            Sample sample = new Sample(
                    (random.nextBoolean() ? "north-" : "south-") + random.nextInt(3),
                    warmth ? Quantity.TEMPERATURE : Quantity.HUMIDITY,
                    site.now.minusSeconds(random.nextInt(24 * 3_600)),
                    warmth ? 14 + random.nextInt(10) : 40 + random.nextInt(30));
            samples.put(List.of(sample.sensor(), sample.quantity(), sample.at()), sample);
        }
        List<Sample> inOrder = new ArrayList<>(samples.values());
        takeIn(inOrder, inOrder.size());
        List<String> whole = figures();
        empty();
        Collections.shuffle(inOrder, random);
        takeIn(inOrder, 60 + random.nextInt(200));

        assertThat(figures()).as("seed " + seed).isEqualTo(whole).hasSizeGreaterThan(40);
    }

    private void takeIn(List<Sample> samples, int atOnce) {
        for (int from = 0; from < samples.size(); from += atOnce) {
            List<Sample> some = samples.subList(from, Math.min(from + atOnce, samples.size()));
            some.forEach(sample -> site.reading(
                    sample.sensor(), sample.quantity(), sample.at().toString(), sample.value(), Quality.GOOD, false));
            sweep(some.size());
        }
    }

    private List<String> figures() {
        return hours().stream()
                .map(row -> String.format(
                        "%s %s %.6f %.6f %.6f %s",
                        row.getString(0),
                        row.getString(1),
                        row.getDouble("temperature"),
                        row.getDouble("humidity"),
                        row.getDouble("preservation_index"),
                        row.getBoolean("mould")))
                .toList();
    }
}
