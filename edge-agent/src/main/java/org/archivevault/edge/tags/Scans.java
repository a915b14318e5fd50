package org.archivevault.edge.tags;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.archivevault.protocol.address.BlockId;
import org.archivevault.protocol.event.EdgeEvent;
import org.archivevault.protocol.event.EdgeEvent.ReadPointScanned;
import org.archivevault.protocol.pack.Epc;
import org.jspecify.annotations.Nullable;

/** When a read point is told as a whole, and what is told then. */
final class Scans {
    private final ReadPoints points;
    private final PointState[] states;
    private final Listening[] readers;
    private final UUID boot;
    private final Consumer<EdgeEvent> tell;
    private final Map<BlockId, Integer> openAisles = new HashMap<>();
    private final List<Due> due = new ArrayList<>();
    private long number;

    /**
     * A scan to be told.
     *
     * @param place whose
     * @param listenedMillis how long the antennas listened
     * @param heardSince tags heard before this only are not in it, on the edge's clock
     * @param present the tags
     */
    private record Due(Place place, long listenedMillis, long heardSince, List<Epc> present) {}

    Scans(ReadPoints points, PointState[] states, Listening[] readers, UUID boot, Consumer<EdgeEvent> tell) {
        this.points = points;
        this.states = states;
        this.readers = readers;
        this.boot = boot;
        this.tell = tell;
    }

    /**
     * What a block shows.
     *
     * @param openAisle the one open aisle; 0 when none is; null when unknown
     * @param moving whether carriages move
     */
    void seen(BlockId block, @Nullable Integer openAisle, boolean moving, long now) {
        int before = openAisles.getOrDefault(block, 0);
        int open = moving ? 0 : openAisle == null ? before : openAisle;
        if (open == before) {
            return;
        }
        openAisles.put(block, open);
        for (Place place : points.onAisle(block, before)) {
            closed(states[place.index()], now);
        }
        for (Place place : points.onAisle(block, open)) {
            PointState state = states[place.index()];
            state.open = true;
            state.scanningSince = state.settled ? now : PointState.NEVER;
        }
    }

    private void closed(PointState state, long now) {
        state.open = false;
        if (isWorthTelling(state, now)) {
            ofAisle(state, now);
        }
        state.scanningSince = PointState.NEVER;
    }

    private static boolean isWorthTelling(PointState state, long now) {
        long least = Math.max(TagLimits.SCAN_LEAST_MILLIS, state.place.roundMillis());
        return state.scanningSince != PointState.NEVER && now - state.scanningSince >= least;
    }

    private void ofAisle(PointState state, long now) {
        long listened = now - state.scanningSince;
        add(state, listened, now - Math.min(listened, PointRules.freshMillis(state.place.roundMillis())));
    }

    /** A read point knows all that was there before. */
    void settled(PointState state, long now) {
        long listened = now - readers[state.place.reader()].since();
        add(state, listened, now - listened);
        // Spread over the hour, so that not all are told in one moment.
        long share = TagLimits.SCAN_EVERY_MILLIS * (state.place.index() + 1) / states.length;
        state.nextScanAt = now + share;
        if (state.open) {
            state.scanningSince = now;
        }
    }

    /** A tag that the last scan lacks is there nevertheless: it was hard to hear, or away for a while. */
    void late(PointState state, long now) {
        state.nextScanAt = Math.min(state.nextScanAt, now + TagLimits.LATE_SCAN_MILLIS);
    }

    void look(long now) {
        for (PointState state : states) {
            if (state.scanningSince != PointState.NEVER && now - state.scanningSince >= TagLimits.SCAN_LIMIT_MILLIS) {
                ofAisle(state, now);
                state.scanningSince = now;
            }
            if (now >= state.nextScanAt) {
                long reading = now - readers[state.place.reader()].since();
                add(state, Math.min(reading, state.place.departsAfterMillis()), Long.MIN_VALUE);
                state.nextScanAt = now + TagLimits.SCAN_EVERY_MILLIS;
            }
        }
    }

    private void add(PointState state, long listenedMillis, long heardSince) {
        due.add(new Due(state.place, listenedMillis, heardSince, new ArrayList<>(state.present)));
    }

    /** Tells what is due, in one pass over all tags. */
    void tellDue(Iterable<KnownTag> tags) {
        if (due.isEmpty()) {
            return;
        }
        for (KnownTag tag : tags) {
            Sighting here = tag.here;
            if (here != null) {
                for (Due scan : due) {
                    if (scan.place().is(here.place)) {
                        here.missedByScan |= here.lastAt < scan.heardSince();
                        add(scan, tag.epc, here);
                    }
                }
            }
        }
        due.forEach(this::tellInParts);
        due.clear();
    }

    /** What one scan lacked is in no other until it is heard again. */
    private static void add(Due scan, Epc epc, Sighting here) {
        if (!here.missedByScan) {
            scan.present().add(epc);
        }
    }

    private void tellInParts(Due scan) {
        UUID id = new UUID(boot.getMostSignificantBits(), boot.getLeastSignificantBits() + ++number);
        List<Epc> all = scan.present();
        int parts = Math.max(1, (all.size() + ReadPointScanned.MAX_EPCS - 1) / ReadPointScanned.MAX_EPCS);
        for (int part = 1; part <= parts; part++) {
            int from = (part - 1) * ReadPointScanned.MAX_EPCS;
            List<Epc> some = all.subList(from, Math.min(all.size(), from + ReadPointScanned.MAX_EPCS));
            tell.accept(new ReadPointScanned(scan.place().id(), id, part, parts, scan.listenedMillis(), some));
        }
    }
}
