package org.archivevault.protocol.link;

import java.time.Instant;
import org.archivevault.protocol.event.EdgeEvent;

/**
 * An event with its place in its lane.
 *
 * @param seq 1 upwards, without gaps in one outbox and lane
 * @param at the edge's wall clock when it happened; for people, never for judging
 * @param event what happened
 */
public record SequencedEvent(long seq, Instant at, EdgeEvent event) {
    public SequencedEvent {
        if (seq < 1) {
            throw new IllegalArgumentException("seq is not at least 1: " + seq);
        }
    }
}
