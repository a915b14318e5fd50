package org.archivevault.edge.camera;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.archivevault.firmware.source.Told;
import org.archivevault.protocol.address.AisleId;
import org.archivevault.protocol.camera.CameraId;
import org.archivevault.protocol.camera.ObservationPhase;
import org.archivevault.protocol.event.EdgeEvent.CameraNoticed;

/** Which sightings are worth telling: their beginning, their end, and what changed about where or what; not each frame. */
public final class Notices {
    private record Key(CameraId camera, String observation) {}

    private record Last(String label, List<AisleId> aisles, long at, boolean ended) {}

    private final Map<Key, Last> known = new LinkedHashMap<>();

    /**
     * A camera noticed something.
     *
     * @param noticed what
     * @param now milliseconds on the edge's clock
     * @return the event to be told; empty when it says nothing new
     */
    public Optional<CameraNoticed> tell(Told.Noticed noticed, long now) {
        Key key = new Key(noticed.camera(), noticed.observation());
        Last before = known.get(key);
        boolean ended = noticed.phase() == ObservationPhase.ENDED;
        if (before != null && !ended && !before.ended() && isSame(before, noticed, now)) {
            return Optional.empty();
        }
        if (before != null && before.ended()) {
            return Optional.empty();
        }
        known.put(key, new Last(noticed.label(), noticed.aisles(), now, ended));
        forgetEldest();
        ObservationPhase phase = before != null && noticed.phase() == ObservationPhase.BEGAN
                ? ObservationPhase.CHANGED
                : noticed.phase();
        return Optional.of(new CameraNoticed(
                noticed.camera(),
                noticed.observation(),
                phase,
                noticed.label(),
                noticed.aisles(),
                noticed.sourceTime()));
    }

    private static boolean isSame(Last before, Told.Noticed noticed, long now) {
        return before.label().equals(noticed.label())
                && before.aisles().equals(noticed.aisles())
                && now - before.at() < CameraLimits.STILL_THERE_MILLIS;
    }

    private void forgetEldest() {
        if (known.size() > CameraLimits.OBSERVATIONS_KEPT) {
            known.remove(known.keySet().iterator().next());
        }
    }
}
