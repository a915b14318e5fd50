package org.archivevault.server.climate;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import java.util.concurrent.atomic.AtomicBoolean;
import org.archivevault.server.database.Database;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rolls readings up into steps of 5 minutes and an hour. Each reading is merged into its step once, in the transaction
 * that moves the cursor, so a late or historical one corrects its step however old it is, also when the readings of that
 * time have been dropped. The rows never leave the database: a statement a batch.
 */
final class RollUps {
    /** The cursor's name. */
    static final String CONSUMER = "roll-ups";

    private static final Logger LOG = LoggerFactory.getLogger(RollUps.class);

    /** Between two looks, in milliseconds: charts lag behind by that. */
    private static final long SWEEP_MILLIS = 5_000;

    /** Readings merged in one transaction. */
    private static final int MOST = ReadingFeed.MOST;

    private static final String MERGE = "INSERT INTO {table} AS r"
            + " (sensor, quantity, step_start, zone, least, mean, most, readings)"
            + " SELECT sensor, quantity, date_bin(interval '{step}', at, timestamptz '2001-01-01 00:00:00Z') AS step,"
            + " (array_agg(zone ORDER BY at DESC))[1], min(value), avg(value), max(value), count(*)"
            + " FROM next WHERE quality = 'good' GROUP BY sensor, quantity, step ORDER BY sensor, quantity, step"
            + " ON CONFLICT (sensor, quantity, step_start) DO UPDATE SET zone = coalesce(EXCLUDED.zone, r.zone),"
            + " least = least(r.least, EXCLUDED.least), most = greatest(r.most, EXCLUDED.most),"
            + " mean = r.mean + (EXCLUDED.mean - r.mean)"
            + " * (EXCLUDED.readings::float8 / (r.readings + EXCLUDED.readings)),"
            + " readings = r.readings + EXCLUDED.readings RETURNING 1";
    private static final String ROLL_UP = "WITH next AS MATERIALIZED (SELECT tx, sensor, quantity, at, zone, value,"
            + " quality FROM reading" + ReadingFeed.AFTER + ReadingFeed.IN_ORDER + " LIMIT " + MOST + "),"
            + " last AS (SELECT tx, sensor, quantity, at FROM next"
            + " ORDER BY tx DESC, sensor DESC, quantity DESC, at DESC LIMIT 1),"
            + " five AS (" + merge("reading_5min", "5 minutes") + "),"
            + " hour AS (" + merge("reading_1h", "1 hour") + "),"
            + " moved AS (UPDATE reading_cursor c SET tx = last.tx, sensor = last.sensor, quantity = last.quantity,"
            + " at = last.at, moved_at = now() FROM last WHERE c.consumer = $6::text RETURNING 1)"
            + " SELECT (SELECT count(*) FROM next) AS taken, (SELECT count(*) FROM five) AS five,"
            + " (SELECT count(*) FROM hour) AS hour, (SELECT count(*) FROM moved) AS moved";

    private final Database database;
    private final ReadingFeed feed;
    private final AtomicBoolean sweeping = new AtomicBoolean();
    private volatile boolean ended;

    RollUps(Database database, ReadingFeed feed) {
        this.database = database;
        this.feed = feed;
    }

    private static String merge(String table, String step) {
        return MERGE.replace("{table}", table).replace("{step}", step);
    }

    /**
     * Begins.
     *
     * @param vertx carries the timer
     * @return ends it
     */
    Runnable start(Vertx vertx) {
        long timer = vertx.setPeriodic(SWEEP_MILLIS, tick -> {
            if (sweeping.compareAndSet(false, true)) {
                sweep().onFailure(failure -> LOG.warn("Readings not rolled up; tried again", failure))
                        .onComplete(done -> sweeping.set(false));
            }
        });
        return () -> {
            ended = true;
            vertx.cancelTimer(timer);
        };
    }

    /**
     * Rolls all up that is there.
     *
     * @return completes with how many readings that were; fails when the database does
     */
    Future<Long> sweep() {
        return sweep(0);
    }

    private Future<Long> sweep(long before) {
        return database.inTransaction(this::rollUp)
                .compose(taken ->
                        taken < MOST || ended ? Future.succeededFuture(before + taken) : sweep(before + taken));
    }

    private Future<Long> rollUp(SqlConnection transaction) {
        return feed.lock(transaction, CONSUMER)
                .compose(from -> from.isEmpty() ? Future.succeededFuture(0L) : rollUp(transaction, from.get()));
    }

    private static Future<Long> rollUp(SqlConnection transaction, ReadingFeed.Cursor from) {
        return ReadingFeed.horizon(transaction)
                .compose(horizon -> transaction
                        .preparedQuery(ROLL_UP)
                        .execute(from.tuple().addString(horizon).addString(CONSUMER)))
                .map(RollUps::taken);
    }

    private static Long taken(RowSet<Row> rows) {
        return rows.iterator().next().getLong("taken");
    }
}
