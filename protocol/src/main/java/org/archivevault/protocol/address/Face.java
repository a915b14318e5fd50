package org.archivevault.protocol.address;

/** Side of a carriage: A looks towards carriage n−1, B towards carriage n+1. */
public enum Face {
    /** Looks towards the carriage with the next lower number. */
    A,
    /** Looks towards the carriage with the next higher number. */
    B;

    /**
     * The number of the aisle that this face of a carriage looks into.
     *
     * @param carriage its number, 1–64
     * @return {@code carriage − 1} for A, {@code carriage} for B; so 0–64
     */
    int aisleBeside(int carriage) {
        return this == A ? carriage - 1 : carriage;
    }
}
