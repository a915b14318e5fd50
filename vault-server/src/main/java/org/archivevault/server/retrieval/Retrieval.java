package org.archivevault.server.retrieval;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.archivevault.protocol.address.BlockId;
import org.archivevault.protocol.pack.BusinessOrderNo;
import org.archivevault.protocol.pack.PackNo;
import org.jspecify.annotations.Nullable;

/**
 * One person's request for the papers of one business order, from asking to the end.
 *
 * @param id names it
 * @param ticket its place in the order of asking
 * @param orderNo what was asked for
 * @param purpose what for
 * @param askedBy user name of the person
 * @param askedByName what people call that person
 * @param target the pack, its place and its aisle; empty when it was refused before a pack was found
 * @param state where it stands
 * @param code why it stands there, as a stable code; null when the state says it all
 * @param detail what is known beyond the code; may be empty
 * @param revision number of its newest change, 1 upwards
 * @param command its last command; null when it has given none
 * @param offerUntil when the offer ends; null unless offered
 * @param createdAt when it was asked
 * @param changedAt when it last changed
 */
public record Retrieval(
        UUID id,
        long ticket,
        BusinessOrderNo orderNo,
        Purpose purpose,
        String askedBy,
        String askedByName,
        Optional<Target> target,
        RetrievalState state,
        @Nullable String code,
        String detail,
        int revision,
        @Nullable UUID command,
        @Nullable Instant offerUntil,
        Instant createdAt,
        Instant changedAt) {

    /**
     * What it wants to reach.
     *
     * @param pack the pack
     * @param positionCode where it stood when it was asked for, or when the aisle was asked to open
     * @param block the block
     * @param aisle the aisle, 1–63; 0 when the face looks outwards and none is needed
     */
    public record Target(PackNo pack, String positionCode, BlockId block, int aisle) {
        /**
         * Whether carriages must stand apart to reach it.
         *
         * @return false for a face that looks outwards
         */
        public boolean needsAisle() {
            return aisle > 0;
        }
    }

    /** The same one with its command. */
    Retrieval commandedBy(UUID given) {
        return new Retrieval(
                id,
                ticket,
                orderNo,
                purpose,
                askedBy,
                askedByName,
                target,
                state,
                code,
                detail,
                revision,
                given,
                offerUntil,
                createdAt,
                changedAt);
    }

    /** The same one with the place that its pack has now. */
    Retrieval reaching(Target now) {
        return new Retrieval(
                id,
                ticket,
                orderNo,
                purpose,
                askedBy,
                askedByName,
                Optional.of(now),
                state,
                code,
                detail,
                revision,
                command,
                offerUntil,
                createdAt,
                changedAt);
    }

    /** The same one as it was after an earlier change. */
    Retrieval asOf(RetrievalStore.Change change) {
        return new Retrieval(
                id,
                ticket,
                orderNo,
                purpose,
                askedBy,
                askedByName,
                target,
                change.state(),
                change.code(),
                change.detail(),
                change.revision(),
                command,
                change.revision() == revision ? offerUntil : null,
                createdAt,
                change.at());
    }
}
