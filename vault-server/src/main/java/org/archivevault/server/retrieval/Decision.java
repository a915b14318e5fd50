package org.archivevault.server.retrieval;

import java.util.List;
import java.util.Optional;
import org.archivevault.server.http.Problem;
import org.archivevault.server.retrieval.RetrievalAnswer.Waiting;
import org.archivevault.server.shelving.MotionOrders.Ordered;

/**
 * What a transaction has decided and committed about one retrieval.
 *
 * @param retrieval as it is now
 * @param isNew whether this request made it
 * @param ordered the command that may be sent now
 * @param waiting who is before, when it waits
 * @param packs the order's packs as they were
 * @param refusals why not; empty unless refused
 */
record Decision(
        Retrieval retrieval,
        boolean isNew,
        Optional<Ordered> ordered,
        Optional<Waiting> waiting,
        List<PackPlace> packs,
        List<Refusal> refusals) {
    Decision {
        packs = List.copyOf(packs);
        refusals = List.copyOf(refusals);
    }

    static Decision refused(Retrieval retrieval, boolean isNew, List<PackPlace> packs, List<Refusal> refusals) {
        return new Decision(retrieval, isNew, Optional.empty(), Optional.empty(), packs, refusals);
    }

    static Decision settled(Retrieval retrieval, boolean isNew, List<PackPlace> packs) {
        return new Decision(retrieval, isNew, Optional.empty(), Optional.empty(), packs, List.of());
    }

    /** How the API answers it, when it was refused. */
    Optional<Problem> problem() {
        return refusals.isEmpty()
                ? Optional.empty()
                : Optional.of(Refusal.problem(refusals).with("retrieval", retrieval.id()));
    }

    RetrievalAnswer answer(Optional<RemovalAnswer> removal) {
        return RetrievalAnswer.of(retrieval, waiting, packs, removal);
    }
}
