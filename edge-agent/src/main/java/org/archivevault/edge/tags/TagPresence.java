package org.archivevault.edge.tags;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.archivevault.firmware.reader.ReaderPlan;
import org.archivevault.protocol.address.BlockId;
import org.archivevault.protocol.event.EdgeEvent;
import org.archivevault.protocol.event.EdgeEvent.TagArrived;
import org.archivevault.protocol.event.EdgeEvent.TagDeparted;
import org.archivevault.protocol.event.EdgeEvent.TagMoved;
import org.archivevault.protocol.pack.Epc;
import org.jspecify.annotations.Nullable;

/**
 * Where the tags of one edge are, judged from what its readers report. Pure: every input comes with its time, in
 * milliseconds on the edge's clock, never going back; what is to be told is fetched with {@link #take}. Not for several
 * threads.
 */
public final class TagPresence {
    private final ReadPoints points;
    private final Listening[] readers;
    private final PointState[] states;
    private final Map<Epc, KnownTag> tags = new HashMap<>();
    private final Map<String, GateWatch> gates = new LinkedHashMap<>();
    private final Scans scans;
    private final Suspicions suspicions;
    private final Strangers strangers = new Strangers(this::tell);
    private long latest;
    private List<EdgeEvent> told = new ArrayList<>();
    private long nextSweepAt;
    private long mayMakeRoomAt;
    private long beyondLimit;
    private long unplannedPorts;

    /**
     * Nothing is known yet.
     *
     * @param readers the readers of the vault; a reader's index is its place in this list
     * @param boot this start of the edge; scans are numbered from it
     * @throws IllegalArgumentException when a reader's profile is not made for one of its read points
     */
    public TagPresence(List<ReaderPlan> readers, UUID boot) {
        this(ReadPoints.of(readers), boot);
    }

    TagPresence(ReadPoints points, UUID boot) {
        this.points = points;
        this.readers = new Listening[points.readers().size()];
        for (int r = 0; r < readers.length; r++) {
            readers[r] = points.listeningOf(r);
        }
        this.states = points.places().stream().map(PointState::new).toArray(PointState[]::new);
        this.scans = new Scans(points, states, readers, boot, this::tell);
        this.suspicions = new Suspicions(suspected -> tellUnlessStrange("suspicions", suspected.epc(), suspected));
        for (String gate : points.gates()) {
            gates.put(gate, gateWatch(gate));
        }
    }

    private GateWatch gateWatch(String gate) {
        return new GateWatch(
                gate,
                points.ofGate(gate),
                readers,
                this::heardBesideGate,
                passed -> tellUnlessStrange(gate, passed.epc(), passed));
    }

    private void tell(EdgeEvent event) {
        told.add(event);
    }

    private void tellUnlessStrange(String place, Epc epc, EdgeEvent event) {
        if (strangers.admits(place, epc, latest)) {
            tell(event);
        } else {
            strangers.withheld(place, latest);
        }
    }

    /**
     * What is to be told, in order; each is handed out once.
     *
     * @return the events since this was last asked
     */
    public List<EdgeEvent> take() {
        if (told.isEmpty()) {
            return List.of();
        }
        List<EdgeEvent> taken = told;
        told = new ArrayList<>();
        return taken;
    }

    /**
     * A reader reads from now on.
     *
     * @param reader its index
     * @param now the time
     */
    public void reading(int reader, long now) {
        readers[reader].starts(now);
        points.ofReader(reader).forEach(p -> states[p.index()].reading(now));
    }

    /**
     * A reader does not read any more: nothing is known of its places from here on, and nothing departs from them.
     *
     * @param reader its index
     * @param now the time
     */
    public void silent(int reader, long now) {
        readers[reader].stops(now);
        points.ofReader(reader).forEach(p -> states[p.index()].silent());
    }

    /**
     * A block shows itself: the faces on its open aisle are scanned until it closes.
     *
     * @param block which
     * @param openAisle the one open aisle; 0 when none is; null when unknown
     * @param moving whether carriages move; null when unknown
     * @param now the time
     */
    public void seen(BlockId block, @Nullable Integer openAisle, @Nullable Boolean moving, long now) {
        scans.seen(block, openAisle, Boolean.TRUE.equals(moving), now);
        scans.tellDue(tags.values());
    }

    /**
     * A reader reports.
     *
     * @param reader its index
     * @param reports what it read, all of one moment
     * @param now the time
     */
    public void reported(int reader, List<TagReport> reports, long now) {
        latest = now;
        boolean atGate = false;
        long listening = readers[reader].millis(now);
        for (TagReport report : reports) {
            Place place = points.at(reader, report.antennaPort());
            if (place == null) {
                unplannedPorts++;
                continue;
            }
            GateWatch gate = place.ofGate() ? gates.get(ReadPoints.gateOf(place)) : null;
            if (gate != null) {
                gate.heard(place, report, now);
                atGate = true;
            }
            hear(place, report, now, listening);
        }
        if (atGate) {
            gates.values().forEach(g -> g.look(now));
        }
    }

    private void hear(Place place, TagReport report, long now, long listening) {
        KnownTag tag = known(report.epc(), now);
        if (tag == null) {
            return;
        }
        PointState state = states[place.index()];
        tag.lastAt = now;
        suspicions.answered(tag, report, place);
        int reads = place.isShelf() && !state.settled ? tag.readsOnShelvesOf(place.reader(), now) : 0;
        Sighting sighting = tag.at(place, now, !state.settled);
        // Where it is overheard from afar says nothing of how often it is heard where it is.
        if (place.isShelf() && sighting.reads > 0 && (tag.here == null || tag.here == sighting)) {
            long unheard = listening - sighting.lastListening;
            place.listening().heardAgainAfter(Math.min(unheard, place.rules().departsAfterMillis()));
        }
        sighting.heard(report, now, listening);
        if (place.isShelf() && !state.settled && isNews(reads, sighting)) {
            place.listening().news(now);
        }
        if (tag.here == sighting) {
            if (sighting.missedByScan) {
                sighting.missedByScan = false;
                scans.late(state, now);
            }
        } else if (state.settled && sighting.enough()) {
            judge(tag, sighting, state, now);
        }
        if (tag.others != null) {
            suspicions.heard(tag, sighting, now);
        }
    }

    private static boolean isNews(int readsBefore, Sighting sighting) {
        return readsBefore == 0 || (readsBefore < sighting.place.rules().arrivesAfterReads() && sighting.enough());
    }

    private @Nullable KnownTag known(Epc epc, long now) {
        KnownTag known = tags.get(epc);
        if (known != null) {
            return known;
        }
        if (tags.size() >= TagLimits.MAX_TAGS && now >= mayMakeRoomAt) {
            // At most so often: looking through all of them for each report would be the end of everything else.
            mayMakeRoomAt = now + TagLimits.SWEEP_MILLIS;
            makeRoom(now);
        }
        if (tags.size() >= TagLimits.MAX_TAGS) {
            beyondLimit++;
            return null;
        }
        known = new KnownTag(epc);
        tags.put(epc, known);
        return known;
    }

    /** Forgets tags that are nowhere: first those of which nothing was heard for an hour. */
    private void makeRoom(long now) {
        long hourAgo = now - TagLimits.SCAN_EVERY_MILLIS;
        tags.values().removeIf(t -> t.here == null && t.others == null && t.lastAt < hourAgo);
        if (tags.size() >= TagLimits.MAX_TAGS) {
            tags.values().removeIf(t -> t.here == null && t.others == null);
        }
    }

    /** It is heard often enough at a settled place where it is not believed to be. */
    private void judge(KnownTag tag, Sighting there, PointState state, long now) {
        Sighting here = tag.here;
        if (here == null) {
            settle(tag, there);
            if (there.fromBefore) {
                wasThere(tag);
                scans.late(state, now);
            } else {
                arrived(tag, there, now);
            }
        } else if (there.beats(here, now)) {
            settle(tag, there);
            moved(tag, here, there);
        }
    }

    private void wasThere(KnownTag tag) {
        tag.told = true;
        strangers.knows(tag.epc);
    }

    /** Told now, or, when too many new tags come, as soon as there is allowance and it is still here. */
    private void arrived(KnownTag tag, Sighting there, long now) {
        String place = there.place.ofGate()
                ? ReadPoints.gateOf(there.place)
                : there.place.id().value();
        if (tag.told || strangers.admits(place, tag.epc, now)) {
            wasThere(tag);
            tell(new TagArrived(there.place.id(), tag.epc, tag.tid, there.strongest(), now - there.firstAt));
        } else if (!tag.withheld) {
            tag.withheld = true;
            strangers.withheld(place, now);
        }
    }

    private void moved(KnownTag tag, Sighting from, Sighting to) {
        if (tag.told) {
            tell(new TagMoved(from.place.id(), to.place.id(), tag.epc, tag.tid, to.strongest()));
        }
    }

    private void settle(KnownTag tag, Sighting there) {
        if (tag.here != null) {
            states[tag.here.place.index()].present--;
        }
        tag.settle(there);
        states[there.place.index()].present++;
    }

    /**
     * Time passes. To be called every {@link TagLimits#TICK_MILLIS}.
     *
     * @param now the time
     */
    public void tick(long now) {
        latest = now;
        settlePoints(now);
        gates.values().forEach(g -> g.look(now));
        if (now >= nextSweepAt) {
            nextSweepAt = now + TagLimits.SWEEP_MILLIS;
            sweep(now);
        }
        strangers.look(now);
        scans.look(now);
        scans.tellDue(tags.values());
    }

    private void settlePoints(long now) {
        boolean any = false;
        for (PointState state : states) {
            if (!state.settled && now >= state.settlesAt) {
                state.settlesAt = state.place.isShelf()
                        ? state.place
                                .listening()
                                .shelvesSettleAt(state.place.rules().turnMillis())
                        : now;
                state.settled = now >= state.settlesAt;
                any |= state.settled;
            }
        }
        if (!any) {
            return;
        }
        tags.values().forEach(t -> settleTag(t, now));
        for (PointState state : states) {
            if (state.settled && state.settlesAt != PointState.NEVER) {
                state.settlesAt = PointState.NEVER;
                if (state.place.isShelf()) {
                    state.place.listening().settled();
                }
                scans.settled(state, now);
            }
        }
    }

    /** Of all places that heard it while they settled, the best one has it. */
    private void settleTag(KnownTag tag, long now) {
        Sighting best = null;
        for (Sighting s = tag.others; s != null; s = s.next) {
            boolean may = states[s.place.index()].settled && s.enough() && !s.isOver(now, tag.here == null);
            if (may && (best == null || s.rssiDbm > best.rssiDbm)) {
                best = s;
            }
        }
        if (best == null) {
            return;
        }
        Sighting here = tag.here;
        if (here == null) {
            settle(tag, best);
            wasThere(tag);
        } else if (best.beats(here, now)) {
            settle(tag, best);
            moved(tag, here, best);
        }
    }

    private void sweep(long now) {
        for (Iterator<KnownTag> each = tags.values().iterator(); each.hasNext(); ) {
            KnownTag tag = each.next();
            if (tag.others != null) {
                tag.forgetGlimpses(now);
            }
            Sighting here = tag.here;
            if (here != null && isGone(here, now)) {
                depart(tag, here, now);
            } else if (here != null && !tag.told) {
                arrived(tag, here, now);
            }
            if (tag.mayBeForgotten()) {
                each.remove();
            }
        }
    }

    private boolean isGone(Sighting here, long now) {
        return states[here.place.index()].settled
                && readers[here.place.reader()].millis(now) - here.lastListening >= here.place.departsAfterMillis();
    }

    private void depart(KnownTag tag, Sighting here, long now) {
        for (Sighting s = tag.others; s != null; s = s.next) {
            if (states[s.place.index()].settled && s.enoughToMove()) {
                settle(tag, s);
                moved(tag, here, s);
                return;
            }
        }
        states[here.place.index()].present--;
        tag.leave();
        if (tag.told) {
            tell(new TagDeparted(here.place.id(), tag.epc, now - here.lastAt));
        }
        tag.told = false;
        tag.withheld = false;
    }

    private boolean heardBesideGate(Epc epc, long since) {
        KnownTag tag = tags.get(epc);
        return tag != null && tag.heardBesideGateSince(since);
    }

    /**
     * Reads of tags that were not followed because too many are known ({@link TagLimits}).
     *
     * @return since the start
     */
    public long beyondLimit() {
        return beyondLimit
                + gates.values().stream().mapToLong(GateWatch::beyondLimit).sum();
    }

    /**
     * Numbers for metrics.
     *
     * @return by metric name
     */
    public Map<String, Number> gauges() {
        Map<String, Number> gauges = new HashMap<>();
        for (PointState state : states) {
            gauges.put("tags_present{read_point=\"" + state.place.id() + "\"}", state.present);
        }
        long reading = 0;
        for (Listening reader : readers) {
            reading += reader.reading() ? 1 : 0;
        }
        gauges.put("readers_reading", reading);
        gauges.put("tags_known", tags.size());
        gauges.put(
                "tags_at_gates",
                gates.values().stream().mapToInt(GateWatch::followed).sum());
        gauges.put("tag_reads_beyond_limit_total", beyondLimit());
        gauges.put("tag_reports_of_unplanned_ports_total", unplannedPorts);
        return gauges;
    }
}
