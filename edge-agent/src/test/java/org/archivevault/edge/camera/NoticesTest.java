package org.archivevault.edge.camera;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.archivevault.edge.watch.Plans;
import org.archivevault.firmware.source.Told;
import org.archivevault.protocol.camera.ObservationPhase;
import org.archivevault.protocol.event.EdgeEvent.CameraNoticed;
import org.junit.jupiter.api.Test;

final class NoticesTest {
    private final Notices notices = new Notices();

    private Optional<ObservationPhase> tell(String id, ObservationPhase phase, long now, Integer... aisles) {
        return notices.tell(
                        new Told.Noticed(
                                Plans.CAMERA,
                                id,
                                phase,
                                "person",
                                List.of(aisles).stream().map(Plans::aisle).toList(),
                                null),
                        now)
                .map(CameraNoticed::phase);
    }

    @Test
    void beginningEndAndWhatChangesAreToldButNotEveryFrame() {
        assertThat(tell("x", ObservationPhase.BEGAN, 0)).contains(ObservationPhase.BEGAN);
        assertThat(tell("x", ObservationPhase.CHANGED, 100)).isEmpty();
        assertThat(tell("x", ObservationPhase.CHANGED, 200, 3)).contains(ObservationPhase.CHANGED);
        assertThat(tell("x", ObservationPhase.CHANGED, 10_199, 3)).isEmpty();
        assertThat(tell("x", ObservationPhase.CHANGED, 10_200, 3)).contains(ObservationPhase.CHANGED);
        assertThat(tell("x", ObservationPhase.ENDED, 10_300, 3)).contains(ObservationPhase.ENDED);
    }

    @Test
    void whatComesTwiceIsToldOnce() {
        assertThat(tell("x", ObservationPhase.BEGAN, 0)).contains(ObservationPhase.BEGAN);
        assertThat(tell("x", ObservationPhase.BEGAN, 1)).isEmpty();
        assertThat(tell("x", ObservationPhase.ENDED, 2)).contains(ObservationPhase.ENDED);
        assertThat(tell("x", ObservationPhase.ENDED, 3)).isEmpty();
        assertThat(tell("x", ObservationPhase.CHANGED, 4)).isEmpty();
        // an end without a beginning that we heard is told
        assertThat(tell("y", ObservationPhase.ENDED, 5)).contains(ObservationPhase.ENDED);
    }

    @Test
    void ofManyTheEldestAreForgottenFirst() {
        IntStream.rangeClosed(0, CameraLimits.OBSERVATIONS_KEPT).forEach(i -> tell("x" + i, ObservationPhase.BEGAN, 0));
        assertThat(tell("x1", ObservationPhase.CHANGED, 1)).isEmpty();
        assertThat(tell("x0", ObservationPhase.CHANGED, 1)).contains(ObservationPhase.CHANGED);
    }
}
