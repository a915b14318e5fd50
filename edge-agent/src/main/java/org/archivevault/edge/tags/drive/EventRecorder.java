package org.archivevault.edge.tags.drive;

import java.util.List;
import org.archivevault.edge.uplink.PatientAppends;
import org.archivevault.protocol.event.EdgeEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps events until they are on disk, and tries again while the disk does not take them. Everything on one event loop.
 * Events may overtake one another only around a failure.
 */
final class EventRecorder implements PatientAppends.Listener {
    private static final Logger LOG = LoggerFactory.getLogger(EventRecorder.class);

    /** Events kept while the disk takes none: one for each tag that can be known, about 100 bytes each. */
    static final int MAX_WAITING = 50_000;

    /** Appends under way: one group commit of the outbox, and a twentieth of what may wait there. */
    static final int MAX_UNDER_WAY = 500;

    private final PatientAppends appends;
    private long recorded;
    private long lost;

    EventRecorder(TagSurroundings surroundings) {
        this.appends = new PatientAppends(surroundings::record, MAX_UNDER_WAY, this);
    }

    void add(List<EdgeEvent> events) {
        for (EdgeEvent event : events) {
            if (appends.idle() >= MAX_WAITING) {
                lose(event);
            } else {
                appends.add(event);
            }
        }
        appends.pump();
    }

    private void lose(EdgeEvent event) {
        lost++;
        if (Long.bitCount(lost) == 1) {
            LOG.error("Tag events lost, as the disk takes none: {} so far, the last {}", lost, event);
        }
    }

    void retry() {
        appends.retry();
    }

    @Override
    public void kept(EdgeEvent event) {
        recorded++;
    }

    @Override
    public void refused(Throwable why, boolean first) {
        if (first) {
            LOG.warn("A tag event is not recorded yet: {}", why.toString());
        }
    }

    long waiting() {
        return appends.waiting();
    }

    long recorded() {
        return recorded;
    }

    /** Given up, because {@link #MAX_WAITING} were waiting. */
    long lost() {
        return lost;
    }
}
