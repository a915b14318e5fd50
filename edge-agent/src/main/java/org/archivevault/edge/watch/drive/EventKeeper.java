package org.archivevault.edge.watch.drive;

import io.vertx.core.Future;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import org.archivevault.protocol.event.EdgeEvent;
import org.archivevault.protocol.event.EdgeEvent.ReadingsTaken;
import org.archivevault.protocol.event.EdgeEvent.StillPart;
import org.archivevault.protocol.event.Lane;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds events until they are on disk, and tries again while the disk takes none, within a bound of memory: then the oldest
 * that may be lost (telemetry) makes room and is counted. Everything on one context. Events may overtake one another only
 * around a failure.
 */
final class EventKeeper {
    private static final Logger LOG = LoggerFactory.getLogger(EventKeeper.class);

    /** Memory for events that wait, in bytes as reckoned below: a sixth of the 48 MiB that the launcher gives the edge. */
    static final long MOST_BYTES = 8L << 20;

    /** Appends under way: they wait in the outbox, which has room for 10,000 of all parts of the edge. */
    static final int MOST_UNDER_WAY = 50;

    /** A reading in memory: the record, its two instants and its boxed number. */
    private static final long READING_BYTES = 150;

    /** Any other event in memory. */
    private static final long EVENT_BYTES = 500;

    private final Function<EdgeEvent, Future<?>> disk;
    private final Deque<EdgeEvent> waiting = new ArrayDeque<>();
    private final Deque<EdgeEvent> refused = new ArrayDeque<>();
    private long bytes;
    private int underWay;
    private boolean pumping;
    private boolean failing;
    private String failure = "";
    private long recorded;
    private long readingsLost;
    private long othersLost;

    EventKeeper(Function<EdgeEvent, Future<?>> disk) {
        this.disk = disk;
    }

    void add(List<EdgeEvent> events) {
        for (EdgeEvent event : events) {
            bytes += size(event);
            waiting.addLast(event);
        }
        if (bytes > MOST_BYTES) {
            makeRoom(refused);
            makeRoom(waiting);
        }
        pump();
    }

    private static long size(EdgeEvent event) {
        if (event instanceof ReadingsTaken taken) {
            return EVENT_BYTES + taken.readings().size() * READING_BYTES;
        }
        return event instanceof StillPart part ? EVENT_BYTES + part.jpeg().length() : EVENT_BYTES;
    }

    private void makeRoom(Deque<EdgeEvent> events) {
        for (Iterator<EdgeEvent> oldest = events.iterator(); bytes > MOST_BYTES && oldest.hasNext(); ) {
            EdgeEvent event = oldest.next();
            if (event.lane() == Lane.TELEMETRY) {
                oldest.remove();
                lose(event);
            }
        }
    }

    private void lose(EdgeEvent event) {
        bytes -= size(event);
        long before = readingsLost + othersLost;
        if (event instanceof ReadingsTaken taken) {
            readingsLost += taken.readings().size();
        } else {
            othersLost++;
        }
        // At about 1, 2, 4, 8 … of them.
        if (Long.highestOneBit(readingsLost + othersLost) != Long.highestOneBit(before)) {
            LOG.error(
                    "The disk takes no events: {} readings and {} other events lost so far", readingsLost, othersLost);
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
        while (!failing && underWay < MOST_UNDER_WAY && !waiting.isEmpty()) {
            EdgeEvent event = waiting.removeFirst();
            underWay++;
            disk.apply(event).onComplete(done -> kept(event), e -> refuse(event, e));
        }
        pumping = false;
    }

    private void kept(EdgeEvent event) {
        underWay--;
        recorded++;
        bytes -= size(event);
        failure = "";
        pump();
    }

    private void refuse(EdgeEvent event, Throwable why) {
        underWay--;
        refused.addLast(event);
        failing = true;
        if (failure.isEmpty()) {
            LOG.warn("Readings are not recorded yet: {}", why.toString());
        }
        failure = why.toString();
    }

    /** Why the disk takes nothing; empty when it does. */
    String failure() {
        return failure;
    }

    boolean isEmpty() {
        return waiting.isEmpty() && refused.isEmpty() && underWay == 0;
    }

    long waiting() {
        return (long) waiting.size() + refused.size() + underWay;
    }

    long recorded() {
        return recorded;
    }

    /** Readings given up, because too much was waiting. */
    long readingsLost() {
        return readingsLost;
    }

    /** Other events given up for the same reason. */
    long othersLost() {
        return othersLost;
    }
}
