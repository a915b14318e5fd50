package org.archivevault.edge.tags;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.archivevault.firmware.reader.ReadPointKind;
import org.archivevault.firmware.reader.ReaderPlan;
import org.archivevault.firmware.reader.ReaderProfile;
import org.archivevault.protocol.Bilingual;
import org.archivevault.protocol.event.EdgeEvent;
import org.archivevault.protocol.event.EdgeEvent.ReadPointScanned;
import org.archivevault.protocol.event.EdgeEvent.TagArrived;
import org.archivevault.protocol.event.EdgeEvent.TagDeparted;
import org.archivevault.protocol.pack.Epc;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A shelf reader that needs much longer than its turns to hear everything once: it goes from antenna to antenna, hears the
 * tags of each in an order of its own, and misses every tenth. The seed of a failing run is its parameter.
 */
final class SlowShelfReaderTest {
    private static final int ANTENNAS = 4;
    private static final int TAGS_EACH = 400;
    /** 16 s for one round, where three turns are 3 s. */
    private static final int READS_A_TURN = 100;

    private static final long TURN = 1_000;
    private static final long ROUND = TURN * ANTENNAS * TAGS_EACH / READS_A_TURN;
    private static final long DEPARTS = 180_000;
    private static final double MISSED = 0.1;

    private final List<EdgeEvent> events = new ArrayList<>();
    private final Map<Integer, List<Epc>> shelves = new LinkedHashMap<>();
    private final List<TagReport> round = new ArrayList<>();
    private final TagPresence presence = new TagPresence(List.of(plan()), new UUID(1, 0));
    private Random random = new Random();
    private long now = 1_000;

    private static ReaderPlan plan() {
        ReaderProfile profile = new ReaderProfile(
                "slow",
                new Bilingual("慢", "slow"),
                ANTENNAS,
                new ReaderProfile.Radio(null, null, 2, 256, false),
                new ReaderProfile.Reporting(100, Duration.ofMillis(TURN), Duration.ofSeconds(5)),
                Map.of(ReadPointKind.SHELF, new ReaderProfile.Presence(2, Duration.ofMillis(DEPARTS), 6)));
        List<ReaderPlan.ReadPoint> faces = new ArrayList<>();
        for (int port = 1; port <= ANTENNAS; port++) {
            faces.add(Readers.shelf("face-" + port, "ES-V1-B1-0" + port + "B", port));
        }
        return new ReaderPlan("slow-reader", profile, "localhost", 5084, faces);
    }

    private static Epc epc(int antenna, int n) {
        return Played.epc(antenna * 10_000 + n);
    }

    private void fill(long seed) {
        random = new Random(seed);
        for (int antenna = 1; antenna <= ANTENNAS; antenna++) {
            List<Epc> tags = new ArrayList<>();
            for (int n = 0; n < TAGS_EACH; n++) {
                tags.add(epc(antenna, n));
            }
            shelves.put(antenna, tags);
        }
    }

    /** Whom the reader hears next: another round, antenna after antenna, each in a new order. */
    private TagReport next() {
        if (round.isEmpty()) {
            shelves.forEach((antenna, tags) -> {
                List<Epc> order = new ArrayList<>(tags);
                Collections.shuffle(order, random);
                order.forEach(epc -> round.add(new TagReport(antenna, epc, null, -50 - random.nextInt(10), 1)));
            });
            Collections.reverse(round);
        }
        return round.remove(round.size() - 1);
    }

    private void pass(long millis) {
        for (long end = now + millis; now < end; ) {
            now += TagLimits.TICK_MILLIS;
            if (now % TURN == 0) {
                List<TagReport> reports = new ArrayList<>();
                for (int i = 0; i < READS_A_TURN; i++) {
                    TagReport read = next();
                    if (random.nextDouble() >= MISSED) {
                        reports.add(read);
                    }
                }
                presence.reported(0, reports, now);
            }
            presence.tick(now);
            events.addAll(presence.take());
        }
    }

    private <T extends EdgeEvent> List<T> told(Class<T> type) {
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 20_261_122})
    void whatStandsThereIsToldAsScansHoweverSlowTheReaderAndNothingArrivesOrDeparts(long seed) {
        fill(seed);

        // WHEN it reads for an hour
        presence.reading(0, now);
        pass(3_600_000 - 60_000);

        // THEN nothing has arrived, moved or gone
        assertThat(events.stream().filter(e -> !(e instanceof ReadPointScanned)))
                .isEmpty();
        // AND the first scans have every tag of every face
        for (int antenna = 1; antenna <= ANTENNAS; antenna++) {
            String face = "face-" + antenna;
            UUID first = told(ReadPointScanned.class).stream()
                    .filter(s -> s.readPoint().value().equals(face))
                    .findFirst()
                    .orElseThrow()
                    .scan();
            Set<Epc> present = new HashSet<>();
            told(ReadPointScanned.class).stream()
                    .filter(s -> s.scan().equals(first))
                    .forEach(s -> present.addAll(s.present()));
            assertThat(present).hasSizeGreaterThan(TAGS_EACH * 98 / 100);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {4, 5})
    void aPackThatComesAndGoesIsToldOnceEach(long seed) {
        fill(seed);
        presence.reading(0, now);
        pass(300_000);
        Epc pack = epc(9, 9);

        // WHEN one is put among them
        shelves.getOrDefault(2, List.of()).add(pack);
        pass(5 * ROUND);

        // THEN it has arrived
        assertThat(told(TagArrived.class)).singleElement().satisfies(e -> {
            assertThat(e.epc()).isEqualTo(pack);
            assertThat(e.readPoint().value()).isEqualTo("face-2");
        });
        // AND when it is taken it departs, and nothing else does
        shelves.getOrDefault(2, List.of()).remove(pack);
        pass(DEPARTS + 2 * ROUND);
        assertThat(told(TagDeparted.class)).extracting(TagDeparted::epc).containsExactly(pack);
        assertThat(told(TagArrived.class)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(longs = {6})
    void aShelfThatFillsUpSlowsItsReaderAndNothingIsToldTwice(long seed) {
        // GIVEN a reader that began with 10 tags an antenna, each heard many times a turn
        fill(seed);
        shelves.values().forEach(tags -> tags.subList(10, TAGS_EACH).clear());
        presence.reading(0, now);
        pass(60_000);
        assertThat(told(TagArrived.class)).isEmpty();

        // WHEN 390 more come to each
        for (int antenna = 1; antenna <= ANTENNAS; antenna++) {
            for (int n = 10; n < TAGS_EACH; n++) {
                shelves.getOrDefault(antenna, List.of()).add(epc(antenna, n));
            }
        }
        pass(1_800_000);

        // THEN each of them has arrived, once, and none has gone
        assertThat(told(TagArrived.class)).hasSize(ANTENNAS * (TAGS_EACH - 10));
        assertThat(told(TagArrived.class)).extracting(TagArrived::epc).doesNotHaveDuplicates();
        assertThat(told(TagDeparted.class)).isEmpty();
    }
}
