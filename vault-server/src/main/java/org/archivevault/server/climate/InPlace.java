package org.archivevault.server.climate;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.archivevault.protocol.Token;
import org.archivevault.server.database.Database;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A consumer of the feed whose readings never leave the database: one statement takes the next ones, does the work and
 * moves the cursor. Any number of server processes may sweep; the cursor's lock lets one at a time.
 */
public final class InPlace {
    /**
     * Most readings of one statement. What is added up by sensor and hour costs the database a row of each sensor however
     * many readings there are, so many at once is cheap; a hundred thousand are some 30 MB of its memory.
     */
    public static final int MOST = 100_000;

    /** The first number of a parameter of the work's own. */
    public static final int OWN_PARAMETERS_FROM = 7;

    private static final Logger LOG = LoggerFactory.getLogger(InPlace.class);

    private final Database database;
    private final ReadingFeed feed;
    private final Work work;
    private final String statement;
    private final AtomicBoolean sweeping = new AtomicBoolean();
    private volatile boolean ended;

    /**
     * What is done with readings.
     *
     * @param consumer who takes them, 1–40 characters
     * @param limit how many at a time, 1–{@link #MOST}
     * @param parts common table expressions that work on the table {@code next} (tx, sensor, quantity, at, zone, value,
     *     quality), each followed by a comma
     * @param answers columns of the one row that is handed to {@code then}, each preceded by a comma
     * @param own makes the parameters from {@code $7} on
     * @param then what remains to be done in the transaction that moves the cursor; must have no effect outside it, since it
     *     may run twice
     */
    public record Work(
            String consumer,
            int limit,
            String parts,
            String answers,
            Supplier<List<?>> own,
            BiFunction<SqlConnection, Row, Future<?>> then) {
        public Work {
            Token.requireRange(consumer.length(), 1, 40, "length of a consumer's name");
            Token.requireRange(limit, 1, MOST, "number of readings");
        }
    }

    /**
     * @param database where the readings are
     * @param feed says how far they may be taken
     * @param work what is done with them
     */
    public InPlace(Database database, ReadingFeed feed, Work work) {
        this.database = database;
        this.feed = feed;
        this.work = work;
        this.statement = "WITH next AS MATERIALIZED (SELECT tx, sensor, quantity, at, zone, value, quality FROM reading"
                + ReadingFeed.AFTER + ReadingFeed.IN_ORDER + " LIMIT " + work.limit() + "),"
                + " last AS (SELECT tx, sensor, quantity, at FROM next"
                + " ORDER BY tx DESC, sensor DESC, quantity DESC, at DESC LIMIT 1), "
                + work.parts()
                + " moved AS (UPDATE reading_cursor c SET tx = last.tx, sensor = last.sensor, quantity = last.quantity,"
                + " at = last.at, moved_at = now() FROM last WHERE c.consumer = $6::text RETURNING 1)"
                + " SELECT (SELECT count(*) FROM next) AS taken, (SELECT count(*) FROM moved) AS moved"
                + work.answers();
    }

    /**
     * Begins.
     *
     * @param vertx carries the timer
     * @param everyMillis between two sweeps
     * @return ends it
     */
    public Runnable start(Vertx vertx, long everyMillis) {
        long timer = vertx.setPeriodic(everyMillis, tick -> {
            if (sweeping.compareAndSet(false, true)) {
                sweep().onFailure(
                                failure -> LOG.warn("Readings for {} not taken; tried again", work.consumer(), failure))
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
     * @return completes with how many readings were taken; fails when the database does
     */
    public Future<Long> sweep() {
        return sweep(0);
    }

    private Future<Long> sweep(long before) {
        return database.inTransaction(this::take)
                .compose(taken ->
                        taken < work.limit() || ended ? Future.succeededFuture(before + taken) : sweep(before + taken));
    }

    private Future<Long> take(SqlConnection transaction) {
        return feed.lock(transaction, work.consumer())
                .compose(from -> from.isEmpty() ? Future.succeededFuture(0L) : take(transaction, from.get()));
    }

    private Future<Long> take(SqlConnection transaction, ReadingFeed.Cursor from) {
        return ReadingFeed.horizon(transaction)
                .compose(horizon -> transaction.preparedQuery(statement).execute(parameters(from, horizon)))
                .compose(rows -> {
                    Row answer = rows.iterator().next();
                    long taken = answer.getLong("taken");
                    return taken == 0
                            ? Future.succeededFuture(0L)
                            : work.then().apply(transaction, answer).map(taken);
                });
    }

    private Tuple parameters(ReadingFeed.Cursor from, String horizon) {
        Tuple parameters = from.tuple().addString(horizon).addString(work.consumer());
        work.own().get().forEach(parameters::addValue);
        return parameters;
    }
}
