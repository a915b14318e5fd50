package org.archivevault.server.retrieval;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.archivevault.protocol.address.AisleId;
import org.archivevault.protocol.address.ShelfAddress;
import org.archivevault.server.http.ErrorCode;
import org.archivevault.server.http.Problem;
import org.archivevault.server.retrieval.Retrieval.Target;

/** Retrievals as requests make them, before they are written down. */
final class RetrievalDrafts {
    private final RetrievalRules rules;
    private final Supplier<UUID> ids;

    RetrievalDrafts(RetrievalRules rules, Supplier<UUID> ids) {
        this.rules = rules;
        this.ids = ids;
    }

    /** What is against a request, whatever the block does. */
    List<Refusal> against(RetrievalRequest request, PackChoice choice) {
        List<Refusal> refusals = new ArrayList<>(rules.ofPerson(request.who()));
        refusals.addAll(choice.refusals());
        choice.place().ifPresent(place -> refusals.addAll(rules.ofPack(place)));
        return refusals;
    }

    /** What a choice wants to reach; empty unless the pack is on the shelf. */
    Optional<Target> targetOf(PackChoice choice) {
        return choice.place().flatMap(place -> place.address().map(address -> target(place, address)));
    }

    private Target target(PackPlace place, ShelfAddress address) {
        int aisle = rules.aisleOf(address).map(AisleId::number).orElse(0);
        return new Target(place.pack(), address.positionCode(), address.block(), aisle);
    }

    /** A new retrieval in its first state. */
    Retrieval made(
            RetrievalRequest request,
            Optional<Target> target,
            RetrievalState state,
            List<Refusal> refusals,
            Instant now) {
        return new Retrieval(
                ids.get(),
                0,
                request.order(),
                request.purpose(),
                request.who().userName(),
                request.who().displayName(),
                target,
                state,
                refusals.isEmpty() ? null : refusals.get(0).code(),
                refusals.size() < 2 ? "" : Refusal.codes(refusals),
                1,
                null,
                null,
                now,
                now);
    }

    /** The answer to an act that the state of a retrieval does not allow. */
    static Problem notInState(Retrieval retrieval) {
        return Problem.of(ErrorCode.RETRIEVAL_STATE, retrieval.state().wireName())
                .with("state", retrieval.state());
    }
}
