package org.archivevault.edge.tags;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.archivevault.firmware.reader.ReaderPlan;
import org.archivevault.protocol.event.EdgeEvent;
import org.archivevault.protocol.pack.Epc;
import org.archivevault.protocol.tag.Tid;
import org.jspecify.annotations.Nullable;

/** Plays readers to the decision in virtual time: tags lie at antennas, every reader tells what it hears at each turn. */
final class Played {
    static final Epc A = new Epc("2C0000000000000000000A01");
    static final Epc B = new Epc("2C0000000000000000000B02");

    record At(int reader, int port) {}

    static final At INNER = new At(Readers.GATE, 1);
    static final At OUTER = new At(Readers.GATE, 2);
    static final At DESK = new At(Readers.DESK, 1);
    static final At B1_02A = new At(Readers.SHELF_1, 1);
    static final At B1_02B = new At(Readers.SHELF_1, 2);
    static final At B1_03A = new At(Readers.SHELF_1, 3);
    static final At B2_02A = new At(Readers.SHELF_2, 1);

    /** How an antenna hears a tag. */
    private record Hearing(@Nullable Tid tid, @Nullable Integer rssiDbm, int count) {}

    final TagPresence presence;
    final List<EdgeEvent> events = new ArrayList<>();
    final List<Long> times = new ArrayList<>();
    private final List<ReaderPlan> plans;
    private final Map<At, Map<Epc, Hearing>> heard = new LinkedHashMap<>();
    private final boolean[] reading;
    long now = 5_000;

    Played() {
        this(Readers.all());
    }

    Played(List<ReaderPlan> plans) {
        this.plans = plans;
        this.presence = new TagPresence(plans, new UUID(1, 0));
        this.reading = new boolean[plans.size()];
    }

    /** All readers read and have settled, with what lies there; what was told is forgotten. */
    Played settled() {
        for (int r = 0; r < plans.size(); r++) {
            reading(r);
        }
        pass(6_000);
        events.clear();
        times.clear();
        return this;
    }

    void reading(int reader) {
        reading[reader] = true;
        presence.reading(reader, now);
        drain();
    }

    void silent(int reader) {
        reading[reader] = false;
        presence.silent(reader, now);
        drain();
    }

    Played put(Epc epc, At at) {
        return put(epc, at, -50);
    }

    Played put(Epc epc, At at, @Nullable Integer rssiDbm) {
        return put(epc, at, rssiDbm, null);
    }

    Played put(Epc epc, At at, @Nullable Integer rssiDbm, @Nullable Tid tid) {
        heard.computeIfAbsent(at, a -> new LinkedHashMap<>()).put(epc, new Hearing(tid, rssiDbm, 1));
        return this;
    }

    Played take(Epc epc, At at) {
        heard.getOrDefault(at, new LinkedHashMap<>()).remove(epc);
        return this;
    }

    Played move(Epc epc, At from, At to) {
        return take(epc, from).put(epc, to);
    }

    /** One read, at once. */
    void glimpse(Epc epc, At at, int rssiDbm) {
        presence.reported(at.reader(), List.of(new TagReport(at.port(), epc, null, rssiDbm, 1)), now);
        drain();
    }

    void glimpse(Epc epc, At at, Tid tid) {
        presence.reported(at.reader(), List.of(new TagReport(at.port(), epc, tid, -50, 1)), now);
        drain();
    }

    /** Time passes in ticks; each reader that reads tells at the end of each of its turns. */
    Played pass(long millis) {
        long end = now + millis;
        while (now < end) {
            now += TagLimits.TICK_MILLIS;
            for (int r = 0; r < plans.size(); r++) {
                if (reading[r]
                        && now % plans.get(r).profile().reporting().turn().toMillis() == 0) {
                    tell(r);
                }
            }
            presence.tick(now);
            drain();
        }
        return this;
    }

    private void tell(int reader) {
        List<TagReport> reports = new ArrayList<>();
        heard.forEach((at, tags) -> {
            if (at.reader() == reader) {
                tags.forEach((epc, h) -> reports.add(new TagReport(at.port(), epc, h.tid(), h.rssiDbm(), h.count())));
            }
        });
        presence.reported(reader, reports, now);
        drain();
    }

    void aisle(String block, @Nullable Integer open, boolean moving) {
        presence.seen(org.archivevault.protocol.address.BlockId.parse(block), open, moving, now);
        drain();
    }

    private void drain() {
        for (EdgeEvent event : presence.take()) {
            events.add(event);
            times.add(now);
        }
    }

    <T extends EdgeEvent> List<T> told(Class<T> type) {
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }

    /** All but scans, in short. */
    List<String> story() {
        return events.stream()
                .filter(e -> !(e instanceof EdgeEvent.ReadPointScanned))
                .map(Played::brief)
                .toList();
    }

    long timeOf(Class<? extends EdgeEvent> type) {
        for (int i = 0; i < events.size(); i++) {
            if (type.isInstance(events.get(i))) {
                return times.get(i);
            }
        }
        throw new AssertionError("no " + type.getSimpleName() + " in " + events);
    }

    private static String brief(EdgeEvent event) {
        if (event instanceof EdgeEvent.TagArrived e) {
            return name(e.epc()) + " arrived " + e.readPoint();
        } else if (event instanceof EdgeEvent.TagMoved e) {
            return name(e.epc()) + " moved " + e.from() + " " + e.to();
        } else if (event instanceof EdgeEvent.TagDeparted e) {
            return name(e.epc()) + " departed " + e.readPoint();
        } else if (event instanceof EdgeEvent.GatePassed e) {
            return name(e.epc()) + " " + e.gate() + " " + e.direction();
        } else if (event instanceof EdgeEvent.TagSuspected e) {
            return name(e.epc()) + " " + e.suspicion();
        }
        return event.toString();
    }

    private static String name(Epc epc) {
        return epc.equals(A) ? "A" : epc.equals(B) ? "B" : epc.value().toLowerCase(Locale.ROOT);
    }

    static Tid tid(int n) {
        return new Tid(String.format(Locale.ROOT, "E2801160%016X", n));
    }

    static Epc epc(int n) {
        return new Epc(String.format(Locale.ROOT, "2C%022X", n));
    }

    static List<String> list(String... lines) {
        return Arrays.asList(lines);
    }
}
