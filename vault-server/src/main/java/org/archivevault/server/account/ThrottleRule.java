package org.archivevault.server.account;

import java.time.Duration;

/** How long a name must wait after so many failed attempts in a row. Pure. */
final class ThrottleRule {
    /** Attempts that cost nothing: people mistype. */
    static final int FREE_ATTEMPTS = 5;

    /** The wait after the last free attempt; it doubles with each further one. */
    static final Duration FIRST_WAIT = Duration.ofSeconds(30);

    /** The wait grows no further: 10,000 attempts then take more than a year. */
    static final Duration LONGEST_WAIT = Duration.ofHours(1);

    /** Failures older than this are forgotten. */
    static final Duration FORGOTTEN_AFTER = Duration.ofHours(24);

    private ThrottleRule() {}

    static Duration waitAfter(int failures) {
        if (failures < FREE_ATTEMPTS) {
            return Duration.ZERO;
        }
        int doublings = Math.min(failures - FREE_ATTEMPTS, 20);
        Duration wait = FIRST_WAIT.multipliedBy(1L << doublings);
        return wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
    }
}
