package org.archivevault.edge.camera;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.archivevault.edge.camera.Stills.Judged;
import org.archivevault.edge.camera.Stills.Why;
import org.archivevault.edge.watch.Plans;
import org.archivevault.firmware.source.Told;
import org.archivevault.protocol.Json;
import org.archivevault.protocol.camera.ObservationPhase;
import org.archivevault.protocol.event.EdgeEvent.StillPart;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class StillsTest {
    private static final Instant NOW = Instant.parse("2026-11-22T01:00:00Z");
    /** Largest event that the outbox takes, in bytes of JSON. */
    private static final int OUTBOX_BYTES = 64 * 1024;

    private final Stills stills = new Stills();

    private static byte[] jpeg(int size, long seed) {
        byte[] bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private Judged judge(byte[] jpeg, @Nullable String observation, double fill, long now) {
        return stills.judge(new Told.Still(Plans.CAMERA, observation, jpeg), false, NOW, fill, now);
    }

    private static List<StillPart> parts(Judged judged) {
        assertThat(judged).isInstanceOf(Judged.Taken.class);
        return ((Judged.Taken) judged).parts();
    }

    private void changed(String observation, ObservationPhase phase) {
        stills.noticed(Plans.CAMERA, observation, phase);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 36 * 1024 - 1, 36 * 1024, 36 * 1024 + 1, 300_000, 576 * 1024})
    void thePartsAreThePictureAndEachFitsTheOutbox(int size) throws Exception {
        byte[] jpeg = jpeg(size, size);
        List<StillPart> parts = parts(judge(jpeg, "x", 0, 0));
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        for (int i = 0; i < parts.size(); i++) {
            StillPart part = parts.get(i);
            assertThat(part.part()).isEqualTo(i + 1);
            assertThat(part.parts()).isEqualTo(parts.size());
            assertThat(part.observation()).isEqualTo("x");
            assertThat(part.takenAt()).isEqualTo(NOW);
            assertThat(Json.bytes(part).length).isLessThan(OUTBOX_BYTES);
            whole.write(Base64.getDecoder().decode(part.jpeg()));
        }
        assertThat(whole.toByteArray()).isEqualTo(jpeg);
        String name =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(jpeg));
        assertThat(parts).allSatisfy(part -> assertThat(part.sha256()).isEqualTo(name));
    }

    @Test
    void onePictureForEachChangeAndNotSoonerThanTwoSeconds() {
        parts(judge(jpeg(10, 1), null, 0, 0));
        changed("x", ObservationPhase.BEGAN);
        assertThat(judge(jpeg(10, 2), null, 0, 1_999)).isEqualTo(new Judged.Left(Why.TOO_SOON));
        parts(judge(jpeg(10, 3), null, 0, 2_000));
        assertThat(judge(jpeg(10, 4), null, 0, 10_000)).isEqualTo(new Judged.Left(Why.NOTHING_NEW));
        changed("x", ObservationPhase.CHANGED);
        assertThat(judge(jpeg(10, 3), null, 0, 11_000)).isEqualTo(new Judged.Left(Why.SAME));
        parts(judge(jpeg(10, 5), null, 0, 11_001));
        // and one now and then in any case
        parts(judge(jpeg(10, 6), null, 0, 41_001));
    }

    @Test
    void aPictureWithoutASightingBelongsToTheOnlyOneThatIsOpen() {
        changed("x", ObservationPhase.BEGAN);
        assertThat(parts(judge(jpeg(10, 1), null, 0, 0)).get(0).observation()).isEqualTo("x");
        changed("y", ObservationPhase.BEGAN);
        assertThat(parts(judge(jpeg(10, 2), null, 0, 5_000)).get(0).observation())
                .isNull();
        changed("x", ObservationPhase.ENDED);
        assertThat(parts(judge(jpeg(10, 3), null, 0, 10_000)).get(0).observation())
                .isEqualTo("y");
        changed("y", ObservationPhase.ENDED);
        assertThat(parts(judge(jpeg(10, 4), null, 0, 15_000)).get(0).observation())
                .isNull();
    }

    @Test
    void noPictureThatIsTooLargeOrOfUnknownAgeOrWouldPushReadingsOut() {
        assertThat(judge(jpeg(576 * 1024 + 1, 1), null, 0, 0)).isEqualTo(new Judged.Left(Why.TOO_LARGE));
        assertThat(judge(new byte[0], null, 0, 0)).isEqualTo(new Judged.Left(Why.TOO_LARGE));
        assertThat(judge(jpeg(10, 1), null, 0.26, 0)).isEqualTo(new Judged.Left(Why.NO_ROOM));
        Told.Still kept = new Told.Still(Plans.CAMERA, null, jpeg(10, 1));
        assertThat(stills.judge(kept, true, NOW, 0, 0)).isEqualTo(new Judged.Left(Why.RETAINED));
        parts(judge(jpeg(10, 1), null, 0.25, 0));
    }
}
