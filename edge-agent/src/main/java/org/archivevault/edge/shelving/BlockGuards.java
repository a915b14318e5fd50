package org.archivevault.edge.shelving;

import java.util.List;
import java.util.Locale;
import org.archivevault.protocol.event.Guard;
import org.archivevault.protocol.event.GuardState;
import org.jspecify.annotations.Nullable;

/** The guards of a block, in the order in which they are named to a person. */
final class BlockGuards {
    static final List<Guard> IN_ORDER =
            List.of(Guard.EMERGENCY_STOP, Guard.PRESENCE, Guard.SAFETY_EDGE, Guard.OBSTRUCTION, Guard.DOOR);

    private BlockGuards() {}

    /** The first guard that was tripped when it was last read; null when none was. */
    static @Nullable String firstTripped(BlockState state) {
        for (Guard guard : IN_ORDER) {
            for (int aisle : state.layout().places(guard)) {
                if (state.lastSaidTripped(guard, aisle)) {
                    return name(guard, aisle);
                }
            }
        }
        return null;
    }

    /**
     * The first aisle in which a camera sees somebody and saw nobody before a moment; null when there is none. Who was
     * seen there before carriages began to move did not keep them from moving: somebody at the block moves them by hand,
     * perhaps to set that person free.
     */
    static @Nullable String firstNewlySeen(BlockState state, long since) {
        for (int aisle : state.layout().watchedAisles()) {
            AislesSeen.Sight sight = state.lastSight(aisle);
            if (sight != null && sight.state() == GuardState.TRIPPED && sight.since() >= since) {
                return "camera " + sight.camera() + ", aisle " + aisle;
            }
        }
        return null;
    }

    private static String name(Guard guard, int aisle) {
        String name = guard.name().toLowerCase(Locale.ROOT).replace('_', '-');
        return aisle == 0 ? name : name + " " + aisle;
    }
}
