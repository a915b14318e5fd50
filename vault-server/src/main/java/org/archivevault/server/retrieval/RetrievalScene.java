package org.archivevault.server.retrieval;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.archivevault.protocol.address.AisleId;
import org.archivevault.protocol.address.BlockId;
import org.archivevault.server.accesslog.AccessEntry;
import org.archivevault.server.accesslog.AccessLog;
import org.archivevault.server.http.ErrorCode;
import org.archivevault.server.http.Problem;
import org.archivevault.server.retrieval.BlockQueue.Admission;
import org.archivevault.server.retrieval.Retrieval.Target;
import org.archivevault.server.retrieval.RetrievalAnswer.Waiting;
import org.archivevault.server.shelving.BlockLease;
import org.archivevault.server.shelving.BlockLeases;
import org.archivevault.server.shelving.CommandLedger;
import org.archivevault.server.shelving.MotionOrders.Ordered;

/**
 * One transaction in which a request meets a block: everything is read under the block's lock, judged, and written
 * down. Nothing leaves the process here.
 */
final class RetrievalScene {
    private final AccessLog accessLog;
    private final Packs packs;
    private final RetrievalDrafts drafts;
    private final RetrievalRules rules;
    private final RetrievalStore store;
    private final BlockLeases leases;
    private final CommandLedger ledger;
    private final AisleOpening opening;
    private final SqlConnection transaction;
    private final RetrievalRequest request;
    private final Instant now;
    private final BlockId block;

    RetrievalScene(Tools tools, SqlConnection transaction, RetrievalRequest request, Instant now, BlockId block) {
        this.accessLog = tools.accessLog();
        this.packs = tools.packs();
        this.drafts = tools.drafts();
        this.rules = tools.rules();
        this.store = tools.store();
        this.leases = tools.leases();
        this.ledger = tools.ledger();
        this.opening = tools.opening();
        this.transaction = transaction;
        this.request = request;
        this.now = now;
        this.block = block;
    }

    /**
     * What every such transaction works with.
     *
     * @param accessLog the append-only record
     * @param packs the catalogue
     * @param drafts new retrievals
     * @param rules what may be asked
     * @param store the retrievals' rows
     * @param leases the blocks' rows
     * @param ledger the commands' rows
     * @param opening the one way to a command that moves
     */
    record Tools(
            AccessLog accessLog,
            Packs packs,
            RetrievalDrafts drafts,
            RetrievalRules rules,
            RetrievalStore store,
            BlockLeases leases,
            CommandLedger ledger,
            AisleOpening opening) {}

    /**
     * What holds under the block's lock.
     *
     * @param lease the block's row
     * @param others the retrievals that wait for the block or keep it
     * @param moving whether a command that moves is under way
     * @param places where the order's packs are
     * @param logEnd where the access log goes on
     */
    record Seen(
            BlockLease lease, List<Retrieval> others, boolean moving, List<PackPlace> places, AccessLog.End logEnd) {}

    /**
     * Locks and reads. All statements leave together; each sees what was committed before the lock was granted. The end of
     * the access log is the last lock: whatever follows writes rows that nobody else can hold, and writes them at once.
     */
    Future<Seen> look() {
        Future<BlockLease> lease = leases.lock(transaction, block);
        Future<List<Retrieval>> others = store.ofBlock(transaction, block);
        Future<Boolean> moving = ledger.isMoving(transaction, block);
        Future<List<PackPlace>> places = packs.ofOrder(transaction, request.order());
        Future<AccessLog.End> logEnd = accessLog.lockEnd(transaction);
        return Future.all(lease, others, moving, places, logEnd)
                .map(all ->
                        new Seen(lease.result(), others.result(), moving.result(), places.result(), logEnd.result()));
    }

    /** The request, judged and written down. */
    Future<Decision> judge(Seen seen) {
        PackChoice choice = PackChoice.of(request.order(), seen.places(), request.named());
        List<Refusal> refusals = drafts.against(request, choice);
        Optional<Target> target = drafts.targetOf(choice);
        if (!refusals.isEmpty() || target.isEmpty()) {
            return insertRefused(seen, target, refusals);
        }
        if (!target.get().block().equals(block)) {
            // The pack was put elsewhere between the look-up and the lock.
            return Future.failedFuture(Problem.of(ErrorCode.BUSY));
        }
        return target.get().needsAisle()
                ? admit(seen, target.get())
                : insert(seen, drafts.made(request, target, RetrievalState.OPEN, List.of(), now), Optional.empty());
    }

    private Future<Decision> admit(Seen seen, Target target) {
        BlockQueue queue = BlockTurns.queue(seen.others());
        Admission admission = queue.admit(request.who().userName(), target.pack(), target.aisle());
        Optional<Target> some = Optional.of(target);
        return switch (admission.verdict()) {
            case GO -> go(seen, target);
            case SHARE ->
                insert(seen, drafts.made(request, some, RetrievalState.OPEN, List.of(), now), Optional.empty());
            case WAIT ->
                insert(
                        seen,
                        drafts.made(request, some, RetrievalState.WAITING, List.of(), now),
                        admission
                                .other()
                                .map(other -> new Waiting(
                                        admission.position(),
                                        new RetrievalAnswer.Person(other.subject(), other.displayName()),
                                        other.state())));
            case FULL -> insertRefused(seen, some, List.of(Refusal.of(ErrorCode.BLOCK_QUEUE_FULL, block)));
            case SAME -> same(seen, queue, admission);
        };
    }

    private Future<Decision> go(Seen seen, Target target) {
        List<Refusal> refusals = againstMotion(seen, target);
        if (!refusals.isEmpty()) {
            return insertRefused(seen, Optional.of(target), refusals);
        }
        Retrieval made = drafts.made(request, Optional.of(target), RetrievalState.OPENING, List.of(), now);
        return opening.order(transaction, seen.lease(), target, made.id(), made.askedBy(), now, ordered -> {
            Retrieval opened = commanded(made, ordered);
            Future<Void> inserted = store.insert(transaction, opened);
            return Future.all(inserted, logCommand(seen, opened, ordered)).map(opening(opened, true, ordered, seen));
        });
    }

    private Future<Long> logCommand(Seen seen, Retrieval opened, Ordered ordered) {
        return accessLog.append(
                transaction,
                seen.logEnd(),
                List.of(
                        RetrievalEntries.moved(opened, opened.askedBy()),
                        RetrievalEntries.commanded(opened, ordered.command())));
    }

    private static Decision opening(Retrieval opened, boolean isNew, Ordered ordered, Seen seen) {
        return new Decision(opened, isNew, Optional.of(ordered), Optional.empty(), seen.places(), List.of());
    }

    private List<Refusal> againstMotion(Seen seen, Target target) {
        List<Refusal> refusals = new ArrayList<>();
        if (seen.moving()) {
            refusals.add(Refusal.of(ErrorCode.COMMAND_UNDER_WAY, block));
        }
        refusals.addAll(rules.ofMotion(new AisleId(block, target.aisle())));
        return refusals;
    }

    private Future<Decision> same(Seen seen, BlockQueue queue, Admission admission) {
        UUID id = admission.other().map(BlockQueue.Entry::id).orElseThrow();
        Retrieval known = seen.others().stream()
                .filter(r -> r.id().equals(id))
                .findFirst()
                .orElseThrow();
        AccessEntry entry =
                AccessEntry.of("retrieval-asked-again", request.who().userName(), "retrieval:" + id, AccessEntry.OK);
        return accessLog
                .append(transaction, seen.logEnd(), List.of(entry))
                .map(new Decision(known, false, Optional.empty(), Waiting.of(known, queue), seen.places(), List.of()));
    }

    private Future<Decision> insertRefused(Seen seen, Optional<Target> target, List<Refusal> refusals) {
        Retrieval refused = drafts.made(request, target, RetrievalState.REFUSED, refusals, now);
        return insert(seen, refused, Optional.empty()).map(Decision.refused(refused, true, seen.places(), refusals));
    }

    private Future<Decision> insert(Seen seen, Retrieval made, Optional<Waiting> waiting) {
        return Future.all(
                        store.insert(transaction, made),
                        accessLog.append(
                                transaction, seen.logEnd(), List.of(RetrievalEntries.moved(made, made.askedBy()))))
                .map(new Decision(made, true, Optional.empty(), waiting, seen.places(), List.of()));
    }

    /** An offer, as the database has it under the block's lock, and what else holds there. */
    record SeenOffer(Seen seen, Optional<Retrieval> offer) {}

    /** As {@link #look}, with the offer that is taken up. */
    Future<SeenOffer> lookForOffer(UUID id) {
        Future<Seen> look = look();
        Future<Optional<Retrieval>> found = store.find(transaction, id);
        return Future.all(look, found).map(all -> new SeenOffer(look.result(), found.result()));
    }

    /** The person says "open" to an offer. */
    Future<Decision> takeUp(UUID id, SeenOffer there) {
        Seen seen = there.seen();
        Retrieval offered = there.offer().orElseThrow(() -> Problem.of(ErrorCode.RETRIEVAL_NOT_FOUND, id));
        refuseUnlessOfferedTo(offered);
        PackChoice choice = PackChoice.of(request.order(), seen.places(), request.named());
        List<Refusal> refusals = new ArrayList<>(drafts.against(request, choice));
        Optional<Target> target = drafts.targetOf(choice);
        if (target.isPresent() && !target.get().block().equals(block)) {
            refusals.add(
                    Refusal.of(ErrorCode.BLOCK_MAY_NOT_MOVE, block, target.get().positionCode()));
        } else if (target.isPresent() && target.get().needsAisle()) {
            refusals.addAll(againstMotion(seen, target.get()));
        }
        return refusals.isEmpty() && target.isPresent()
                ? takeUp(seen, offered, target.get())
                : refuseOffered(seen, offered, refusals);
    }

    private void refuseUnlessOfferedTo(Retrieval offered) {
        if (!offered.askedBy().equals(request.who().userName())) {
            throw Problem.of(ErrorCode.NOT_YOUR_RETRIEVAL, offered.askedByName());
        }
        if (offered.state() != RetrievalState.OFFERED) {
            throw RetrievalDrafts.notInState(offered);
        }
    }

    private Future<Decision> takeUp(Seen seen, Retrieval offered, Target target) {
        return opening.order(transaction, seen.lease(), target, offered.id(), offered.askedBy(), now, ordered -> {
            Retrieval moved = RetrievalStore.moved(offered, RetrievalProgress.Step.to(RetrievalState.OPENING), now);
            Retrieval opened = commanded(moved.reaching(target), ordered);
            Future<Retrieval> written = store.write(transaction, opened, opened.askedBy(), null);
            return Future.all(written, logCommand(seen, opened, ordered)).map(opening(opened, false, ordered, seen));
        });
    }

    /** The offer stands: the person may remove what forbids, and say "open" again. */
    private Future<Decision> refuseOffered(Seen seen, Retrieval offered, List<Refusal> refusals) {
        return accessLog
                .append(
                        transaction,
                        seen.logEnd(),
                        List.of(RetrievalEntries.refused(
                                offered, "retrieval-open", request.who().userName(), Refusal.codes(refusals))))
                .map(Decision.refused(offered, false, seen.places(), refusals));
    }

    private static Retrieval commanded(Retrieval retrieval, Ordered ordered) {
        return retrieval.commandedBy(ordered.command().id().value());
    }
}
