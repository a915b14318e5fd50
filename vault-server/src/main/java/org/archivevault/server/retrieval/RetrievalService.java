package org.archivevault.server.retrieval;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.archivevault.protocol.address.BlockId;
import org.archivevault.protocol.address.ShelfAddress;
import org.archivevault.server.database.Database;
import org.archivevault.server.http.ErrorCode;
import org.archivevault.server.http.Problem;
import org.archivevault.server.identity.Principal;
import org.archivevault.server.retrieval.Retrieval.Target;

/**
 * Asking for an order's papers. One transaction finds the pack, judges, stores, logs, takes the block with its next token
 * and writes the command down; only after its commit do bytes leave. Every refusal is stored and logged before it is
 * answered.
 */
final class RetrievalService {
    private final Database database;
    private final RetrievalScene.Tools tools;
    private final RetrievalDrafts drafts;
    private final RetrievalFeed feed;
    private final InstantSource clock;

    RetrievalService(Database database, RetrievalScene.Tools tools, RetrievalFeed feed, InstantSource clock) {
        this.database = database;
        this.tools = tools;
        this.drafts = tools.drafts();
        this.feed = feed;
        this.clock = clock;
    }

    /**
     * Asks for an order.
     *
     * @param request who, what, why
     * @return completes with what was decided, after the command has been handed to the broker if there is one; fails
     *     with a {@link Problem} when it was refused, which is durable by then, or with another failure when nothing was
     *     done
     */
    Future<Decision> ask(RetrievalRequest request) {
        return tools.packs()
                .ofOrder(database.lookUps(), request.order())
                .compose(
                        places -> decide(request, places),
                        failure -> failure instanceof Problem problem
                                ? refuseWithoutPack(request, problem)
                                : Future.failedFuture(failure))
                .compose(decision -> carryOut(decision, request.askedNanos()));
    }

    /**
     * Takes up an offer.
     *
     * @param id the retrieval
     * @param who the signed-in person
     * @param askedNanos when the request came, on the monotonic clock
     * @return as {@link #ask}; a refusal leaves the offer standing
     */
    Future<Decision> open(UUID id, Principal who, long askedNanos) {
        return tools.store()
                .find(database.reads(), id)
                .compose(found -> {
                    Retrieval seen = found.orElseThrow(() -> Problem.of(ErrorCode.RETRIEVAL_NOT_FOUND, id));
                    Target target = seen.target().orElseThrow(() -> RetrievalDrafts.notInState(seen));
                    RetrievalRequest again = new RetrievalRequest(
                            who, seen.orderNo(), seen.purpose(), Optional.of(target.pack()), askedNanos);
                    return database.promptly(
                            transaction -> scene(transaction, again, target.block()),
                            scene -> scene.lookForOffer(id),
                            (scene, there) -> scene.takeUp(id, there));
                })
                .compose(decision -> carryOut(decision, askedNanos));
    }

    private Future<Decision> carryOut(Decision decision, long askedNanos) {
        feed.changed(decision.retrieval().id());
        if (decision.problem().isPresent()) {
            return Future.failedFuture(decision.problem().get());
        }
        return decision.ordered()
                .map(ordered -> tools.opening().send(ordered, askedNanos).map(decision))
                .orElse(Future.succeededFuture(decision));
    }

    private Future<Decision> decide(RetrievalRequest request, List<PackPlace> places) {
        PackChoice choice = PackChoice.of(request.order(), places, request.named());
        List<Refusal> refusals = drafts.against(request, choice);
        Optional<ShelfAddress> address = choice.place().flatMap(PackPlace::address);
        if (!refusals.isEmpty() || address.isEmpty()) {
            return refuse(request, drafts.targetOf(choice), places, refusals);
        }
        BlockId block = address.get().block();
        return database.promptly(
                transaction -> scene(transaction, request, block), RetrievalScene::look, RetrievalScene::judge);
    }

    private RetrievalScene scene(SqlConnection transaction, RetrievalRequest request, BlockId block) {
        return new RetrievalScene(tools, transaction, request, clock.instant(), block);
    }

    private Future<Decision> refuseWithoutPack(RetrievalRequest request, Problem problem) {
        Refusal refusal = new Refusal(problem.code(), problem.code().code(), problem.sentence());
        return refuse(request, Optional.empty(), List.of(), List.of(refusal)).compose(stored -> {
            Problem told = problem.with("retrieval", stored.retrieval().id());
            return Future.failedFuture(told);
        });
    }

    private Future<Decision> refuse(
            RetrievalRequest request, Optional<Target> target, List<PackPlace> places, List<Refusal> refusals) {
        Retrieval refused = drafts.made(request, target, RetrievalState.REFUSED, refusals, clock.instant());
        return database.promptly(transaction -> tools.store()
                .insert(transaction, refused)
                .compose(stored -> tools.accessLog()
                        .append(transaction, List.of(RetrievalEntries.moved(refused, refused.askedBy()))))
                .map(Decision.refused(refused, true, places, refusals)));
    }
}
