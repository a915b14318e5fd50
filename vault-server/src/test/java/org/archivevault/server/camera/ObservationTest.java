package org.archivevault.server.camera;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.archivevault.protocol.address.AisleId;
import org.archivevault.protocol.camera.CameraId;
import org.archivevault.protocol.camera.ObservationPhase;
import org.archivevault.protocol.event.EdgeEvent;
import org.archivevault.server.edge.Happened;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ObservationTest {
    private static final Instant NOON = Instant.parse("2026-11-21T04:00:00Z");

    private static Happened noticed(
            int second, String id, ObservationPhase phase, @Nullable Instant source, int... aisles) {
        List<AisleId> in = new ArrayList<>();
        for (int aisle : aisles) {
            in.add(AisleId.parse("ES-V1-B1/" + aisle));
        }
        return new Happened(
                new EdgeEvent.CameraNoticed(new CameraId("cam-b1"), id, phase, "person", in, source),
                NOON.plusSeconds(second));
    }

    @Test
    void severalWordsOfOneThingAreOne() {
        List<Observation> found = Observation.of(List.of(
                noticed(0, "a", ObservationPhase.BEGAN, NOON.minusSeconds(1), 1),
                noticed(2, "b", ObservationPhase.CHANGED, null),
                noticed(3, "a", ObservationPhase.CHANGED, null, 2),
                noticed(9, "a", ObservationPhase.ENDED, NOON.plusSeconds(8))));

        assertThat(found).hasSize(2);
        assertThat(found.get(0)).satisfies(a -> {
            assertThat(a.beganAt()).isEqualTo(NOON);
            assertThat(a.beganKnown()).isTrue();
            assertThat(a.endedAt()).isEqualTo(NOON.plusSeconds(9));
            assertThat(a.aisles()).containsExactly("ES-V1-B1/1", "ES-V1-B1/2");
            assertThat(a.sourceTime()).isEqualTo(NOON.minusSeconds(1));
        });
        // a beginning that was dropped on the way is not invented
        assertThat(found.get(1).beganKnown()).isFalse();
        assertThat(found.get(1).endedAt()).isNull();
    }

    @Test
    void itMakesNoDifferenceHowTheWordsAreCutIntoBatches() {
        long seed = 20261121;
        Random random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            List<Happened> words = new ArrayList<>();
            int second = 0;
            words.add(noticed(second, "a", ObservationPhase.BEGAN, NOON));
            for (int i = random.nextInt(6); i > 0; i--) {
                second += 1 + random.nextInt(5);
                words.add(noticed(second, "a", ObservationPhase.CHANGED, null, 1 + random.nextInt(3)));
            }
            words.add(noticed(second + 1, "a", ObservationPhase.ENDED, null));
            int cut = random.nextInt(words.size() + 1);
            Observation whole = Observation.of(words).get(0);
            Observation parts = java.util.stream.Stream.of(words.subList(0, cut), words.subList(cut, words.size()))
                    .flatMap(part -> Observation.of(part).stream())
                    .reduce(Observation::and)
                    .orElseThrow();
            assertThat(parts).as("seed " + seed + ", round " + round).isEqualTo(whole);
        }
    }

    @Test
    void foreignWordsCannotStopTheLane() {
        Happened odd = new Happened(
                new EdgeEvent.CameraNoticed(
                        new CameraId("cam-b1"),
                        "a\u0000b",
                        ObservationPhase.BEGAN,
                        "per\u0007son".repeat(40),
                        List.of(),
                        Instant.MAX),
                NOON);
        Observation read = Observation.of(List.of(odd)).get(0);
        assertThat(read.observation()).isEqualTo("a?b");
        assertThat(read.label()).hasSize(60).doesNotContain("\u0007");
        assertThat(read.sourceTime()).isNull();
    }

    @Test
    void aPartOfAStillIsReadOrCountedButNeverFails() {
        String good = Base64.getEncoder().encodeToString(new byte[] {1, 2, 3});
        List<Happened> told = List.of(
                still("a".repeat(64), good, NOON),
                still("A".repeat(64), good, NOON),
                still("b".repeat(64), "no base64!", Instant.MIN));
        StillPiece.Read read = StillPiece.of(told);
        assertThat(read.nameless()).containsExactly(new CameraId("cam-b1"));
        assertThat(read.pieces()).hasSize(2);
        assertThat(read.pieces().get(0).content()).isNotNull();
        assertThat(read.pieces().get(1).content()).isNull();
        // a time that nobody can mean is the edge's
        assertThat(read.pieces().get(1).takenAt()).isEqualTo(NOON);
    }

    private static Happened still(String name, String jpeg, Instant taken) {
        return new Happened(new EdgeEvent.StillPart(new CameraId("cam-b1"), null, name, 1, 1, taken, jpeg), NOON);
    }
}
