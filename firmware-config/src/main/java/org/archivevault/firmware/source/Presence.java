package org.archivevault.firmware.source;

import java.util.HashMap;
import java.util.Map;
import org.archivevault.protocol.camera.CameraId;
import org.archivevault.protocol.climate.SensorId;
import org.jspecify.annotations.Nullable;

/**
 * Which sensors and cameras of a source are there. A bridge speaks for all of its devices and a device for itself: there
 * is only what neither of them says is gone.
 */
final class Presence {
    private final Map<SensorId, Boolean> sensors = new HashMap<>();
    private final Map<CameraId, Boolean> cameras = new HashMap<>();
    private @Nullable Boolean whole;

    void forget() {
        sensors.clear();
        cameras.clear();
        whole = null;
    }

    void whole(boolean online) {
        whole = online;
    }

    boolean sensor(SensorId id, @Nullable Boolean own) {
        return remembered(sensors, id, own);
    }

    boolean camera(CameraId id, @Nullable Boolean own) {
        return remembered(cameras, id, own);
    }

    /** Whether a camera's own word was that it is there. */
    boolean hasSaidOnline(CameraId id) {
        return Boolean.TRUE.equals(cameras.get(id));
    }

    private <K> boolean remembered(Map<K, Boolean> known, K id, @Nullable Boolean own) {
        if (own != null) {
            known.put(id, own);
        }
        return !Boolean.FALSE.equals(whole) && !Boolean.FALSE.equals(known.get(id));
    }
}
