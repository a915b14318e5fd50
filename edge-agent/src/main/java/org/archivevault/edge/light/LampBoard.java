package org.archivevault.edge.light;

import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The lamps of one light controller: for whom each is to burn and until when, and what it was last read or written as.
 * What is not known is not written: it is read first, so that a lamp that burns already is not disturbed.
 */
final class LampBoard {
    /** One lamp. */
    private static final class Lamp {
        /** Until when, by reason, on the edge's clock in milliseconds. */
        private final Map<String, Long> held = new HashMap<>();
        /** Null while it is not known. */
        private @Nullable Boolean burns;

        boolean isWanted() {
            return !held.isEmpty();
        }

        boolean differs() {
            return burns != null && burns != isWanted();
        }
    }

    private final SortedMap<Integer, Lamp> lamps = new TreeMap<>();

    LampBoard(Iterable<Integer> numbers) {
        numbers.forEach(number -> lamps.put(number, new Lamp()));
    }

    void hold(int number, String reason, long until) {
        lamp(number).held.merge(reason, until, Math::max);
    }

    /** Whether anything was held for this reason. */
    boolean release(String reason) {
        boolean any = false;
        for (Lamp lamp : lamps.values()) {
            any |= lamp.held.remove(reason) != null;
        }
        return any;
    }

    void expire(long now) {
        for (Lamp lamp : lamps.values()) {
            for (Iterator<Long> ends = lamp.held.values().iterator(); ends.hasNext(); ) {
                if (ends.next() <= now) {
                    ends.remove();
                }
            }
        }
    }

    int held() {
        return lamps.values().stream().mapToInt(lamp -> lamp.held.size()).sum();
    }

    /** What a lamp was read as, or confirmed as after a write. */
    void is(int number, boolean burns) {
        Lamp lamp = lamps.get(number);
        if (lamp != null) {
            lamp.burns = burns;
        }
    }

    /** Nothing is known of a lamp any more: a write to it may or may not have taken effect. */
    void doubt(int number) {
        lamp(number).burns = null;
    }

    /** Nothing is known of any lamp any more. */
    void doubtAll() {
        lamps.values().forEach(lamp -> lamp.burns = null);
    }

    boolean isWanted(int number) {
        return lamp(number).isWanted();
    }

    /** The next lamp that is known to be otherwise than it ought to be; those to be lit first. */
    OptionalInt next() {
        OptionalInt dark = OptionalInt.empty();
        for (Map.Entry<Integer, Lamp> each : lamps.entrySet()) {
            if (each.getValue().differs()) {
                if (each.getValue().isWanted()) {
                    return OptionalInt.of(each.getKey());
                }
                dark = dark.isPresent() ? dark : OptionalInt.of(each.getKey());
            }
        }
        return dark;
    }

    /** Whether a lamp burns for this reason. */
    boolean burnsFor(int number, String reason) {
        Lamp lamp = lamp(number);
        return lamp.held.containsKey(reason) && Boolean.TRUE.equals(lamp.burns);
    }

    /** Whether every lamp is known to be as it ought to be. */
    boolean isSettled() {
        return lamps.values().stream().allMatch(lamp -> lamp.burns != null && !lamp.differs());
    }

    /** How many lamps are known to burn. */
    int burning() {
        return (int) lamps.values().stream()
                .filter(lamp -> Boolean.TRUE.equals(lamp.burns))
                .count();
    }

    private Lamp lamp(int number) {
        Lamp lamp = lamps.get(number);
        if (lamp == null) {
            throw new IllegalArgumentException("no lamp " + number + " is in the plan");
        }
        return lamp;
    }
}
