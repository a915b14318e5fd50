package org.archivevault.server.climate;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import org.archivevault.server.database.Database;

/**
 * Rolls readings up into steps of 5 minutes and an hour. Each reading is merged into its step once, in the transaction
 * that moves the cursor, so a late or historical one corrects its step however old it is, also when the readings of that
 * time have been dropped. The rows never leave the database: a statement a batch.
 */
final class RollUps {
    /** The cursor's name. */
    static final String CONSUMER = "roll-ups";

    /** Between two looks, in milliseconds: charts lag behind by that. */
    private static final long SWEEP_MILLIS = 5_000;

    // A sensor has one zone at a time. Where one batch has readings of before and after it was moved, either will do:
    // the
    // next batch says where it is. To look for the newest would sort all readings, and no sort is needed else.
    private static final String STEPS = "{name}_steps AS (SELECT sensor, quantity,"
            + " date_bin(interval '{step}', {start}, timestamptz '2001-01-01 00:00:00Z') AS step_start,";
    private static final String MERGE = "{name} AS (INSERT INTO {table} AS r"
            + " (sensor, quantity, step_start, zone, least, mean, most, readings)"
            + " SELECT sensor, quantity, step_start, zone, least, mean, most, readings FROM {name}_steps"
            + " ORDER BY sensor, quantity, step_start"
            + " ON CONFLICT (sensor, quantity, step_start) DO UPDATE SET zone = coalesce(EXCLUDED.zone, r.zone),"
            + " least = least(r.least, EXCLUDED.least), most = greatest(r.most, EXCLUDED.most),"
            + " mean = r.mean + (EXCLUDED.mean - r.mean)"
            + " * (EXCLUDED.readings::float8 / (r.readings + EXCLUDED.readings)),"
            + " readings = r.readings + EXCLUDED.readings), ";
    private static final String PARTS = steps("five", "5 minutes", "at")
            + " max(zone) AS zone, min(value) AS least, avg(value) AS mean,"
            + " max(value) AS most, count(*) AS readings FROM next WHERE quality = 'good'"
            + " GROUP BY sensor, quantity, step_start), "
            // An hour is whole steps of five minutes: it is added up from them.
            + steps("hour", "1 hour", "step_start")
            + " max(zone) AS zone, min(least) AS least,"
            + " sum(mean * readings) / sum(readings) AS mean, max(most) AS most, sum(readings)::bigint AS readings"
            + " FROM five_steps GROUP BY sensor, quantity, 3), "
            + merge("five", "reading_5min")
            + merge("hour", "reading_1h");

    private final InPlace merging;

    RollUps(Database database, ReadingFeed feed) {
        this.merging = new InPlace(
                database,
                feed,
                new InPlace.Work(
                        CONSUMER,
                        InPlace.MOST,
                        PARTS,
                        "",
                        List::of,
                        (transaction, answer) -> Future.succeededFuture()));
    }

    private static String steps(String name, String step, String start) {
        return STEPS.replace("{name}", name).replace("{step}", step).replace("{start}", start);
    }

    private static String merge(String name, String table) {
        return MERGE.replace("{name}", name).replace("{table}", table);
    }

    /**
     * Begins.
     *
     * @param vertx carries the timer
     * @return ends it
     */
    Runnable start(Vertx vertx) {
        return merging.start(vertx, SWEEP_MILLIS);
    }

    /**
     * Rolls all up that is there.
     *
     * @return completes with how many readings that were; fails when the database does
     */
    Future<Long> sweep() {
        return merging.sweep();
    }
}
