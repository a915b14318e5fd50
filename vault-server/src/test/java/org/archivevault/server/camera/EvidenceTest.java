package org.archivevault.server.camera;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import org.archivevault.firmware.plan.SitePlan;
import org.archivevault.protocol.address.AisleId;
import org.archivevault.protocol.camera.CameraId;
import org.archivevault.protocol.camera.ObservationPhase;
import org.archivevault.protocol.event.EdgeEvent;
import org.archivevault.protocol.event.Lane;
import org.archivevault.protocol.link.EdgeId;
import org.archivevault.protocol.link.EventBatch;
import org.archivevault.protocol.link.SequencedEvent;
import org.archivevault.server.accesslog.AccessEntry;
import org.archivevault.server.accesslog.AccessLog;
import org.archivevault.server.alarm.AlarmKind;
import org.archivevault.server.alarm.AlarmParts;
import org.archivevault.server.alarm.Announcer;
import org.archivevault.server.alarm.Cause;
import org.archivevault.server.edge.EdgeGateway;
import org.archivevault.server.http.Problem;
import org.archivevault.server.shelving.TestPlan;
import org.archivevault.server.tags.TestReaders;
import org.archivevault.server.testing.HandClock;
import org.archivevault.server.testing.TestDatabase;
import org.archivevault.server.testing.Wait;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What lies around a retrieval and an alarm, and what is kept because of it; on a real PostgreSQL. */
class EvidenceTest {
    private static final Instant NOON = Instant.parse("2026-11-21T04:00:00Z");
    private static final UUID RETRIEVAL = UUID.randomUUID();

    private final HandClock clock = new HandClock(NOON);
    private final TestDatabase database = new TestDatabase();
    private final AccessLog accessLog = new AccessLog(database.database(), clock);
    private final SitePlan plan = TestCameras.plan();
    private final CameraPlaces places = new CameraPlaces(plan);
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
    private final EdgeGateway gateway = new EdgeGateway(database.database(), accessLog, cameras.consumer(), clock);
    private final Stills stills = new Stills(database.vertx(), database.database(), accessLog);
    private final RetrievalEvidence evidence = new RetrievalEvidence(database.database(), places, stills, clock);
    private long accessSeq = 1;
    private long telemetrySeq = 1;
    private int pictures;

    @AfterEach
    void close() {
        database.close();
    }

    private void happened(int second, EdgeEvent event) {
        happened(NOON.plusSeconds(second), event);
    }

    private void happened(Instant at, EdgeEvent event) {
        long seq = event.lane() == Lane.ACCESS ? accessSeq++ : telemetrySeq++;
        Wait.until(gateway.commit(new EventBatch(
                new EdgeId("edge-v1"),
                new UUID(7, 7),
                event.lane(),
                seq,
                List.of(new SequencedEvent(seq, at, event)))));
    }

    private static EdgeEvent noticed(CameraId camera, String id, ObservationPhase phase, int aisle) {
        List<AisleId> in = aisle == 0 ? List.of() : List.of(new AisleId(TestPlan.BLOCK, aisle));
        return new EdgeEvent.CameraNoticed(camera, id, phase, "person", in, null);
    }

    /** A picture of its own; answers its name. */
    private String still(Instant at, CameraId camera, @Nullable String observation) {
        byte[] jpeg = {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF, (byte) pictures++, 0};
        String name = StillCheck.nameOf(jpeg);
        happened(
                at,
                new EdgeEvent.StillPart(
                        camera, observation, name, 1, 1, at, Base64.getEncoder().encodeToString(jpeg)));
        return name;
    }

    private void retrieval(Instant asked, @Nullable Instant left, @Nullable String outcome) {
        database.rows(
                "INSERT INTO retrieval (id, order_no, purpose, asked_by, asked_by_name, pack_no, position_code, block,"
                        + " aisle, state, revision, created_at, changed_at) VALUES ($1::uuid, 'WO-1', '抄表争议', 'li', '李',"
                        + " 'P-1', 'ES-V1-B1-01B-01-1-01', 'ES-V1-B1', 1, 'taken', 3, $2::timestamptz, $2::timestamptz)",
                RETRIEVAL,
                Foreign.utc(asked));
        change(1, asked, "opening");
        if (left != null) {
            change(2, left, "proving");
            // the pack comes back three days later: that is not what is looked at
            change(3, left.plus(Duration.ofDays(3)), "closed");
        }
        if (outcome != null) {
            database.rows(
                    "INSERT INTO retrieval_removal (retrieval, since, outcome) VALUES ($1::uuid, $2::timestamptz, $3::text)",
                    RETRIEVAL,
                    Foreign.utc(asked),
                    outcome);
        }
    }

    private void change(int revision, Instant at, String state) {
        database.rows(
                "INSERT INTO retrieval_change (retrieval, revision, at, state, by_whom)"
                        + " VALUES ($1::uuid, $2::int, $3::timestamptz, $4::text, 'li')",
                RETRIEVAL,
                revision,
                Foreign.utc(at),
                state);
    }

    private UUID alarm(AlarmKind kind, String subject, String place, Instant at) {
        AccessEntry entry = Wait.until(database.database()
                .inTransaction(tx -> alarms.book().raise(tx, Cause.of(kind, subject, place, at), "test")));
        assertThat(entry.kind()).isEqualTo("alarm-raised");
        return database.rows("SELECT id FROM alarm WHERE kind = $1::text AND subject = $2::text", kind.code(), subject)
                .get(0)
                .getUUID(0);
    }

    @SuppressWarnings("unchecked")
    private static <T> List<T> list(Map<String, Object> told, String name) {
        return (List<T>) Objects.requireNonNull(told.get(name), name);
    }

    @Test
    void everythingAroundARetrievalHangsOnItsId() {
        UUID command = UUID.randomUUID();
        org.archivevault.protocol.command.CommandId cause = new org.archivevault.protocol.command.CommandId(command);
        retrieval(NOON, NOON.plusSeconds(120), "taken");
        happened(-600, new EdgeEvent.CameraChanged(TestCameras.CEILING, true, "resynchronised"));
        happened(1, new EdgeEvent.MotionStarted(TestPlan.BLOCK, 1, cause));
        happened(20, new EdgeEvent.MotionStopped(TestPlan.BLOCK, 1, cause, false));
        happened(25, new EdgeEvent.MotionStarted(TestPlan.OTHER_BLOCK, 1, null));
        happened(30, noticed(TestCameras.CEILING, "a", ObservationPhase.BEGAN, 1));
        String inAisle = still(NOON.plusSeconds(31), TestCameras.CEILING, "a");
        happened(60, new EdgeEvent.CameraChanged(TestCameras.CEILING, false, "source gone"));
        String atDoor = still(NOON.plusSeconds(150), TestCameras.DOOR, null);
        // long before and long after, and one that shows what is seen within although it came later
        still(NOON.minusSeconds(900), TestCameras.CEILING, null);
        happened(900, noticed(TestCameras.CEILING, "z", ObservationPhase.BEGAN, 2));
        String late = still(NOON.plusSeconds(2_000), TestCameras.CEILING, "a");
        database.rows("INSERT INTO pack (pack_no, state_since, state_by) VALUES ('P-1', now(), 'test')");
        database.rows("INSERT INTO tag_movement (pack_id, at, what, read_point) SELECT id, '2026-11-21T04:02:20Z',"
                + " 'gate-out', 'gate' FROM pack");
        database.rows("INSERT INTO removal_sign (retrieval, at, kind, pack_no, place)" + " VALUES ('" + RETRIEVAL
                + "', '2026-11-21T04:01:00Z', 'shelf-departed', 'P-1', 'ES-V1-B1-01B')");
        UUID exit = alarm(AlarmKind.UNAPPROVED_EXIT, "pack:P-9", TestReaders.GATE, NOON.plusSeconds(100));
        alarm(AlarmKind.SENSOR_SILENT, "sensor:elsewhere", "another-vault", NOON.plusSeconds(101));
        reading(NOON.minusSeconds(300), 21.0);
        reading(NOON.plusSeconds(300), 30.0);

        Map<String, Object> told = Wait.until(evidence.of(RETRIEVAL, null, null));

        assertThat(String.valueOf(told.get("retrieval"))).contains("WO-1", "抄表争议", "李", "taken");
        assertThat(told).containsEntry("from", NOON.minusSeconds(60)).containsEntry("to", NOON.plusSeconds(240));
        assertThat(RetrievalEvidenceView.changes(told)).containsExactly("opening", "proving", "closed");
        assertThat(EvidenceTest.<Evidence.Movement>list(told, "movements"))
                .extracting(Evidence.Movement::what, Evidence.Movement::aisle, Evidence.Movement::command)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("motion-started", 1, command),
                        org.assertj.core.groups.Tuple.tuple("motion-stopped", 1, command));
        assertThat(EvidenceTest.<Evidence.Crossing>list(told, "crossings"))
                .extracting(Evidence.Crossing::pack, Evidence.Crossing::what)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("P-1", "gate-out"));
        assertThat(EvidenceTest.<Evidence.AlarmNear>list(told, "alarms"))
                .extracting(Evidence.AlarmNear::id)
                .containsExactly(exit);
        assertThat(EvidenceTest.<Observations.Noticed>list(told, "observations"))
                .extracting(Observations.Noticed::observation)
                .containsExactly("a");
        assertThat(EvidenceTest.<Stills.Still>list(told, "stills"))
                .extracting(Stills.Still::sha256)
                .containsExactly(inAisle, atDoor, late);
        // whether the camera could be believed then, and that nothing was known of the others
        assertThat(EvidenceTest.<Evidence.Camera>list(told, "cameras")).satisfies(all -> {
            assertThat(all.get(0).camera()).isEqualTo(TestCameras.CEILING);
            assertThat(all.get(0).nearness()).isEqualTo(Nearness.SHOWS_IT);
            assertThat(all.get(0).trust()).extracting(Evidence.Trust::trusted).containsExactly(true, false);
            assertThat(all).hasSize(3);
            assertThat(all.get(2).trust()).isEmpty();
        });
        assertThat(EvidenceTest.<Evidence.Air>list(told, "climate"))
                .extracting(Evidence.Air::value)
                .containsExactly(21.0);
        assertThat(EvidenceTest.<Map<String, Object>>list(told, "signs")).hasSize(1);
    }

    /** The states of the changes. */
    private static final class RetrievalEvidenceView {
        static List<Object> changes(Map<String, Object> told) {
            List<Object> states = new ArrayList<>();
            EvidenceTest.<Map<String, Object>>list(told, "changes").forEach(change -> states.add(change.get("state")));
            return states;
        }
    }

    private void reading(Instant at, double value) {
        database.rows("SELECT ensure_month('reading', '2026-11-01'::date)::text");
        database.rows(
                "INSERT INTO reading (at, received_at, stored_at, value, historical, sensor, quantity, quality, zone)"
                        + " VALUES ($1::timestamptz, $1::timestamptz, $1::timestamptz, $2::float8, false, 'north-1',"
                        + " 'temperature', 'good', 'v1-north')",
                Foreign.utc(at),
                value);
    }

    @Test
    void anotherStretchCanBeLookedAtAndWhatDoesNotExistIsTold() {
        retrieval(NOON, NOON.plusSeconds(120), null);
        String back = still(NOON.plus(Duration.ofDays(3)), TestCameras.CEILING, null);
        Map<String, Object> told = Wait.until(
                evidence.of(RETRIEVAL, NOON.plus(Duration.ofDays(3)).minusSeconds(60), NOON.plus(Duration.ofDays(4))));
        assertThat(EvidenceTest.<Stills.Still>list(told, "stills"))
                .extracting(Stills.Still::sha256)
                .containsExactly(back);
        assertThat(code(evidence.of(UUID.randomUUID(), null, null))).isEqualTo("retrieval-not-found");
        assertThat(code(new AlarmsAround(database.database(), places, stills).stillsOf(UUID.randomUUID())))
                .isEqualTo("alarm-not-found");
    }

    private static String code(Future<?> future) {
        try {
            throw new AssertionError("done: " + Wait.until(future));
        } catch (CompletionException e) {
            return ((Problem) Objects.requireNonNull(e.getCause())).code().code();
        }
    }

    @Test
    void anAlarmHasTheStillsOfTheCamerasNearIt() {
        String door = still(NOON.minusSeconds(5), TestCameras.DOOR, null);
        String south = still(NOON.plusSeconds(5), TestCameras.SOUTH, null);
        still(NOON.plusSeconds(500), TestCameras.DOOR, null);
        AlarmsAround around = new AlarmsAround(database.database(), places, stills);

        UUID exit = alarm(AlarmKind.UNAPPROVED_EXIT, "pack:P-9", TestReaders.GATE, NOON);
        assertThat(EvidenceTest.<Stills.Still>list(Wait.until(around.stillsOf(exit)), "stills"))
                .extracting(Stills.Still::sha256)
                .containsExactly(door, south);
        UUID damp = alarm(AlarmKind.ABOVE_LIMIT, "sensor:south-1", "v1-south", NOON);
        assertThat(EvidenceTest.<Stills.Still>list(Wait.until(around.stillsOf(damp)), "stills"))
                .extracting(Stills.Still::sha256)
                .containsExactly(south);
        // a pack whose alarm names no place: where it stands
        database.rows("INSERT INTO pack (pack_no, state_since, state_by) VALUES ('P-7', now(), 'test')");
        UUID clone = alarm(AlarmKind.CLONE_SUSPECTED, "pack:P-7", "", NOON);
        assertThat(EvidenceTest.<Stills.Still>list(Wait.until(around.stillsOf(clone)), "stills"))
                .isEmpty();
    }

    @Test
    void aStillIsLetGoWhenItsTimeIsOverUnlessSomethingAroundItIsLookedInto() {
        // GIVEN a quiet still, one at an alarm, and one while a pack was disputed
        String quiet = still(NOON.minusSeconds(5_000), TestCameras.SOUTH, null);
        String exit = still(NOON.plusSeconds(30), TestCameras.DOOR, null);
        alarm(AlarmKind.UNAPPROVED_EXIT, "pack:P-9", TestReaders.GATE, NOON);
        String disputed = still(NOON.plusSeconds(5_010), TestCameras.CEILING, null);
        retrieval(NOON.plusSeconds(5_000), NOON.plusSeconds(5_060), "wrong-pack");
        String beside = still(NOON.plusSeconds(9_000), TestCameras.CEILING, null);

        clock.set(NOON.plus(Duration.ofDays(30)).minusSeconds(60));
        Wait.until(cameras.sweeper().sweep());
        assertThat(states()).containsOnly("kept");

        clock.set(NOON.plus(Duration.ofDays(31)));
        Wait.until(cameras.sweeper().sweep());
        assertThat(stateOf(quiet)).isEqualTo("forgotten null");
        assertThat(stateOf(beside)).isEqualTo("forgotten null");
        assertThat(stateOf(exit)).startsWith("kept alarm:");
        assertThat(stateOf(disputed)).isEqualTo("kept retrieval:" + RETRIEVAL);
        assertThat(code(stills.look(quiet, "guard", ""))).isEqualTo("still-not-kept");
        assertThat(Wait.until(stills.look(exit, "guard", "")).length()).isEqualTo(5);
        // letting go is on record, with the names, and the counts tell it
        assertThat(database.rows("SELECT details FROM access_log WHERE kind = 'stills-forgotten'")
                        .get(0)
                        .getString(0))
                .contains(quiet, beside)
                .doesNotContain(exit);
        assertThat(database.number("SELECT sum(stills_forgotten)::bigint FROM camera_state"))
                .isEqualTo(2);

        // nor are those kept for ever
        clock.set(NOON.plus(Duration.ofDays(367)));
        Wait.until(cameras.sweeper().sweep());
        assertThat(states()).containsOnly("forgotten");
        // a picture whose time was over is not taken again
        happened(
                clock.instant(),
                new EdgeEvent.StillPart(
                        TestCameras.SOUTH,
                        null,
                        quiet,
                        1,
                        1,
                        clock.instant(),
                        Base64.getEncoder().encodeToString(new byte[] {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF, 0, 0})));
        assertThat(stateOf(quiet)).startsWith("forgotten");
        assertThat(database.number("SELECT count(*) FROM still_content")).isZero();
    }

    private List<String> states() {
        return database.rows("SELECT state FROM still").stream()
                .map(row -> row.getString(0))
                .toList();
    }

    private String stateOf(String name) {
        return database.rows(
                        "SELECT state || ' ' || coalesce(held_why, 'null') FROM still WHERE sha256 = $1::text", name)
                .get(0)
                .getString(0);
    }

    @Test
    void aCameraThatCannotBeBelievedIsAnAlarmAfterTwoMinutesAndItsReturnClearsIt() {
        happened(0, new EdgeEvent.CameraChanged(TestCameras.CEILING, false, "source gone"));
        clock.set(NOON.plusSeconds(119));
        Wait.until(cameras.sweeper().sweep());
        assertThat(database.number("SELECT count(*) FROM alarm")).isZero();

        clock.set(NOON.plusSeconds(125));
        Wait.until(cameras.sweeper().sweep());
        Wait.until(cameras.sweeper().sweep());
        assertThat(alarmRows())
                .containsExactly("camera-untrusted camera:cam-b1 v1-north unacknowledged 1 source gone false");

        happened(300, new EdgeEvent.CameraChanged(TestCameras.CEILING, true, "resynchronised"));
        clock.set(NOON.plusSeconds(310));
        Wait.until(cameras.sweeper().sweep());
        assertThat(alarmRows()).hasSize(1).first().asString().contains("returned");
        // one that lasted only while the server was away is told late
        happened(400, new EdgeEvent.CameraChanged(TestCameras.DOOR, false, "power"));
        clock.set(NOON.plusSeconds(4_000));
        Wait.until(cameras.sweeper().sweep());
        assertThat(alarmRows()).anyMatch(row -> row.contains("cam-door") && row.endsWith("true"));
    }

    private List<String> alarmRows() {
        return database
                .rows("SELECT kind || ' ' || subject || ' ' || place || ' ' || state || ' ' || times || ' '"
                        + " || detail || ' ' || told_late FROM alarm ORDER BY raised_at")
                .stream()
                .map(row -> row.getString(0))
                .toList();
    }
}
