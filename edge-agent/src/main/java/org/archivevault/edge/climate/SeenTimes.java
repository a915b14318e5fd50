package org.archivevault.edge.climate;

import java.time.Instant;

/** The last source times of one sensor and quantity. */
final class SeenTimes {
    private static final int NANOS_PER_MICRO = 1_000;

    private final long[] micros = new long[ClimateLimits.TIMES_KEPT];
    private int next;
    private int kept;

    /** Whether it is new; it is remembered then. Told apart to the microsecond, as the server's database does. */
    boolean add(Instant time) {
        long told = time.getEpochSecond() * 1_000_000 + time.getNano() / NANOS_PER_MICRO;
        for (int i = 0; i < kept; i++) {
            if (micros[i] == told) {
                return false;
            }
        }
        micros[next] = told;
        next = (next + 1) % micros.length;
        kept = Math.min(kept + 1, micros.length);
        return true;
    }
}
