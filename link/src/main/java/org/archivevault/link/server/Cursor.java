package org.archivevault.link.server;

import java.util.List;
import java.util.Optional;
import org.archivevault.protocol.link.EventBatch;
import org.archivevault.protocol.link.SequencedEvent;

/** Says what of a batch is new. Pure. */
public final class Cursor {
    private Cursor() {}

    /** What a batch means to a server that has committed up to a number. */
    public sealed interface Judgement permits Accept, Duplicate {
        /**
         * The cursor after the batch.
         *
         * @return highest committed sequence number
         */
        long upTo();
    }

    /**
     * There is something new.
     *
     * @param newEvents to be stored, in order
     * @param gap numbers that never came and never will; to be reported
     * @param upTo the cursor after storing them
     */
    public record Accept(List<SequencedEvent> newEvents, Optional<Gap> gap, long upTo) implements Judgement {
        public Accept {
            newEvents = List.copyOf(newEvents);
        }
    }

    /**
     * All of it is known; the edge has missed the answer.
     *
     * @param upTo the cursor, as it was
     */
    public record Duplicate(long upTo) implements Judgement {}

    /**
     * Numbers that are missing.
     *
     * @param fromSeq the first
     * @param toSeq the last
     */
    public record Gap(long fromSeq, long toSeq) {}

    /**
     * Whether the events of a batch follow one another without a gap and its oldest number can be true.
     *
     * @param batch from outside
     * @return false when the batch contradicts itself
     */
    public static boolean isInOrder(EventBatch batch) {
        long expected = batch.events().get(0).seq();
        if (batch.oldestSeq() < 1 || batch.oldestSeq() > expected) {
            return false;
        }
        for (SequencedEvent each : batch.events()) {
            if (each.seq() != expected++) {
                return false;
            }
        }
        return true;
    }

    /**
     * Judges a batch.
     *
     * @param batch in order
     * @param cursor what is committed of this edge, outbox and lane; 0 for nothing (also for an outbox never seen)
     * @return what to do with it
     * @throws IllegalArgumentException when the batch is not in order or the cursor is negative
     */
    public static Judgement judge(EventBatch batch, long cursor) {
        if (!isInOrder(batch) || cursor < 0) {
            throw new IllegalArgumentException("no batch in order, or no cursor: " + cursor);
        }
        List<SequencedEvent> unseen =
                batch.events().stream().filter(e -> e.seq() > cursor).toList();
        if (unseen.isEmpty()) {
            return new Duplicate(cursor);
        }
        long first = unseen.get(0).seq();
        Optional<Gap> gap = first == cursor + 1 ? Optional.empty() : Optional.of(new Gap(cursor + 1, first - 1));
        return new Accept(unseen, gap, unseen.get(unseen.size() - 1).seq());
    }
}
