package org.archivevault.edge.tags.llrp;

import java.time.Duration;

/**
 * How long a reader may take.
 *
 * @param connect for the TCP connection
 * @param step for each answer, and for its word that it takes the connection
 * @param farewell for each answer when we leave
 * @param firstPause before the first attempt after a failure; doubles with each in a row
 * @param longestPause at most
 */
record LlrpTiming(Duration connect, Duration step, Duration farewell, Duration firstPause, Duration longestPause) {
    /**
     * Readers answer within 1 s, and some take several to compile a ROSpec. A reader boots for about a minute; the longest
     * pause is how long a gate stays unseen after it has.
     */
    static final LlrpTiming USUAL = new LlrpTiming(
            Duration.ofSeconds(5),
            Duration.ofSeconds(10),
            Duration.ofSeconds(1),
            Duration.ofMillis(500),
            Duration.ofSeconds(10));

    /** Keep-alives that may be missing in a row before the reader counts as gone. */
    static final int KEEP_ALIVES_MISSED = 3;

    /** Beyond 2^16 times the first pause no sensible limit is left; keeps the shift from overflowing. */
    private static final int MOST_DOUBLINGS = 16;

    LlrpTiming {
        if (firstPause.isZero() || firstPause.isNegative() || longestPause.compareTo(firstPause) < 0) {
            throw new IllegalArgumentException("0 < first <= longest: " + firstPause + ", " + longestPause);
        }
    }

    /** The pause after some failures in a row, 1 upwards. */
    Duration pauseAfter(int failuresInARow) {
        Duration pause = firstPause.multipliedBy(1L << Math.min(failuresInARow - 1, MOST_DOUBLINGS));
        return pause.compareTo(longestPause) > 0 ? longestPause : pause;
    }

    /** How long without a keep-alive is silence. */
    static Duration silence(Duration keepAlive) {
        return keepAlive.multipliedBy(KEEP_ALIVES_MISSED);
    }
}
