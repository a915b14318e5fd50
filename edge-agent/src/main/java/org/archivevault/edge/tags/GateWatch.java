package org.archivevault.edge.tags;

import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import org.archivevault.firmware.reader.ReadPointKind;
import org.archivevault.protocol.event.EdgeEvent.GatePassed;
import org.archivevault.protocol.pack.Epc;
import org.archivevault.protocol.tag.Direction;
import org.jspecify.annotations.Nullable;

/** Follows tags through one gate. */
final class GateWatch {
    private final String gate;
    private final Consumer<GatePassed> tell;
    private final Listening[] readers;
    private final BiPredicate<Epc, Long> heardInsideSince;
    private final Map<Epc, GateTrack> tracks = new HashMap<>();
    /** Reads of the same moment by different readers may be told so far apart. */
    private final long pooledMillis;

    private final long leftMillis;
    private final long decisiveMillis;
    private long beyondLimit;

    /**
     * Follows nothing yet.
     *
     * @param gate its name
     * @param places its read points, at least one
     * @param readers how long each reader has been reading
     * @param heardInsideSince whether a tag was heard well at a desk or shelf at or after a time
     * @param tell is told of passages
     */
    GateWatch(
            String gate,
            List<Place> places,
            Listening[] readers,
            BiPredicate<Epc, Long> heardInsideSince,
            Consumer<GatePassed> tell) {
        this.gate = gate;
        this.readers = readers;
        this.heardInsideSince = heardInsideSince;
        this.tell = tell;
        long turn = places.stream().mapToLong(p -> p.rules().turnMillis()).max().orElse(0);
        boolean oneReader = places.stream().mapToInt(Place::reader).distinct().count() <= 1;
        this.pooledMillis = oneReader ? 0 : turn;
        this.leftMillis = Math.max(TagLimits.GATE_LEFT_MILLIS, 2 * turn + TagLimits.TICK_MILLIS);
        this.decisiveMillis = Math.max(TagLimits.GATE_DECISIVE_MILLIS, turn + TagLimits.TICK_MILLIS);
    }

    void heard(Place place, TagReport report, long now) {
        GateTrack track = track(report.epc());
        if (track != null) {
            GateTrack.Side side =
                    place.plan().kind() == ReadPointKind.GATE_INNER ? GateTrack.Side.INNER : GateTrack.Side.OUTER;
            track.heard(side, place, report, now, readers[place.reader()].millis(now));
        }
    }

    private @Nullable GateTrack track(Epc epc) {
        GateTrack known = tracks.get(epc);
        if (known == null) {
            if (tracks.size() >= TagLimits.MAX_AT_GATE) {
                tracks.values().removeIf(GateTrack::isOver);
            }
            if (tracks.size() >= TagLimits.MAX_AT_GATE) {
                beyondLimit++;
                return null;
            }
            known = new GateTrack(epc);
            tracks.put(epc, known);
        }
        return known;
    }

    /** Looks at every tag; also called at the end of each report, where all reads are of one moment. */
    void look(long now) {
        for (Iterator<GateTrack> each = tracks.values().iterator(); each.hasNext(); ) {
            GateTrack track = each.next();
            if (track.isOver()) {
                if (track.mayBeForgotten(now)) {
                    each.remove();
                }
                continue;
            }
            track.judge(now, pooledMillis);
            Direction direction = track.decided(now, readers, decisiveMillis);
            if (direction == null && track.hasLeft(now, readers, leftMillis)) {
                direction = track.left(now, heardInsideSince.test(track.epc, track.lastAt()));
            }
            if (direction != null) {
                tell.accept(new GatePassed(gate, track.epc, track.tid, direction, now - track.firstAt()));
            }
        }
    }

    /** Reads of tags that could not be followed. */
    long beyondLimit() {
        return beyondLimit;
    }

    int followed() {
        return tracks.size();
    }
}
