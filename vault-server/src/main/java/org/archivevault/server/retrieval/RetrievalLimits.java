package org.archivevault.server.retrieval;

import java.time.Duration;

/**
 * How long a retrieval may stay where it is.
 *
 * @param offer how long a free block is kept for the person whose turn it is, 1 s–1 h
 * @param opening how long after its command was due an aisle may still be opening before that counts as unknown, 1 s–1 h
 */
public record RetrievalLimits(Duration offer, Duration opening) {
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofHours(1);

    /** Time to walk to the kiosk; and the slowest move: one aisle of 2,000 mm at 40 mm/s, with some reserve. */
    public static final RetrievalLimits DEFAULT = new RetrievalLimits(Duration.ofSeconds(60), Duration.ofSeconds(60));

    public RetrievalLimits {
        requireRange(offer, "offer");
        requireRange(opening, "opening");
    }

    private static void requireRange(Duration value, String what) {
        if (value.compareTo(SHORTEST) < 0 || value.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(what + " is not in [" + SHORTEST + ".." + LONGEST + "]: " + value);
        }
    }
}
