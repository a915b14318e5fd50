package org.archivevault.server.retrieval;

import io.vertx.core.Vertx;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.archivevault.server.database.Database;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells watchers that a retrieval changed. A change made by this process is told at once; one made by another process is
 * found by asking, every {@link #POLL_MILLIS}, for the revisions of the retrievals that are watched here: one short
 * query, which also works behind a proxy and on engines without LISTEN/NOTIFY.
 */
final class RetrievalFeed {
    private static final Logger LOG = LoggerFactory.getLogger(RetrievalFeed.class);
    /** Between two looks for changes made elsewhere, in milliseconds. */
    static final long POLL_MILLIS = 500;

    private static final String REVISIONS = "SELECT id, revision FROM retrieval WHERE id = ANY ($1::uuid[])";

    private final Database database;
    private final Map<UUID, List<Runnable>> watchers = new ConcurrentHashMap<>();
    private final Map<UUID, Integer> told = new ConcurrentHashMap<>();
    private final List<Consumer<UUID>> listeners = new CopyOnWriteArrayList<>();
    private final AtomicBoolean asking = new AtomicBoolean();

    RetrievalFeed(Database database) {
        this.database = database;
    }

    /**
     * Begins to look for changes made elsewhere.
     *
     * @param vertx carries the timer
     * @return ends the looking
     */
    Runnable start(Vertx vertx) {
        long timer = vertx.setPeriodic(POLL_MILLIS, tick -> ask());
        return () -> vertx.cancelTimer(timer);
    }

    /**
     * Watches one retrieval.
     *
     * @param retrieval which
     * @param onChange told that there may be something new; on any thread; must return at once
     * @return ends the watching
     */
    Runnable watch(UUID retrieval, Runnable onChange) {
        watchers.computeIfAbsent(retrieval, id -> new CopyOnWriteArrayList<>()).add(onChange);
        return () -> watchers.computeIfPresent(retrieval, (id, list) -> {
            list.remove(onChange);
            if (list.isEmpty()) {
                told.remove(id);
                return null;
            }
            return list;
        });
    }

    /**
     * Hears of every retrieval that this process changes, and of those watched that another one does.
     *
     * @param onChange told that there may be something new; on any thread; must return at once
     * @return ends the hearing
     */
    Runnable watchAll(Consumer<UUID> onChange) {
        listeners.add(onChange);
        return () -> listeners.remove(onChange);
    }

    /**
     * A change has been committed by this process.
     *
     * @param retrieval which
     */
    void changed(UUID retrieval) {
        listeners.forEach(listener -> listener.accept(retrieval));
        watchers.getOrDefault(retrieval, List.of()).forEach(Runnable::run);
    }

    private void ask() {
        if (watchers.isEmpty() || !asking.compareAndSet(false, true)) {
            return;
        }
        database.reads()
                .preparedQuery(REVISIONS)
                .execute(Tuple.tuple().addArrayOfUUID(watchers.keySet().toArray(UUID[]::new)))
                .onSuccess(rows -> {
                    for (Row row : rows) {
                        tellIfNew(row.getUUID("id"), row.getInteger("revision"));
                    }
                })
                .onFailure(failure -> LOG.debug("Watched retrievals could not be looked at; tried again", failure))
                .onComplete(done -> asking.set(false));
    }

    private void tellIfNew(UUID retrieval, int revision) {
        if (watchers.containsKey(retrieval)) {
            Integer before = told.put(retrieval, revision);
            if (before == null || before != revision) {
                changed(retrieval);
            }
        }
    }
}
