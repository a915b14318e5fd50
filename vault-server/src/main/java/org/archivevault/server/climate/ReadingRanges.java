package org.archivevault.server.climate;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.archivevault.protocol.climate.Quantity;
import org.archivevault.server.database.Database;
import org.jspecify.annotations.Nullable;

/**
 * Least, mean and most of the good readings, step by step; the first step is whole, so it may begin before the range. A step without any is left out: nothing is interpolated. The
 * mean of a zone is that of its readings, so that a sensor that speaks more often weighs more.
 */
final class ReadingRanges {
    /** How long the database may reckon on one range: below what a caller waits for. */
    private static final String PATIENCE = "SET LOCAL statement_timeout = '4s'";

    // Every length divides or is divided by a day from here; steps of a day and longer begin at midnight UTC, those of
    // a week on a Monday.
    private static final String ORIGIN = "timestamptz '2001-01-01 00:00:00Z'";

    private static final String FROM_RAW = "SELECT quantity,"
            + " date_bin(make_interval(secs => $4::float8), at, " + ORIGIN + ") AS step,"
            + " min(value) AS least, avg(value) AS mean, max(value) AS most, count(*) AS readings FROM reading"
            + " WHERE {column} = $1::text"
            + " AND at >= date_bin(make_interval(secs => $4::float8), $2::timestamptz, " + ORIGIN + ")"
            + " AND at < $3::timestamptz AND quality = 'good'"
            + " AND ($5::text IS NULL OR quantity = $5::text) GROUP BY 1, 2 ORDER BY 1, 2 LIMIT $6::int";
    private static final String FROM_ROLL_UPS = "SELECT quantity,"
            + " date_bin(make_interval(secs => $4::float8), step_start, " + ORIGIN + ") AS step, min(least) AS least,"
            + " sum(mean * readings) / sum(readings) AS mean, max(most) AS most, sum(readings)::bigint AS readings"
            + " FROM {table} WHERE {column} = $1::text"
            + " AND step_start >= date_bin(make_interval(secs => $4::float8), $2::timestamptz, " + ORIGIN + ")"
            + " AND step_start < $3::timestamptz AND ($5::text IS NULL OR quantity = $5::text)"
            + " GROUP BY 1, 2 ORDER BY 1, 2 LIMIT $6::int";

    private final Database database;

    ReadingRanges(Database database) {
        this.database = database;
    }

    /** Whose readings are asked for. */
    enum Subject {
        /** One sensor. */
        SENSOR("sensor"),
        /** All sensors that were in a zone when they measured. */
        ZONE("zone");

        private final String column;

        Subject(String column) {
            this.column = column;
        }
    }

    /**
     * What is asked.
     *
     * @param subject sensor or zone
     * @param name which one
     * @param from beginning
     * @param to end, exclusive
     * @param choice the steps
     * @param quantity only this one; null for all
     */
    record Asked(
            Subject subject,
            String name,
            Instant from,
            Instant to,
            StepChoice choice,
            @Nullable Quantity quantity) {}

    /**
     * The answer.
     *
     * @param from as asked
     * @param to as asked
     * @param stepSeconds length of a step
     * @param source {@code raw}, {@code 5min} or {@code 1h}
     * @param series one a quantity
     */
    record Range(Instant from, Instant to, long stepSeconds, String source, List<Series> series) {}

    /**
     * One quantity.
     *
     * @param quantity which
     * @param unit its unit
     * @param steps those that have readings, in order of time
     */
    record Series(String quantity, String unit, List<Step> steps) {}

    /**
     * One step.
     *
     * @param at its beginning
     * @param least smallest value
     * @param mean of the readings
     * @param most largest value
     * @param readings how many
     */
    record Step(Instant at, double least, double mean, double most, long readings) {}

    /**
     * Answers. In a transaction of the write pool: a long range must not stand before short reads on their connection.
     *
     * @param asked what is asked
     * @return completes with the answer; fails when the database does, or takes too long
     */
    Future<Range> of(Asked asked) {
        return database.inTransaction(
                transaction -> transaction.query(PATIENCE).execute().compose(set -> read(transaction, asked)));
    }

    private static Future<Range> read(SqlConnection transaction, Asked asked) {
        Tuple values = Tuple.tuple()
                .addString(asked.name())
                .addOffsetDateTime(ReadingStore.utc(asked.from()))
                .addOffsetDateTime(ReadingStore.utc(asked.to()))
                .addDouble((double) asked.choice().step().toSeconds())
                .addString(asked.quantity() == null ? null : asked.quantity().wireName())
                .addInteger((StepChoice.MOST_STEPS + 2) * Quantity.values().length);
        return transaction.preparedQuery(sql(asked)).execute(values).map(rows -> range(asked, rows));
    }

    private static String sql(Asked asked) {
        String column = asked.subject().column;
        return asked.choice().source() == StepChoice.Source.RAW
                ? FROM_RAW.replace("{column}", column)
                : FROM_ROLL_UPS
                        .replace("{column}", column)
                        .replace("{table}", "reading_" + asked.choice().source().code());
    }

    private static Range range(Asked asked, RowSet<Row> rows) {
        Map<Quantity, List<Step>> steps = new EnumMap<>(Quantity.class);
        for (Row row : rows) {
            steps.computeIfAbsent(Quantity.of(row.getString("quantity")), quantity -> new ArrayList<>())
                    .add(new Step(
                            row.getOffsetDateTime("step").toInstant(),
                            row.getDouble("least"),
                            row.getDouble("mean"),
                            row.getDouble("most"),
                            row.getLong("readings")));
        }
        List<Series> series = new ArrayList<>();
        steps.forEach((quantity, of) -> series.add(new Series(quantity.wireName(), quantity.unit(), of)));
        return new Range(
                asked.from(),
                asked.to(),
                asked.choice().step().toSeconds(),
                asked.choice().source().code(),
                series);
    }
}
