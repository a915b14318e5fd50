package org.archivevault.simulator.shelving;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** An input of a simulated block, in the order in which the controllers look at them. */
public enum Input {
    /** The emergency stop; latched until it is reset by hand. */
    EMERGENCY_STOP("emergency-stop", false, Refusal.EMERGENCY_STOP),
    /** Switched to local. */
    LOCAL("local", false, Refusal.LOCAL_MODE),
    /** The controller has a fault. */
    FAULT("fault", false, Refusal.CONTROLLER_FAULT),
    /** Somebody is in an aisle. */
    PRESENCE("presence", true, Refusal.PERSON_IN_AISLE),
    /** A safety edge of an aisle is pressed. */
    SAFETY_EDGE("safety-edge", true, Refusal.SAFETY_EDGE_PRESSED),
    /** Something stands in an aisle. */
    OBSTRUCTION("obstruction", true, Refusal.OBSTRUCTION),
    /** The guarded door is open. */
    DOOR("door", false, Refusal.DOOR_OPEN);

    private final String code;
    private final boolean perAisle;
    private final Refusal refusal;

    Input(String code, boolean perAisle, Refusal refusal) {
        this.code = code;
        this.perAisle = perAisle;
        this.refusal = refusal;
    }

    /**
     * Its name in the record and on the control line.
     *
     * @return lower case with hyphens
     */
    public String code() {
        return code;
    }

    /**
     * Whether there is one per aisle.
     *
     * @return false when there is one for the block
     */
    public boolean perAisle() {
        return perAisle;
    }

    Refusal refusal() {
        return refusal;
    }

    /**
     * Looks an input up by its name.
     *
     * @param code {@link #code()}, in any case
     * @return the input, or empty when there is none
     */
    public static Optional<Input> of(String code) {
        return Arrays.stream(values())
                .filter(i -> i.code.equals(code.toLowerCase(Locale.ROOT)))
                .findFirst();
    }

    /**
     * All names, for a message.
     *
     * @return in the order of the enum
     */
    public static List<String> codes() {
        return Arrays.stream(values()).map(Input::code).toList();
    }
}
