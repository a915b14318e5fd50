package org.archivevault.edge.tags;

/** How long a reader has been reading in all: the only time in which an unread tag is an absent one. */
final class Listening {
    private boolean reading;
    private long since;
    private long before;

    void starts(long now) {
        stops(now);
        reading = true;
        since = now;
    }

    void stops(long now) {
        before = millis(now);
        reading = false;
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
}
