package org.archivevault.edge.tags.drive;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.archivevault.protocol.event.EdgeEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps events until they are on disk, and tries again while the disk does not take them. Everything on one event loop.
 * Events may overtake one another only around a failure.
 */
final class EventRecorder {
    private static final Logger LOG = LoggerFactory.getLogger(EventRecorder.class);

    /** Events kept while the disk takes none: one for each tag that can be known, about 100 bytes each. */
    static final int MAX_WAITING = 50_000;

    /** Appends under way: one group commit of the outbox, and a twentieth of what may wait there. */
    static final int MAX_UNDER_WAY = 500;

    private final TagSurroundings surroundings;
    private final Deque<EdgeEvent> waiting = new ArrayDeque<>();
    private final Deque<EdgeEvent> refused = new ArrayDeque<>();
    private boolean pumping;
    private int underWay;
    private boolean failing;
    private long recorded;
    private long lost;

    EventRecorder(TagSurroundings surroundings) {
        this.surroundings = surroundings;
    }

    void add(List<EdgeEvent> events) {
        for (EdgeEvent event : events) {
            if (waiting.size() + refused.size() >= MAX_WAITING) {
                lose(event);
            } else {
                waiting.addLast(event);
            }
        }
        pump();
    }

    private void lose(EdgeEvent event) {
        lost++;
        if (Long.bitCount(lost) == 1) {
            LOG.error("Tag events lost, as the disk takes none: {} so far, the last {}", lost, event);
        }
    }

    /** Tries again what the disk has refused, once all that went with it has had its answer: so they keep their order. */
    void retry() {
        if (failing && underWay == 0) {
            while (!refused.isEmpty()) {
                waiting.addFirst(refused.removeLast());
            }
            failing = false;
            pump();
        }
    }

    private void pump() {
        if (pumping) {
            return;
        }
        pumping = true;
        while (!failing && underWay < MAX_UNDER_WAY && !waiting.isEmpty()) {
            EdgeEvent event = waiting.removeFirst();
            underWay++;
            surroundings.record(event).onComplete(done -> kept(), failure -> refuse(event, failure));
        }
        pumping = false;
    }

    private void kept() {
        underWay--;
        recorded++;
        pump();
    }

    private void refuse(EdgeEvent event, Throwable failure) {
        underWay--;
        refused.addLast(event);
        if (!failing) {
            failing = true;
            LOG.warn("A tag event is not recorded yet: {}", failure.toString());
        }
    }

    long waiting() {
        return (long) waiting.size() + refused.size() + underWay;
    }

    long recorded() {
        return recorded;
    }

    /** Given up, because {@link #MAX_WAITING} were waiting. */
    long lost() {
        return lost;
    }
}
