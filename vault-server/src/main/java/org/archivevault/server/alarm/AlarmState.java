package org.archivevault.server.alarm;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/**
 * Whether the condition of an alarm is there, and whether a person has acknowledged it. Names after the state diagram of
 * ANSI/ISA-18.2-2016 (the letters are its); {@link Quiet} has the states G, H and I.
 */
public enum AlarmState {
    /** A: nothing is the matter. */
    NORMAL(false, true),
    /** B: the condition is there, and nobody has acknowledged it. */
    UNACKNOWLEDGED(true, false),
    /** C: the condition is there, and somebody knows. */
    ACKNOWLEDGED(true, true),
    /** D: the condition is gone, and nobody has acknowledged it. */
    RETURNED(false, false),
    /** E: the condition is gone or was momentary, and it goes on alarming until somebody acknowledges it. */
    LATCHED(false, false);

    private final boolean active;
    private final boolean acknowledged;

    AlarmState(boolean active, boolean acknowledged) {
        this.active = active;
        this.acknowledged = acknowledged;
    }

    /**
     * Whether the condition is there.
     *
     * @return true for B and C
     */
    public boolean isActive() {
        return active;
    }

    /**
     * Whether a person's acknowledgement is still owed.
     *
     * @return true for B, D and E
     */
    public boolean awaitsAcknowledgement() {
        return !acknowledged;
    }

    /** Whether it is to be heard and seen as alarming: B and E. */
    boolean alarms() {
        return this == UNACKNOWLEDGED || this == LATCHED;
    }

    /**
     * The name on the wire and in the database.
     *
     * @return lower case
     */
    @JsonValue
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    static AlarmState of(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }
}
