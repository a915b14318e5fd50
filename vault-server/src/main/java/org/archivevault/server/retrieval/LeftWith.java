package org.archivevault.server.retrieval;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.archivevault.protocol.address.FaceId;
import org.archivevault.protocol.address.ShelfAddress;
import org.archivevault.protocol.pack.PackNo;
import org.archivevault.server.retrieval.RemovalStore.Candidate;

/** With which retrieval a pack has left. Pure. */
final class LeftWith {
    /** How much two clocks of one site may differ, and an event be dated early. */
    static final Duration CLOCKS = Duration.ofSeconds(2);

    private LeftWith() {}

    /**
     * Chooses: the retrieval that is for the pack; otherwise the one whose aisle stood open last when it was last seen.
     *
     * @param pack what left
     * @param face from where
     * @param lastSeen when it was last seen there
     * @param reaching the retrievals of that aisle
     * @param outward whether the face looks outwards, so that no aisle leads to it
     * @return empty when nobody had the aisle open
     */
    static Optional<Candidate> of(
            PackNo pack, FaceId face, Instant lastSeen, List<Candidate> reaching, boolean outward) {
        List<Candidate> possible = reaching.stream()
                .filter(c -> !c.since().isAfter(lastSeen.plus(CLOCKS)))
                .filter(c -> !outward
                        || FaceId.of(ShelfAddress.parse(c.positionCode())).equals(face))
                .toList();
        Comparator<Candidate> newestFirst = Comparator.comparing(Candidate::since, Comparator.reverseOrder())
                .thenComparing(Candidate::ticket);
        Comparator<Candidate> openFirst = Comparator.comparing(c -> !c.state().holdsBlock());
        return possible.stream()
                .filter(c -> c.expected().equals(pack))
                .min(openFirst.thenComparing(newestFirst))
                .or(() -> possible.stream().min(newestFirst));
    }
}
