package org.archivevault.simulator.tags;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.archivevault.firmware.reader.ReaderPlan;
import org.archivevault.simulator.tags.TagWorld.Placed;

/** Which tags the antennas of one reader hear. */
final class Ears implements Air {
    private static final int AT_THE_ANTENNA_DBM = -45;
    private static final int IN_THE_DOORWAY_DBM = -58;
    private static final int ON_A_SHELF_DBM = -50;
    /** The further inwards, the weaker: as from one antenna per part of a face. */
    private static final int SLOTS_PER_DBM = 2;

    /** What an antenna heard of a region, as long as the region stays the same. */
    private record Known(List<List<Placed>> sources, List<Heard> heard) {}

    private final ReaderPlan reader;
    private final Function<Object, List<Placed>> regions;
    private final Map<Integer, Known> known = new ConcurrentHashMap<>();

    Ears(ReaderPlan reader, Function<Object, List<Placed>> regions) {
        this.reader = reader;
        this.regions = regions;
    }

    @Override
    public List<Heard> heardBy(int antennaPort) {
        return reader.readPointOf(antennaPort)
                .map(point -> heard(point, antennaPort))
                .orElse(List.of());
    }

    private List<Heard> heard(ReaderPlan.ReadPoint point, int antennaPort) {
        List<List<Placed>> sources = regionsOf(point).stream().map(regions).toList();
        Known before = known.get(antennaPort);
        if (before != null && same(before.sources(), sources)) {
            return before.heard();
        }
        List<Heard> heard = new ArrayList<>();
        for (List<Placed> source : sources) {
            for (Placed placed : source) {
                if (inPart(placed.spot(), point, antennaPort)) {
                    heard.add(new Heard(placed.tag(), strength(placed.spot())));
                }
            }
        }
        Known now = new Known(sources, List.copyOf(heard));
        known.put(antennaPort, now);
        return now.heard();
    }

    private static List<Object> regionsOf(ReaderPlan.ReadPoint point) {
        return switch (point.kind()) {
            case DESK -> List.of(Spot.Place.DESK);
            case GATE_INNER -> List.of(Spot.Place.GATE_INNER, Spot.Place.DOORWAY);
            case GATE_OUTER -> List.of(Spot.Place.GATE_OUTER, Spot.Place.DOORWAY);
            case SHELF -> List.of(point.face().orElseThrow());
        };
    }

    /** Several antennas on a face share its bays. */
    private static boolean inPart(Spot spot, ReaderPlan.ReadPoint point, int antennaPort) {
        if (!(spot instanceof Spot.Slot slot)) {
            return true;
        }
        List<Integer> ports = point.antennaPorts();
        return (slot.address().bay() - 1) % ports.size() == ports.indexOf(antennaPort);
    }

    private static int strength(Spot spot) {
        if (spot instanceof Spot.Slot slot) {
            return ON_A_SHELF_DBM - slot.address().slot() / SLOTS_PER_DBM;
        }
        return spot == Spot.Place.DOORWAY ? IN_THE_DOORWAY_DBM : AT_THE_ANTENNA_DBM;
    }

    /** Lists are never changed, only replaced; so the same object is the same content. */
    @SuppressWarnings("ReferenceEquality")
    private static boolean same(List<List<Placed>> before, List<List<Placed>> now) {
        for (int i = 0; i < now.size(); i++) {
            if (before.get(i) != now.get(i)) {
                return false;
            }
        }
        return before.size() == now.size();
    }
}
