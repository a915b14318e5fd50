package org.archivevault.edge.watch;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.archivevault.firmware.source.Keeping;
import org.archivevault.firmware.source.SourceProfile;
import org.archivevault.firmware.source.SourceProfileLoader;
import org.archivevault.firmware.source.WatchPlan;
import org.archivevault.protocol.Bilingual;
import org.archivevault.protocol.address.AisleId;
import org.archivevault.protocol.address.BlockId;
import org.archivevault.protocol.camera.CameraId;
import org.archivevault.protocol.climate.SensorId;
import org.archivevault.protocol.climate.ZoneId;

/** How vaults of tests are watched. */
public final class Plans {
    public static final BlockId BLOCK = BlockId.parse("ES-V1-B1");
    public static final ZoneId NORTH = new ZoneId("v1-north");
    public static final ZoneId OUTSIDE = new ZoneId("outside");
    public static final CameraId CAMERA = new CameraId("cam-b1");

    private Plans() {}

    public static SourceProfile zigbee() {
        return SourceProfileLoader.bundled("zigbee2mqtt-1");
    }

    public static SourceProfile frigate() {
        return SourceProfileLoader.bundled("frigate-1");
    }

    public static AisleId aisle(int number) {
        return new AisleId(BLOCK, number);
    }

    private static WatchPlan plan(String url, WatchPlan.Source... sources) {
        return new WatchPlan(
                List.of(
                        new WatchPlan.Zone(NORTH, new Bilingual("北区", "North"), Keeping.PAPER, List.of(BLOCK)),
                        new WatchPlan.Zone(OUTSIDE, new Bilingual("室外", "Outside"), Keeping.OUTDOOR, List.of())),
                Optional.of(new WatchPlan.Broker(url, Optional.empty(), Optional.empty())),
                Arrays.asList(sources));
    }

    /** Sensors a, b, … in the paper zone and {@code out} outside. */
    public static WatchPlan sensors(String... names) {
        return plan(
                "tcp://127.0.0.1:1", new WatchPlan.Source("climate", zigbee(), "zigbee2mqtt", named(names), List.of()));
    }

    private static List<WatchPlan.Sensor> named(String... names) {
        return Arrays.stream(names)
                .map(name -> new WatchPlan.Sensor(new SensorId(name), name, name.equals("out") ? OUTSIDE : NORTH))
                .toList();
    }

    /** One camera that watches aisles. */
    public static WatchPlan camera(int... aisles) {
        return plan("tcp://127.0.0.1:1", cameras(camera(CAMERA, aisles)));
    }

    /** Two cameras on the same aisle. */
    public static WatchPlan twoCameras(CameraId other, int aisle) {
        return plan("tcp://127.0.0.1:1", cameras(camera(CAMERA, aisle), camera(other, aisle)));
    }

    private static WatchPlan.Source cameras(WatchPlan.Camera... cameras) {
        return new WatchPlan.Source("cameras", frigate(), "frigate", List.of(), Arrays.asList(cameras));
    }

    private static WatchPlan.Camera camera(CameraId id, int... aisles) {
        Map<String, AisleId> zones = new java.util.HashMap<>();
        IntStream.of(aisles).forEach(aisle -> zones.put("aisle_0" + aisle, aisle(aisle)));
        return new WatchPlan.Camera(id, id.value().replace('-', '_'), NORTH, zones);
    }

    /** One camera of a profile that watches an aisle, on a broker. */
    public static WatchPlan oneCamera(String url, SourceProfile profile, String prefix, int aisle) {
        return plan(url, new WatchPlan.Source("cameras", profile, prefix, List.of(), List.of(camera(CAMERA, aisle))));
    }

    /** Sensors and a camera that watches aisle 3, on a broker. */
    public static WatchPlan whole(String url, int sensors) {
        String[] names = IntStream.range(0, sensors).mapToObj(i -> "s" + i).toArray(String[]::new);
        return plan(
                url,
                new WatchPlan.Source("climate", zigbee(), "zigbee2mqtt", named(names), List.of()),
                cameras(camera(CAMERA, 3)));
    }
}
