package org.archivevault.protocol.command;

import org.archivevault.protocol.Token;
import org.archivevault.protocol.address.AisleId;

/**
 * How the carriages of a block are to stand: one aisle open, or spread evenly, so that the room of one aisle is shared out
 * among all gaps.
 *
 * @param aisle the aisle that is to be open, 1–63; 0 when the carriages are to be spread and no aisle is open
 */
public record Goal(int aisle) {
    /** All gaps equally wide: for ventilation. */
    public static final Goal SPREAD = new Goal(0);

    public Goal {
        Token.requireRange(aisle, 0, AisleId.MAX_NUMBER, "aisle number");
    }

    /**
     * One aisle open.
     *
     * @param aisle 1–63
     * @return the goal
     */
    public static Goal open(int aisle) {
        Token.requireRange(aisle, 1, AisleId.MAX_NUMBER, "aisle number");
        return new Goal(aisle);
    }

    /**
     * Whether the carriages are to be spread.
     *
     * @return false when an aisle is to be open
     */
    public boolean isSpread() {
        return aisle == 0;
    }

    @Override
    public String toString() {
        return isSpread() ? "spread" : "aisle " + aisle;
    }
}
