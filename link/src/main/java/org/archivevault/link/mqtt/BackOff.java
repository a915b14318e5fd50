package org.archivevault.link.mqtt;

import java.util.random.RandomGenerator;

/** How long to wait before the next attempt: doubling, capped, and spread so that many edges do not come back at once. */
final class BackOff {
    /** First wait, in milliseconds: a broker that restarts is back within a second. */
    static final long FIRST_MILLIS = 200;
    /** Longest wait, in milliseconds: everything must work again within ten seconds of a repair (safety.md, I22). */
    static final long LONGEST_MILLIS = 3_000;

    private static final int MOST_DOUBLINGS = 10;

    private BackOff() {}

    /** Half of the wait is fixed, half is random. */
    static long millis(int failures, RandomGenerator random) {
        long full = Math.min(LONGEST_MILLIS, FIRST_MILLIS << Math.min(failures, MOST_DOUBLINGS));
        return full / 2 + random.nextLong(full / 2 + 1);
    }
}
