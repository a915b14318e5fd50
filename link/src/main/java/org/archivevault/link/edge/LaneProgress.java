package org.archivevault.link.edge;

/**
 * How far one lane has come: at most one batch is on its way, and it is sent again when no answer comes. Pure: the time is
 * an argument.
 *
 * @param committed the server's last word; sending continues after it
 * @param inFlightUpTo last number of the batch on its way; 0 when none is
 * @param sentMillis when that batch was sent
 * @param silentSinceMillis when the first batch since the server's last word was sent; {@link #NOT_SILENT} when none was
 */
record LaneProgress(long committed, long inFlightUpTo, long sentMillis, long silentSinceMillis) {
    /** Without an answer for so long, a batch is sent again, in milliseconds: well above a slow commit. */
    static final long ANSWER_MILLIS = 2_000;

    /** No answer is due. */
    static final long NOT_SILENT = Long.MIN_VALUE;

    /** Nothing known and nothing on its way: sending begins with the oldest that the outbox holds. */
    static final LaneProgress START = new LaneProgress(0, 0, 0, NOT_SILENT);

    boolean inFlight() {
        return inFlightUpTo > 0;
    }

    LaneProgress sent(long upTo, long nowMillis) {
        long silentSince = silentSinceMillis == NOT_SILENT ? nowMillis : silentSinceMillis;
        return new LaneProgress(committed, upTo, nowMillis, silentSince);
    }

    /** The batch on its way counts as lost. */
    LaneProgress again() {
        return new LaneProgress(committed, 0, 0, silentSinceMillis);
    }

    /** Whether the server has said nothing for too long, however often it was sent to. */
    boolean silent(long nowMillis) {
        return silentSinceMillis != NOT_SILENT && nowMillis - silentSinceMillis >= ANSWER_MILLIS;
    }

    boolean overdue(long nowMillis) {
        return inFlight() && nowMillis - sentMillis >= ANSWER_MILLIS;
    }

    /**
     * The server has spoken. Reaching the batch on its way ends it. A word below the last one means that the server has
     * forgotten something (or that two of its words overtook each other, and then sending twice does no harm): from there
     * again. Anything between leaves the batch on its way.
     */
    LaneProgress answered(long upTo) {
        boolean ends = upTo >= inFlightUpTo || upTo < committed;
        return ends
                ? new LaneProgress(upTo, 0, 0, NOT_SILENT)
                : new LaneProgress(upTo, inFlightUpTo, sentMillis, sentMillis);
    }
}
