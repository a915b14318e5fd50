package org.archivevault.edge.shelving;

import org.archivevault.firmware.profile.ShelvingProfile.Direction;
import org.archivevault.protocol.command.Goal;

/**
 * What the controller is asked for to reach a goal.
 *
 * @param goal the aisle to open, or spread
 * @param unit the unit that gets the order
 * @param direction which way its carriage goes; {@link Direction#ANY} when the controller finds the way itself
 */
public record Move(Goal goal, int unit, Direction direction) {
    /** The aisle that will be open; 0 for a spread, as events and register maps have it. */
    int aisle() {
        return goal.aisle();
    }
}
