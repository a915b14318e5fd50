package org.archivevault.server.round;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import org.archivevault.firmware.plan.SitePlan;
import org.archivevault.server.accesslog.AccessLog;
import org.archivevault.server.alarm.AlarmParts;
import org.archivevault.server.alarm.Announcer;
import org.archivevault.server.camera.CameraParts;
import org.archivevault.server.camera.CameraSettings;
import org.archivevault.server.camera.TestCameras;
import org.archivevault.server.http.Problem;
import org.archivevault.server.identity.Principal;
import org.archivevault.server.identity.Role;
import org.archivevault.server.testing.HandClock;
import org.archivevault.server.testing.TestDatabase;
import org.archivevault.server.testing.Wait;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** On a real PostgreSQL, under a clock that the test moves. */
class RoundDeskTest {
    private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");

    private final HandClock clock = new HandClock(local("2026-11-23T09:00"));
    private final TestDatabase database = new TestDatabase();
    private final AccessLog accessLog = new AccessLog(database.database(), clock);
    private final SitePlan plan = TestCameras.plan();
    private final AlarmParts alarms =
            new AlarmParts(database.vertx(), database.database(), accessLog, clock, UUID::randomUUID, Announcer.NOBODY);
    private final CameraParts cameras = new CameraParts(new CameraParts.Ground(
            database.vertx(),
            plan,
            database.database(),
            accessLog,
            CameraSettings.DEFAULT,
            alarms.book(),
            edge -> true,
            clock));
    private final RoundParts rounds = new RoundParts(new RoundParts.Ground(
            database.vertx(),
            plan,
            database.database(),
            accessLog,
            new RoundSettings(SHANGHAI),
            alarms.book(),
            block -> List.of(),
            Optional::empty,
            cameras.people(),
            clock,
            UUID::randomUUID));

    @AfterEach
    void close() {
        database.close();
    }

    private static Instant local(String text) {
        return LocalDateTime.parse(text).atZone(SHANGHAI).toInstant();
    }

    private static Principal guard(String name) {
        return new Principal(name, name, Set.of(Role.SECURITY));
    }

    private static JsonObject daily() {
        return new JsonObject()
                .put("kind", "round")
                .put("zh", "每日巡查")
                .put("en", "daily round")
                .put("vault", "ES-V1")
                .put(
                        "rhythm",
                        new JsonObject()
                                .put("kind", "on-days")
                                .put("days", JsonArray.of("monday", "tuesday", "wednesday", "thursday", "friday"))
                                .put("by", "17:30"))
                .put("warnMinutes", 120)
                .put(
                        "checklist",
                        JsonArray.of(
                                new JsonObject()
                                        .put("item", "door")
                                        .put("zh", "门")
                                        .put("en", "door"),
                                new JsonObject()
                                        .put("item", "water")
                                        .put("zh", "水")
                                        .put("en", "water")));
    }

    private static JsonObject disinfection() {
        return daily().put("kind", "disinfection")
                .put(
                        "rhythm",
                        new JsonObject()
                                .put("kind", "every")
                                .put("everyDays", 90)
                                .put("by", "18:00"));
    }

    private RoundRows.Kept put(String id, JsonObject body) {
        return Wait.until(rounds.desk().put(RoundJson.schedule(id, body), "facilities"));
    }

    private static String text(Map<String, Object> view, String name) {
        return String.valueOf(view.get(name));
    }

    private UUID start(String id) {
        return (UUID) Objects.requireNonNull(
                Wait.until(rounds.desk().start(id, guard("guard"))).get("id"));
    }

    private Map<String, Object> answer(UUID run, String item, String answer, String remark) {
        return Wait.until(rounds.desk().answer(run, new RoundDesk.Answer(item, answer, remark, null), "guard"));
    }

    private Map<String, Object> walk(String id) {
        UUID run = start(id);
        answer(run, "door", "ok", "");
        answer(run, "water", "ok", "");
        return Wait.until(rounds.desk().finish(run, "", "guard"));
    }

    private Problem refusal(Future<?> future) {
        try {
            throw new AssertionError("done: " + Wait.until(future));
        } catch (CompletionException e) {
            assertThat(e.getCause()).isInstanceOf(Problem.class);
            return (Problem) Objects.requireNonNull(e.getCause());
        }
    }

    private Instant due(String id) {
        return Wait.until(new RoundRows().find(database.database().reads(), id))
                .orElseThrow()
                .dueAt();
    }

    private List<String> rows(String sql) {
        return database.rows(sql).stream()
                .map(row -> {
                    List<String> cells = new ArrayList<>();
                    for (int i = 0; i < row.size(); i++) {
                        cells.add(String.valueOf(row.getValue(i)));
                    }
                    return String.join(" ", cells);
                })
                .toList();
    }

    private void measured(String sensor, String zone, double celsius, double humidity) {
        for (Map.Entry<String, Double> each :
                Map.of("temperature", celsius, "humidity", humidity).entrySet()) {
            database.rows(
                    "INSERT INTO sensor_latest (sensor, quantity, zone, at, received_at, value, quality) VALUES"
                            + " ($1::text, $2::text, $3::text, $4::timestamptz, $4::timestamptz, $5::float8, 'good')"
                            + " ON CONFLICT (sensor, quantity) DO UPDATE SET at = EXCLUDED.at, value = EXCLUDED.value",
                    sensor,
                    each.getKey(),
                    zone,
                    RoundRows.utc(clock.instant().minusSeconds(60)),
                    each.getValue());
        }
    }

    @Test
    void aRoundHasARecordOfWhoAndWhenAndWhatAndTheAirOfThatTime() {
        put("daily", daily());
        measured("north-1", "v1-north", 21.5, 52);
        measured("elsewhere", "v9", 1, 1);

        UUID run = start("daily");
        answer(run, "door", "ok", "");
        answer(run, "water", "ok", "");
        clock.forward(Duration.ofMinutes(10));
        measured("north-1", "v1-north", 22, 53);
        // an answer given again counts from then on
        answer(run, "water", "not-ok", "a puddle");
        Map<String, Object> done = Wait.until(rounds.desk().finish(run, "mopped up", "guard"));

        assertThat(done).containsEntry("state", "finished").containsEntry("findings", 1);
        assertThat(text(done, "readingsAtStart"))
                .contains("21.5", "north-1", "v1-north")
                .doesNotContain("elsewhere");
        assertThat(text(done, "readingsAtEnd")).contains("22.0");
        assertThat(text(done, "answers")).contains("a puddle", "guard");
        assertThat(rows("SELECT item, answer FROM round_answer ORDER BY no"))
                .containsExactly("door ok", "water ok", "water not-ok");
        assertThat(rows("SELECT kind, subject, result FROM access_log ORDER BY seq"))
                .containsExactly(
                        "round-schedule-made facilities ok",
                        "round-started guard ok",
                        "round-answered guard ok",
                        "round-answered guard ok",
                        "round-answered guard not-ok",
                        "round-finished guard findings",
                        "alarm-raised server round-finding");
        assertThat(due("daily")).isEqualTo(local("2026-11-24T17:30"));
        // and the record stays as it is, whoever has the database in hand
        assertThatThrownBy(() -> database.rows("UPDATE round_run SET findings = 0"))
                .hasMessageContaining("stays as it is");
        assertThatThrownBy(() -> database.rows("DELETE FROM round_answer")).hasMessageContaining("stays as it is");
    }

    @Test
    void whatIsNotAsItShouldBeIsRefused() {
        put("daily", daily());
        assertThat(refusal(rounds.desk().start("weekly", guard("guard"))).code().code())
                .isEqualTo("round-not-found");
        UUID run = start("daily");
        Problem second = refusal(rounds.desk().start("daily", guard("other")));
        assertThat(second.code().code()).isEqualTo("round-going-on");
        assertThat(second.sentence().en()).contains("guard");
        assertThat(refusal(rounds.desk().answer(run, new RoundDesk.Answer("roof", "ok", "", null), "guard"))
                        .code()
                        .code())
                .isEqualTo("round-item-unknown");
        assertThat(refusal(rounds.desk().answer(run, new RoundDesk.Answer("door", "not-ok", " ", null), "guard"))
                        .code()
                        .code())
                .isEqualTo("bad-request");
        answer(run, "door", "not-applicable", "");
        assertThat(refusal(rounds.desk().finish(run, "", "guard")).extras()).containsEntry("open", List.of("water"));
        answer(run, "water", "ok", "");
        Wait.until(rounds.desk().finish(run, "", "other"));
        assertThat(refusal(rounds.desk().finish(run, "", "guard")).code().code())
                .isEqualTo("round-finished");
        assertThat(refusal(rounds.desk().answer(run, new RoundDesk.Answer("door", "ok", "", null), "guard"))
                        .code()
                        .code())
                .isEqualTo("round-finished");
        assertThat(refusal(rounds.desk().finish(UUID.randomUUID(), "", "guard"))
                        .code()
                        .code())
                .isEqualTo("round-run-not-found");
        assertThat(refusal(rounds.desk().put(RoundJson.schedule("x", daily().put("vault", "ES-V7")), "f"))
                        .code()
                        .code())
                .isEqualTo("bad-request");
    }

    @Test
    void overdueRaisesOneAlarmWhichTheRoundClears() {
        put("daily", daily());
        clock.set(local("2026-11-23T17:29:59"));
        assertThat(Wait.until(rounds.sweeper().sweep())).isZero();

        clock.set(local("2026-11-23T17:30:10"));
        assertThat(Wait.until(rounds.sweeper().sweep())).isEqualTo(1);
        assertThat(Wait.until(rounds.sweeper().sweep())).isZero();
        assertThat(rows("SELECT kind, subject, place, state, times, told_late FROM alarm"))
                .containsExactly("round-overdue round:daily ES-V1 unacknowledged 1 false");

        // WHEN it is done two days late
        clock.set(local("2026-11-25T09:00"));
        walk("daily");

        assertThat(rows("SELECT state FROM alarm")).containsExactly("returned");
        assertThat(rows("SELECT state, due_at AT TIME ZONE 'Asia/Shanghai' FROM round_run ORDER BY no"))
                .containsExactly("finished 2026-11-23T17:30", "missed 2026-11-24T17:30");
        assertThat(due("daily")).isEqualTo(local("2026-11-25T17:30"));
        // and a second time on the same day is beyond what is due, once today's is done
        walk("daily");
        walk("daily");
        assertThat(due("daily")).isEqualTo(local("2026-11-26T17:30"));
        assertThat(rows("SELECT count(*) FROM round_run WHERE state = 'finished' AND due_at IS NULL"))
                .containsExactly("1");
    }

    @Test
    void whatBecameOverdueWhileTheServerWasAwayIsToldAtOnceAndMarkedLate() {
        put("spray", disinfection());
        clock.forward(Duration.ofDays(91));
        assertThat(Wait.until(rounds.sweeper().sweep())).isEqualTo(1);
        assertThat(rows("SELECT kind, told_late, happened_at = '" + due("spray") + "' FROM alarm"))
                .containsExactly("disinfection-overdue true true");
        walk("spray");
        assertThat(due("spray")).isEqualTo(local("2027-05-23T18:00"));
    }

    @Test
    void aScheduleThatIsPutOffIsNotOverdueAndItsChecklistOfThenStaysInTheRecord() {
        put("daily", daily());
        UUID run = start("daily");
        clock.set(local("2026-11-24T09:00"));
        Wait.until(rounds.sweeper().sweep());
        assertThat(rows("SELECT state FROM alarm")).containsExactly("unacknowledged");

        RoundRows.Kept changed = put(
                "daily",
                daily().put(
                                "checklist",
                                JsonArray.of(new JsonObject()
                                        .put("item", "roof")
                                        .put("zh", "顶")
                                        .put("en", "roof"))));
        // the same rhythm: still due since yesterday
        assertThat(changed.dueAt()).isEqualTo(local("2026-11-23T17:30"));
        assertThat(rows("SELECT state FROM alarm")).containsExactly("unacknowledged");
        answer(run, "door", "ok", "");

        put("daily", daily().put("active", false));
        assertThat(rows("SELECT state FROM alarm")).containsExactly("returned");
        assertThat(Wait.until(rounds.sweeper().sweep())).isZero();
        assertThat(refusal(rounds.desk().start("daily", guard("guard"))).code().code())
                .isEqualTo("round-not-found");
    }

    @Test
    void twoWhoBeginAtTheSameMomentGetOneRecord() {
        put("daily", daily());
        Future<Map<String, Object>> one = rounds.desk().start("daily", guard("li"));
        Future<Map<String, Object>> two = rounds.desk().start("daily", guard("wang"));
        Wait.until(Future.join(one, two).transform(done -> Future.succeededFuture()));
        assertThat(List.of(one.succeeded(), two.succeeded())).containsExactlyInAnyOrder(true, false);
        assertThat(rows("SELECT count(*) FROM round_run")).containsExactly("1");
    }
}
