package org.archivevault.server.climate;

import static org.archivevault.server.climate.TestClimate.NORTH_1;
import static org.archivevault.server.climate.TestClimate.SOUTH_1;
import static org.archivevault.server.climate.TestClimate.temperature;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.archivevault.protocol.climate.Quality;
import org.archivevault.protocol.climate.Quantity;
import org.archivevault.protocol.climate.Reading;
import org.archivevault.protocol.climate.SensorId;
import org.archivevault.server.database.DatabaseSettings;
import org.archivevault.server.testing.TestDatabase;
import org.archivevault.server.testing.TestPostgres;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReadingFeedTest {
    /** A connection of another part may be in the middle of something for a moment. */
    private static final Duration SOON = Duration.ofSeconds(30);

    private final TestClimate climate = new TestClimate();

    @AfterEach
    void close() {
        climate.close();
    }

    private List<StoredReading> await(String consumer, int limit) {
        List<StoredReading> all = new ArrayList<>();
        Awaitility.await().atMost(SOON).until(() -> all.addAll(climate.next(consumer, limit)));
        return all;
    }

    private static List<Double> values(List<StoredReading> readings) {
        return readings.stream().map(each -> each.reading().value()).toList();
    }

    @Test
    void eachConsumerTakesEachReadingOnceAndGetsItAsItWasKept() {
        Instant at = climate.ago(Duration.ofMinutes(1));
        Reading late =
                new Reading(NORTH_1, Quantity.HUMIDITY, 48.5, at.minusSeconds(3_000), at, Quality.UNIT_SUSPECT, true);
        climate.taken(late, temperature(SOUTH_1, at, 20));

        // WHEN
        List<StoredReading> first = await("alarms", 100);

        // THEN
        assertThat(first)
                .containsExactly(
                        new StoredReading(late, TestClimate.NORTH, climate.now),
                        new StoredReading(
                                new Reading(SOUTH_1, Quantity.TEMPERATURE, 20, null, at, Quality.GOOD, false),
                                TestClimate.SOUTH,
                                climate.now));
        assertThat(climate.next("alarms", 100)).isEmpty();
        assertThat(await("mirror", 100)).isEqualTo(first);
    }

    @Test
    void whatARolledBackTransactionHadTakenComesAgain() {
        climate.taken(temperature(NORTH_1, climate.now, 20));

        // WHEN the consumer's work fails
        Awaitility.await()
                .atMost(SOON)
                .untilAsserted(() -> assertThatThrownBy(() -> TestDatabase.await(climate.database()
                                .database()
                                .inTransaction(transaction -> climate.parts()
                                        .feed()
                                        .next(transaction, "alarms", 10)
                                        .compose(readings -> readings.isEmpty()
                                                ? Future.succeededFuture()
                                                : Future.failedFuture(new IllegalStateException("no"))))))
                        .hasMessage("no"));

        // THEN
        assertThat(values(climate.next("alarms", 10))).containsExactly(20.0);
    }

    @Test
    void aTransactionThatCommitsLateIsNotPassedOver() throws SQLException {
        DatabaseSettings settings = climate.database().settings();
        try (Connection slow = DriverManager.getConnection(settings.jdbcUrl(), settings.user(), settings.password());
                Statement statement = slow.createStatement()) {
            // GIVEN an intake that began first
            statement.execute("SET application_name = 'intake'");
            slow.setAutoCommit(false);
            statement.execute("INSERT INTO reading (sensor, quantity, at, received_at, stored_at, value, quality,"
                    + " historical) VALUES ('slow', 'temperature', now(), now(), now(), 1, 'good', false)");

            // WHEN one that began later has committed
            climate.taken(temperature(NORTH_1, climate.now, 2));

            // THEN nothing is handed on before the first has ended
            assertThat(climate.next("alarms", 10)).isEmpty();
            slow.commit();
        }
        assertThat(values(await("alarms", 10))).containsExactly(1.0, 2.0);
    }

    @Test
    void neitherAnImportNorAnotherDatabaseHoldsTheFeedUp() throws SQLException {
        DatabaseSettings settings = climate.database().settings();
        DatabaseSettings other = TestPostgres.newDatabase();
        try (Connection importing =
                        DriverManager.getConnection(settings.jdbcUrl(), settings.user(), settings.password());
                Statement statement = importing.createStatement();
                Connection elsewhere = DriverManager.getConnection(other.jdbcUrl(), other.user(), other.password());
                Statement there = elsewhere.createStatement()) {
            // GIVEN long transactions that write, and began before the reading came
            importing.setAutoCommit(false);
            statement.execute("CREATE TABLE imported (n int)");
            there.execute("SET application_name = 'another'");
            elsewhere.setAutoCommit(false);
            there.execute("CREATE TABLE something (n int)");
            climate.taken(temperature(NORTH_1, climate.now, 2));

            // THEN it is handed on at once
            assertThat(values(climate.next("alarms", 10))).containsExactly(2.0);
            importing.rollback();
            elsewhere.rollback();
        }
    }

    @Test
    void aBatchLargerThanTheLimitIsHandedOnPieceByPiece() {
        List<Reading> many = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            many.add(temperature(new SensorId("s-" + i % 7), climate.now.minusMillis(i), i));
        }
        climate.taken(many);
        climate.taken(temperature(NORTH_1, climate.now, -1));

        // WHEN
        List<Double> got = new ArrayList<>(values(await("alarms", 300)));
        for (int i = 0; i < 4; i++) {
            got.addAll(values(await("alarms", 300)));
            if (got.size() == 1_001) {
                break;
            }
        }

        // THEN every one came once, and the later transaction last
        assertThat(got).hasSize(1_001).doesNotHaveDuplicates();
        assertThat(got.get(1_000)).isEqualTo(-1);
        assertThat(climate.next("alarms", 300)).isEmpty();
    }

    @Test
    void ofTwoThatTakeForOneConsumerOneGetsNothing() {
        assertThat(climate.next("alarms", 10)).isEmpty();
        climate.taken(temperature(NORTH_1, climate.now, 20));
        Promise<Void> gate = Promise.promise();
        Promise<List<StoredReading>> got = Promise.promise();

        // GIVEN a process in the middle of its work
        Future<Void> first = climate.database()
                .database()
                .inTransaction(transaction -> climate.parts()
                        .feed()
                        .next(transaction, "alarms", 10)
                        .compose(readings -> {
                            got.tryComplete(readings);
                            return gate.future();
                        }));
        List<StoredReading> early = TestDatabase.await(got.future());

        // WHEN another takes for the same consumer, and one for another
        assertThat(climate.next("alarms", 10)).isEmpty();
        gate.complete();
        TestDatabase.await(first);

        // THEN
        List<StoredReading> rest = early.isEmpty() ? await("alarms", 10) : climate.next("alarms", 10);
        assertThat(early.size() + rest.size()).isEqualTo(1);
    }

    @Test
    void whatWasLookedAtIsTakenOnlyOnce() {
        climate.taken(temperature(NORTH_1, climate.now, 20));
        ReadingFeed feed = climate.parts().feed();
        var reads = climate.database().database().reads();
        List<ReadingFeed.Peeked> seen = new ArrayList<>();
        Awaitility.await().atMost(SOON).until(() -> {
            ReadingFeed.Peeked peeked = TestDatabase.await(feed.peek(reads, "mirror", 10));
            seen.add(peeked);
            return !peeked.readings().isEmpty();
        });
        ReadingFeed.Peeked first = seen.get(seen.size() - 1);

        // WHEN looked at again: it is still there
        ReadingFeed.Peeked second = TestDatabase.await(feed.peek(reads, "mirror", 10));
        assertThat(second.readings()).isEqualTo(first.readings());

        // THEN
        assertThat(TestDatabase.await(feed.advance(reads, "mirror", first))).isTrue();
        assertThat(TestDatabase.await(feed.advance(reads, "mirror", second))).isFalse();
        assertThat(TestDatabase.await(feed.peek(reads, "mirror", 10)).readings())
                .isEmpty();
    }

    @Test
    void transactionsAreInTheOrderOfTheirNumbersNotOfTheirDigits() {
        // GIVEN two readings of transaction 9 and two of transaction 10
        for (int i = 0; i < 4; i++) {
            climate.taken(temperature(NORTH_1, climate.now.minusSeconds(i), i));
        }
        climate.database().rows("UPDATE reading SET tx = CASE WHEN value < 2 THEN '9'::xid8 ELSE '10'::xid8 END");

        // WHEN they are taken two by two
        List<List<Double>> taken = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            taken.add(values(TestDatabase.await(climate.database()
                    .database()
                    .inTransaction(tx -> climate.parts().feed().next(tx, "digits", 2)))));
        }

        // THEN
        assertThat(taken).containsExactly(List.of(1.0, 0.0), List.of(3.0, 2.0), List.of());
    }

    @Test
    void aSweepInPlaceTakesAllThatIsThereInBatchesAndEachOnce() {
        climate.database().rows("CREATE TABLE IF NOT EXISTS taken_in_place (value float8, own bigint)");
        List<Long> batches = new ArrayList<>();
        InPlace sweeper = new InPlace(
                climate.database().database(),
                climate.parts().feed(),
                new InPlace.Work(
                        "in-place",
                        2,
                        "kept AS (INSERT INTO taken_in_place SELECT value, $7::bigint FROM next), ",
                        ", (SELECT count(*) FROM next WHERE value < 5) AS low",
                        () -> List.of(42L),
                        (tx, answer) -> {
                            batches.add(answer.getLong("low"));
                            return Future.succeededFuture();
                        }));
        for (int i = 0; i < 9; i++) {
            climate.taken(temperature(NORTH_1, climate.now.minusSeconds(i), i));
        }

        // Other tests' transactions may hold the feed up.
        long[] taken = {0};
        Awaitility.await().atMost(SOON).until(() -> {
            taken[0] += TestDatabase.await(sweeper.sweep());
            return taken[0] >= 9;
        });
        assertThat(taken[0]).isEqualTo(9);
        assertThat(climate.lines("SELECT value, own FROM taken_in_place ORDER BY value"))
                .hasSize(9)
                .contains("0.0 42", "8.0 42");
        assertThat(batches.stream().mapToLong(Long::longValue).sum()).isEqualTo(5);
        assertThat(batches).hasSizeGreaterThanOrEqualTo(5);
    }

    @Test
    void aSweepInPlaceWhoseWorkFailsTakesNothing() {
        climate.taken(temperature(NORTH_1, climate.now, 20));
        climate.database().rows("CREATE TABLE IF NOT EXISTS never_taken (value float8)");
        InPlace failing = new InPlace(
                climate.database().database(),
                climate.parts().feed(),
                new InPlace.Work(
                        "in-place-failing",
                        10,
                        "kept AS (INSERT INTO never_taken SELECT value FROM next), ",
                        "",
                        List::of,
                        (tx, answer) -> Future.failedFuture("the rest did not work")));

        Awaitility.await()
                .atMost(SOON)
                .untilAsserted(() -> assertThatThrownBy(() -> TestDatabase.await(failing.sweep()))
                        .hasMessageContaining("the rest did not work"));
        assertThat(climate.database().number("SELECT count(*) FROM never_taken"))
                .isZero();
        assertThat(climate.database()
                        .number("SELECT count(*) FROM reading_cursor WHERE consumer = 'in-place-failing' AND tx > '0'"))
                .isZero();
    }
}
