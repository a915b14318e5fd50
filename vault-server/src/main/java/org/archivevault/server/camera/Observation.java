package org.archivevault.server.camera;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.archivevault.protocol.camera.CameraId;
import org.archivevault.protocol.camera.ObservationPhase;
import org.archivevault.protocol.event.EdgeEvent;
import org.archivevault.server.edge.Happened;
import org.jspecify.annotations.Nullable;

/**
 * What one or several words of a camera say about one thing that it noticed. Words may have been dropped on the way, so
 * each stands for itself. Pure.
 *
 * @param camera which camera
 * @param observation the camera system's own id
 * @param label what, in its word
 * @param aisles where it has been
 * @param beganAt the first word of it, on the edge's clock
 * @param beganKnown whether that was its beginning
 * @param seenAt the newest word, on the edge's clock
 * @param endedAt its end; null when that was not told
 * @param sourceTime the first time that the camera's own clock gave
 */
record Observation(
        CameraId camera,
        String observation,
        String label,
        SortedSet<String> aisles,
        Instant beganAt,
        boolean beganKnown,
        Instant seenAt,
        @Nullable Instant endedAt,
        @Nullable Instant sourceTime) {
    private static final int LONGEST_LABEL = 60;
    private static final int LONGEST_ID = 128;

    private record Key(CameraId camera, String observation) {}

    /** What the events say, one for each thing noticed, in order of camera and id: rows are locked in that order. */
    static List<Observation> of(List<Happened> events) {
        Map<Key, Observation> found = new LinkedHashMap<>();
        for (Happened happened : events) {
            if (happened.event() instanceof EdgeEvent.CameraNoticed noticed) {
                Observation word = of(noticed, happened.at());
                found.merge(new Key(word.camera, word.observation), word, Observation::and);
            }
        }
        List<Observation> all = new ArrayList<>(found.values());
        all.sort(java.util.Comparator.comparing((Observation o) -> o.camera.value())
                .thenComparing(Observation::observation));
        return all;
    }

    private static Observation of(EdgeEvent.CameraNoticed noticed, Instant at) {
        SortedSet<String> aisles = new TreeSet<>();
        noticed.aisles().forEach(aisle -> aisles.add(aisle.toString()));
        return new Observation(
                noticed.camera(),
                Foreign.text(noticed.observation(), LONGEST_ID),
                Foreign.text(noticed.label(), LONGEST_LABEL),
                aisles,
                at,
                noticed.phase() == ObservationPhase.BEGAN,
                at,
                noticed.phase() == ObservationPhase.ENDED ? at : null,
                Foreign.time(noticed.sourceTime(), at));
    }

    /** Both words together; the other came later. */
    Observation and(Observation later) {
        SortedSet<String> everywhere = new TreeSet<>(aisles);
        everywhere.addAll(later.aisles);
        return new Observation(
                camera,
                observation,
                later.label,
                everywhere,
                later.beganAt.isBefore(beganAt) ? later.beganAt : beganAt,
                beganKnown || later.beganKnown,
                later.seenAt.isAfter(seenAt) ? later.seenAt : seenAt,
                endedAt != null ? endedAt : later.endedAt,
                sourceTime != null ? sourceTime : later.sourceTime);
    }
}
