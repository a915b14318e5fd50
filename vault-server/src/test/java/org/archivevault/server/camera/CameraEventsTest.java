package org.archivevault.server.camera;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import org.archivevault.protocol.address.AisleId;
import org.archivevault.protocol.camera.CameraId;
import org.archivevault.protocol.camera.ObservationPhase;
import org.archivevault.protocol.event.EdgeEvent;
import org.archivevault.protocol.event.Lane;
import org.archivevault.protocol.link.EdgeId;
import org.archivevault.protocol.link.EventBatch;
import org.archivevault.protocol.link.SequencedEvent;
import org.archivevault.server.accesslog.AccessLog;
import org.archivevault.server.edge.EdgeGateway;
import org.archivevault.server.http.Problem;
import org.archivevault.server.testing.TestDatabase;
import org.archivevault.server.testing.Wait;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** On a real PostgreSQL, through the gateway that commits events. */
class CameraEventsTest {
    private static final Instant NOON = Instant.parse("2026-11-21T04:00:00Z");
    private static final long SEED = 421;

    private final TestDatabase database = new TestDatabase();
    private final Vertx vertx = database.vertx();
    private final AccessLog accessLog = new AccessLog(database.database(), Clock.systemUTC());
    private final CameraPlaces places = new CameraPlaces(TestCameras.plan());
    private final EdgeGateway gateway = new EdgeGateway(
            database.database(), accessLog, new CameraEvents(places, Clock.systemUTC()), Clock.systemUTC());
    private final Stills stills = new Stills(vertx, database.database(), accessLog);
    private final StillRetention retention = new StillRetention(places, CameraSettings.DEFAULT, accessLog);
    private final Random random = new Random(SEED);
    private long accessSeq = 1;
    private long telemetrySeq = 1;

    @AfterEach
    void close() {
        database.close();
    }

    private void happened(Instant at, EdgeEvent... events) {
        for (Lane lane : Lane.values()) {
            List<SequencedEvent> batch = new ArrayList<>();
            for (EdgeEvent event : events) {
                if (event.lane() == lane) {
                    batch.add(new SequencedEvent(lane == Lane.ACCESS ? accessSeq++ : telemetrySeq++, at, event));
                }
            }
            if (!batch.isEmpty()) {
                Wait.until(gateway.commit(new EventBatch(
                        new EdgeId("edge-v1"),
                        new UUID(7, 7),
                        lane,
                        batch.get(0).seq(),
                        batch)));
            }
        }
    }

    /** A picture of that size, and as many parts as the edge would make of it. */
    private byte[] jpeg(int size) {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        bytes[0] = (byte) 0xFF;
        bytes[1] = (byte) 0xD8;
        bytes[2] = (byte) 0xFF;
        return bytes;
    }

    private static List<EdgeEvent> parts(byte[] picture, String observation) {
        return parts(picture, StillCheck.nameOf(picture), observation);
    }

    private static List<EdgeEvent> parts(byte[] picture, String name, String observation) {
        int most = EdgeEvent.StillPart.MAX_CHARS / 4 * 3;
        int count = (picture.length + most - 1) / most;
        List<EdgeEvent> parts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            byte[] part = Arrays.copyOfRange(picture, i * most, Math.min(picture.length, (i + 1) * most));
            parts.add(new EdgeEvent.StillPart(
                    TestCameras.CEILING,
                    observation,
                    name,
                    i + 1,
                    count,
                    NOON,
                    Base64.getEncoder().encodeToString(part)));
        }
        return parts;
    }

    private static EdgeEvent[] array(List<EdgeEvent> events) {
        return events.toArray(EdgeEvent[]::new);
    }

    private List<String> rows(String sql) {
        return database.rows(sql).stream()
                .map(row -> {
                    List<String> cells = new ArrayList<>();
                    for (int i = 0; i < row.size(); i++) {
                        Object value = row.getValue(i);
                        cells.add(value instanceof Object[] all ? Arrays.toString(all) : String.valueOf(value));
                    }
                    return String.join(" ", cells);
                })
                .toList();
    }

    private byte[] look(String name) {
        return Wait.until(stills.look(name, "guard", "alarm")).getBytes();
    }

    private String refusal(String name) {
        try {
            look(name);
            throw new AssertionError("shown");
        } catch (CompletionException e) {
            assertThat(e.getCause()).isInstanceOf(Problem.class);
            return ((Problem) java.util.Objects.requireNonNull(e.getCause()))
                    .code()
                    .code();
        }
    }

    @Test
    void whatACameraNoticesIsKeptFromBeginningToEnd() {
        happened(NOON, noticed("a", ObservationPhase.BEGAN, 1), noticed("b", ObservationPhase.CHANGED));
        happened(NOON.plusSeconds(5), noticed("a", ObservationPhase.CHANGED, 2));
        happened(NOON.plusSeconds(9), noticed("a", ObservationPhase.ENDED, 2));

        assertThat(rows("SELECT observation, zone, aisles, began_at = '2026-11-21T04:00:00Z', began_known,"
                        + " extract(epoch FROM ended_at - began_at)::int FROM camera_observation ORDER BY 1"))
                .containsExactly("a v1-north [ES-V1-B1/1, ES-V1-B1/2] true true 9", "b v1-north [] true false null");
        // what is forgotten when its time is over stands nowhere else
        assertThat(rows("SELECT count(*) FROM edge_event")).containsExactly("0");
        List<Observations.Noticed> open = Wait.until(new Observations()
                .goingOn(database.database().reads(), List.of(TestCameras.CEILING), NOON.minusSeconds(60), 10));
        assertThat(open).extracting(Observations.Noticed::observation).containsExactly("b");
    }

    private static EdgeEvent noticed(String id, ObservationPhase phase, int... aisles) {
        List<AisleId> in = Arrays.stream(aisles)
                .mapToObj(n -> AisleId.parse("ES-V1-B1/" + n))
                .toList();
        return new EdgeEvent.CameraNoticed(TestCameras.CEILING, id, phase, "person", in, NOON);
    }

    @Test
    void whetherACameraCanBeBelievedIsKeptWithItsHistory() {
        happened(NOON, new EdgeEvent.CameraChanged(TestCameras.CEILING, true, "resynchronised"));
        happened(NOON.plusSeconds(60), new EdgeEvent.CameraChanged(TestCameras.CEILING, false, "source gone"));
        // a word of before that comes late changes only the history
        happened(NOON.plusSeconds(30), new EdgeEvent.CameraChanged(TestCameras.CEILING, true, "late"));

        CameraStates.Known known =
                Wait.until(new CameraStates().all(database.database().reads())).get("cam-b1");
        assertThat(known).isNotNull().satisfies(k -> {
            assertThat(k.trusted()).isFalse();
            assertThat(k.detail()).isEqualTo("source gone");
            assertThat(k.since()).isEqualTo(Foreign.utc(NOON.plusSeconds(60)));
            assertThat(k.heardAt().toInstant()).isEqualTo(NOON.plusSeconds(60));
        });
        assertThat(rows("SELECT trusted FROM camera_change ORDER BY at")).containsExactly("true", "true", "false");
        // in the access lane, so each is in the access log too
        assertThat(rows("SELECT count(*) FROM access_log WHERE kind = 'edge-camera-changed'"))
                .containsExactly("3");
    }

    @Test
    void aStillIsPutTogetherFromItsPartsInWhateverBatchesTheyCome() {
        byte[] small = jpeg(100);
        byte[] large = jpeg(5 * 36 * 1024 + 77);
        List<EdgeEvent> parts = parts(large, "a");
        assertThat(parts).hasSize(6);

        happened(NOON, array(parts.subList(0, 2)));
        assertThat(refusal(StillCheck.nameOf(large))).isEqualTo("still-not-kept");
        List<EdgeEvent> rest = new ArrayList<>(parts.subList(2, 6));
        rest.addAll(parts(small, "b"));
        // the order is of no matter
        Collections.shuffle(rest, random);
        happened(NOON.plusSeconds(1), array(rest));

        assertThat(look(StillCheck.nameOf(large))).isEqualTo(large);
        assertThat(look(StillCheck.nameOf(small))).isEqualTo(small);
        assertThat(rows("SELECT state, bytes FROM still ORDER BY bytes"))
                .containsExactly("kept 100", "kept " + large.length);
        assertThat(rows("SELECT count(*) FROM still_part")).containsExactly("0");
        // what has a time to be kept is nowhere else
        assertThat(database.number("SELECT max(length(body))::bigint FROM edge_event"))
                .isLessThan(1_000);
        assertThat(rows("SELECT camera, observation, zone FROM still_taken ORDER BY observation"))
                .containsExactly("cam-b1 a v1-north", "cam-b1 b v1-north");
        // every look is on record, with who and what for; and the one that was refused
        assertThat(rows("SELECT subject, result FROM access_log WHERE kind = 'still-seen' ORDER BY seq"))
                .containsExactly("guard still-not-kept", "guard ok", "guard ok");
    }

    @Test
    void theSamePictureToldAgainAddsNothing() {
        byte[] picture = jpeg(50_000);
        happened(NOON, array(parts(picture, "a")));
        happened(NOON.plusSeconds(90), array(parts(picture, "a")));
        assertThat(rows("SELECT count(*), min(told_at) = '2026-11-21T04:00:00Z' FROM still_taken"))
                .containsExactly("1 true");
        assertThat(rows("SELECT stills_kept, stills_damaged FROM camera_state")).containsExactly("1 0");
        assertThat(rows("SELECT count(*) FROM still_part")).containsExactly("0");
    }

    @Test
    void whatIsNotWhatItsNameSaysIsNotKept() {
        byte[] picture = jpeg(40_000);
        byte[] other = jpeg(40_000);
        byte[] gif = "GIF89a, no JPEG".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        happened(NOON, array(parts(other, StillCheck.nameOf(picture), "a")));
        happened(NOON, array(parts(gif, "b")));
        happened(
                NOON,
                new EdgeEvent.StillPart(TestCameras.CEILING, null, "c".repeat(64), 1, 1, NOON, "!!"),
                new EdgeEvent.StillPart(TestCameras.CEILING, null, "no name", 1, 1, NOON, "AAAA"));

        assertThat(rows("SELECT state, detail FROM still ORDER BY detail"))
                .containsExactly(
                        "damaged a part is no base64",
                        "damaged it does not begin as a JPEG does",
                        "damaged its SHA-256 is another one");
        assertThat(rows("SELECT stills_kept, stills_damaged FROM camera_state")).containsExactly("0 4");
        assertThat(refusal(StillCheck.nameOf(picture))).isEqualTo("still-not-kept");
        assertThat(rows("SELECT count(*) FROM still_content")).containsExactly("0");

        // WHEN the true picture comes after all, it is kept
        happened(NOON.plusSeconds(9), array(parts(picture, "a")));
        assertThat(look(StillCheck.nameOf(picture))).isEqualTo(picture);
    }

    @Test
    void aKeptStillStaysKeptWhateverComesUnderItsNameLater() {
        byte[] picture = jpeg(100);
        String name = StillCheck.nameOf(picture);
        happened(NOON, array(parts(picture, "a")));
        happened(NOON, new EdgeEvent.StillPart(TestCameras.CEILING, null, name, 1, 1, NOON, "!!"));
        happened(NOON, array(parts(jpeg(100), name, "a")));
        assertThat(look(name)).isEqualTo(picture);
        assertThat(rows("SELECT stills_kept, stills_damaged FROM camera_state")).containsExactly("1 0");
    }

    @Test
    void partsThatNeverComeAreForgottenAfterAnHourAndCounted() {
        byte[] lost = jpeg(100_000);
        byte[] young = jpeg(100_000);
        happened(NOON, array(parts(lost, "a").subList(0, 2)));
        database.rows("UPDATE still SET told_at = told_at - interval '61 minutes'");
        happened(NOON, array(parts(young, "b").subList(1, 3)));

        int given = Wait.until(database.database().inTransaction(tx -> retention.giveUpIncomplete(tx, Instant.now())));

        assertThat(given).isEqualTo(1);
        assertThat(rows("SELECT state, detail FROM still ORDER BY state"))
                .containsExactly("arriving ", "incomplete 2 of 3 parts came");
        assertThat(rows("SELECT stills_incomplete FROM camera_state")).containsExactly("1");
        assertThat(refusal(StillCheck.nameOf(lost))).isEqualTo("still-not-kept");

        // WHEN its other parts come after all they are of no use; told anew from the first, it is kept
        happened(NOON, array(parts(lost, "a").subList(2, 3)));
        assertThat(refusal(StillCheck.nameOf(lost))).isEqualTo("still-not-kept");
        happened(NOON, array(parts(lost, "a")));
        assertThat(look(StillCheck.nameOf(lost))).isEqualTo(lost);
    }

    @Test
    void notMoreThanABoundedNumberMayBeArriving() {
        List<EdgeEvent> firsts = new ArrayList<>();
        for (int i = 0; i < StillRetention.MOST_ARRIVING + 7; i++) {
            firsts.add(parts(jpeg(40_000), "o" + i).get(0));
        }
        for (int from = 0; from < firsts.size(); from += 20) {
            happened(NOON, array(firsts.subList(from, Math.min(firsts.size(), from + 20))));
        }
        Wait.until(database.database().inTransaction(tx -> retention.giveUpIncomplete(tx, Instant.now())));
        assertThat(rows("SELECT state, count(*) FROM still GROUP BY state ORDER BY state"))
                .containsExactly("arriving " + StillRetention.MOST_ARRIVING, "incomplete 7");
    }

    @Test
    void whenTheDatabaseHoldsOtherBytesThanArrivedNobodyIsShownThem() {
        byte[] picture = jpeg(100);
        happened(NOON, array(parts(picture, "a")));
        database.rows("UPDATE still_content SET jpeg = set_byte(jpeg, 50, (get_byte(jpeg, 50) + 1) % 256)");
        assertThat(refusal(StillCheck.nameOf(picture))).isEqualTo("still-altered");
        assertThat(rows("SELECT result FROM access_log WHERE kind = 'still-seen'"))
                .containsExactly("still-altered");
        assertThat(refusal("d".repeat(64))).isEqualTo("still-not-found");
    }

    @Test
    void withoutAnEntryInTheAccessLogNoPictureLeaves() {
        byte[] picture = jpeg(100);
        happened(NOON, array(parts(picture, "a")));
        // GIVEN a log that cannot be written
        database.rows("CREATE FUNCTION full_log() RETURNS trigger LANGUAGE plpgsql AS"
                + " 'BEGIN RAISE EXCEPTION ''disk full''; END'");
        database.rows("CREATE TRIGGER full_log BEFORE INSERT ON access_log EXECUTE FUNCTION full_log()");
        assertThat(refusal(StillCheck.nameOf(picture))).isEqualTo("log-unavailable");
    }

    @Test
    void aCameraThatThePlanDoesNotHaveIsKeptWithoutAZone() {
        happened(
                NOON,
                new EdgeEvent.CameraNoticed(
                        new CameraId("stranger"), "x", ObservationPhase.BEGAN, "cat", List.of(), null));
        assertThat(rows("SELECT camera, label, zone FROM camera_observation")).containsExactly("stranger cat null");
    }
}
