package org.archivevault.simulator.tags;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.archivevault.firmware.reader.ReaderPlan;
import org.archivevault.protocol.pack.Epc;
import org.archivevault.simulator.truth.TruthEvent;
import org.archivevault.simulator.truth.TruthSink;
import org.archivevault.simulator.truth.Turns;

/**
 * All tags of a site and where they really are. People carry them; readers only hear them. May be used from any thread.
 */
public final class TagWorld {
    /** A gate is passed within a second: at walking pace three stages of a third each. */
    private static final long STAGE_MILLIS = 330;

    /** From a shelf to the desk, to the gate or to another shelf nobody takes less: at walking pace, three metres. */
    static final long WALK_MILLIS = 2_000;

    /**
     * A tag at its spot.
     *
     * @param tag which
     * @param spot where
     */
    public record Placed(SimulatedTag tag, Spot spot) {}

    /** Which way a tag is carried through the gate. */
    public enum Way {
        /** Into the vault. */
        IN,
        /** Out of the vault. */
        OUT
    }

    /** Does something later; an edge has the clock. */
    @FunctionalInterface
    public interface Later {
        /**
         * Does something after a time.
         *
         * @param millis 1 upwards
         * @param work what
         */
        void after(long millis, Runnable work);
    }

    private final Map<SimulatedTag, Spot> spots = new LinkedHashMap<>();
    private final Map<Epc, List<SimulatedTag>> byEpc = new HashMap<>();
    private final Map<Object, List<Placed>> regions = new ConcurrentHashMap<>();
    private final Turns turns;
    private final TruthSink truth;
    private final Later later;
    /** Who is on the way, and which of their walks it is. */
    private final Map<Epc, Long> walks = new ConcurrentHashMap<>();

    private final AtomicLong walkNumber = new AtomicLong();

    /**
     * An empty world.
     *
     * @param turns one thing after the other
     * @param truth is told of every tag that comes to another spot
     * @param later the clock of those who walk
     */
    public TagWorld(Turns turns, TruthSink truth, Later later) {
        this.turns = turns;
        this.truth = truth;
        this.later = later;
    }

    /**
     * Puts a tag somewhere, a new one or one that was elsewhere.
     *
     * @param epc its EPC; when there are clones of it, the oldest is moved
     * @param spot where it is from now on
     */
    public void place(Epc epc, Spot spot) {
        walks.remove(epc);
        turns.take(now -> move(oldest(epc).orElseGet(() -> SimulatedTag.of(epc)), spot, now));
    }

    /**
     * Puts one particular tag somewhere, so that clones can be told apart.
     *
     * @param tag which
     * @param spot where it is from now on
     */
    public void place(SimulatedTag tag, Spot spot) {
        turns.take(now -> move(tag, spot, now));
    }

    /**
     * Takes a tag and its clones out of the world.
     *
     * @param epc its EPC
     */
    public void remove(Epc epc) {
        turns.take(now -> {
            List<SimulatedTag> all = byEpc.remove(epc);
            for (SimulatedTag tag : all == null ? List.<SimulatedTag>of() : all) {
                leave(tag);
                truth.record(new TruthEvent.TagSpot(now, epc.value(), tag.tid().value(), "nowhere"));
            }
        });
    }

    /**
     * Walks with a tag: it is in somebody's hands at once, and at its spot after {@link #WALK_MILLIS}, unless it was put
     * elsewhere on the way.
     *
     * @param epc its EPC
     * @param spot where to
     */
    public void walk(Epc epc, Spot spot) {
        walk(epc, Spot.Place.INSIDE, () -> place(epc, spot));
    }

    /**
     * Walks with a tag to the gate, and carries it through.
     *
     * @param epc its EPC
     * @param way which way
     */
    public void walk(Epc epc, Way way) {
        walk(epc, way == Way.OUT ? Spot.Place.INSIDE : Spot.Place.OUTSIDE, () -> carry(epc, way));
    }

    private void walk(Epc epc, Spot meanwhile, Runnable arrive) {
        place(epc, meanwhile);
        long number = walkNumber.incrementAndGet();
        walks.put(epc, number);
        later.after(WALK_MILLIS, () -> {
            if (walks.remove(epc, number)) {
                arrive.run();
            }
        });
    }

    /**
     * Carries a tag through the gate within a second, and then on, to where no antenna is.
     *
     * @param epc a tag of the world
     * @param way which way
     * @throws IllegalArgumentException when there is no such tag
     */
    public void carry(Epc epc, Way way) {
        if (spotOf(epc).isEmpty()) {
            throw new IllegalArgumentException("没有这个标签 / no such tag: " + epc);
        }
        boolean out = way == Way.OUT;
        place(epc, out ? Spot.Place.GATE_INNER : Spot.Place.GATE_OUTER);
        later.after(STAGE_MILLIS, () -> place(epc, Spot.Place.DOORWAY));
        later.after(2 * STAGE_MILLIS, () -> place(epc, out ? Spot.Place.GATE_OUTER : Spot.Place.GATE_INNER));
        later.after(3 * STAGE_MILLIS, () -> place(epc, out ? Spot.Place.OUTSIDE : Spot.Place.INSIDE));
    }

    /**
     * Where a tag is.
     *
     * @param epc any
     * @return empty when there is no such tag
     */
    public Optional<Spot> spotOf(Epc epc) {
        return turns.ask(now -> oldest(epc).map(spots::get));
    }

    /**
     * All tags.
     *
     * @return those that were moved last come last
     */
    public List<Placed> tags() {
        return turns.ask(now -> spots.entrySet().stream()
                .map(entry -> new Placed(entry.getKey(), entry.getValue()))
                .toList());
    }

    /**
     * What the antennas of a reader hear, as the plan says where they are.
     *
     * @param reader of the plan
     * @return its ears
     */
    public Air airOf(ReaderPlan reader) {
        return new Ears(reader, region -> regions.getOrDefault(region, List.of()));
    }

    private Optional<SimulatedTag> oldest(Epc epc) {
        return byEpc.getOrDefault(epc, List.of()).stream().findFirst();
    }

    private void move(SimulatedTag tag, Spot spot, long now) {
        if (!leave(tag)) {
            byEpc.computeIfAbsent(tag.epc(), epc -> new ArrayList<>()).add(tag);
        }
        spots.put(tag, spot);
        List<Placed> there = new ArrayList<>(regions.getOrDefault(spot.region(), List.of()));
        there.add(new Placed(tag, spot));
        regions.put(spot.region(), List.copyOf(there));
        truth.record(new TruthEvent.TagSpot(now, tag.epc().value(), tag.tid().value(), spot.toString()));
    }

    /** Whether it was anywhere. */
    private boolean leave(SimulatedTag tag) {
        Spot before = spots.remove(tag);
        if (before != null) {
            regions.computeIfPresent(
                    before.region(),
                    (region, there) ->
                            there.stream().filter(one -> !one.tag().equals(tag)).toList());
        }
        return before != null;
    }
}
