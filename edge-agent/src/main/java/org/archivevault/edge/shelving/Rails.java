package org.archivevault.edge.shelving;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.archivevault.firmware.plan.SitePlan;
import org.archivevault.firmware.profile.ShelvingProfile.Direction;
import org.archivevault.firmware.profile.ShelvingProfile.Shape;
import org.archivevault.protocol.command.Goal;

/**
 * The gaps between the carriages of one block, from left to right.
 *
 * @param gapsMm the gap left of carriage 1, then aisle 1, 2, …, then the gap right of the last carriage
 * @param aisleWidthMm the width of an open aisle
 */
record Rails(List<Integer> gapsMm, int aisleWidthMm) {
    /**
     * Works the gaps out.
     *
     * @param state the block
     * @param now the time
     * @return empty when a position is unknown, or when carriages would overlap or stand beyond the rails
     */
    static Optional<Rails> read(BlockState state, long now) {
        SitePlan.Block block = state.layout().block();
        Integer[] gaps = new Integer[block.carriages().size() + 1];
        int from = 0;
        for (SitePlan.Carriage carriage : block.carriages()) {
            OptionalInt position = state.positionMm(carriage.number(), now);
            if (position.isEmpty() || position.getAsInt() < from - ShelvingLimits.OPEN_TOLERANCE_MM) {
                return Optional.empty();
            }
            gaps[carriage.number() - 1] = position.getAsInt() - from;
            from = position.getAsInt() + carriage.widthMm();
        }
        int rest = block.railLengthMm() - from;
        gaps[gaps.length - 1] = rest;
        return rest < -ShelvingLimits.OPEN_TOLERANCE_MM
                ? Optional.empty()
                : Optional.of(new Rails(List.of(gaps), block.aisleWidthMm()));
    }

    /** A fixed carriage stands at its end of the rails; a mobile one must be read. */
    static OptionalInt positionOfFixed(SitePlan.Block block, int carriage) {
        SitePlan.Carriage found = block.carriages().get(carriage - 1);
        if (found.mobile()) {
            return OptionalInt.empty();
        }
        return OptionalInt.of(carriage == 1 ? 0 : block.railLengthMm() - found.widthMm());
    }

    /**
     * The aisle whose gap has the full width.
     *
     * @return its number; 0 when none has
     */
    int openAisle() {
        for (int aisle = 1; aisle < gapsMm.size() - 1; aisle++) {
            if (Math.abs(gapsMm.get(aisle) - aisleWidthMm) <= ShelvingLimits.OPEN_TOLERANCE_MM) {
                return aisle;
            }
        }
        return 0;
    }

    /**
     * Whether the carriages share the room of one aisle evenly: each stands where it belongs then.
     *
     * @return never true where there is a single aisle: that is open
     */
    boolean isSpread() {
        int aisles = gapsMm.size() - 2;
        long moved = 0;
        for (int aisle = 0; aisle <= aisles; aisle++) {
            moved += gapsMm.get(aisle);
            // How far the carriage right of this gap stands from where it would stand with no gap before it.
            double belongs = (double) aisleWidthMm * aisle / aisles;
            if (Math.abs(moved - belongs) > ShelvingLimits.OPEN_TOLERANCE_MM) {
                return false;
            }
        }
        return aisles > 1;
    }

    /** One controller for the whole block also gathers carriages that stand spread. */
    static boolean canStartFromNone(BlockLayout layout) {
        return layout.profile().shape() == Shape.BLOCK_MAILBOX;
    }

    /**
     * What to ask for, so that a goal is reached. One controller for the block finds the way itself. With one unit per
     * carriage the carriage that borders the new aisle, on the side of the open one, moves towards the open one; no
     * single write spreads them.
     *
     * @param layout the block
     * @param open the open aisle, 0 for none
     * @param goal the aisle to open, not the open one; or spread
     * @return empty when the controller needs an open aisle to go by and there is none, or cannot spread
     */
    static Optional<Move> move(BlockLayout layout, int open, Goal goal) {
        if (canStartFromNone(layout)) {
            return layout.unitOf(0).map(unit -> new Move(goal, unit, Direction.ANY));
        }
        int aisle = goal.aisle();
        if (goal.isSpread() || open == 0 || open == aisle) {
            return Optional.empty();
        }
        return open < aisle
                ? layout.unitOf(aisle).map(unit -> new Move(goal, unit, Direction.LEFT))
                : layout.unitOf(aisle + 1).map(unit -> new Move(goal, unit, Direction.RIGHT));
    }
}
