package org.archivevault.server.retrieval;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.archivevault.protocol.address.ShelfAddress;
import org.archivevault.protocol.pack.PackNo;
import org.archivevault.server.tags.Proof;
import org.jspecify.annotations.Nullable;

/**
 * One thing that says something about whether a pack left its place.
 *
 * @param kind what
 * @param pack the pack it speaks of
 * @param place where: a face, a read point, a gate, or a person's name
 * @param belongs the slot that the records give the pack, or gave it last
 * @param at when, on the clock of whoever saw it
 */
record RemovalSign(Kind kind, PackNo pack, String place, Optional<ShelfAddress> belongs, Instant at) {
    /** What kind of sign. */
    enum Kind {
        /** The antennas of a face no longer see it. */
        LEFT_FACE(Proof.SHELF),
        /** A desk sees it. */
        AT_DESK(Proof.DESK),
        /** It went through a gate, not inwards. */
        THROUGH_GATE(Proof.GATE),
        /** A person says that it was taken, and may. */
        BY_HAND(Proof.BY_HAND),
        /** A person has scanned the bar code of a pack that was asked for. */
        BY_BAR_CODE(Proof.BY_BAR_CODE),
        /** A person has scanned the bar code of another pack. */
        WRONG_BAR_CODE(Proof.BY_BAR_CODE),
        /** The face of its slot sees it again. */
        BACK_AT_FACE(null),
        /** Another face than its slot's sees it. */
        AT_OTHER_FACE(null),
        /** The block was given back, or the aisle has closed. */
        GIVEN_BACK(null),
        /** The time for a proof has passed, and the face of its slot still sees it. */
        STILL_SEEN(null),
        /** A person has given the block back without taking anything, and no antenna could say otherwise. */
        NOTHING_TAKEN(null),
        /** The time for a proof has passed, and the antennas that watch the place have not said what became of it. */
        TIME_UP(null);

        private final @Nullable Proof proof;

        Kind(@Nullable Proof proof) {
            this.proof = proof;
        }

        /** The proof that it gives of the pack's having left; empty when it says something else. */
        Optional<Proof> proof() {
            return Optional.ofNullable(proof);
        }

        String code() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        static Kind of(String code) {
            return valueOf(code.toUpperCase(Locale.ROOT).replace('-', '_'));
        }
    }
}
