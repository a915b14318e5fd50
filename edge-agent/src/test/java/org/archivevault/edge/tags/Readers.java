package org.archivevault.edge.tags;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.archivevault.firmware.reader.ReadPointKind;
import org.archivevault.firmware.reader.ReaderPlan;
import org.archivevault.firmware.reader.ReaderProfile;
import org.archivevault.protocol.Bilingual;
import org.archivevault.protocol.address.FaceId;
import org.archivevault.protocol.tag.ReadPointId;

/** A small vault's readers: a gate with two sides, a desk, faces in two blocks. */
final class Readers {
    static final int GATE = 0;
    static final int DESK = 1;
    static final int SHELF_1 = 2;
    static final int SHELF_2 = 3;

    static final int GATE_READS = 2;
    static final int DESK_READS = 2;
    static final int SHELF_READS = 2;
    static final long GATE_DEPARTS = 1_000;
    static final long DESK_DEPARTS = 3_000;
    static final long SHELF_DEPARTS = 60_000;
    static final int MARGIN_DB = 6;
    static final long FAST_TURN = 200;
    static final long SHELF_TURN = 1_000;

    private Readers() {}

    static List<ReaderPlan> all() {
        return List.of(
                new ReaderPlan(
                        "gate-reader",
                        profile("portal", FAST_TURN),
                        "gate",
                        5084,
                        List.of(
                                gate("gate-inner", ReadPointKind.GATE_INNER, "gate", 1),
                                gate("gate-outer", ReadPointKind.GATE_OUTER, "gate", 2))),
                new ReaderPlan("desk-reader", profile("desk", FAST_TURN), "desk", 5084, List.of(desk("desk", 1))),
                shelves("shelf-reader-b1", "ES-V1-B1", "b1"),
                shelves("shelf-reader-b2", "ES-V1-B2", "b2"));
    }

    private static ReaderPlan shelves(String name, String block, String prefix) {
        List<ReaderPlan.ReadPoint> faces = new ArrayList<>();
        int port = 1;
        for (String face : List.of("02A", "02B", "03A", "03B")) {
            faces.add(shelf(prefix + "-" + face.toLowerCase(java.util.Locale.ROOT), block + "-" + face, port++));
        }
        return new ReaderPlan(name, profile("shelf", SHELF_TURN), name, 5084, faces);
    }

    static ReaderProfile profile(String name, long turnMillis) {
        return new ReaderProfile(
                name,
                new Bilingual("读写器", "reader"),
                4,
                new ReaderProfile.Radio(null, null, 1, 32, true),
                new ReaderProfile.Reporting(100, Duration.ofMillis(turnMillis), Duration.ofSeconds(2)),
                Map.of(
                        ReadPointKind.GATE_INNER, presence(GATE_READS, GATE_DEPARTS),
                        ReadPointKind.GATE_OUTER, presence(GATE_READS, GATE_DEPARTS),
                        ReadPointKind.DESK, presence(DESK_READS, DESK_DEPARTS),
                        ReadPointKind.SHELF, presence(SHELF_READS, SHELF_DEPARTS)));
    }

    private static ReaderProfile.Presence presence(int reads, long departsMillis) {
        return new ReaderProfile.Presence(reads, Duration.ofMillis(departsMillis), MARGIN_DB);
    }

    static ReaderPlan.ReadPoint gate(String id, ReadPointKind kind, String gate, int port) {
        return new ReaderPlan.ReadPoint(new ReadPointId(id), kind, List.of(port), Optional.of(gate), Optional.empty());
    }

    static ReaderPlan.ReadPoint desk(String id, int port) {
        return new ReaderPlan.ReadPoint(
                new ReadPointId(id), ReadPointKind.DESK, List.of(port), Optional.empty(), Optional.empty());
    }

    static ReaderPlan.ReadPoint shelf(String id, String face, int port) {
        return new ReaderPlan.ReadPoint(
                new ReadPointId(id),
                ReadPointKind.SHELF,
                List.of(port),
                Optional.empty(),
                Optional.of(FaceId.parse(face)));
    }
}
