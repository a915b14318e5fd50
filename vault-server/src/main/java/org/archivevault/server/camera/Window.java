package org.archivevault.server.camera;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of time to look at. Pure.
 *
 * @param from its beginning, included
 * @param to its end, not included; after {@code from}
 */
record Window(Instant from, Instant to) {
    /** Before what is looked at: to see who comes; it also covers clocks of server and edge that are not quite the same. */
    static final Duration BEFORE = Duration.ofSeconds(60);
    /** After it: the way from the shelf to the door. */
    static final Duration AFTER = Duration.ofMinutes(2);
    /** Longest stretch that is looked at in one answer: a working day. */
    static final Duration LONGEST = Duration.ofHours(12);

    Window {
        if (!from.isBefore(to)) {
            throw new IllegalArgumentException("the end " + to + " is not after the beginning " + from);
        }
        if (Duration.between(from, to).compareTo(LONGEST) > 0) {
            to = from.plus(LONGEST);
        }
    }

    /** Around one moment. */
    static Window around(Instant at) {
        return new Window(at.minus(BEFORE), at.plus(AFTER));
    }

    /**
     * Around a retrieval: from before it was asked for until after the person has left with or without the pack.
     *
     * @param asked when it was asked for
     * @param left when the block was given back or the retrieval ended otherwise; null while it goes on
     * @param now for one that goes on
     */
    static Window ofRetrieval(Instant asked, @Nullable Instant left, Instant now) {
        Instant end = left != null ? left : now;
        return new Window(asked.minus(BEFORE), (end.isBefore(asked) ? asked : end).plus(AFTER));
    }
}
