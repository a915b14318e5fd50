package org.archivevault.simulator.shelving;

/** Why a simulated controller does not move; the number is what its register of the last refusal shows. */
public enum Refusal {
    /** Nothing is armed that fits the execute, or the arm window has passed. */
    NOT_ARMED(1),
    /** The token is not above the last executed. */
    TOKEN_NOT_NEWER(2),
    /** There is no such aisle, operation or direction. */
    NO_SUCH_AISLE(3),
    /** Somebody is in an aisle of the block. */
    PERSON_IN_AISLE(4),
    /** A safety edge is pressed. */
    SAFETY_EDGE_PRESSED(5),
    /** Something stands in the way. */
    OBSTRUCTION(6),
    /** The emergency stop is pressed or latched. */
    EMERGENCY_STOP(7),
    /** The guarded door is open. */
    DOOR_OPEN(8),
    /** Switched to local. */
    LOCAL_MODE(9),
    /** The controller has a fault. */
    CONTROLLER_FAULT(10),
    /** The watchdog has tripped and has not been set again. */
    WATCHDOG_TRIPPED(11),
    /** Carriages are moving. */
    BUSY(12);

    private final int number;

    Refusal(int number) {
        this.number = number;
    }

    boolean goesBeforeWatchdog() {
        return this == EMERGENCY_STOP || this == LOCAL_MODE || this == CONTROLLER_FAULT;
    }

    /**
     * What the register shows.
     *
     * @return 1–12
     */
    public int number() {
        return number;
    }
}
