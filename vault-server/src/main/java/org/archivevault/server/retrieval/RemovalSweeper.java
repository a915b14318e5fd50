package org.archivevault.server.retrieval;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.archivevault.server.accesslog.AccessLog;
import org.archivevault.server.database.Database;
import org.archivevault.server.shelving.BlockLeases;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Acts on removals when their time has come: closes by tag, and says what the tags had to say by then. Any number of
 * server processes may sweep; the block's lock lets one of them act.
 */
final class RemovalSweeper {
    private static final Logger LOG = LoggerFactory.getLogger(RemovalSweeper.class);
    /** Between two looks, in milliseconds: a retrieval closes by tag at most that much later than it could. */
    private static final long SWEEP_MILLIS = 500;
    /** Most retrievals acted on in one sweep; the rest follow in the next. */
    private static final int MAX_PER_SWEEP = 50;

    private final Database database;
    private final AccessLog accessLog;
    private final RetrievalStore store;
    private final Removals removals;
    private final BlockLeases leases;
    private final RetrievalFeed feed;
    private final InstantSource clock;
    private final AtomicBoolean sweeping = new AtomicBoolean();

    RemovalSweeper(
            Database database,
            AccessLog accessLog,
            RetrievalStore store,
            Removals removals,
            BlockLeases leases,
            RetrievalFeed feed,
            InstantSource clock) {
        this.database = database;
        this.accessLog = accessLog;
        this.store = store;
        this.removals = removals;
        this.leases = leases;
        this.feed = feed;
        this.clock = clock;
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
                sweep().onFailure(failure -> LOG.warn("Removals could not be looked at; tried again", failure))
                        .onComplete(done -> sweeping.set(false));
            }
        });
        return () -> vertx.cancelTimer(timer);
    }

    /**
     * Looks once.
     *
     * @return completes with how many retrievals were looked at; fails when the database does
     */
    Future<Integer> sweep() {
        return removals.store().due(database.reads(), MAX_PER_SWEEP).compose(due -> {
            Future<Void> done = Future.succeededFuture();
            for (RemovalStore.Due each : due) {
                done = done.compose(before -> act(each));
            }
            return done.map(due.size());
        });
    }

    private Future<Void> act(RemovalStore.Due due) {
        return database.inTransaction(transaction -> {
                    Future<?> locked = leases.lock(transaction, due.block());
                    Future<Boolean> still = removals.store().isDue(transaction, due.retrieval());
                    Future<Optional<Retrieval>> found = store.find(transaction, due.retrieval());
                    return Future.all(locked, still, found).compose(all -> {
                        if (!still.result()) {
                            return Future.succeededFuture(List.<UUID>of());
                        }
                        return removals.due(transaction, found.result().orElseThrow(), clock.instant())
                                .compose(effect -> {
                                    List<UUID> changed = new ArrayList<>(List.of(due.retrieval()));
                                    effect.offered().ifPresent(r -> changed.add(r.id()));
                                    return effect.entries().isEmpty()
                                            ? Future.succeededFuture(changed)
                                            : accessLog
                                                    .append(transaction, effect.entries())
                                                    .map(changed);
                                });
                    });
                })
                .map(changed -> {
                    changed.forEach(feed::changed);
                    return null;
                });
    }
}
