package org.archivevault.server.camera;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.archivevault.firmware.plan.SitePlan;
import org.archivevault.firmware.source.Keeping;
import org.archivevault.firmware.source.SourceProfile;
import org.archivevault.firmware.source.WatchPlan;
import org.archivevault.protocol.Bilingual;
import org.archivevault.protocol.address.AisleId;
import org.archivevault.protocol.camera.CameraId;
import org.archivevault.protocol.climate.SensorId;
import org.archivevault.protocol.climate.ZoneId;
import org.archivevault.server.shelving.TestPlan;
import org.archivevault.server.tags.TestReaders;

/** The site of {@link TestPlan} with a gate, three zones, three cameras and two sensors. */
public final class TestCameras {
    /** Shows aisles 1 and 2 of block B1. */
    public static final CameraId CEILING = new CameraId("cam-b1");
    /** Hangs in the zone of block B2, and shows no aisle. */
    public static final CameraId SOUTH = new CameraId("cam-south");
    /** Hangs at the door, in a zone without blocks. */
    public static final CameraId DOOR = new CameraId("cam-door");

    public static final ZoneId NORTH_ZONE = new ZoneId("v1-north");
    public static final ZoneId SOUTH_ZONE = new ZoneId("v1-south");
    public static final ZoneId OUTSIDE = new ZoneId("outside");
    public static final SensorId SENSOR = new SensorId("north-1");

    private TestCameras() {}

    /** The site. */
    public static SitePlan plan() {
        SitePlan plan = TestReaders.planWith(TestReaders.Level.GATE);
        SitePlan.Vault vault = plan.vaults().get(0);
        Bilingual name = new Bilingual("测试", "test");
        SourceProfile profile = new SourceProfile("test-1", name, Duration.ofMinutes(10));
        WatchPlan watch = new WatchPlan(
                List.of(
                        new WatchPlan.Zone(NORTH_ZONE, name, Keeping.PAPER, List.of(TestPlan.BLOCK)),
                        new WatchPlan.Zone(SOUTH_ZONE, name, Keeping.PAPER, List.of(TestPlan.OTHER_BLOCK)),
                        new WatchPlan.Zone(OUTSIDE, name, Keeping.OUTDOOR, List.of())),
                Optional.of(new WatchPlan.Broker("tcp://127.0.0.1:1", Optional.empty(), Optional.empty())),
                List.of(new WatchPlan.Source(
                        "eyes",
                        profile,
                        "eyes",
                        List.of(
                                new WatchPlan.Sensor(SENSOR, "n1", NORTH_ZONE),
                                new WatchPlan.Sensor(new SensorId("roof"), "roof", OUTSIDE)),
                        List.of(
                                new WatchPlan.Camera(
                                        CEILING,
                                        "b1",
                                        NORTH_ZONE,
                                        Map.of(
                                                "one", new AisleId(TestPlan.BLOCK, 1),
                                                "two", new AisleId(TestPlan.BLOCK, 2))),
                                new WatchPlan.Camera(SOUTH, "south", SOUTH_ZONE, Map.of()),
                                new WatchPlan.Camera(DOOR, "door", OUTSIDE, Map.of())))));
        return new SitePlan(
                plan.site(),
                plan.name(),
                List.of(new SitePlan.Vault(
                        vault.id(), vault.name(), vault.edge(), vault.blocks(), vault.readers(), watch)),
                plan.controllers(),
                plan.digest());
    }
}
