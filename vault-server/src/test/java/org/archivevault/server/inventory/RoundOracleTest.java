package org.archivevault.server.inventory;

import static org.archivevault.server.inventory.Shelf.FACE_1B;
import static org.archivevault.server.inventory.Shelf.FACE_2A;
import static org.archivevault.server.inventory.Shelf.OTHER_BLOCK;
import static org.archivevault.server.inventory.Shelf.slot;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * The rules once more, pack by pack and in plain loops, held against what the sets find in invented histories: packs put,
 * moved, taken and brought back while hand-helds read them here and there.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RoundOracleTest {
    private static final int PACKS = 30;
    private static final int HISTORIES = 12;
    private static final double HANDLING = RoundClosing.HANDLING.toSeconds() / 60.0;
    private static final double STRAY = RoundClosing.STRAY.toSeconds() / 60.0;
    private static final List<String> FACES = List.of(FACE_1B, FACE_2A, OTHER_BLOCK);

    private record Stay(String slot, double from, @Nullable Double to) {
        boolean holds(double minute) {
            return from <= minute && (to == null || to > minute);
        }

        String face() {
            return slot.substring(0, slot.length() - Round.SLOT_CHARACTERS);
        }
    }

    private record Read(
            int pack,
            UUID sweep,
            @Nullable String face,
            @Nullable String slot,
            double minute) {
        boolean off(Stay stay) {
            return slot != null ? !slot.equals(stay.slot()) : face != null && !face.equals(stay.face());
        }
    }

    private Shelf shelf;

    @BeforeAll
    void open() {
        shelf = new Shelf(90);
    }

    @AfterAll
    void close() {
        shelf.close();
    }

    @Test
    void sets_and_loops_find_the_same_in_invented_histories() {
        long seed = new Random(System.nanoTime()).nextLong();
        System.out.println("RoundOracleTest seed " + seed);
        Random dice = new Random(seed);
        int found = 0;
        for (int i = 0; i < HISTORIES; i++) {
            found += history(dice, seed + " history " + i);
        }
        // A test that never sees a discrepancy would prove nothing.
        assertThat(found).isGreaterThan(HISTORIES);
    }

    private int history(Random dice, String name) {
        shelf.reset(PACKS);
        UUID round = shelf.round("ES-V1-B1");
        Map<Integer, List<Stay>> stays = new HashMap<>();
        List<Read> reads = new ArrayList<>();
        for (int pack = 1; pack <= PACKS; pack++) {
            List<Stay> ofPack = stays(dice, pack);
            stays.put(pack, ofPack);
            reads.addAll(reads(dice, pack, ofPack));
        }
        stays.forEach((pack, list) -> list.forEach(stay -> shelf.placed(pack, stay.slot(), stay.from(), stay.to())));
        reads.forEach(read -> shelf.read(
                round, read.sweep(), read.pack(), read.slot() != null ? read.slot() : read.face(), read.minute()));

        shelf.close(round);

        List<String> expected = new ArrayList<>();
        Map<String, List<Double>> sweeps = sweeps(stays, reads);
        for (int pack = 1; pack <= PACKS; pack++) {
            judge(pack, stays.getOrDefault(pack, List.of()), of(pack, reads), sweeps)
                    .ifPresent(expected::add);
        }
        assertThat(shelf.found(round)).as("seed " + name).containsExactlyInAnyOrderElementsOf(expected);
        return expected.size();
    }

    /** Up to three stays, each in a slot that only this pack ever has. */
    private static List<Stay> stays(Random dice, int pack) {
        List<Stay> stays = new ArrayList<>();
        double from = dice.nextBoolean() ? -1_000 : minute(dice);
        int count = dice.nextInt(4);
        for (int i = 0; i < count; i++) {
            String slot = slot(FACES.get(dice.nextInt(FACES.size())), pack + 30 * i);
            Double to = i == count - 1 && dice.nextInt(3) > 0 ? null : (Double) (from + 0.5 + dice.nextInt(30) / 2.0);
            stays.add(new Stay(slot, from, to));
            if (to == null) {
                break;
            }
            from = to + dice.nextInt(8) / 2.0;
        }
        return stays;
    }

    private static List<Read> reads(Random dice, int pack, List<Stay> stays) {
        List<Read> reads = new ArrayList<>();
        int count = dice.nextInt(5);
        for (int i = 0; i < count; i++) {
            // Odd seconds per read: no two reads of a pack at the same moment.
            double minute = minute(dice) + (i + 1) / 60.0;
            Optional<Stay> home =
                    stays.stream().filter(stay -> stay.holds(minute)).findFirst();
            String face = home.isPresent() && dice.nextInt(3) > 0 ? home.get().face() : FACES.get(dice.nextInt(2));
            UUID sweep = new UUID(0, dice.nextInt(3));
            switch (dice.nextInt(4)) {
                case 0 -> reads.add(new Read(pack, sweep, null, null, minute));
                case 1 -> {
                    String at = home.isPresent() && face.equals(home.get().face()) && dice.nextBoolean()
                            ? home.get().slot()
                            : slot(face, 1 + dice.nextInt(90));
                    reads.add(new Read(pack, sweep, face, at, minute));
                }
                default -> reads.add(new Read(pack, sweep, face, null, minute));
            }
        }
        return reads;
    }

    private static double minute(Random dice) {
        return dice.nextInt(120) / 2.0;
    }

    private static List<Read> of(int pack, List<Read> reads) {
        return reads.stream().filter(read -> read.pack() == pack).toList();
    }

    /** When the sweeps of each face of the scope began. */
    private static Map<String, List<Double>> sweeps(Map<Integer, List<Stay>> stays, List<Read> reads) {
        Map<String, Double> began = new HashMap<>();
        for (Read read : reads) {
            String face = read.face();
            if (face == null) {
                face = stayAt(stays.getOrDefault(read.pack(), List.of()), read.minute())
                        .map(Stay::face)
                        .orElse(null);
            }
            if (face != null && !face.equals(OTHER_BLOCK)) {
                began.merge(read.sweep() + " " + face, read.minute(), Math::min);
            }
        }
        Map<String, List<Double>> sweeps = new HashMap<>();
        began.forEach((key, minute) -> sweeps.computeIfAbsent(key.split(" ", 2)[1], face -> new ArrayList<>())
                .add(minute));
        return sweeps;
    }

    private static Optional<Stay> stayAt(List<Stay> stays, double minute) {
        return stays.stream().filter(stay -> stay.holds(minute)).findFirst();
    }

    private static Optional<String> judge(
            int pack, List<Stay> stays, List<Read> reads, Map<String, List<Double>> sweeps) {
        Optional<Stay> open = stays.stream().filter(stay -> stay.to() == null).findFirst();
        if (open.isEmpty()) {
            return returned(pack, stays, reads);
        }
        Stay now = open.get();
        List<Read> since =
                reads.stream().filter(read -> now.holds(read.minute())).toList();
        if (since.isEmpty()) {
            boolean swept = sweeps.getOrDefault(now.face(), List.of()).stream()
                    .anyMatch(began -> began >= now.from() + HANDLING);
            boolean inScope = !now.face().equals(OTHER_BLOCK);
            return swept && inScope ? Optional.of("missing P" + pack + " belongs " + now.slot()) : Optional.empty();
        }
        Optional<Read> lastOff = since.stream()
                .filter(read -> read.off(now) && read.minute() >= now.from() + HANDLING)
                .max(Comparator.comparingDouble(Read::minute));
        return lastOff.filter(off -> Stream.of(since)
                        .flatMap(List::stream)
                        .noneMatch(
                                read -> read.face() != null && !read.off(now) && read.minute() >= off.minute() - STRAY))
                .map(off -> "misplaced P" + pack + " belongs " + now.slot() + " seen "
                        + (off.slot() != null ? off.slot() : off.face()));
    }

    /** A pack that stands nowhere now. */
    private static Optional<String> returned(int pack, List<Stay> stays, List<Read> reads) {
        return reads.stream()
                .filter(read -> stayAt(stays, read.minute()).isEmpty())
                .max(Comparator.comparingDouble(Read::minute))
                .filter(read -> stays.stream()
                        .noneMatch(stay -> stay.from() > read.minute()
                                || (stay.to() != null && stay.to() > read.minute() - HANDLING)))
                .map(read -> "unexpected P" + pack
                        + (read.slot() != null
                                ? " seen " + read.slot()
                                : read.face() != null ? " seen " + read.face() : ""));
    }
}
