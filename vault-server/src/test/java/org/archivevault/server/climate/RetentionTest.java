package org.archivevault.server.climate;

import static org.archivevault.server.climate.TestClimate.NORTH_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Promise;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.archivevault.server.accesslog.AccessLog;
import org.archivevault.server.testing.TestDatabase;
import org.archivevault.server.testing.TestPostgres;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RetentionTest {
    private static final LocalDate RUNNING = LocalDate.of(2026, 11, 1);

    private final TestClimate climate = new TestClimate();
    private final Retention retention = climate.parts()
            .retention(
                    climate.database().settings(),
                    new HistorySettings(3, 1),
                    new AccessLog(climate.database().database(), Clock.systemUTC()));

    @AfterEach
    void close() {
        climate.close();
    }

    private List<Retention.Told> run() {
        return TestDatabase.await(retention.run());
    }

    private Instant monthsAgo(int months) {
        return java.time.OffsetDateTime.ofInstant(climate.now, java.time.ZoneOffset.UTC)
                .minusMonths(months)
                .toInstant();
    }

    private void readBy(String consumer, int all) {
        int[] read = {0};
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> (read[0] += climate.next(consumer, 100).size()) >= all);
    }

    private List<String> values() {
        return climate.lines("SELECT value FROM reading ORDER BY at");
    }

    @Test
    void monthsThatAreOverAreDroppedWholeAndItIsRecorded() {
        climate.taken(
                climate.historical(NORTH_1, monthsAgo(5), 1),
                climate.historical(NORTH_1, monthsAgo(3), 2),
                climate.historical(NORTH_1, monthsAgo(0), 3));
        readBy("alarms", 3);

        assertThat(run()).singleElement().satisfies(told -> {
            assertThat(told.decision()).isEqualTo(RetentionDecision.DROP);
            assertThat(told.partition()).startsWith("reading_20");
        });

        assertThat(values()).containsExactly("2.0", "3.0");
        assertThat(climate.lines("SELECT result FROM access_log WHERE kind = 'climate-month-dropped'"))
                .containsExactly("drop");
        // roll-ups of that month stay for their own time
        assertThat(climate.database()
                        .number("SELECT count(*) FROM pg_inherits WHERE inhparent = 'reading_1h'::regclass"))
                .isGreaterThanOrEqualTo(5);
        assertThat(run()).isEmpty();
        // what comes late all the same is taken in
        climate.taken(climate.historical(NORTH_1, monthsAgo(5), 4));
        assertThat(values()).containsExactly("4.0", "2.0", "3.0");
    }

    @Test
    void aMonthThatSomebodyHasNotReadIsHeldAndTold() {
        climate.taken(climate.historical(NORTH_1, monthsAgo(5), 1));
        readBy("alarms", 1);
        climate.database().rows("INSERT INTO reading_cursor (consumer) VALUES ('mirror')");

        assertThat(run()).singleElement().satisfies(told -> {
            assertThat(told.decision()).isEqualTo(RetentionDecision.HOLD);
            assertThat(told.unreadBy()).containsExactly("mirror");
        });
        assertThat(retention.isFine()).isFalse();
        assertThat(values()).containsExactly("1.0");

        // until it has read it
        readBy("mirror", 1);
        assertThat(run()).singleElement().extracting(Retention.Told::decision).isEqualTo(RetentionDecision.DROP);
        assertThat(retention.isFine()).isTrue();
        assertThat(values()).isEmpty();
    }

    @Test
    void nobodyWaitsWhileAMonthIsDropped() {
        climate.taken(climate.historical(NORTH_1, monthsAgo(5), 1));
        Promise<Void> gate = Promise.promise();
        // GIVEN somebody in the middle of reading the history
        var reading = climate.database()
                .database()
                .inTransaction(transaction -> transaction
                        .query("SELECT count(*) FROM reading")
                        .execute()
                        .compose(rows -> gate.future()));
        var dropping = retention.run();

        // WHEN readings come meanwhile
        climate.taken(TestClimate.temperature(NORTH_1, climate.now, 2));
        assertThat(values()).contains("2.0");
        gate.complete();

        // THEN both end
        TestDatabase.await(reading);
        assertThat(TestDatabase.await(dropping)).hasSize(1);
        assertThat(values()).containsExactly("2.0");
    }

    @Test
    void whatACutShortRunLeftIsClearedAway() {
        climate.taken(climate.historical(NORTH_1, monthsAgo(5), 1));
        String month =
                climate.lines("SELECT tableoid::regclass::text FROM reading").get(0);
        TestPostgres.execute(
                climate.database().settings(), "ALTER TABLE reading DETACH PARTITION " + month + " CONCURRENTLY");

        run();

        assertThat(climate.database().number("SELECT count(*) FROM pg_class WHERE relname = $1::text", month))
                .isZero();
    }

    @Test
    void theDecision() {
        assertThat(RetentionDecision.of(RUNNING, RUNNING, 3, List.of())).isEqualTo(RetentionDecision.KEEP);
        assertThat(RetentionDecision.of(RUNNING.minusMonths(3), RUNNING, 3, List.of()))
                .isEqualTo(RetentionDecision.KEEP);
        assertThat(RetentionDecision.of(RUNNING.minusMonths(4), RUNNING, 3, List.of()))
                .isEqualTo(RetentionDecision.DROP);
        assertThat(RetentionDecision.of(RUNNING.minusMonths(9), RUNNING, 3, List.of("mirror")))
                .isEqualTo(RetentionDecision.HOLD);
        assertThat(RetentionDecision.of(RUNNING.minusMonths(10), RUNNING, 3, List.of("mirror")))
                .isEqualTo(RetentionDecision.DROP_UNREAD);
    }
}
