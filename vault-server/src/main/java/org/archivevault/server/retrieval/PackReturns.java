package org.archivevault.server.retrieval;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.archivevault.protocol.address.BlockId;
import org.archivevault.protocol.pack.PackNo;
import org.archivevault.protocol.pack.SealNo;
import org.archivevault.server.accesslog.AccessEntry;
import org.archivevault.server.accesslog.AccessLog;
import org.archivevault.server.database.Database;
import org.archivevault.server.http.ErrorCode;
import org.archivevault.server.http.Problem;
import org.archivevault.server.identity.Principal;
import org.archivevault.server.retrieval.Retrieval.Target;
import org.archivevault.server.retrieval.RetrievalProgress.Step;
import org.archivevault.server.shelving.BlockLeases;
import org.archivevault.server.tags.PackSightings;
import org.archivevault.server.tags.TagCheck;

/** Packs that come back: checked against the record by a person, and only then on the shelf again. */
final class PackReturns {
    private final Database database;
    private final AccessLog accessLog;
    private final Packs packs;
    private final RetrievalStore store;
    private final TakenPacks taken;
    private final BlockLeases leases;
    private final PackSightings sightings;
    private final RetrievalFeed feed;
    private final InstantSource clock;

    PackReturns(
            Database database,
            AccessLog accessLog,
            Packs packs,
            RetrievalStore store,
            TakenPacks taken,
            BlockLeases leases,
            PackSightings sightings,
            RetrievalFeed feed,
            InstantSource clock) {
        this.database = database;
        this.accessLog = accessLog;
        this.packs = packs;
        this.store = store;
        this.taken = taken;
        this.leases = leases;
        this.sightings = sightings;
        this.feed = feed;
        this.clock = clock;
    }

    /**
     * What a person has in the hand.
     *
     * @param who the person who checks
     * @param pack the pack
     * @param seal the seal on it; empty when there is none
     * @param pages how many pages were counted
     */
    record Returned(Principal who, PackNo pack, Optional<SealNo> seal, long pages) {}

    /**
     * What became of it.
     *
     * @param pack the pack
     * @param onShelf whether it is in its slot again
     * @param retrieval the retrieval that had it out; empty when none had
     * @param discrepancy what did not fit; empty when all did
     * @param tag what its tag says about its place
     */
    record Outcome(
            PackNo pack, boolean onShelf, Optional<UUID> retrieval, Optional<String> discrepancy, TagCheck tag) {}

    /**
     * Checks a pack in.
     *
     * @param returned what a person has in the hand
     * @return completes with what became of it, durable and logged; a discrepancy leaves the pack out. Fails with
     *     {@code pack-not-found} or {@code pack-not-out}
     */
    Future<Outcome> giveBack(Returned returned) {
        return taken.holderOf(database.reads(), returned.pack())
                .compose(holder -> holder.map(id -> store.find(database.reads(), id))
                        .orElse(Future.succeededFuture(Optional.empty())))
                .compose(seen -> database.promptly(transaction -> {
                    Optional<BlockId> block = seen.flatMap(Retrieval::target).map(Target::block);
                    return block.<Future<?>>map(b -> leases.lock(transaction, b))
                            .orElse(Future.succeededFuture())
                            .compose(locked -> check(transaction, returned, seen.map(Retrieval::id)));
                }))
                .map(outcome -> {
                    outcome.retrieval().ifPresent(feed::changed);
                    return outcome;
                });
    }

    private Future<Outcome> check(SqlConnection transaction, Returned returned, Optional<UUID> expectedHolder) {
        return taken.holderOf(transaction, returned.pack()).compose(holder -> {
            if (!holder.equals(expectedHolder)) {
                // It changed hands between the look-up and the lock.
                return Future.failedFuture(Problem.of(ErrorCode.BUSY));
            }
            return packs.expected(transaction, returned.pack()).compose(expected -> {
                if (!expected.out()) {
                    throw Problem.of(ErrorCode.PACK_NOT_OUT, returned.pack());
                }
                Optional<String> discrepancy = ReturnCheck.discrepancy(returned.seal(), returned.pages(), expected);
                Future<List<AccessEntry>> done = discrepancy.isPresent()
                        ? Future.succeededFuture(List.of())
                        : putBack(transaction, returned, holder);
                Future<TagCheck> tag = done.compose(more -> sightings.check(transaction, returned.pack()));
                return Future.all(done, tag).compose(both -> {
                    List<AccessEntry> entries = new ArrayList<>();
                    entries.add(ReturnCheck.entry(
                            "pack-returned",
                            returned.who(),
                            returned.pack(),
                            discrepancy.orElse(AccessEntry.OK),
                            holder.orElse(null),
                            returned.seal(),
                            expected));
                    entries.addAll(done.result());
                    elsewhere(returned, tag.result()).ifPresent(entries::add);
                    return accessLog
                            .append(transaction, entries)
                            .map(new Outcome(
                                    returned.pack(), discrepancy.isEmpty(), holder, discrepancy, tag.result()));
                });
            });
        });
    }

    /** A person says that it is back, and an antenna sees it at another face: the record keeps both. */
    private static Optional<AccessEntry> elsewhere(Returned returned, TagCheck tag) {
        return tag.result() == TagCheck.Result.ELSEWHERE
                ? Optional.of(AccessEntry.of(
                        "put-elsewhere",
                        returned.who().userName(),
                        "pack:" + returned.pack(),
                        "elsewhere",
                        Map.of("said", tag.sentence().toString())))
                : Optional.empty();
    }

    private Future<List<AccessEntry>> putBack(SqlConnection transaction, Returned returned, Optional<UUID> holder) {
        String by = returned.who().userName();
        Future<Void> onShelf = packs.giveBack(transaction, returned.pack(), by, "return");
        return holder.map(id -> onShelf.compose(
                                done -> taken.giveBack(transaction, id, returned.pack(), by, clock.instant()))
                        .compose(done -> closeWhenAllAreBack(transaction, id, by)))
                .orElseGet(() -> onShelf.map(List.of()));
    }

    private Future<List<AccessEntry>> closeWhenAllAreBack(SqlConnection transaction, UUID id, String by) {
        Future<Optional<Retrieval>> found = store.find(transaction, id);
        Future<List<PackNo>> out = taken.out(transaction, id);
        return Future.all(found, out).compose(all -> {
            Retrieval retrieval = found.result().orElseThrow();
            if (!out.result().isEmpty() || retrieval.state() != RetrievalState.TAKEN) {
                return Future.succeededFuture(List.of());
            }
            Instant now = clock.instant();
            return store.move(transaction, retrieval, Step.to(RetrievalState.CLOSED), by, now, null)
                    .map(closed -> List.of(RetrievalEntries.moved(closed, by)));
        });
    }
}
