package org.archivevault.server.retrieval;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import org.archivevault.protocol.address.BlockId;
import org.archivevault.protocol.pack.Barcode;
import org.archivevault.protocol.pack.PackNo;
import org.archivevault.protocol.pack.SealNo;
import org.archivevault.server.accesslog.AccessEntry;
import org.archivevault.server.accesslog.AccessLog;
import org.archivevault.server.database.Database;
import org.archivevault.server.http.ErrorCode;
import org.archivevault.server.http.Problem;
import org.archivevault.server.identity.Principal;
import org.archivevault.server.identity.Role;
import org.archivevault.server.retrieval.RemovalSign.Kind;
import org.archivevault.server.retrieval.Retrieval.Target;
import org.archivevault.server.retrieval.RetrievalProgress.Step;
import org.archivevault.server.shelving.BlockLeases;

/** What a person does with a retrieval once it stands: take packs, give the block back, give it up. */
final class RetrievalDesk {
    /** Why a retrieval ended when somebody else than its person gave it back. */
    private static final String RELEASED = "released-by-another";

    private final Database database;
    private final AccessLog accessLog;
    private final Packs packs;
    private final RetrievalRules rules;
    private final RetrievalStore store;
    private final TakenPacks taken;
    private final BlockLeases leases;
    private final BlockTurns turns;
    private final Removals removals;
    private final TaggedPacks tagged = new TaggedPacks();
    private final RetrievalFeed feed;
    private final InstantSource clock;

    RetrievalDesk(
            Database database,
            AccessLog accessLog,
            Packs packs,
            RetrievalRules rules,
            RetrievalStore store,
            TakenPacks taken,
            BlockLeases leases,
            BlockTurns turns,
            Removals removals,
            RetrievalFeed feed,
            InstantSource clock) {
        this.database = database;
        this.accessLog = accessLog;
        this.packs = packs;
        this.rules = rules;
        this.store = store;
        this.taken = taken;
        this.leases = leases;
        this.turns = turns;
        this.removals = removals;
        this.feed = feed;
        this.clock = clock;
    }

    /**
     * Gives the block back.
     *
     * @param id the retrieval
     * @param who its person, or somebody of facilities who releases it
     * @return completes with the retrieval: taken, closed, or proving where tags have yet to say what left; fails with a
     *     {@link Problem} when that may not be
     */
    Future<Retrieval> close(UUID id, Principal who) {
        return under(id, (transaction, retrieval) -> {
            refuseUnlessMayRelease(retrieval, who);
            if (retrieval.state().holdsBlock()) {
                return giveBack(transaction, retrieval, who);
            }
            return taken.out(transaction, id).compose(out -> {
                RetrievalState next = out.isEmpty() ? RetrievalState.CLOSED : RetrievalState.TAKEN;
                return letGo(transaction, retrieval, next, who);
            });
        });
    }

    private Future<Done> giveBack(SqlConnection transaction, Retrieval retrieval, Principal who) {
        if (retrieval.state() == RetrievalState.OPENING) {
            throw Problem.of(ErrorCode.RETRIEVAL_MOVING);
        }
        boolean own = retrieval.askedBy().equals(who.userName());
        String released = own ? null : RELEASED;
        return removals.giveBack(transaction, retrieval, who.userName(), released, clock.instant())
                .compose(effect -> logged(transaction, effect));
    }

    private Future<Done> logged(SqlConnection transaction, Removals.Effect effect) {
        return effect.entries().isEmpty()
                ? Future.succeededFuture(new Done(effect.retrieval(), effect.offered()))
                : accessLog.append(transaction, effect.entries()).map(new Done(effect.retrieval(), effect.offered()));
    }

    /**
     * Gives a retrieval up.
     *
     * @param id the retrieval
     * @param who its person, or somebody of facilities who releases it
     * @return completes with the retrieval, cancelled; fails with a {@link Problem} when carriages may be moving for it,
     *     packs are out with it, or it is over already
     */
    Future<Retrieval> cancel(UUID id, Principal who) {
        return under(id, (transaction, retrieval) -> {
            refuseUnlessMayRelease(retrieval, who);
            Future<List<PackNo>> out = taken.out(transaction, id);
            Future<Boolean> away = retrieval.target().isEmpty()
                    ? Future.succeededFuture(false)
                    : removals.of(transaction, retrieval)
                            .map(removal -> !removal.away().isEmpty());
            return Future.all(out, away).compose(all -> {
                if (!out.result().isEmpty() || away.result()) {
                    throw notInState(retrieval);
                }
                return letGo(transaction, retrieval, RetrievalState.CANCELLED, who);
            });
        });
    }

    /**
     * Records that a pack was taken out of the open aisle.
     *
     * @param id the retrieval
     * @param who its person
     * @param pack a pack of its order that stands in its aisle
     * @param seal the seal on the pack, when it was looked at; one that differs from the record is logged
     * @return completes with the retrieval once the pack's placement is closed; fails with a {@link Problem} otherwise
     */
    Future<Retrieval> take(UUID id, Principal who, PackNo pack, Optional<SealNo> seal) {
        return under(id, (transaction, retrieval) -> {
            refuseUnlessOwn(retrieval, who);
            if (retrieval.state() != RetrievalState.OPEN) {
                throw notInState(retrieval);
            }
            return packs.ofOrder(transaction, retrieval.orderNo())
                    .compose(places -> {
                        refuseUnlessReached(retrieval, places, pack);
                        return packs.expected(transaction, pack);
                    })
                    .compose(expected -> takeOut(transaction, retrieval, who, pack, seal, expected, Kind.BY_HAND));
        });
    }

    /**
     * Records that a pack was taken out of the open aisle, by the bar code on it. Another pack than was asked for is told
     * as such, by name.
     *
     * @param id the retrieval
     * @param who its person
     * @param barcode what was scanned
     * @param seal the seal on the pack, when it was looked at
     * @return completes with the retrieval once it is written, also when it was the wrong pack; fails with a
     *     {@link Problem} otherwise
     */
    Future<Retrieval> scan(UUID id, Principal who, Barcode barcode, Optional<SealNo> seal) {
        return under(id, (transaction, retrieval) -> {
            refuseUnlessOwn(retrieval, who);
            if (retrieval.state() != RetrievalState.OPEN) {
                throw notInState(retrieval);
            }
            Future<Optional<TaggedPacks.Known>> scanned = tagged.of(transaction, barcode);
            Future<List<PackPlace>> places = packs.ofOrder(transaction, retrieval.orderNo());
            return Future.all(scanned, places).compose(all -> {
                TaggedPacks.Known known =
                        scanned.result().orElseThrow(() -> Problem.of(ErrorCode.PACK_NOT_FOUND, barcode));
                if (!isReached(retrieval, places.result(), known.pack())) {
                    return wrongOne(transaction, retrieval, who, known);
                }
                return packs.expected(transaction, known.pack())
                        .compose(expected ->
                                takeOut(transaction, retrieval, who, known.pack(), seal, expected, Kind.BY_BAR_CODE));
            });
        });
    }

    private Future<Done> wrongOne(
            SqlConnection transaction, Retrieval retrieval, Principal who, TaggedPacks.Known known) {
        Instant now = clock.instant();
        RemovalSign sign = new RemovalSign(Kind.WRONG_BAR_CODE, known.pack(), who.userName(), known.belongs(), now);
        return removals.take(transaction, retrieval, sign, who.userName(), now)
                .compose(effect -> logged(transaction, effect));
    }

    private Future<Done> takeOut(
            SqlConnection transaction,
            Retrieval retrieval,
            Principal who,
            PackNo pack,
            Optional<SealNo> seal,
            Packs.Expected expected,
            Kind how) {
        Instant now = clock.instant();
        List<AccessEntry> entries = new ArrayList<>();
        entries.add(ReturnCheck.entry("pack-taken", who, pack, AccessEntry.OK, retrieval.id(), seal, expected));
        if (ReturnCheck.sealDiffers(seal, expected)) {
            entries.add(ReturnCheck.entry("seal-differs", who, pack, "discrepancy", retrieval.id(), seal, expected));
        }
        return packs.take(transaction, pack, who.userName(), "retrieval:" + retrieval.id())
                .compose(done -> taken.record(transaction, retrieval.id(), pack, seal, now, true))
                .compose(done -> tagged.of(transaction, pack))
                .compose(known -> {
                    RemovalSign sign =
                            new RemovalSign(how, pack, who.userName(), known.flatMap(TaggedPacks.Known::belongs), now);
                    return removals.take(transaction, retrieval, sign, who.userName(), now);
                })
                .compose(effect -> {
                    entries.addAll(effect.entries());
                    return accessLog.append(transaction, entries).map(new Done(effect.retrieval(), Optional.empty()));
                });
    }

    private Future<Done> letGo(SqlConnection transaction, Retrieval retrieval, RetrievalState next, Principal who) {
        if (retrieval.state() == RetrievalState.OPENING) {
            throw Problem.of(ErrorCode.RETRIEVAL_MOVING);
        }
        if (!retrieval.state().mayBecome(next)) {
            throw notInState(retrieval);
        }
        boolean own = retrieval.askedBy().equals(who.userName());
        Step step = own ? Step.to(next) : new Step(next, RELEASED, who.userName());
        Instant now = clock.instant();
        BlockId block = retrieval.target().map(Target::block).orElseThrow(() -> notInState(retrieval));
        return store.move(transaction, retrieval, step, who.userName(), now, null)
                .compose(moved -> turns.settle(transaction, block, now).compose(turn -> {
                    List<AccessEntry> entries = new ArrayList<>();
                    entries.add(RetrievalEntries.moved(moved, who.userName()));
                    entries.addAll(turn.entries());
                    return accessLog.append(transaction, entries).map(new Done(moved, turn.offered()));
                }));
    }

    /** A retrieval after an act, and the one that was offered the block because of it. */
    private record Done(Retrieval retrieval, Optional<Retrieval> offered) {}

    /** Runs work on a retrieval under its block's lock. */
    private Future<Retrieval> under(UUID id, BiFunction<SqlConnection, Retrieval, Future<Done>> work) {
        return store.find(database.reads(), id).compose(seen -> {
            BlockId block = seen.flatMap(Retrieval::target)
                    .map(Target::block)
                    .orElseThrow(() -> Problem.of(ErrorCode.RETRIEVAL_NOT_FOUND, id));
            return database.promptly(transaction -> {
                        Future<?> locked = leases.lock(transaction, block);
                        Future<Optional<Retrieval>> found = store.find(transaction, id);
                        return Future.all(locked, found)
                                .compose(all ->
                                        work.apply(transaction, found.result().orElseThrow()));
                    })
                    .map(done -> {
                        feed.changed(id);
                        done.offered().ifPresent(offered -> feed.changed(offered.id()));
                        return done.retrieval();
                    });
        });
    }

    private void refuseUnlessReached(Retrieval retrieval, List<PackPlace> places, PackNo pack) {
        if (!isReached(retrieval, places, pack)) {
            throw Problem.of(ErrorCode.PACK_NOT_REACHED, pack);
        }
    }

    private boolean isReached(Retrieval retrieval, List<PackPlace> places, PackNo pack) {
        Target target = retrieval.target().orElseThrow(() -> notInState(retrieval));
        return places.stream()
                .filter(place -> place.pack().equals(pack))
                .flatMap(place -> place.address().stream())
                .anyMatch(address -> address.block().equals(target.block())
                        && rules.aisleOf(address).map(aisle -> aisle.number()).orElse(0) == target.aisle());
    }

    private static void refuseUnlessOwn(Retrieval retrieval, Principal who) {
        if (!retrieval.askedBy().equals(who.userName())) {
            throw Problem.of(ErrorCode.NOT_YOUR_RETRIEVAL, retrieval.askedByName());
        }
    }

    private static void refuseUnlessMayRelease(Retrieval retrieval, Principal who) {
        if (!who.roles().contains(Role.FACILITIES)) {
            refuseUnlessOwn(retrieval, who);
        }
    }

    private static Problem notInState(Retrieval retrieval) {
        return Problem.of(ErrorCode.RETRIEVAL_STATE, retrieval.state().wireName())
                .with("state", retrieval.state());
    }
}
