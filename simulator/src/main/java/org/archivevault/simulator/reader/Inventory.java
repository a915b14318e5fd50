package org.archivevault.simulator.reader;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.archivevault.simulator.tags.Air;
import org.archivevault.simulator.tags.SimulatedTag;

/**
 * The radio: reads the tags that its antennas hear, as many in a second as it can, and collects them until somebody wants
 * them reported. A decision without clock: told what time it is.
 */
final class Inventory {
    /** Noise of an RSSI, evenly in so many dB above and below. */
    private static final int NOISE_DB = 3;
    /** What a neighbour antenna hears: weaker than any read at its own place. */
    private static final int GHOST_DBM = -75;
    /** Reads that could not be done for so long are lost, not made up for. */
    private static final long MOST_CATCH_UP_MILLIS = 1_000;

    private static final int MILLIS_PER_SECOND = 1_000;
    /** An access operation takes about as long as the read itself. */
    private static final int COST_OF_ACCESS = 2;
    /**
     * How long a tag keeps silent after a read, by session: EPC Gen2 has 0.5–5 s for session 1, more than 2 s for 2 and 3.
     * These readers ask the silent ones again then, as dual-target readers do.
     */
    private static final long[] SILENT_MILLIS = {0, 1_000, 2_000, 2_000};

    /** One tag at one antenna. */
    private record Key(SimulatedTag tag, int antenna) {}

    /** Finds what is to be done with a tag besides reading it. */
    interface Accesses {
        Optional<AccessSpec> next(SimulatedTag tag, int antenna);
    }

    private final int readsPerSecond;
    private final Air air;
    private final ReaderFaults faults;
    private final Random random;
    private final Map<SimulatedTag, Long> silentUntil = new HashMap<>();
    private final Map<Key, TagEntry> collected = new LinkedHashMap<>();
    private long budgetMilli;
    private long lastMillis;
    private int nextAntenna;
    private int nextTag;

    Inventory(ReaderSettings settings, Air air, ReaderFaults faults) {
        this.readsPerSecond = settings.readsPerSecond();
        this.air = air;
        this.faults = faults;
        this.random = new Random(settings.seed());
    }

    void begin(long nowMillis) {
        lastMillis = nowMillis;
        budgetMilli = 0;
    }

    int collected() {
        return collected.size();
    }

    /** Takes what was collected, up to a number. */
    List<TagEntry> take(int most) {
        List<TagEntry> taken = new ArrayList<>();
        Iterator<TagEntry> entries = collected.values().iterator();
        while (entries.hasNext() && taken.size() < most) {
            taken.add(entries.next());
            entries.remove();
        }
        return taken;
    }

    /** Reads on until now: each tag at most once per antenna, as many in all as the radio can. */
    void sweep(RoSpec.AiSpec spec, long nowMillis, Accesses accesses) {
        long elapsed = Math.min(nowMillis - lastMillis, MOST_CATCH_UP_MILLIS);
        lastMillis = nowMillis;
        budgetMilli += elapsed * readsPerSecond;
        List<ReaderFault.InTheAir> wrong = faults.lasting(ReaderFault.InTheAir.class);
        int antennas = spec.antennas().size();
        int firstAntenna = nextAntenna % antennas;
        int firstTag = nextTag;
        for (int turn = 0; turn < antennas; turn++) {
            int index = (firstAntenna + turn) % antennas;
            int antenna = spec.antennas().get(index);
            List<Air.Heard> heard = air.heardBy(antenna);
            int start = turn == 0 ? firstTag : 0;
            for (int i = 0; i < heard.size(); i++) {
                int at = (start + i) % heard.size();
                if (budgetMilli < MILLIS_PER_SECOND) {
                    nextAntenna = index;
                    nextTag = at;
                    return;
                }
                budgetMilli -= read(heard.get(at), antenna, spec, nowMillis, wrong, accesses);
            }
        }
        // Time in which no tag answered is gone.
        budgetMilli = Math.min(budgetMilli, MILLIS_PER_SECOND);
        nextAntenna = 0;
        nextTag = 0;
    }

    /** Reads a tag, if it answers, and tells what it cost. */
    private long read(
            Air.Heard heard,
            int antenna,
            RoSpec.AiSpec spec,
            long nowMillis,
            List<ReaderFault.InTheAir> wrong,
            Accesses accesses) {
        SimulatedTag tag = heard.tag();
        int session = spec.session();
        if (session > 0) {
            if (silentUntil.getOrDefault(tag, nowMillis) > nowMillis) {
                return 0;
            }
            silentUntil.put(tag, nowMillis + SILENT_MILLIS[session]);
        }
        if (!wrong.stream().allMatch(fault -> fault.hears(antenna, random))) {
            return MILLIS_PER_SECOND;
        }
        Optional<AccessSpec> access = accesses.next(tag, antenna);
        collect(tag, antenna, heard.rssiDbm() + noise(), nowMillis, access);
        int antennas = spec.antennas().size();
        if (antennas > 1 && wrong.stream().anyMatch(fault -> fault.ghost(random))) {
            int further = 1 + random.nextInt(antennas - 1);
            int other = spec.antennas().get((spec.antennas().indexOf(antenna) + further) % antennas);
            collect(tag, other, GHOST_DBM + noise(), nowMillis, Optional.empty());
        }
        return (long) MILLIS_PER_SECOND * (access.isPresent() ? COST_OF_ACCESS : 1);
    }

    private int noise() {
        return random.nextInt(2 * NOISE_DB + 1) - NOISE_DB;
    }

    private void collect(SimulatedTag tag, int antenna, int rssiDbm, long nowMillis, Optional<AccessSpec> access) {
        collected
                .computeIfAbsent(
                        new Key(tag, antenna),
                        key -> new TagEntry(tag, antenna, 1 + random.nextInt(Capabilities.CHANNELS), nowMillis))
                .read(rssiDbm, nowMillis, access);
    }

    /** Forgets all: power was off. */
    void reset() {
        collected.clear();
        silentUntil.clear();
    }
}
