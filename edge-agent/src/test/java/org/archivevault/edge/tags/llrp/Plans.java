package org.archivevault.edge.tags.llrp;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.archivevault.firmware.reader.ReadPointKind;
import org.archivevault.firmware.reader.ReaderPlan;
import org.archivevault.firmware.reader.ReaderProfile;
import org.archivevault.protocol.Bilingual;
import org.archivevault.protocol.tag.ReadPointId;

/** Reader plans for tests. */
final class Plans {
    /** So long that no machine is slow enough for a false alarm. */
    static final Duration UNHURRIED = Duration.ofSeconds(60);

    static final ReaderProfile.Radio RADIO = new ReaderProfile.Radio(26.0, 1000, 2, 64, false);

    private Plans() {}

    static ReaderPlan plan(int port, Duration keepAlive, ReaderProfile.Radio radio, Integer... antennas) {
        ReaderProfile profile = new ReaderProfile(
                "test-1",
                new Bilingual("测试", "test"),
                4,
                radio,
                new ReaderProfile.Reporting(20, Duration.ofMillis(400), keepAlive),
                Map.of(ReadPointKind.DESK, new ReaderProfile.Presence(1, Duration.ofSeconds(2), 6)));
        List<ReaderPlan.ReadPoint> points = Arrays.stream(antennas)
                .map(antenna -> new ReaderPlan.ReadPoint(
                        new ReadPointId("desk-" + antenna),
                        ReadPointKind.DESK,
                        List.of(antenna),
                        Optional.empty(),
                        Optional.empty()))
                .toList();
        return new ReaderPlan("desk-reader", profile, "127.0.0.1", port, points);
    }

    static ReaderPlan plan(int port) {
        return plan(port, UNHURRIED, RADIO, 1, 3);
    }
}
