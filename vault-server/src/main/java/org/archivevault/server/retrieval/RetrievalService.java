package org.archivevault.server.retrieval;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.archivevault.protocol.address.AisleId;
import org.archivevault.protocol.address.BlockId;
import org.archivevault.protocol.address.ShelfAddress;
import org.archivevault.server.accesslog.AccessEntry;
import org.archivevault.server.accesslog.AccessLog;
import org.archivevault.server.database.Database;
import org.archivevault.server.http.ErrorCode;
import org.archivevault.server.http.Problem;
import org.archivevault.server.retrieval.AisleOpening.Ordered;
import org.archivevault.server.retrieval.BlockQueue.Admission;
import org.archivevault.server.retrieval.Retrieval.Target;
import org.archivevault.server.retrieval.RetrievalAnswer.Waiting;
import org.archivevault.server.shelving.BlockLease;
import org.archivevault.server.shelving.BlockLeases;
import org.archivevault.server.shelving.CommandLedger;

/**
 * Asking for an order's papers. One transaction finds the pack, judges, stores, logs, takes the block with its next token
 * and writes the command down; only after its commit do bytes leave. Every refusal is stored and logged before it is
 * answered.
 */
final class RetrievalService {
    private final Database database;
    private final AccessLog accessLog;
    private final Packs packs;
    private final RetrievalRules rules;
    private final RetrievalStore store;
    private final BlockLeases leases;
    private final CommandLedger ledger;
    private final AisleOpening opening;
    private final RetrievalFeed feed;
    private final InstantSource clock;
    private final Supplier<UUID> ids;

    RetrievalService(
            Database database,
            AccessLog accessLog,
            Packs packs,
            RetrievalRules rules,
            RetrievalStore store,
            BlockLeases leases,
            CommandLedger ledger,
            AisleOpening opening,
            RetrievalFeed feed,
            InstantSource clock,
            Supplier<UUID> ids) {
        this.database = database;
        this.accessLog = accessLog;
        this.packs = packs;
        this.rules = rules;
        this.store = store;
        this.leases = leases;
        this.ledger = ledger;
        this.opening = opening;
        this.feed = feed;
        this.clock = clock;
        this.ids = ids;
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
        return packs.ofOrder(database.reads(), request.order())
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
    Future<Decision> open(UUID id, org.archivevault.server.identity.Principal who, long askedNanos) {
        return store.find(database.reads(), id)
                .compose(found -> {
                    Retrieval seen = found.orElseThrow(() -> Problem.of(ErrorCode.RETRIEVAL_NOT_FOUND, id));
                    Target target = seen.target().orElseThrow(() -> notInState(seen));
                    RetrievalRequest again = new RetrievalRequest(
                            who, seen.orderNo(), seen.purpose(), Optional.of(target.pack()), askedNanos);
                    return database.inTransaction(
                            transaction -> new Scene(transaction, again, clock.instant(), target.block()).takeUp(id));
                })
                .compose(decision -> carryOut(decision, askedNanos));
    }

    private Future<Decision> carryOut(Decision decision, long askedNanos) {
        feed.changed(decision.retrieval().id());
        if (decision.problem().isPresent()) {
            return Future.failedFuture(decision.problem().get());
        }
        return decision.ordered()
                .map(ordered -> opening.send(ordered, askedNanos).map(decision))
                .orElse(Future.succeededFuture(decision));
    }

    private Future<Decision> decide(RetrievalRequest request, List<PackPlace> places) {
        PackChoice choice = PackChoice.of(request.order(), places, request.named());
        List<Refusal> refusals = against(request, choice);
        Optional<ShelfAddress> address = choice.place().flatMap(PackPlace::address);
        if (!refusals.isEmpty() || address.isEmpty()) {
            return refuse(request, targetOf(choice), places, refusals);
        }
        BlockId block = address.get().block();
        return database.inTransaction(transaction -> new Scene(transaction, request, clock.instant(), block).judge());
    }

    private List<Refusal> against(RetrievalRequest request, PackChoice choice) {
        List<Refusal> refusals = new ArrayList<>(rules.ofPerson(request.who()));
        refusals.addAll(choice.refusals());
        choice.place().ifPresent(place -> refusals.addAll(rules.ofPack(place)));
        return refusals;
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
        Retrieval refused = made(request, target, RetrievalState.REFUSED, refusals, clock.instant());
        return database.inTransaction(transaction -> store.insert(transaction, refused)
                .compose(stored ->
                        accessLog.append(transaction, List.of(RetrievalEntries.moved(refused, refused.askedBy()))))
                .map(Decision.refused(refused, true, places, refusals)));
    }

    private Optional<Target> targetOf(PackChoice choice) {
        return choice.place().flatMap(place -> place.address().map(address -> target(place, address)));
    }

    private Target target(PackPlace place, ShelfAddress address) {
        int aisle = rules.aisleOf(address).map(AisleId::number).orElse(0);
        return new Target(place.pack(), address.positionCode(), address.block(), aisle);
    }

    private Retrieval made(
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

    private static Problem notInState(Retrieval retrieval) {
        return Problem.of(ErrorCode.RETRIEVAL_STATE, retrieval.state().wireName())
                .with("state", retrieval.state());
    }

    /** One transaction in which a request meets a block. */
    private final class Scene {
        private final SqlConnection transaction;
        private final RetrievalRequest request;
        private final Instant now;
        private final BlockId block;

        Scene(SqlConnection transaction, RetrievalRequest request, Instant now, BlockId block) {
            this.transaction = transaction;
            this.request = request;
            this.now = now;
            this.block = block;
        }

        /** What holds under the block's lock. */
        private record Seen(BlockLease lease, List<Retrieval> others, boolean moving, List<PackPlace> places) {}

        /** All statements leave together; each sees what was committed before the lock was granted. */
        private Future<Seen> look() {
            Future<BlockLease> lease = leases.lock(transaction, block);
            Future<List<Retrieval>> others = store.ofBlock(transaction, block);
            Future<Boolean> moving = ledger.isMoving(transaction, block);
            Future<List<PackPlace>> places = packs.ofOrder(transaction, request.order());
            return Future.all(lease, others, moving, places)
                    .map(all -> new Seen(lease.result(), others.result(), moving.result(), places.result()));
        }

        Future<Decision> judge() {
            return look().compose(seen -> {
                PackChoice choice = PackChoice.of(request.order(), seen.places(), request.named());
                List<Refusal> refusals = against(request, choice);
                Optional<Target> target = targetOf(choice);
                if (!refusals.isEmpty() || target.isEmpty()) {
                    return insertRefused(seen, target, refusals);
                }
                if (!target.get().block().equals(block)) {
                    // The pack was put elsewhere between the look-up and the lock.
                    return Future.failedFuture(Problem.of(ErrorCode.BUSY));
                }
                return target.get().needsAisle()
                        ? admit(seen, target.get())
                        : insert(seen, made(request, target, RetrievalState.OPEN, List.of(), now), Optional.empty());
            });
        }

        private Future<Decision> admit(Seen seen, Target target) {
            BlockQueue queue = BlockTurns.queue(seen.others());
            Admission admission = queue.admit(request.who().userName(), target.pack(), target.aisle());
            Optional<Target> some = Optional.of(target);
            return switch (admission.verdict()) {
                case GO -> go(seen, target);
                case SHARE -> insert(seen, made(request, some, RetrievalState.OPEN, List.of(), now), Optional.empty());
                case WAIT ->
                    insert(
                            seen,
                            made(request, some, RetrievalState.WAITING, List.of(), now),
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
            Retrieval made = made(request, Optional.of(target), RetrievalState.OPENING, List.of(), now);
            return opening.order(transaction, seen.lease(), target, made.id(), made.askedBy(), now)
                    .compose(ordered -> {
                        Retrieval opened = withCommand(made, ordered);
                        return Future.all(
                                        store.insert(transaction, opened),
                                        accessLog.append(
                                                transaction,
                                                List.of(
                                                        RetrievalEntries.moved(opened, opened.askedBy()),
                                                        RetrievalEntries.commanded(opened, ordered.command()))))
                                .map(new Decision(
                                        opened,
                                        true,
                                        Optional.of(ordered),
                                        Optional.empty(),
                                        seen.places(),
                                        List.of()));
                    });
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
            AccessEntry entry = AccessEntry.of(
                    "retrieval-asked-again", request.who().userName(), "retrieval:" + id, AccessEntry.OK);
            return accessLog
                    .append(transaction, List.of(entry))
                    .map(new Decision(
                            known, false, Optional.empty(), Waiting.of(known, queue), seen.places(), List.of()));
        }

        private Future<Decision> insertRefused(Seen seen, Optional<Target> target, List<Refusal> refusals) {
            Retrieval refused = made(request, target, RetrievalState.REFUSED, refusals, now);
            return insert(seen, refused, Optional.empty())
                    .map(Decision.refused(refused, true, seen.places(), refusals));
        }

        private Future<Decision> insert(Seen seen, Retrieval made, Optional<Waiting> waiting) {
            return Future.all(
                            store.insert(transaction, made),
                            accessLog.append(transaction, List.of(RetrievalEntries.moved(made, made.askedBy()))))
                    .map(new Decision(made, true, Optional.empty(), waiting, seen.places(), List.of()));
        }

        /** The person says "open" to an offer. */
        Future<Decision> takeUp(UUID id) {
            Future<Seen> look = look();
            Future<Optional<Retrieval>> found = store.find(transaction, id);
            return Future.all(look, found).compose(all -> {
                Retrieval offered = found.result().orElseThrow(() -> Problem.of(ErrorCode.RETRIEVAL_NOT_FOUND, id));
                refuseUnlessOfferedTo(offered);
                PackChoice choice = PackChoice.of(request.order(), look.result().places(), request.named());
                List<Refusal> refusals = new ArrayList<>(against(request, choice));
                Optional<Target> target = targetOf(choice);
                if (target.isPresent() && !target.get().block().equals(block)) {
                    refusals.add(Refusal.of(
                            ErrorCode.BLOCK_MAY_NOT_MOVE, block, target.get().positionCode()));
                } else if (target.isPresent() && target.get().needsAisle()) {
                    refusals.addAll(againstMotion(look.result(), target.get()));
                }
                return refusals.isEmpty() && target.isPresent()
                        ? takeUp(look.result(), offered, target.get())
                        : refuseOffered(look.result(), offered, refusals);
            });
        }

        private void refuseUnlessOfferedTo(Retrieval offered) {
            if (!offered.askedBy().equals(request.who().userName())) {
                throw Problem.of(ErrorCode.NOT_YOUR_RETRIEVAL, offered.askedByName());
            }
            if (offered.state() != RetrievalState.OFFERED) {
                throw notInState(offered);
            }
        }

        private Future<Decision> takeUp(Seen seen, Retrieval offered, Target target) {
            return opening.order(transaction, seen.lease(), target, offered.id(), offered.askedBy(), now)
                    .compose(ordered -> {
                        Retrieval moved =
                                RetrievalStore.moved(offered, RetrievalProgress.Step.to(RetrievalState.OPENING), now);
                        Retrieval opened = withCommand(moved.reaching(target), ordered);
                        return Future.all(
                                        store.write(transaction, opened, opened.askedBy(), null),
                                        accessLog.append(
                                                transaction,
                                                List.of(
                                                        RetrievalEntries.moved(opened, opened.askedBy()),
                                                        RetrievalEntries.commanded(opened, ordered.command()))))
                                .map(new Decision(
                                        opened,
                                        false,
                                        Optional.of(ordered),
                                        Optional.empty(),
                                        seen.places(),
                                        List.of()));
                    });
        }

        /** The offer stands: the person may remove what forbids, and say "open" again. */
        private Future<Decision> refuseOffered(Seen seen, Retrieval offered, List<Refusal> refusals) {
            return accessLog
                    .append(
                            transaction,
                            List.of(RetrievalEntries.refused(
                                    offered, "retrieval-open", request.who().userName(), Refusal.codes(refusals))))
                    .map(Decision.refused(offered, false, seen.places(), refusals));
        }

        private Retrieval withCommand(Retrieval retrieval, Ordered ordered) {
            return retrieval.commandedBy(ordered.command().id().value());
        }
    }
}
