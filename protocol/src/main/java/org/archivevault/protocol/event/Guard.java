package org.archivevault.protocol.event;

import org.archivevault.protocol.command.RefusalCode;

/** The five inputs that guard every aisle of a block (safety.md, I4). */
public enum Guard {
    /** Somebody is in the aisle. */
    PRESENCE(RefusalCode.PERSON_IN_AISLE, true),
    /** A kick strip along a carriage is pressed. */
    SAFETY_EDGE(RefusalCode.SAFETY_EDGE_PRESSED, true),
    /** A light curtain or the motor current says that something is in the way. */
    OBSTRUCTION(RefusalCode.OBSTRUCTION, true),
    /** The emergency stop of the block. */
    EMERGENCY_STOP(RefusalCode.EMERGENCY_STOP, false),
    /** The guarded door of the block. */
    DOOR(RefusalCode.DOOR_OPEN, false);

    private final RefusalCode refusal;
    private final boolean perAisle;

    Guard(RefusalCode refusal, boolean perAisle) {
        this.refusal = refusal;
        this.perAisle = perAisle;
    }

    /**
     * The rule that a tripped or unknown guard of this kind invokes.
     *
     * @return the refusal
     */
    public RefusalCode refusal() {
        return refusal;
    }

    /**
     * Whether each aisle has its own, or the block has one.
     *
     * @return true for one per aisle
     */
    public boolean perAisle() {
        return perAisle;
    }
}
