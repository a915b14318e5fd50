package org.archivevault.server.deadline;

import java.time.Duration;
import java.time.Instant;

/**
 * When something is due, and from when on people are warned. The one model for whatever is chased: rounds, loans,
 * transfers. Pure.
 *
 * @param warnAt from then on it is yellow; not after {@code dueAt}
 * @param dueAt from then on it is red
 */
public record Deadline(Instant warnAt, Instant dueAt) {
    public Deadline {
        if (warnAt.isAfter(dueAt)) {
            throw new IllegalArgumentException("warned at " + warnAt + ", after it is due at " + dueAt);
        }
    }

    /**
     * A deadline with a warning some time before it.
     *
     * @param dueAt when it is due
     * @param warnBefore how long before that people are warned; not negative
     * @return the deadline
     */
    public static Deadline of(Instant dueAt, Duration warnBefore) {
        return new Deadline(dueAt.minus(warnBefore), dueAt);
    }

    /**
     * How it stands.
     *
     * @param now any moment
     * @return overdue from {@code dueAt} on, warning from {@code warnAt} on
     */
    public Standing standing(Instant now) {
        if (!now.isBefore(dueAt)) {
            return Standing.OVERDUE;
        }
        return now.isBefore(warnAt) ? Standing.NORMAL : Standing.WARNING;
    }
}
