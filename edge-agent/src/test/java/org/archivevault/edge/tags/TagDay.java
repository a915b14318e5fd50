package org.archivevault.edge.tags;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.UUID;
import org.archivevault.firmware.reader.ReadPointKind;
import org.archivevault.firmware.reader.ReaderPlan;
import org.archivevault.protocol.address.BlockId;
import org.archivevault.protocol.event.EdgeEvent;
import org.archivevault.protocol.event.EdgeEvent.ReadPointScanned;
import org.archivevault.protocol.pack.Epc;
import org.archivevault.protocol.tag.Direction;
import org.archivevault.protocol.tag.Tid;
import org.jspecify.annotations.Nullable;

/**
 * A vault's day from a seed, in virtual time: packs are carried about, readers overhear, miss, see ghosts and fall silent,
 * aisles open and close, a clone turns up. Everything around the decision is played here; the decision is the real one.
 */
final class TagDay {
    private static final long TICK = TagLimits.TICK_MILLIS;
    private static final int PACKS = 260;
    /** All on one face, so that its scans have parts. */
    private static final int CROWD = 230;

    private static final int CROWDED_FACE = 4;
    private static final int INNER = 0;
    private static final int OUTER = 1;
    private static final int DESK = 2;
    private static final int FIRST_FACE = 3;
    private static final int FACES = 8;
    private static final double HEARD = 0.97;
    private static final double OVERHEARD = 0.25;

    /** A tag and where it really is. */
    static final class Pack {
        final Epc epc;
        final Tid tid;
        /** At which places: none, one, or both sides of the gate. */
        final boolean[] at = new boolean[FIRST_FACE + FACES];
        /** When it came there, and when it (or its ghost) was last there. */
        final long[] since = new long[at.length];

        final long[] until = new long[at.length];
        boolean busy;
        boolean outside;
        /** There is or was a second tag of the same EPC: where "it" is has no answer. */
        boolean cloned;

        Pack(int n) {
            epc = Played.epc(n);
            tid = Played.tid(n);
            Arrays.fill(until, Long.MIN_VALUE / 2);
        }

        boolean nowhere() {
            for (boolean there : at) {
                if (there) {
                    return false;
                }
            }
            return true;
        }
    }

    private record Event(long at, long order, Runnable what) {}

    final TagDayRules rules;
    private final Bug bug;
    private final Random random;
    private final List<ReaderPlan> plans = Readers.all();
    private final List<Pack> packs = new ArrayList<>();
    private final boolean[] reading = new boolean[plans.size()];
    private final Map<String, Long> ghosts = new HashMap<>();
    private final int[] openAisle = new int[2];
    private final PriorityQueue<Event> queue = new PriorityQueue<>(
            (a, b) -> a.at() != b.at() ? Long.compare(a.at(), b.at()) : Long.compare(a.order(), b.order()));
    private final TagPresence presence;
    private @Nullable TagReport clone;
    private long now = 1_000;
    private long order;
    private int told;
    /** {@code -Dtrace=EPC} prints what happens to one tag, for a seed that fails. */
    private final @Nullable String trace = System.getProperty("trace");

    TagDay(long seed, Bug bug) {
        this.bug = bug;
        this.random = new Random(seed);
        List<Place> places = ReadPoints.of(plans).places();
        this.presence = new TagPresence(
                new ReadPoints(
                        plans.stream().map(ReaderPlan::name).toList(),
                        places.stream().map(this::bugged).toList()),
                new UUID(seed, 0));
        this.rules = new TagDayRules(places, packs);
    }

    private Place bugged(Place place) {
        PointRules r = place.rules();
        PointRules rules = switch (bug) {
            case GHOSTS_ARRIVE ->
                new PointRules(1, r.departsAfterMillis(), r.moveMarginDb(), r.settlingMillis(), r.turnMillis());
            case DEPARTS_EARLY -> departing(r, r.departsAfterMillis() / 4);
            case DEPARTS_NEVER -> departing(r, Long.MAX_VALUE);
            case NO_SETTLING -> new PointRules(r.arrivesAfterReads(), r.departsAfterMillis(), r.moveMarginDb(), 0, 1);
            case NO_MARGIN ->
                new PointRules(r.arrivesAfterReads(), r.departsAfterMillis(), -30, r.settlingMillis(), r.turnMillis());
            case TRAVEL_TOO_EAGER ->
                new PointRules(
                        r.arrivesAfterReads(), r.departsAfterMillis(), r.moveMarginDb(), r.settlingMillis(), -10_000);
            default -> r;
        };
        return new Place(
                place.index(),
                place.reader(),
                bug == Bug.SIDES_SWAPPED ? swapped(place.plan()) : place.plan(),
                rules,
                place.listening());
    }

    private static PointRules departing(PointRules r, long after) {
        return new PointRules(r.arrivesAfterReads(), after, r.moveMarginDb(), r.settlingMillis(), r.turnMillis());
    }

    private static ReaderPlan.ReadPoint swapped(ReaderPlan.ReadPoint p) {
        ReadPointKind kind = switch (p.kind()) {
            case GATE_INNER -> ReadPointKind.GATE_OUTER;
            case GATE_OUTER -> ReadPointKind.GATE_INNER;
            default -> p.kind();
        };
        return new ReaderPlan.ReadPoint(p.id(), kind, p.antennaPorts(), p.gate(), p.face());
    }

    TagDayRules run(long millis) {
        for (int n = 0; n < PACKS; n++) {
            Pack pack = new Pack(n);
            packs.add(pack);
            put(pack, n < CROWD ? CROWDED_FACE : FIRST_FACE + random.nextInt(FACES));
        }
        for (int r = 0; r < reading.length; r++) {
            int reader = r;
            at(between(0, 2_000), () -> wake(reader));
        }
        at(20_000, this::errand);
        at(20_000, () -> open(0));
        at(20_000, () -> open(1));
        at(20_000, this::ghost);
        at(between(200_000, millis - 100_000), this::cloneComes);
        for (long end = now + millis; now < end; now += TICK) {
            tick();
        }
        rules.dayOver(now);
        return rules;
    }

    private void tick() {
        while (!queue.isEmpty() && queue.peek().at() <= now) {
            Objects.requireNonNull(queue.poll()).what().run();
        }
        for (int r = 0; r < reading.length; r++) {
            if (reading[r] && now % plans.get(r).profile().reporting().turn().toMillis() == 0) {
                presence.reported(r, turnOf(r), now);
            }
        }
        if (bug != Bug.LATE_TICKS || now % 2_000 == 0) {
            presence.tick(now);
        }
        drain();
        rules.look(now);
    }

    private void at(long delay, Runnable what) {
        queue.add(new Event(now + delay, order++, what));
    }

    private long between(long least, long most) {
        return least + (long) (random.nextDouble() * (most - least + 1));
    }

    private void drain() {
        for (EdgeEvent event : presence.take()) {
            if (trace != null && event.toString().contains(trace)) {
                System.out.println(now + " told " + event);
            }
            told++;
            boolean lost = bug == Bug.SWALLOWS_EVENTS && told % 20 == 0;
            boolean cut = bug == Bug.LOSES_PARTS && event instanceof ReadPointScanned scan && scan.part() > 1;
            if (!lost && !cut) {
                rules.told(event, now);
            }
            if (bug == Bug.TELLS_TWICE && told % 20 == 0) {
                rules.told(event, now);
            }
        }
    }

    // ---- what antennas hear

    private List<TagReport> turnOf(int reader) {
        List<TagReport> reports = new ArrayList<>();
        for (Pack pack : packs) {
            for (Place place : rules.places()) {
                if (place.reader() == reader) {
                    hear(pack, place, reports);
                }
            }
        }
        TagReport second = clone;
        if (second != null && reader == Readers.DESK) {
            reports.add(second);
        }
        return reports;
    }

    private void hear(Pack pack, Place place, List<TagReport> reports) {
        int index = place.index();
        // What walks through the gate is always heard there, so that the rules know what to expect.
        if (pack.at[index] && (place.ofGate() || random.nextDouble() < HEARD)) {
            reports.add(report(pack, place, -53 + random.nextInt(7)));
        } else if (TagDayRules.neighbours(index).stream().anyMatch(n -> pack.at[n])
                && random.nextDouble() < OVERHEARD) {
            reports.add(report(pack, place, -66 + random.nextInt(7)));
        }
    }

    private TagReport report(Pack pack, Place place, int rssi) {
        Tid tid = bug == Bug.FORGETS_TIDS ? null : pack.tid;
        return new TagReport(place.plan().antennaPorts().get(0), pack.epc, tid, rssi, 1);
    }

    /** One read of a tag that is elsewhere, or of none that exists. */
    private void ghost() {
        at(between(500, 3_000), this::ghost);
        Place place = rules.places().get(random.nextInt(rules.places().size()));
        Pack pack = packs.get(random.nextInt(packs.size()));
        boolean unknown = random.nextInt(3) == 0;
        Epc epc = unknown ? Played.epc(1_000_000 + random.nextInt(1_000_000)) : pack.epc;
        Long last = ghosts.get(epc + " " + place.id());
        if (!reading[place.reader()] || pack.busy || pack.cloned || (last != null && now - last < 10_000)) {
            return;
        }
        ghosts.put(epc + " " + place.id(), now);
        if (!unknown) {
            pack.until[place.index()] = now;
        }
        presence.reported(
                place.reader(),
                List.of(new TagReport(place.plan().antennaPorts().get(0), epc, null, -45, 1)),
                now);
    }

    // ---- readers

    private void wake(int reader) {
        reading[reader] = true;
        rules.reading(reader, now);
        presence.reading(reader, now);
        at(between(60_000, 250_000), () -> sleep(reader));
    }

    private void sleep(int reader) {
        drain();
        reading[reader] = false;
        rules.silent(reader, now);
        if (bug != Bug.IGNORES_SILENCE) {
            presence.silent(reader, now);
        }
        at(between(3_000, 100_000), () -> wake(reader));
    }

    // ---- aisles

    private void open(int block) {
        int aisle = 1 + random.nextInt(3);
        openAisle[block] = aisle;
        rules.opened(block, aisle, now);
        presence.seen(blockId(block), aisle, false, now);
        at(between(3_000, 70_000), () -> close(block));
    }

    private void close(int block) {
        rules.closed(block, now);
        if (bug != Bug.AISLES_STAY_OPEN) {
            presence.seen(blockId(block), null, true, now);
            presence.seen(blockId(block), 0, false, now);
        }
        at(between(3_000, 20_000), () -> open(block));
    }

    private static BlockId blockId(int block) {
        return BlockId.parse("ES-V1-B" + (block + 1));
    }

    // ---- people

    private void put(Pack pack, int place) {
        pack.at[place] = true;
        pack.since[place] = now;
        say(pack, "put at " + place);
    }

    private void take(Pack pack, int place) {
        pack.at[place] = false;
        pack.until[place] = now;
        say(pack, "taken from " + place);
    }

    private void say(Pack pack, String what) {
        if (trace != null && pack.epc.value().contains(trace)) {
            System.out.println(now + " " + pack.epc + " " + what);
        }
    }

    private void errand() {
        at(between(1_000, 4_000), this::errand);
        // The crowd stays mostly where it is.
        Pack pack = packs.get(random.nextInt(10) == 0 ? random.nextInt(CROWD) : CROWD + random.nextInt(PACKS - CROWD));
        if (pack.busy || pack.cloned) {
            return;
        }
        pack.busy = true;
        if (pack.outside) {
            walk(pack, Direction.IN, () -> at(between(3_000, 8_000), () -> arrive(pack)));
            return;
        }
        for (int p = 0; p < pack.at.length; p++) {
            if (pack.at[p]) {
                take(pack, p);
            }
        }
        at(between(3_000, 8_000), () -> goOn(pack));
    }

    private void goOn(Pack pack) {
        switch (random.nextInt(6)) {
            case 0 ->
                walk(pack, Direction.OUT, () -> {
                    pack.outside = true;
                    pack.busy = false;
                });
            case 1 -> walk(pack, null, () -> at(between(3_000, 8_000), () -> arrive(pack)));
            // Read in a corner without antennas.
            case 2 -> at(between(80_000, 120_000), () -> arrive(pack));
            default -> arrive(pack);
        }
    }

    private void arrive(Pack pack) {
        put(pack, random.nextInt(4) == 0 ? DESK : FIRST_FACE + random.nextInt(FACES));
        // So soon nobody takes it away again: it is to be seen first.
        at(between(5_000, 60_000), () -> pack.busy = false);
    }

    /** Through the gate, or (no direction) to its middle and back. */
    private void walk(Pack pack, @Nullable Direction direction, Runnable then) {
        pack.outside = false;
        int first = direction == Direction.IN ? OUTER : INNER;
        int second = first == INNER ? OUTER : INNER;
        long alone = between(6, 12) * TICK;
        long both = random.nextInt(4) == 0 ? 0 : between(2, 8) * TICK;
        long lingers = random.nextInt(5) == 0 ? between(50, 300) * TICK : 0;
        // One turn alone is enough when it was heard there before.
        boolean hurries = direction != null && both > 0 && random.nextBoolean();
        long last = between(hurries ? 2 : 6, hurries ? 4 : 12) * TICK;
        TagDayRules.Walk walk = rules.walks(pack, direction, now);
        put(pack, first);
        if (direction == null) {
            at(alone, () -> put(pack, second));
            at(alone + 600 + lingers, () -> take(pack, second));
            at(alone + 600 + lingers + last, () -> leave(pack, first, walk, then));
        } else {
            at(alone, () -> put(pack, second));
            at(alone + both + lingers, () -> take(pack, first));
            at(alone + both + lingers + last, () -> leave(pack, second, walk, then));
        }
    }

    private void leave(Pack pack, int place, TagDayRules.Walk walk, Runnable then) {
        take(pack, place);
        walk.left(now);
        // Nobody comes back to the gate in less.
        at(2_000, then);
    }

    /** Somebody puts a copy on the desk while the original stands on its shelf. */
    private void cloneComes() {
        Pack victim = packs.get(CROWD + random.nextInt(PACKS - CROWD));
        boolean onShelf = false;
        for (int p = FIRST_FACE; p < victim.at.length; p++) {
            onShelf |= victim.at[p] && now - victim.since[p] > 20_000;
        }
        if (victim.busy || !onShelf) {
            at(1_000, this::cloneComes);
            return;
        }
        victim.cloned = true;
        rules.cloned(victim, now);
        Tid tid = bug == Bug.FORGETS_TIDS ? null : Played.tid(999_999);
        clone = new TagReport(1, victim.epc, tid, -50, 1);
        at(30_000, () -> {
            clone = null;
            rules.cloneGone(now);
        });
    }
}
