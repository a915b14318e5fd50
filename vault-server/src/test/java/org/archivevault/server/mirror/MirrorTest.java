package org.archivevault.server.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.archivevault.protocol.climate.Quality;
import org.archivevault.protocol.climate.Quantity;
import org.archivevault.protocol.climate.Reading;
import org.archivevault.protocol.climate.SensorId;
import org.archivevault.server.climate.TestClimate;
import org.archivevault.server.testing.TestDatabase;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** From readings in a real PostgreSQL to points in a store that misbehaves: nothing may be missing at the end. */
class MirrorTest {
    /** How long a request may hang here: long enough for a busy machine, short enough to test. */
    private static final Duration ANSWER = Duration.ofSeconds(2);

    private final StubInflux influx = new StubInflux();
    private final TestClimate climate = new TestClimate();
    private final Mirror mirror = mirror();
    private int number;

    @AfterEach
    void close() {
        TestDatabase.await(mirror.close());
        climate.close();
        influx.close();
    }

    private Mirror mirror() {
        return new Mirror(
                climate.database().vertx(),
                climate.database().database(),
                climate.parts().feed(),
                new InfluxSink(influx.settings(), Clock.systemUTC(), ANSWER, List.of()),
                influx.settings().url(),
                Clock.systemUTC(),
                new SplittableRandom(1));
    }

    private static ConditionFactory soon() {
        return Awaitility.await().atMost(90, TimeUnit.SECONDS).pollInterval(50, TimeUnit.MILLISECONDS);
    }

    /** Stores readings of several sensors, quantities and qualities; some a device had kept back. */
    private void taken(int count) {
        List<Reading> readings = new ArrayList<>();
        for (int i = 0; i < count; i++, number++) {
            Instant at = climate.now.minusMillis(number);
            readings.add(new Reading(
                    number % 3 == 0 ? TestClimate.NORTH_1 : new SensorId("s-" + number % 50),
                    number % 2 == 0 ? Quantity.TEMPERATURE : Quantity.HUMIDITY,
                    number % 700 / 7.0,
                    at,
                    climate.now,
                    number % 11 == 0 ? Quality.JUMP : Quality.GOOD,
                    number % 13 == 0));
        }
        climate.taken(readings);
    }

    /** What must be there, read from the database by a statement of its own. */
    private Map<String, String> expected(String where) {
        Map<String, String> points = new TreeMap<>();
        climate.database()
                .rows("SELECT 'climate,quality=' || quality || ',sensor=' || sensor || coalesce(',zone=' || zone, '')"
                        + " || ' ' || quantity || ' ' || (extract(epoch FROM at) * 1000000)::bigint AS point, value"
                        + " FROM reading WHERE " + where)
                .forEach(row -> points.put(
                        row.getString("point"), row.getDouble("value").toString()));
        return points;
    }

    private void nothingIsMissing() {
        Map<String, String> expected = expected("true");
        assertThat(expected).hasSize(number);
        soon().until(() -> influx.points().size() >= number);
        assertThat(new TreeMap<>(influx.points())).isEqualTo(expected);
    }

    /** Stores readings during an outage, waits until it was felt and told, and ends it. */
    private void outage(Runnable begins, MirrorState told) {
        begins.run();
        taken(1_500);
        soon().until(() -> mirror.status().state() == told);
        assertThat(mirror.status().behindSince()).isNotNull();
        assertThat(influx.points()).hasSizeLessThan(number);
        taken(700);
        influx.works();
        nothingIsMissing();
        soon().until(() -> mirror.status().state() == MirrorState.WELL);
    }

    @Test
    void readingsArriveOnceAndAsTheyAreKept() {
        taken(12_000);
        mirror.start();

        nothingIsMissing();
        soon().until(() -> mirror.status().behindSince() == null);
        assertThat(mirror.status().sent()).isEqualTo(12_000);
        assertThat(mirror.status().state()).isEqualTo(MirrorState.WELL);
    }

    @Test
    void nothingIsMissingAfterItRefusedConnections() {
        mirror.start();
        outage(influx::refuses, MirrorState.UNREACHABLE);
        assertThat(mirror.status().sentence().en()).contains("well");
    }

    @Test
    void nothingIsMissingAfterItHung() {
        mirror.start();
        outage(influx::hangs, MirrorState.UNREACHABLE);
    }

    @Test
    void nothingIsMissingAfterItWasTooBusy() {
        mirror.start();
        outage(() -> influx.answers(503, "", Map.of()), MirrorState.LATER);
        outage(() -> influx.answers(429, "", Map.of("Retry-After", "2")), MirrorState.LATER);
    }

    @Test
    void nothingIsMissingAfterTheTokenOrTheBucketWasWrongForAWhile() {
        mirror.start();
        outage(() -> influx.answers(401, "{\"message\":\"unauthorized access\"}", Map.of()), MirrorState.NOT_ALLOWED);
        outage(() -> influx.answers(404, "{\"message\":\"bucket not found\"}", Map.of()), MirrorState.NOT_FOUND);
    }

    @Test
    void nothingIsSkippedWhenEverythingIsRefused() {
        mirror.start();
        outage(() -> influx.answers(400, "{\"message\":\"no\"}", Map.of()), MirrorState.REFUSED);
        assertThat(climate.lines("SELECT count(*) FROM mirror_refused")).containsExactly("0");
    }

    @Test
    void aBadLineIsFoundKeptAndToldAndHoldsNothingElseUp() {
        influx.cannotTake(line -> line.contains("sensor=bad-1,") || line.contains("sensor=bad-2 "));
        taken(3_000);
        climate.taken(
                TestClimate.temperature(new SensorId("bad-2"), climate.now, 1),
                TestClimate.temperature(new SensorId("bad-2"), climate.now.minusSeconds(9), 2));
        mirror.start();

        soon().until(() -> mirror.status().refused() == 2);
        assertThat(new TreeMap<>(influx.points())).isEqualTo(expected("sensor <> 'bad-2'"));
        assertThat(climate.lines("SELECT sensor, quantity, detail LIKE '%field type conflict%' FROM mirror_refused"))
                .containsExactly("bad-2 temperature true", "bad-2 temperature true");
        assertThat(mirror.status().sent()).isEqualTo(3_000);
    }

    @Test
    void aServerThatDiedBetweenTheAnswerAndTheCursorSendsAgainAndChangesNothing() {
        taken(2_000);
        // GIVEN another process that sent and died
        var feed = climate.parts().feed();
        soon().until(() ->
                TestDatabase.await(feed.peek(climate.database().database().reads(), Mirror.CONSUMER, 5_000))
                                .readings()
                                .size()
                        == 2_000);
        var peeked = TestDatabase.await(feed.peek(climate.database().database().reads(), Mirror.CONSUMER, 5_000));
        try (InfluxSink other = new InfluxSink(influx.settings(), Clock.systemUTC(), ANSWER, List.of())) {
            assertThat(other.send(peeked.readings().stream().map(MirrorLine::of).toList())
                            .isIn())
                    .isTrue();
        }
        int before = influx.requests();

        // WHEN
        mirror.start();

        // THEN
        soon().until(() -> influx.requests() > before && mirror.status().sent() == 2_000);
        nothingIsMissing();
    }

    @Test
    void aWrongTokenIsNotInWhatIsTold() {
        influx.answers(401, "{\"message\":\"unauthorized\"}", Map.of());
        taken(1);
        mirror.start();

        soon().until(() -> mirror.status().state() == MirrorState.NOT_ALLOWED);
        assertThat(mirror.status().sentence().toString())
                .contains("influx.token", influx.settings().url(), "unauthorized")
                .doesNotContain(StubInflux.TOKEN);
        assertThat(influx.settings().toString()).doesNotContain(StubInflux.TOKEN);
    }
}
