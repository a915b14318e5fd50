package org.archivevault.server.alarm;

import static org.archivevault.server.alarm.AlarmBench.FACILITIES;
import static org.archivevault.server.alarm.AlarmBench.NOON;
import static org.archivevault.server.alarm.AlarmBench.SECURITY;
import static org.archivevault.server.alarm.AlarmBench.await;
import static org.archivevault.server.alarm.AlarmBench.failureOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.archivevault.protocol.climate.Quantity;
import org.archivevault.protocol.pack.Epc;
import org.archivevault.server.database.DatabaseSettings;
import org.archivevault.server.http.ErrorCode;
import org.archivevault.server.http.Problem;
import org.archivevault.server.testing.TestDatabase;
import org.archivevault.server.testing.TestPostgres;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AlarmBookTest {
    private static final Cause EXIT = Cause.of(AlarmKind.UNAPPROVED_EXIT, "pack:P-1", "gate", NOON)
            .tag(new Epc("2C0000000000000000000001"), null);
    private static final Cause WARM = Cause.of(AlarmKind.ABOVE_LIMIT, "sensor:north-1", "v1-north", NOON)
            .about(Quantity.TEMPERATURE)
            .detail("25.3 > 24 °C");

    private final AlarmBench bench = new AlarmBench();

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void aConditionIsRaisedOnceGoesAndEndsWhenAPersonHasAcknowledgedIt() {
        // GIVEN an alarm
        Alarm raised = bench.raise(WARM);
        assertThat(raised.state()).isEqualTo(AlarmState.UNACKNOWLEDGED);
        assertThat(raised.sentence().en()).isEqualTo("v1-north: temperature too high (north-1: 25.3 > 24 °C)");
        assertThat(raised.sentence().zh()).contains("温度过高");

        // WHEN it is told again, it stays the same one
        assertThat(bench.raise(WARM).id()).isEqualTo(raised.id());
        assertThat(bench.only(AlarmKind.ABOVE_LIMIT).times()).isEqualTo(2);
        // another quantity of the same sensor is another alarm
        assertThat(bench.raise(Cause.of(AlarmKind.ABOVE_LIMIT, "sensor:north-1", "v1-north", NOON)
                                .about(Quantity.HUMIDITY))
                        .id())
                .isNotEqualTo(raised.id());

        // AND goes by itself, it stays until somebody acknowledges it
        bench.later(Duration.ofMinutes(7));
        assertThat(bench.clear(WARM)).isTrue();
        assertThat(bench.clear(WARM)).isFalse();
        Alarm returned = await(bench.look.whole(raised.id())).alarm();
        assertThat(returned.state()).isEqualTo(AlarmState.RETURNED);
        assertThat(returned.closedAt()).isNull();
        Alarm over = await(bench.desk.acknowledge(raised.id(), FACILITIES, "空调已修复"));
        assertThat(over.closedAt()).isNotNull();
        assertThat(over.acknowledgedBy()).isEqualTo("chen");

        // THEN each step is in the history and in the access log, with who and why
        assertThat(await(bench.look.whole(raised.id())).history())
                .extracting(change -> change.what() + " " + change.by() + " " + change.why() + " " + change.state())
                .containsExactly(
                        "acknowledged chen 空调已修复 normal",
                        "cleared edge:edge-v1  returned",
                        "raised edge:edge-v1 25.3 > 24 °C unacknowledged",
                        "raised edge:edge-v1 25.3 > 24 °C unacknowledged");
        assertThat(bench.log())
                .containsExactly(
                        "alarm-raised edge:edge-v1 above-limit",
                        "alarm-raised edge:edge-v1 above-limit",
                        "alarm-raised edge:edge-v1 above-limit",
                        "alarm-cleared edge:edge-v1 above-limit",
                        "alarm-acknowledged chen above-limit");
        assertThat(bench.rows("SELECT details::jsonb->>'reason' FROM access_log WHERE kind = 'alarm-acknowledged'"))
                .containsExactly("空调已修复");

        // the next one is a new alarm
        assertThat(bench.raise(WARM).id()).isNotEqualTo(raised.id());
    }

    @Test
    void somethingMomentaryAlarmsUntilItIsAcknowledgedAndAgainChangesNothing() {
        Alarm raised = bench.raise(EXIT);
        assertThat(raised.state()).isEqualTo(AlarmState.LATCHED);
        assertThat(raised.pack()).isEqualTo("P-1");
        assertThat(bench.clear(EXIT)).isFalse();

        Alarm over = await(bench.desk.acknowledge(raised.id(), SECURITY, "误报"));
        assertThat(over.closedAt()).isNotNull();
        Alarm again = await(bench.desk.acknowledge(raised.id(), SECURITY, "again"));
        assertThat(again.reason()).isEqualTo("误报");
        assertThat(again.revision()).isEqualTo(over.revision());
        assertThat(bench.open()).isEmpty();
    }

    @Test
    void whoseBusinessItIsNotMayNotActAndWhatDoesNotExistIsNotFound() {
        Alarm gate = bench.raise(EXIT);
        Alarm climate = bench.raise(WARM);
        refused(bench.desk.acknowledge(gate.id(), FACILITIES, "x"), ErrorCode.NOT_ALLOWED);
        refused(bench.desk.acknowledge(climate.id(), SECURITY, "x"), ErrorCode.NOT_ALLOWED);
        refused(bench.desk.acknowledge(new UUID(1, 1), SECURITY, "x"), ErrorCode.ALARM_NOT_FOUND);
        assertThat(bench.rows("SELECT count(*) FROM access_log WHERE kind = 'alarm-acknowledged'"))
                .containsExactly("0");
    }

    @Test
    void aShelvedOneIsUnheardUntilItsTimeAndNothingIsForgottenMeanwhile() {
        // GIVEN a shelved alarm
        Alarm raised = bench.raise(WARM);
        refused(
                bench.desk.shelve(raised.id(), FACILITIES, "x", NOON.plus(Duration.ofHours(25))),
                ErrorCode.BAD_REQUEST);
        refused(bench.desk.shelve(raised.id(), FACILITIES, "x", NOON), ErrorCode.BAD_REQUEST);
        refused(bench.desk.quieten(raised.id(), FACILITIES, LifeEvent.UNSHELVED, "x", null), ErrorCode.ALARM_STATE);
        Alarm shelved = await(bench.desk.shelve(raised.id(), FACILITIES, "维修", NOON.plus(Duration.ofHours(1))));
        assertThat(shelved.life().quiet()).isEqualTo(Quiet.SHELVED);
        // its end can be moved, and it cannot be kept quiet in another way at the same time
        await(bench.desk.shelve(raised.id(), FACILITIES, "维修未完", NOON.plus(Duration.ofHours(2))));
        refused(bench.desk.quieten(raised.id(), FACILITIES, LifeEvent.TAKEN_OUT, "x", null), ErrorCode.ALARM_STATE);

        // WHEN it goes and its time has come
        bench.clear(WARM);
        bench.later(Duration.ofMinutes(119));
        assertThat(await(bench.sweeper.sweep())).isZero();
        bench.later(Duration.ofMinutes(2));
        assertThat(await(bench.sweeper.sweep())).isEqualTo(1);
        assertThat(await(bench.sweeper.sweep())).isZero();

        // THEN it is heard again, and still owed an acknowledgement
        Alarm back = await(bench.look.whole(raised.id())).alarm();
        assertThat(back.quiet()).isNull();
        assertThat(back.state()).isEqualTo(AlarmState.RETURNED);
        assertThat(bench.log()).contains("alarm-unshelved server above-limit");
    }

    @Test
    void outOfServiceAndSuppressedStayUntilSomebodyEndsThem() {
        Alarm raised = bench.raise(WARM);
        await(bench.desk.acknowledge(raised.id(), FACILITIES, "已知"));
        await(bench.desk.quieten(raised.id(), FACILITIES, LifeEvent.TAKEN_OUT, "送检", null));
        bench.clear(WARM);
        bench.later(Duration.ofDays(30));
        await(bench.sweeper.sweep());
        assertThat(bench.open()).singleElement().satisfies(alarm -> {
            assertThat(alarm.state()).isEqualTo(AlarmState.NORMAL);
            assertThat(alarm.life().quiet()).isEqualTo(Quiet.OUT_OF_SERVICE);
        });
        Alarm back = await(bench.desk.quieten(raised.id(), FACILITIES, LifeEvent.PUT_BACK, "已检", null));
        assertThat(back.closedAt()).isNotNull();
        // a closed one is history
        refused(bench.desk.quieten(raised.id(), FACILITIES, LifeEvent.SUPPRESSED, "x", null), ErrorCode.ALARM_STATE);
    }

    @Test
    void remarksAndAssignmentsAreKept() {
        Alarm raised = bench.raise(WARM);
        await(bench.desk.assign(raised.id(), FACILITIES, "wang", "今天值班"));
        Alarm noted = await(bench.desk.comment(raised.id(), FACILITIES, "已联系厂家"));
        assertThat(noted.assignedTo()).isEqualTo("wang");
        assertThat(noted.revision()).isEqualTo(3);
        assertThat(bench.log())
                .containsSubsequence("alarm-assigned chen above-limit", "alarm-commented chen above-limit");
        assertThat(await(bench.desk.assign(raised.id(), FACILITIES, null, "")).assignedTo())
                .isNull();
    }

    @Test
    void theListIsFiltered() {
        bench.raise(EXIT);
        bench.raise(WARM);
        bench.raise(Cause.of(AlarmKind.SMOKE, "sensor:s-1", "v1-south", NOON));
        assertThat(list(new AlarmLook.Filter(
                        false, AlarmFamily.CLIMATE, null, null, null, null, null, null, null, null, 500)))
                .containsExactly(AlarmKind.ABOVE_LIMIT);
        assertThat(list(new AlarmLook.Filter(
                        false, null, null, Priority.HIGH, null, null, null, null, null, null, 500)))
                .containsExactlyInAnyOrder(AlarmKind.UNAPPROVED_EXIT, AlarmKind.SMOKE);
        assertThat(list(new AlarmLook.Filter(
                        false, null, null, null, AlarmState.LATCHED, null, null, null, null, null, 500)))
                .containsExactly(AlarmKind.UNAPPROVED_EXIT);
        assertThat(list(new AlarmLook.Filter(
                        false, null, null, null, null, null, "v1-south", NOON, NOON.plusSeconds(1), null, 500)))
                .containsExactly(AlarmKind.SMOKE);
        assertThat(list(new AlarmLook.Filter(
                        false, null, null, null, null, "pack:P-1", null, NOON.plusSeconds(1), null, null, 500)))
                .isEmpty();
    }

    @Test
    void theSameOneFromManySidesAtOnceIsOneAlarm() {
        List<CompletableFuture<Void>> all = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            all.add(CompletableFuture.runAsync(() -> bench.logged(
                    transaction -> bench.book.raise(transaction, WARM, "server").map(List::of))));
        }
        all.forEach(CompletableFuture::join);
        assertThat(bench.rows("SELECT times, revision FROM alarm")).containsExactly("6 6");
    }

    @Test
    void aRecordOfThePastIsClosedAtOnceAndKeptOnce() {
        var until = NOON.plus(Duration.ofMinutes(40));
        bench.at(NOON.plus(Duration.ofHours(5)));
        assertThat(past(until)).isEqualTo(1);
        assertThat(past(until)).isZero();
        assertThat(past(until.plusSeconds(600))).isEqualTo(1);
        assertThat(bench.open()).isEmpty();
        assertThat(bench.rows("SELECT kind, past, told_late, state, revision, cleared_at FROM alarm"))
                .containsExactly("above-limit true true normal 2 2026-11-22T12:50Z");
    }

    private int past(java.time.Instant until) {
        return bench.logged(transaction -> bench.book
                .recordPast(transaction, WARM, until, "server")
                .map(entry -> entry.map(List::of).orElse(List.of())));
    }

    @Test
    void alarmsOfTheOldBookAreTakenOver(@TempDir Path folder) throws IOException {
        // GIVEN a database from before, with one alarm that is open and one that is not
        DatabaseSettings old = TestPostgres.newDatabase();
        for (String file : List.of("V1__foundation", "V2__catalogue", "V3__retrieval", "V4__tags", "V5__inventory")) {
            try (InputStream script = AlarmBookTest.class.getResourceAsStream("/db/migration/" + file + ".sql")) {
                Files.copy(Objects.requireNonNull(script), folder.resolve(file + ".sql"));
            }
        }
        Flyway.configure()
                .dataSource(old.jdbcUrl(), old.user(), old.password())
                .locations("filesystem:" + folder)
                .load()
                .migrate();
        TestPostgres.execute(
                old,
                "INSERT INTO alarm (id, kind, pack_no, epc, place, happened_at, raised_at, changed_at, acknowledged_at,"
                        + " acknowledged_by, reason) VALUES (gen_random_uuid(), 'unapproved-exit', 'P-1', '2C01', 'gate',"
                        + " now(), now(), now(), NULL, NULL, NULL), (gen_random_uuid(), 'clone-suspected', 'P-2', '2C02',"
                        + " '', now(), now(), now(), now(), 'zhou', 'x')");
        // WHEN a server of today opens it
        try (TestDatabase opened = new TestDatabase(old)) {
            // THEN both are as they were, in today's words
            assertThat(opened
                            .rows("SELECT concat_ws(' ', kind, family, subject, pack_no, state, priority, closed_at"
                                    + " IS NULL) AS line FROM alarm ORDER BY kind")
                            .stream()
                            .map(row -> row.getString("line")))
                    .containsExactly(
                            "clone-suspected tag pack:P-2 P-2 normal medium f",
                            "unapproved-exit gate pack:P-1 P-1 latched high t");
        }
    }

    private List<AlarmKind> list(AlarmLook.Filter filter) {
        return await(bench.look.list(filter)).stream().map(Alarm::kind).toList();
    }

    private static void refused(Future<?> act, ErrorCode code) {
        assertThat(failureOf(act))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo(code));
    }
}
