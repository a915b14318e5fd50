package org.archivevault.edge.tags;

/**
 * How a reader has been reading: how long in all, which is the only time in which an unread tag is an absent one; how long
 * it really needs to hear what is there once; and whether it still hears tags for the first time.
 */
final class Listening {
    private boolean reading;
    private long since;
    private long before;
    /** It began to read, and its shelves have not settled yet. */
    private boolean settling;
    /** When a shelf tag was last heard for the first time, or often enough, since it began to read. */
    private long newsAt;

    private double meanMillisUntilHeardAgain;
    private long heardAgain;

    void starts(long now) {
        stops(now);
        reading = true;
        since = now;
        settling = true;
        newsAt = now;
    }

    void stops(long now) {
        before = millis(now);
        reading = false;
        settling = false;
    }

    boolean reading() {
        return reading;
    }

    /** When it began to read, on the edge's clock. */
    long since() {
        return since;
    }

    long millis(long now) {
        return before + (reading ? now - since : 0);
    }

    /** A tag on a shelf was heard again, so long after the time before, of the time in which it has been reading. */
    void heardAgainAfter(long millis) {
        heardAgain++;
        meanMillisUntilHeardAgain +=
                (millis - meanMillisUntilHeardAgain) / Math.min(heardAgain, TagLimits.ROUND_MEMORY_READS);
    }

    /**
     * How long its antennas need to hear every tag of its shelves once, as measured; never less than a turn. Somewhat
     * longer than a turn is a turn with misses.
     */
    long roundMillis(long turnMillis) {
        return meanMillisUntilHeardAgain > TagLimits.TURNS_OF_A_SLOW_ROUND * turnMillis
                ? (long) meanMillisUntilHeardAgain
                : turnMillis;
    }

    boolean settling() {
        return settling;
    }

    void settled() {
        settling = false;
    }

    /** A shelf tag was heard for the first time since it began to read, or now often enough. */
    void news(long now) {
        newsAt = now;
    }

    /**
     * When its shelves have settled: nothing new was heard for three turns, and for half as long as all the news took,
     * so that the few that are hard to hear have their chance too.
     */
    long shelvesSettleAt(long turnMillis) {
        long quiet = Math.max(TagLimits.SETTLING_TURNS * turnMillis, (newsAt - since) / 2);
        return Math.min(newsAt + quiet, since + TagLimits.LONGEST_SETTLING_MILLIS);
    }
}
