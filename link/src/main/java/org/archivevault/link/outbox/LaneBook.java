package org.archivevault.link.outbox;

/**
 * The bookkeeping of one lane. What it holds is always the unbroken run {@code oldestSeq..lastSeq}: events are only taken
 * away from its old end.
 *
 * @param oldestSeq the oldest it holds; {@code lastSeq + 1} when it is empty
 * @param lastSeq the last number given; 0 when there was none
 * @param bytes of what it holds
 */
record LaneBook(long oldestSeq, long lastSeq, long bytes) {
    /** A lane that is full gives up this part of its events at once, so that it does not report a loss at every append. */
    private static final int DROP_PART = 10;
    /** But no more than this at once: a motion may be waiting for the same file. */
    private static final int MOST_DROPPED_AT_ONCE = 500;

    LaneBook {
        if (oldestSeq < 1 || oldestSeq > lastSeq + 1 || bytes < 0 || (oldestSeq > lastSeq && bytes != 0)) {
            throw new IllegalArgumentException("no lane: " + oldestSeq + ".." + lastSeq + ", " + bytes + " bytes");
        }
    }

    static LaneBook empty(long lastSeq) {
        return new LaneBook(lastSeq + 1, lastSeq, 0);
    }

    long count() {
        return lastSeq - oldestSeq + 1;
    }

    long nextSeq() {
        return lastSeq + 1;
    }

    LaneBook appended(int size) {
        return new LaneBook(oldestSeq, lastSeq + 1, bytes + size);
    }

    /** After all up to a number are gone. */
    LaneBook without(long upTo, long removedBytes) {
        if (upTo < oldestSeq) {
            return this;
        }
        return new LaneBook(Math.min(upTo, lastSeq) + 1, lastSeq, bytes - removedBytes);
    }

    /** Whether so many more events of so many bytes together would be too much. */
    boolean exceededBy(int events, long size, OutboxLimits limits) {
        return count() + events > limits.telemetryEvents() || bytes + size > limits.telemetryBytes();
    }

    /** The last of the oldest part, which goes first when room is needed. */
    long dropUpTo() {
        return oldestSeq + Math.min(MOST_DROPPED_AT_ONCE, Math.max(1, count() / DROP_PART)) - 1;
    }

    Outbox.LaneState state() {
        return new Outbox.LaneState(lastSeq, count(), bytes);
    }
}
