package org.archivevault.server.retrieval;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.archivevault.protocol.address.BlockId;
import org.archivevault.server.accesslog.AccessEntry;
import org.archivevault.server.accesslog.AccessLog;
import org.archivevault.server.database.Database;
import org.archivevault.server.retrieval.RetrievalProgress.Step;
import org.archivevault.server.shelving.BlockLeases;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches two promises: an offer that nobody takes up passes to the next, and an aisle that does not open becomes
 * unknown. Any number of server processes may sweep; the block's lock lets one of them act.
 */
final class RetrievalSweeper {
    private static final Logger LOG = LoggerFactory.getLogger(RetrievalSweeper.class);
    /** Between two looks, in milliseconds: an offer lasts at most that much longer than promised. */
    private static final long SWEEP_MILLIS = 500;
    /** Most retrievals changed in one sweep; the rest follow in the next. */
    private static final int MAX_PER_SWEEP = 50;

    private static final String SERVER = "server";
    private static final String LAPSED = "SELECT id, block FROM retrieval"
            + " WHERE state = 'offered' AND offer_until <= clock_timestamp() LIMIT $1::int";
    private static final String STUCK =
            "SELECT r.id, r.block FROM retrieval r JOIN shelving_command c ON c.id = r.command"
                    + " WHERE r.state = 'opening' AND c.ended_at IS NOT NULL"
                    + " AND c.due_at <= clock_timestamp() - $2::bigint * interval '1 millisecond' LIMIT $1::int";

    private final Database database;
    private final AccessLog accessLog;
    private final RetrievalStore store;
    private final BlockLeases leases;
    private final BlockTurns turns;
    private final RetrievalFeed feed;
    private final InstantSource clock;
    private final RetrievalLimits limits;
    private final AtomicBoolean sweeping = new AtomicBoolean();

    RetrievalSweeper(
            Database database,
            AccessLog accessLog,
            RetrievalStore store,
            BlockLeases leases,
            BlockTurns turns,
            RetrievalFeed feed,
            InstantSource clock,
            RetrievalLimits limits) {
        this.database = database;
        this.accessLog = accessLog;
        this.store = store;
        this.leases = leases;
        this.turns = turns;
        this.feed = feed;
        this.clock = clock;
        this.limits = limits;
    }

    /**
     * Begins to watch.
     *
     * @param vertx carries the timer
     * @return ends the watching
     */
    Runnable start(Vertx vertx) {
        long timer = vertx.setPeriodic(SWEEP_MILLIS, tick -> {
            if (sweeping.compareAndSet(false, true)) {
                sweep().onFailure(failure -> LOG.warn("Offers could not be looked at; tried again", failure))
                        .onComplete(done -> sweeping.set(false));
            }
        });
        return () -> vertx.cancelTimer(timer);
    }

    /**
     * Looks once.
     *
     * @return completes with how many retrievals were moved on; fails when the database does
     */
    Future<Integer> sweep() {
        Future<RowSet<Row>> lapsed = database.reads().preparedQuery(LAPSED).execute(Tuple.of(MAX_PER_SWEEP));
        Future<RowSet<Row>> stuck = database.reads()
                .preparedQuery(STUCK)
                .execute(Tuple.of(MAX_PER_SWEEP, limits.opening().toMillis()));
        return Future.all(lapsed, stuck)
                .compose(all -> each(
                        lapsed.result(), RetrievalState.OFFERED, new Step(RetrievalState.EXPIRED, "offer-lapsed", "")))
                .compose(moved -> each(
                                stuck.result(),
                                RetrievalState.OPENING,
                                new Step(
                                        RetrievalState.UNKNOWN,
                                        "opening-too-long",
                                        limits.opening().toSeconds() + " s"))
                        .map(more -> moved + more));
    }

    private Future<Integer> each(RowSet<Row> rows, RetrievalState from, Step step) {
        Future<Integer> count = Future.succeededFuture(0);
        for (Row row : rows) {
            UUID id = row.getUUID("id");
            BlockId block = BlockId.parse(row.getString("block"));
            count = count.compose(sum -> moveOn(id, block, from, step).map(moved -> moved ? sum + 1 : sum));
        }
        return count;
    }

    private Future<Boolean> moveOn(UUID id, BlockId block, RetrievalState from, Step step) {
        Instant now = clock.instant();
        return database.inTransaction(transaction -> {
                    Future<?> locked = leases.lock(transaction, block);
                    Future<Optional<Retrieval>> found = store.find(transaction, id);
                    return Future.all(locked, found).compose(all -> {
                        Retrieval retrieval = found.result().orElseThrow();
                        if (retrieval.state() != from) {
                            return Future.succeededFuture(List.<UUID>of());
                        }
                        return store.move(transaction, retrieval, step, SERVER, now, null)
                                .compose(moved -> turns.settle(transaction, block, now)
                                        .compose(turn -> {
                                            List<AccessEntry> entries = new ArrayList<>();
                                            entries.add(RetrievalEntries.moved(moved, SERVER));
                                            entries.addAll(turn.entries());
                                            List<UUID> changed = new ArrayList<>(List.of(id));
                                            turn.offered().ifPresent(r -> changed.add(r.id()));
                                            return accessLog
                                                    .append(transaction, entries)
                                                    .map(changed);
                                        }));
                    });
                })
                .map(changed -> {
                    changed.forEach(feed::changed);
                    return !changed.isEmpty();
                });
    }
}
