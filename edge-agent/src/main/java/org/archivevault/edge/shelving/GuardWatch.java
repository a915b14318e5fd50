package org.archivevault.edge.shelving;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.archivevault.protocol.event.EdgeEvent.GuardChanged;
import org.archivevault.protocol.event.Guard;
import org.archivevault.protocol.event.GuardState;

/**
 * Tells when a guard changes. A guard that is unknown for a while and then reads as before has not changed: that the
 * block could not be read is told by {@code CommsChanged}, and not by every guard of every aisle.
 */
final class GuardWatch {
    private record Place(Guard guard, int aisle) {}

    private final Map<Place, GuardState> lastKnown = new HashMap<>();

    List<GuardChanged> changes(BlockState state, long now) {
        List<GuardChanged> changes = new ArrayList<>();
        for (Guard guard : BlockGuards.IN_ORDER) {
            for (int aisle : state.layout().places(guard)) {
                GuardState reads = state.guard(guard, aisle, now);
                if (reads != GuardState.UNKNOWN && changed(new Place(guard, aisle), reads)) {
                    changes.add(new GuardChanged(state.layout().id(), guard, aisle, reads));
                }
            }
        }
        return changes;
    }

    private boolean changed(Place place, GuardState reads) {
        GuardState before = lastKnown.put(place, reads);
        return before == null ? reads == GuardState.TRIPPED : before != reads;
    }
}
