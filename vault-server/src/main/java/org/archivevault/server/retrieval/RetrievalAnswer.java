package org.archivevault.server.retrieval;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.archivevault.protocol.address.AisleId;
import org.archivevault.protocol.address.BlockId;
import org.archivevault.protocol.pack.BusinessOrderNo;
import org.archivevault.protocol.pack.PackNo;
import org.archivevault.server.retrieval.Retrieval.Target;
import org.jspecify.annotations.Nullable;

/**
 * A retrieval as the API tells it.
 *
 * @param id names it
 * @param orderNo what was asked for
 * @param purpose what for
 * @param state where it stands
 * @param code why it stands there; absent when the state says it all
 * @param detail what is known beyond the code
 * @param revision number of its newest change; the id of its live events
 * @param askedBy who asked
 * @param pack the pack that it is for
 * @param positionCode where that stands
 * @param block the block
 * @param aisle the aisle; absent when none is needed
 * @param command the last command it gave
 * @param offerUntil when the offer ends; absent unless offered
 * @param waiting who is before; absent unless waiting
 * @param packs all packs of the order, as they were when this was answered; absent where they were not looked at
 * @param removal how its pack left its place; absent where that was not looked at, or it has no pack
 * @param createdAt when it was asked
 * @param changedAt when it last changed
 */
record RetrievalAnswer(
        UUID id,
        BusinessOrderNo orderNo,
        Purpose purpose,
        RetrievalState state,
        @Nullable String code,
        String detail,
        int revision,
        Person askedBy,
        @Nullable PackNo pack,
        @Nullable String positionCode,
        @Nullable BlockId block,
        @Nullable AisleId aisle,
        @Nullable UUID command,
        @Nullable Instant offerUntil,
        @Nullable Waiting waiting,
        @Nullable List<PackPlace> packs,
        @Nullable RemovalAnswer removal,
        Instant createdAt,
        Instant changedAt) {

    /**
     * A person.
     *
     * @param userName the account
     * @param displayName what people call the person
     */
    record Person(String userName, String displayName) {}

    /**
     * Why it waits.
     *
     * @param position place in the queue, 1 upwards
     * @param behind who has the block, or is first in the queue
     * @param state what that person's retrieval does
     */
    record Waiting(int position, Person behind, RetrievalState state) {
        static Optional<Waiting> of(Retrieval retrieval, BlockQueue queue) {
            int position = queue.positionOf(retrieval.id());
            return position == 0
                    ? Optional.empty()
                    : queue.keeper()
                            .map(keeper -> new Waiting(
                                    position, new Person(keeper.subject(), keeper.displayName()), keeper.state()));
        }
    }

    static RetrievalAnswer of(
            Retrieval r, Optional<Waiting> waiting, @Nullable List<PackPlace> packs, Optional<RemovalAnswer> removal) {
        Target target = r.target().orElse(null);
        return new RetrievalAnswer(
                r.id(),
                r.orderNo(),
                r.purpose(),
                r.state(),
                r.code(),
                r.detail(),
                r.revision(),
                new Person(r.askedBy(), r.askedByName()),
                target == null ? null : target.pack(),
                target == null ? null : target.positionCode(),
                target == null ? null : target.block(),
                target == null || !target.needsAisle() ? null : new AisleId(target.block(), target.aisle()),
                r.command(),
                r.offerUntil(),
                waiting.orElse(null),
                packs,
                removal.orElse(null),
                r.createdAt(),
                r.changedAt());
    }
}
