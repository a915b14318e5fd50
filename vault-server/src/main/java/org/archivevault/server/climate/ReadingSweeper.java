package org.archivevault.server.climate;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.SqlConnection;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;
import org.archivevault.server.database.Database;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes readings from the feed for one consumer, over and over: one transaction a batch, at once again while there is
 * more. Any number of server processes may sweep; the cursor's lock lets one at a time.
 */
public final class ReadingSweeper {
    /** Between two looks, in milliseconds. */
    public static final long SWEEP_MILLIS = 2_000;

    private static final Logger LOG = LoggerFactory.getLogger(ReadingSweeper.class);

    private final Database database;
    private final ReadingFeed feed;
    private final String consumer;
    private final int limit;
    private final BiFunction<SqlConnection, List<StoredReading>, Future<?>> work;
    private final AtomicBoolean sweeping = new AtomicBoolean();
    private volatile boolean ended;

    /**
     * @param database where the readings are
     * @param feed hands them on
     * @param consumer who takes them
     * @param limit how many at a time
     * @param work what to do with them, in the transaction that moves the cursor; must have no effect outside it, since
     *     it may run twice
     */
    public ReadingSweeper(
            Database database,
            ReadingFeed feed,
            String consumer,
            int limit,
            BiFunction<SqlConnection, List<StoredReading>, Future<?>> work) {
        this.database = database;
        this.feed = feed;
        this.consumer = consumer;
        this.limit = limit;
        this.work = work;
    }

    /**
     * Begins.
     *
     * @param vertx carries the timer
     * @return ends it
     */
    public Runnable start(Vertx vertx) {
        long timer = vertx.setPeriodic(SWEEP_MILLIS, tick -> {
            if (sweeping.compareAndSet(false, true)) {
                sweep().onFailure(failure -> LOG.warn("Readings for {} not taken; tried again", consumer, failure))
                        .onComplete(done -> sweeping.set(false));
            }
        });
        return () -> {
            ended = true;
            vertx.cancelTimer(timer);
        };
    }

    /**
     * Takes all that is there.
     *
     * @return completes with how many readings were taken; fails when the database or the work does
     */
    public Future<Integer> sweep() {
        return sweep(0);
    }

    private Future<Integer> sweep(int before) {
        return database.inTransaction(transaction -> feed.next(transaction, consumer, limit)
                        .compose(readings -> readings.isEmpty()
                                ? Future.succeededFuture(0)
                                : work.apply(transaction, readings).map(readings.size())))
                .compose(taken ->
                        taken < limit || ended ? Future.succeededFuture(before + taken) : sweep(before + taken));
    }
}
