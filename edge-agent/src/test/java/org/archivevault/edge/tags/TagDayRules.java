package org.archivevault.edge.tags;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.archivevault.edge.tags.TagDay.Pack;
import org.archivevault.protocol.event.EdgeEvent;
import org.archivevault.protocol.event.EdgeEvent.GatePassed;
import org.archivevault.protocol.event.EdgeEvent.ReadPointScanned;
import org.archivevault.protocol.event.EdgeEvent.TagArrived;
import org.archivevault.protocol.event.EdgeEvent.TagDeparted;
import org.archivevault.protocol.event.EdgeEvent.TagMoved;
import org.archivevault.protocol.event.EdgeEvent.TagSuspected;
import org.archivevault.protocol.pack.Epc;
import org.archivevault.protocol.tag.Direction;
import org.archivevault.protocol.tag.ReadPointId;
import org.archivevault.protocol.tag.TagSuspicion;
import org.jspecify.annotations.Nullable;

/**
 * What must hold on a simulated day, judged by where the packs really are and by what the events say alone, as a server
 * that knows nothing else would read them. Shares nothing with the decision.
 */
final class TagDayRules {
    /** Between two looks at everything. */
    private static final long LOOK = 5_000;
    /** After so long at rest, with a reader that has read all the while, the belief must be right. */
    private static final long CERTAIN = 45_000;
    /** Reports come a turn late, and a second read may be missed. */
    private static final long LATE = 4_000;

    /** Tags that no turn of the settling has heard, in a day. */
    private static final int LATE_COMERS = 3;

    /** A way through the gate, or into it and back. */
    static final class Walk {
        final Pack pack;
        final @Nullable Direction direction;
        final long from;
        long until = Long.MAX_VALUE;
        final List<Direction> told = new ArrayList<>();
        long toldAt;
        boolean judged;
        boolean disturbed;

        Walk(Pack pack, @Nullable Direction direction, long from) {
            this.pack = pack;
            this.direction = direction;
            this.from = from;
        }

        void left(long now) {
            until = now;
        }
    }

    /** A face on an open aisle. */
    private record Opening(Place face, long from) {}

    /** A scan that must come. */
    private record Expected(Place face, long from, long to) {}

    final List<String> broken = new ArrayList<>();
    int arrivals;
    int moves;
    int departures;
    int passages;
    int scans;
    int suspicions;
    int certainties;

    private final List<Place> places;
    private final List<Pack> packs;
    private final Map<ReadPointId, Place> byId = new HashMap<>();
    private final Map<Epc, Pack> byEpc = new HashMap<>();
    private final Map<Epc, Place> belief = new HashMap<>();
    private final Set<Epc> missedByScan = new HashSet<>();
    private final Map<Integer, Long> readingSince = new HashMap<>();
    private final Map<Epc, Walk> walks = new HashMap<>();
    private final Map<Integer, List<Opening>> openings = new HashMap<>();
    private final List<Expected> expected = new ArrayList<>();
    private final Map<UUID, List<ReadPointScanned>> parts = new HashMap<>();
    private final Set<Epc> wrong = new HashSet<>();
    private int lateComers;
    private @Nullable Pack victim;
    private long victimSince;
    private long nextLook;

    TagDayRules(List<Place> places, List<Pack> packs) {
        this.places = places;
        this.packs = packs;
        places.forEach(p -> byId.put(p.id(), p));
    }

    List<Place> places() {
        return places;
    }

    /** Faces that overhear what lies on this one. */
    static List<Integer> neighbours(int place) {
        List<Integer> found = new ArrayList<>();
        for (int other : new int[] {place - 1, place + 1}) {
            if (place >= 3 && other >= 3 && other <= 10 && (place - 3) / 4 == (other - 3) / 4) {
                found.add(other);
            }
        }
        return found;
    }

    private void broken(String rule, long now, Object what) {
        broken.add(rule + " at " + now + ": " + what);
    }

    // ---- what happens

    void reading(int reader, long now) {
        readingSince.put(reader, now);
    }

    void silent(int reader, long now) {
        readingSince.remove(reader);
        if (reader == 0) {
            walks.values().stream().filter(w -> !w.judged).forEach(w -> w.disturbed = true);
        }
        expectNothingOf(reader);
    }

    private void expectNothingOf(int reader) {
        openings.values().forEach(faces -> faces.removeIf(o -> o.face().reader() == reader));
    }

    void opened(int block, int aisle, long now) {
        List<Opening> faces = new ArrayList<>();
        for (Place place : places) {
            place.plan().face().ifPresent(face -> {
                if (face.block().toString().endsWith(String.valueOf(block + 1)) && face.aisleNumber() == aisle) {
                    faces.add(new Opening(place, now));
                }
            });
        }
        // A shelf settles until nothing new is heard; where people put and take, that may last.
        faces.removeIf(o -> !readsSince(o.face(), now - 30_000));
        openings.put(block, faces);
    }

    void closed(int block, long now) {
        for (Opening opening : openings.getOrDefault(block, List.of())) {
            if (now - opening.from() >= 10_000) {
                expected.add(new Expected(opening.face(), opening.from(), now));
            }
        }
        openings.remove(block);
    }

    private boolean readsSince(Place place, long when) {
        Long since = readingSince.get(place.reader());
        return since != null && since <= when;
    }

    Walk walks(Pack pack, @Nullable Direction direction, long now) {
        Walk walk = new Walk(pack, direction, now);
        walk.disturbed = !readsSince(places.get(0), now - 1_000);
        walks.put(pack.epc, walk);
        return walk;
    }

    void cloned(Pack pack, long now) {
        victim = pack;
        victimSince = now;
    }

    void cloneGone(long now) {
        Pack pack = victim;
        if (pack == null || !readsSince(places.get(2), victimSince - 3_000)) {
            return;
        }
        if (told(pack.epc, TagSuspicion.CLONE) == 0) {
            broken("clone-told", now, pack.epc);
        }
        boolean shelfReads = false;
        for (Place place : places) {
            shelfReads |= pack.at[place.index()] && readsSince(place, victimSince - 10_000);
        }
        if (shelfReads && told(pack.epc, TagSuspicion.IMPOSSIBLE_TRAVEL) == 0) {
            broken("travel-told", now, pack.epc);
        }
    }

    private final Map<String, Integer> suspected = new HashMap<>();

    private int told(Epc epc, TagSuspicion suspicion) {
        return suspected.getOrDefault(epc + " " + suspicion, 0);
    }

    // ---- what is told

    void told(EdgeEvent event, long now) {
        if (event instanceof TagArrived e) {
            arrivals++;
            arrived(e, now);
        } else if (event instanceof TagMoved e) {
            moves++;
            moved(e, now);
        } else if (event instanceof TagDeparted e) {
            departures++;
            departed(e, now);
        } else if (event instanceof GatePassed e) {
            passages++;
            passed(e, now);
        } else if (event instanceof TagSuspected e) {
            suspicions++;
            int times = suspected.merge(e.epc() + " " + e.suspicion(), 1, Integer::sum);
            Pack pack = victim;
            if (pack == null || !pack.epc.equals(e.epc()) || (times > 1 && e.suspicion() == TagSuspicion.CLONE)) {
                broken("suspicion", now, e);
            }
        } else if (event instanceof ReadPointScanned e) {
            part(e, now);
        } else {
            broken("kind", now, event);
        }
    }

    private Place heardFrom(ReadPointId id, EdgeEvent event, long now) {
        Place place = Optional.ofNullable(byId.get(id)).orElseThrow();
        if (!readingSince.containsKey(place.reader())) {
            broken("silence", now, event);
        }
        return place;
    }

    private @Nullable Pack known(Epc epc, EdgeEvent event, long now) {
        if (byEpc.isEmpty()) {
            packs.forEach(p -> byEpc.put(p.epc, p));
        }
        Pack pack = byEpc.get(epc);
        if (pack == null) {
            broken("ghost", now, event);
        }
        return pack == null || pack.cloned ? null : pack;
    }

    private static boolean isOrWas(Pack pack, int place, long now) {
        return pack.at[place] || now - pack.until[place] <= LATE;
    }

    private boolean isNear(Pack pack, Place place, long now) {
        return isOrWas(pack, place.index(), now)
                || neighbours(place.index()).stream().anyMatch(n -> isOrWas(pack, n, now));
    }

    private void arrived(TagArrived e, long now) {
        Place place = heardFrom(e.readPoint(), e, now);
        Pack pack = known(e.epc(), e, now);
        if (pack == null) {
            return;
        }
        if (!isNear(pack, place, now)) {
            broken("arrival", now, e);
        }
        long came = Long.MIN_VALUE;
        for (int p = 0; p < pack.at.length; p++) {
            came = pack.at[p] || pack.until[p] > now - LATE ? Math.max(came, pack.since[p]) : came;
        }
        // A tag that was not heard during the whole settling looks new; that is rare.
        if (came < readingSince.getOrDefault(place.reader(), 0L) && ++lateComers > LATE_COMERS) {
            broken("was-there-before", now, e);
        }
        if (belief.containsKey(e.epc())) {
            broken("arrival-twice", now, e);
        }
        belief.put(e.epc(), place);
        missedByScan.remove(e.epc());
    }

    private void moved(TagMoved e, long now) {
        Place to = heardFrom(e.to(), e, now);
        Pack pack = known(e.epc(), e, now);
        if (pack == null) {
            return;
        }
        if (!isNear(pack, to, now)) {
            broken("move", now, e);
        }
        Place before = belief.get(e.epc());
        // Where a server knows of none it may have been told in a scan that was about to come.
        if (before != null && !before.id().equals(e.from())) {
            broken("move-from", now, e + ", believed at " + before);
        }
        belief.put(e.epc(), to);
        missedByScan.remove(e.epc());
    }

    private void departed(TagDeparted e, long now) {
        Place place = heardFrom(e.readPoint(), e, now);
        Pack pack = known(e.epc(), e, now);
        if (pack == null) {
            return;
        }
        // Its neighbours may have had it, and lost it.
        boolean back = pack.at[place.index()] && now - pack.since[place.index()] <= LATE;
        boolean there = pack.at[place.index()] && !back;
        long last = there ? now : pack.until[place.index()];
        for (int n : neighbours(place.index())) {
            last = pack.at[n] ? last : Math.max(last, pack.until[n]);
        }
        long departs = place.plan().kind().ofGate()
                ? Readers.GATE_DEPARTS
                : place.index() == 2 ? Readers.DESK_DEPARTS : Readers.SHELF_DEPARTS;
        // It was heard last up to a turn before it went, or two when the last one missed it.
        long slack = place.index() == 2 || place.ofGate() ? 3 * Readers.FAST_TURN : 3 * Readers.SHELF_TURN;
        boolean early = now - last < departs - slack && now - pack.until[place.index()] < departs - slack;
        if (there || early) {
            broken("departure", now, e);
        }
        Place before = belief.remove(e.epc());
        if (before == null ? !missedByScan.remove(e.epc()) : !before.id().equals(place.id())) {
            broken("departure-from", now, e + ", believed at " + before);
        }
    }

    private void passed(GatePassed e, long now) {
        Pack pack = known(e.epc(), e, now);
        if (pack == null) {
            return;
        }
        Walk walk = walks.get(e.epc());
        if (walk == null || (walk.judged && !walk.disturbed)) {
            broken("gate-nobody", now, e);
        } else {
            walk.told.add(e.direction());
            walk.toldAt = now;
        }
    }

    private void part(ReadPointScanned e, long now) {
        scans++;
        heardFrom(e.readPoint(), e, now);
        List<ReadPointScanned> all = parts.computeIfAbsent(e.scan(), s -> new ArrayList<>());
        all.add(e);
        if (e.part() != all.size() || e.present().size() > ReadPointScanned.MAX_EPCS) {
            broken("scan-parts", now, e.readPoint() + " part " + e.part());
        }
        if (e.part() == e.parts()) {
            parts.remove(e.scan());
            Set<Epc> present = new HashSet<>();
            all.forEach(p -> present.addAll(p.present()));
            scanned(Optional.ofNullable(byId.get(e.readPoint())).orElseThrow(), present, e, now);
        }
    }

    private void scanned(Place place, Set<Epc> present, ReadPointScanned last, long now) {
        for (Epc epc : present) {
            if (byEpc.isEmpty()) {
                packs.forEach(p -> byEpc.put(p.epc, p));
            }
            if (!byEpc.containsKey(epc)) {
                broken("ghost", now, epc);
            }
            belief.put(epc, place);
            missedByScan.remove(epc);
        }
        belief.entrySet().removeIf(b -> {
            boolean missed = b.getValue().id().equals(place.id()) && !present.contains(b.getKey());
            if (missed) {
                missedByScan.add(b.getKey());
            }
            return missed;
        });
        Expected fulfilled = expected.stream()
                .filter(x -> x.face().id().equals(place.id()))
                .findFirst()
                .orElse(null);
        if (fulfilled != null) {
            expected.remove(fulfilled);
            content(fulfilled, present, last, now);
        }
    }

    private void content(Expected scan, Set<Epc> present, ReadPointScanned last, long now) {
        int face = scan.face().index();
        long listened = scan.to() - scan.from();
        if (last.scanMillis() != listened) {
            broken("scan-length", now, last.scanMillis() + " instead of " + listened);
        }
        for (Pack pack : packs) {
            boolean lies = pack.at[face] && now - pack.since[face] > 15_000;
            boolean left = now - pack.until[face] > Math.min(listened, TagLimits.SCAN_FRESH_MILLIS) + LATE
                    && !pack.at[face]
                    && neighbours(face).stream().noneMatch(n -> isOrWas(pack, n, now));
            boolean listed = present.contains(pack.epc);
            if (!pack.cloned && ((lies && !listed) || (left && listed))) {
                broken("scan-content", now, pack.epc + " at " + scan.face().id() + ": " + lies);
            }
        }
    }

    // ---- from time to time

    void look(long now) {
        walks.values().forEach(w -> judge(w, now));
        expected.removeIf(x -> {
            boolean late = now - x.to() > 500;
            if (late) {
                broken("scan-missing", now, x);
            }
            return late;
        });
        if (now >= nextLook) {
            nextLook = now + LOOK;
            packs.stream().filter(p -> !p.cloned).forEach(p -> certain(p, now));
        }
    }

    private void judge(Walk walk, long now) {
        if (walk.judged || walk.until == Long.MAX_VALUE || now - walk.until < 1_200) {
            return;
        }
        walk.judged = true;
        List<Direction> should = walk.direction == null ? List.of() : List.of(walk.direction);
        if (!walk.disturbed && (!walk.told.equals(should) || walk.toldAt > walk.until + 1_000)) {
            broken(
                    "gate",
                    now,
                    walk.pack.epc + " " + walk.direction + " from " + walk.from + " to " + walk.until + ", told "
                            + walk.told + " at " + walk.toldAt);
        }
    }

    private void certain(Pack pack, long now) {
        Place believed = belief.get(pack.epc);
        for (Place place : places) {
            int p = place.index();
            if (pack.at[p] && p >= 2 && now - pack.since[p] > CERTAIN && readsSince(place, now - CERTAIN)) {
                certainties++;
                boolean right = believed != null && believed.id().equals(place.id());
                // A neighbour may have it for a moment, when the place itself misses it turn after turn.
                if (!right && !wrong.add(pack.epc)) {
                    broken("present", now, pack.epc + " is at " + place.id() + ", believed at " + believed);
                }
                if (right) {
                    wrong.remove(pack.epc);
                }
            }
        }
        if (pack.nowhere() && believed != null) {
            long departs = believed.plan().face().isPresent() ? Readers.SHELF_DEPARTS : Readers.DESK_DEPARTS;
            long long0 = departs + 15_000;
            boolean gone = true;
            for (long until : pack.until) {
                gone &= now - until > long0;
            }
            if (gone && readsSince(believed, now - long0)) {
                broken("absent", now, pack.epc + " is nowhere, believed at " + believed.id());
            }
        }
    }

    void dayOver(long now) {
        if (!parts.isEmpty()) {
            broken("scan-parts", now, parts.keySet());
        }
    }
}
