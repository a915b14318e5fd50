package org.archivevault.protocol.link;

import java.util.List;
import java.util.UUID;
import org.archivevault.protocol.event.Lane;

/**
 * Events on their way from one outbox lane to the server. Sent again, from the oldest that is not acknowledged, until
 * the server says that it has committed them.
 *
 * @param edge who sends
 * @param outbox made when the outbox file was created; a new file starts a new count, and the server must see that
 * @param lane which lane
 * @param oldestSeq the oldest sequence number that the outbox still holds; anything older and not committed is lost
 * @param events in order of seq, without gaps except where {@code EventsDropped} says so; 1–200 of them
 */
public record EventBatch(EdgeId edge, UUID outbox, Lane lane, long oldestSeq, List<SequencedEvent> events) {
    /** Most events in one batch: one server transaction, well under a broker's usual 256 KiB. */
    public static final int MAX_EVENTS = 200;

    public EventBatch {
        events = List.copyOf(events);
        if (events.isEmpty() || events.size() > MAX_EVENTS) {
            throw new IllegalArgumentException("a batch has 1.." + MAX_EVENTS + " events, not " + events.size());
        }
    }
}
