package org.archivevault.firmware.source;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.archivevault.protocol.Bilingual;
import org.archivevault.protocol.address.AisleId;
import org.archivevault.protocol.address.BlockId;
import org.archivevault.protocol.camera.CameraId;
import org.archivevault.protocol.climate.SensorId;
import org.archivevault.protocol.climate.ZoneId;

/**
 * How one vault is watched: its zones, and the sensors and cameras that speak on the devices' broker.
 *
 * @param zones in the order of the file
 * @param broker where the devices publish; present when there is a source
 * @param sources bridges and camera systems
 */
public record WatchPlan(List<Zone> zones, Optional<Broker> broker, List<Source> sources) {
    /** Nothing is watched. */
    public static final WatchPlan NONE = new WatchPlan(List.of(), Optional.empty(), List.of());

    public WatchPlan {
        zones = List.copyOf(zones);
        sources = List.copyOf(sources);
        if (!sources.isEmpty() && broker.isEmpty()) {
            throw new IllegalArgumentException("sources without the broker that they publish on");
        }
    }

    /**
     * A part of a vault, or the air outside, that has one climate.
     *
     * @param id unique in the site plan
     * @param name what people call it
     * @param keeps what it is for
     * @param blocks the blocks that stand in it; every block in at most one zone
     */
    public record Zone(ZoneId id, Bilingual name, Keeping keeps, List<BlockId> blocks) {
        public Zone {
            blocks = List.copyOf(blocks);
        }
    }

    /**
     * The broker of the devices. It may be the one that edge and server use.
     *
     * @param url {@code tcp://host:port} or {@code ssl://host:port}
     * @param userName empty for none
     * @param passwordFile a file that holds the password, relative to the plan; empty for none
     */
    public record Broker(String url, Optional<String> userName, Optional<String> passwordFile) {}

    /**
     * A bridge or camera system.
     *
     * @param name unique in the site plan
     * @param profile how it speaks
     * @param prefix what its topics begin with, without the slash; replaces {@code {prefix}} in the profile's topics
     * @param sensors what it measures with
     * @param cameras what it sees with
     */
    public record Source(
            String name, SourceProfile profile, String prefix, List<Sensor> sensors, List<Camera> cameras) {
        public Source {
            sensors = List.copyOf(sensors);
            cameras = List.copyOf(cameras);
        }
    }

    /**
     * A sensor.
     *
     * @param id unique in the site plan
     * @param device its name at the source; replaces {@code {device}} in the profile's topics
     * @param zone whose climate it measures
     */
    public record Sensor(SensorId id, String device, ZoneId zone) {}

    /**
     * A camera.
     *
     * @param id unique in the site plan
     * @param device its name at the source
     * @param zone where it hangs
     * @param aisles which aisle each of its own zones shows; an aisle that a camera watches may be shut only while the
     *     camera says that nobody is in it
     */
    public record Camera(CameraId id, String device, ZoneId zone, Map<String, AisleId> aisles) {
        public Camera {
            aisles = Map.copyOf(aisles);
        }
    }
}
