package org.archivevault.edge.shelving;

/**
 * What must be known about a block after a restart, beside its commands.
 *
 * @param lockedOut a person has locked it out
 * @param commsLost communication was lost and nobody has acknowledged it
 * @param motionAhead a command that may move, or a motion that it caused, has not ended
 */
public record Kept(boolean lockedOut, boolean commsLost, boolean motionAhead) {
    /** A block that nothing stands against. */
    public static final Kept NOTHING = new Kept(false, false, false);

    /** One of the three, as it is written. */
    public enum Flag {
        /** {@link Kept#lockedOut()}. */
        LOCKED_OUT,
        /** {@link Kept#commsLost()}. */
        COMMS_LOST,
        /** {@link Kept#motionAhead()}. */
        MOTION_AHEAD
    }

    boolean is(Flag flag) {
        return switch (flag) {
            case LOCKED_OUT -> lockedOut;
            case COMMS_LOST -> commsLost;
            case MOTION_AHEAD -> motionAhead;
        };
    }

    Kept with(Flag flag, boolean value) {
        return switch (flag) {
            case LOCKED_OUT -> new Kept(value, commsLost, motionAhead);
            case COMMS_LOST -> new Kept(lockedOut, value, motionAhead);
            case MOTION_AHEAD -> new Kept(lockedOut, commsLost, value);
        };
    }
}
