package org.archivevault.server.edge;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.archivevault.protocol.link.EventBatch;
import org.archivevault.protocol.link.SequencedEvent;

/**
 * What a batch brings beyond what is committed already. Pure.
 *
 * @param fresh the events to store, in order; empty when all are known already, or the batch is out of turn
 * @param gaps sequence numbers that will never come
 * @param cursor where the cursor stands after the batch
 * @param outOfTurn the batch starts beyond what is due while the edge still holds what is due: it must be sent again
 */
record EventIntake(List<SequencedEvent> fresh, List<Gap> gaps, long cursor, boolean outOfTurn) {
    /**
     * Numbers that were given out and are lost.
     *
     * @param from first one lost
     * @param to last one lost
     */
    record Gap(long from, long to) {}

    /**
     * Compares a batch with the cursor.
     *
     * @param committed highest sequence number committed for its edge, outbox and lane; 0 for none
     * @param batch what came
     * @return what is new in it
     */
    static EventIntake of(long committed, EventBatch batch) {
        List<SequencedEvent> ordered = batch.events().stream()
                .sorted(Comparator.comparingLong(SequencedEvent::seq))
                .toList();
        long due = committed + 1;
        if (ordered.get(0).seq() > due && batch.oldestSeq() <= due) {
            return new EventIntake(List.of(), List.of(), committed, true);
        }
        List<SequencedEvent> fresh = new ArrayList<>();
        List<Gap> gaps = new ArrayList<>();
        long cursor = committed;
        for (SequencedEvent event : ordered) {
            if (event.seq() <= cursor) {
                continue;
            }
            if (event.seq() > cursor + 1) {
                gaps.add(new Gap(cursor + 1, event.seq() - 1));
            }
            fresh.add(event);
            cursor = event.seq();
        }
        return new EventIntake(List.copyOf(fresh), List.copyOf(gaps), cursor, false);
    }
}
