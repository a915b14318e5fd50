package org.archivevault.server.retrieval;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.archivevault.protocol.pack.PackNo;

/** Who has a block and who waits for it: all retrievals of the block that are not over. Pure. */
final class BlockQueue {
    /** Most people waiting for one block: more than a reading room has seats; beyond it a request is refused. */
    static final int MAX_WAITING = 50;

    private final List<Entry> entries;

    /**
     * @param entries the retrievals of one block that wait for it or keep it, in any order
     */
    BlockQueue(List<Entry> entries) {
        this.entries =
                entries.stream().sorted(Comparator.comparingLong(Entry::ticket)).toList();
    }

    /**
     * One retrieval of the block.
     *
     * @param id the retrieval
     * @param ticket its place in the order of asking; strictly increases
     * @param subject user name of the person who asked
     * @param displayName what people call that person
     * @param orderNo the order it serves
     * @param pack the pack it wants
     * @param aisle the aisle it needs
     * @param state waiting, offered, opening, open or unknown
     */
    record Entry(
            UUID id,
            long ticket,
            String subject,
            String displayName,
            String orderNo,
            PackNo pack,
            int aisle,
            RetrievalState state) {}

    /** What becomes of a new request. */
    enum Verdict {
        /** The block is free: the aisle may be asked for. */
        GO,
        /** The same person has the same aisle open: no motion is needed. */
        SHARE,
        /** The same person has asked for the same pack already: that retrieval is the answer. */
        SAME,
        /** Somebody else has the block, or is before. */
        WAIT,
        /** Too many wait already. */
        FULL
    }

    /**
     * The verdict and the retrieval it speaks of.
     *
     * @param verdict what becomes of the request
     * @param other the retrieval that holds the block, is shared, or is the same; empty for {@link Verdict#GO}
     * @param position place in the queue, 1 upwards; 0 unless waiting
     */
    record Admission(Verdict verdict, Optional<Entry> other, int position) {}

    /**
     * Judges a new request.
     *
     * @param subject who asks
     * @param pack what for
     * @param aisle the aisle it needs
     * @return what becomes of it
     */
    Admission admit(String subject, PackNo pack, int aisle) {
        Optional<Entry> same = entries.stream()
                .filter(e -> e.subject().equals(subject) && e.pack().equals(pack))
                .findFirst();
        if (same.isPresent()) {
            return new Admission(Verdict.SAME, same, positionOf(same.get().id()));
        }
        List<Entry> keepers =
                entries.stream().filter(e -> e.state().keepsBlock()).toList();
        if (!keepers.isEmpty() && keepers.stream().allMatch(e -> sharable(e, subject, aisle))) {
            return new Admission(Verdict.SHARE, Optional.of(keepers.get(0)), 0);
        }
        Optional<Entry> ahead = keeper().or(() -> waiting().stream().findFirst());
        if (ahead.isEmpty()) {
            return new Admission(Verdict.GO, Optional.empty(), 0);
        }
        int waiting = waiting().size();
        return waiting >= MAX_WAITING
                ? new Admission(Verdict.FULL, ahead, 0)
                : new Admission(Verdict.WAIT, ahead, waiting + 1);
    }

    /**
     * Who has the block.
     *
     * @return the retrieval that holds it or that it is kept for
     */
    Optional<Entry> keeper() {
        return entries.stream().filter(e -> e.state().keepsBlock()).findFirst();
    }

    /**
     * Who is to be offered the block.
     *
     * @return the one who has waited longest, when nobody keeps the block
     */
    Optional<Entry> next() {
        return keeper().isPresent() ? Optional.empty() : waiting().stream().findFirst();
    }

    /**
     * The place of a waiting retrieval.
     *
     * @param id the retrieval
     * @return 1 upwards; 0 when it does not wait
     */
    int positionOf(UUID id) {
        List<Entry> waiting = waiting();
        for (int i = 0; i < waiting.size(); i++) {
            if (waiting.get(i).id().equals(id)) {
                return i + 1;
            }
        }
        return 0;
    }

    private static boolean sharable(Entry entry, String subject, int aisle) {
        return entry.state() == RetrievalState.OPEN && entry.subject().equals(subject) && entry.aisle() == aisle;
    }

    private List<Entry> waiting() {
        return entries.stream().filter(e -> e.state() == RetrievalState.WAITING).toList();
    }
}
