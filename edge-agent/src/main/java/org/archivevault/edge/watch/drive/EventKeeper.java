package org.archivevault.edge.watch.drive;

import io.vertx.core.Future;
import java.util.List;
import java.util.function.Function;
import org.archivevault.edge.uplink.PatientAppends;
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
final class EventKeeper implements PatientAppends.Listener {
    private static final Logger LOG = LoggerFactory.getLogger(EventKeeper.class);

    /** Memory for events that wait, in bytes as reckoned below: a sixth of the 48 MiB that the launcher gives the edge. */
    static final long MOST_BYTES = 8L << 20;

    /** Appends under way: they wait in the outbox, which has room for 10,000 of all parts of the edge. */
    static final int MOST_UNDER_WAY = 50;

    /** A reading in memory: the record, its two instants and its boxed number. */
    private static final long READING_BYTES = 150;

    /** Any other event in memory. */
    private static final long EVENT_BYTES = 500;

    private final PatientAppends appends;
    private long bytes;
    private String failure = "";
    private long recorded;
    private long readingsLost;
    private long othersLost;

    EventKeeper(Function<EdgeEvent, Future<?>> disk) {
        this.appends = new PatientAppends(disk, MOST_UNDER_WAY, this);
    }

    void add(List<EdgeEvent> events) {
        for (EdgeEvent event : events) {
            bytes += size(event);
            appends.add(event);
        }
        appends.giveUp(() -> bytes <= MOST_BYTES, event -> event.lane() == Lane.TELEMETRY, this::lose);
        appends.pump();
    }

    private static long size(EdgeEvent event) {
        if (event instanceof ReadingsTaken taken) {
            return EVENT_BYTES + taken.readings().size() * READING_BYTES;
        }
        return event instanceof StillPart part ? EVENT_BYTES + part.jpeg().length() : EVENT_BYTES;
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

    void retry() {
        appends.retry();
    }

    @Override
    public void kept(EdgeEvent event) {
        recorded++;
        bytes -= size(event);
        failure = "";
    }

    @Override
    public void refused(Throwable why, boolean first) {
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
        return appends.waiting() == 0;
    }

    long waiting() {
        return appends.waiting();
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
