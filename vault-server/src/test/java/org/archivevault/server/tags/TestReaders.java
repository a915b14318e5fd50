package org.archivevault.server.tags;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.archivevault.firmware.plan.SitePlan;
import org.archivevault.firmware.reader.ReadPointKind;
import org.archivevault.firmware.reader.ReaderPlan;
import org.archivevault.firmware.reader.ReaderPlan.ReadPoint;
import org.archivevault.firmware.reader.ReaderProfile;
import org.archivevault.protocol.Bilingual;
import org.archivevault.protocol.address.FaceId;
import org.archivevault.protocol.tag.ReadPointId;
import org.archivevault.server.shelving.TestPlan;

/** The small site of the tests with readers: as much equipment as a test wants. */
public final class TestReaders {
    /** What a site may have. */
    public enum Level {
        DESK,
        GATE,
        SHELF
    }

    public static final ReadPointId DESK = new ReadPointId("desk");
    public static final String GATE = "gate";
    /** How long a shelf may miss a tag. */
    public static final Duration SHELF_DEPARTURE = Duration.ofSeconds(2);

    private TestReaders() {}

    /** The read point of a face: antennas see every face of the first three carriages of block B1. */
    public static ReadPointId shelf(FaceId face) {
        return new ReadPointId("shelf-" + face.carriage() + face.face().name().toLowerCase(java.util.Locale.ROOT));
    }

    /** The site of {@link TestPlan} with readers. */
    public static SitePlan planWith(Level... levels) {
        SitePlan plan = TestPlan.plan();
        SitePlan.Vault vault = plan.vaults().get(0);
        List<ReaderPlan> readers = new ArrayList<>();
        for (Level level : levels) {
            readers.add(new ReaderPlan(
                    level.name().toLowerCase(java.util.Locale.ROOT) + "-reader",
                    PROFILE,
                    "localhost",
                    5084,
                    points(level)));
        }
        return new SitePlan(
                plan.site(),
                plan.name(),
                List.of(new SitePlan.Vault(
                        vault.id(), vault.name(), vault.edge(), vault.blocks(), readers, vault.watch())),
                plan.controllers(),
                plan.digest());
    }

    private static final ReaderProfile PROFILE = new ReaderProfile(
            "test-1",
            new Bilingual("测试", "test"),
            32,
            new ReaderProfile.Radio(null, null, 1, 100, true),
            new ReaderProfile.Reporting(1, Duration.ofMillis(200), Duration.ofSeconds(5)),
            Map.of(ReadPointKind.SHELF, new ReaderProfile.Presence(1, SHELF_DEPARTURE, 6)));

    private static List<ReadPoint> points(Level level) {
        return switch (level) {
            case DESK ->
                List.of(new ReadPoint(DESK, ReadPointKind.DESK, List.of(1), Optional.empty(), Optional.empty()));
            case GATE ->
                List.of(
                        gate("gate-inner", ReadPointKind.GATE_INNER, 1),
                        gate("gate-outer", ReadPointKind.GATE_OUTER, 2));
            case SHELF -> shelves();
        };
    }

    private static ReadPoint gate(String name, ReadPointKind kind, int port) {
        return new ReadPoint(new ReadPointId(name), kind, List.of(port), Optional.of(GATE), Optional.empty());
    }

    private static List<ReadPoint> shelves() {
        List<ReadPoint> points = new ArrayList<>();
        for (String text : List.of("01A", "01B", "02A", "02B", "03A", "03B")) {
            FaceId face = FaceId.parse(TestPlan.BLOCK + "-" + text);
            points.add(new ReadPoint(
                    shelf(face), ReadPointKind.SHELF, List.of(points.size() + 1), Optional.empty(), Optional.of(face)));
        }
        return points;
    }
}
