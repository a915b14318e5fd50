package org.archivevault.firmware.source;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.archivevault.protocol.address.AisleId;
import org.archivevault.protocol.camera.CameraId;
import org.archivevault.protocol.climate.Quantity;
import org.archivevault.protocol.climate.SensorId;
import org.archivevault.protocol.climate.ZoneId;

/** A reader with one source, for tests. */
final class Listening {
    static final Instant NOW = Instant.parse("2026-03-01T08:00:00Z");
    static final SensorId SENSOR = new SensorId("north-1");
    static final CameraId CAMERA = new CameraId("cam-b1");
    static final AisleId AISLE_3 = AisleId.parse("ES-V1-B1/3");
    static final AisleId AISLE_4 = AisleId.parse("ES-V1-B1/4");
    static final ZoneId ZONE = new ZoneId("v1-north");

    final SourceReader reader;

    private Listening(WatchPlan plan) {
        reader = SourceReader.of(plan);
    }

    static Listening to(
            SourceProfile profile, String prefix, List<WatchPlan.Sensor> sensors, List<WatchPlan.Camera> cameras) {
        return new Listening(plan(new WatchPlan.Source("s", profile, prefix, sensors, cameras)));
    }

    static WatchPlan plan(WatchPlan.Source... sources) {
        return new WatchPlan(
                List.of(),
                Optional.of(new WatchPlan.Broker("tcp://localhost:1883", Optional.empty(), Optional.empty())),
                List.of(sources));
    }

    /** One sensor of a bundled profile. */
    static Listening toSensor(String profile, String prefix, String device) {
        return to(SourceProfileLoader.bundled(profile), prefix, List.of(sensor(device)), List.of());
    }

    /** One camera of a bundled profile, whose zones aisle_03 and aisle_04 are aisles. */
    static Listening toCamera(String profile, String prefix, String device) {
        return to(
                SourceProfileLoader.bundled(profile),
                prefix,
                List.of(),
                List.of(new WatchPlan.Camera(CAMERA, device, ZONE, Map.of("aisle_03", AISLE_3, "aisle_04", AISLE_4))));
    }

    static WatchPlan.Sensor sensor(String device) {
        return new WatchPlan.Sensor(SENSOR, device, ZONE);
    }

    List<Told> read(String topic, String payload) {
        return reader.read(topic, payload.getBytes(StandardCharsets.UTF_8), NOW);
    }

    /** The values of a message, when it tells nothing else. */
    Map<Quantity, Double> values(String topic, String payload) {
        return read(topic, payload).stream()
                .map(Told.Measured.class::cast)
                .collect(Collectors.toMap(Told.Measured::quantity, Told.Measured::value));
    }

    static Told.Measured measured(Quantity quantity, double value, String at, boolean historical) {
        return new Told.Measured(SENSOR, quantity, value, at.isEmpty() ? null : Instant.parse(at), historical);
    }
}
