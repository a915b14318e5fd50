package org.archivevault.server.preservation;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the figures of each zone and hour. Every sample is added to its sensor's sum of the hour; each hour that this changes
 * is computed anew from the sums, so that a late reading changes the past and nothing else has to be read again.
 */
final class HourBook {
    private static final String ADD =
            "INSERT INTO preservation_part AS p (zone, hour, sensor, quantity, total, readings)"
                    + " SELECT * FROM unnest($1::text[], $2::timestamptz[], $3::text[], $4::text[], $5::float8[], $6::int[])"
                    + " ON CONFLICT (zone, hour, sensor, quantity) DO UPDATE"
                    + " SET total = p.total + excluded.total, readings = p.readings + excluded.readings";
    /** An hour without one of the two is no hour yet. */
    private static final String MEANS = "SELECT p.zone, p.hour,"
            + " avg(p.total / p.readings) FILTER (WHERE p.quantity = 'temperature') AS temperature,"
            + " avg(p.total / p.readings) FILTER (WHERE p.quantity = 'humidity') AS humidity"
            + " FROM preservation_part p JOIN unnest($1::text[], $2::timestamptz[]) AS c (zone, hour)"
            + " ON p.zone = c.zone AND p.hour = c.hour GROUP BY p.zone, p.hour"
            + " HAVING count(*) FILTER (WHERE p.quantity = 'temperature') > 0"
            + " AND count(*) FILTER (WHERE p.quantity = 'humidity') > 0 ORDER BY p.zone, p.hour";

    private static final String WRITE = "INSERT INTO preservation_hour (zone, hour, temperature, humidity, dew_point,"
            + " preservation_index, mould_limit, mould)"
            + " SELECT * FROM unnest($1::text[], $2::timestamptz[], $3::float8[], $4::float8[], $5::float8[],"
            + " $6::float8[], $7::float8[], $8::boolean[])"
            + " ON CONFLICT (zone, hour) DO UPDATE SET temperature = excluded.temperature,"
            + " humidity = excluded.humidity, dew_point = excluded.dew_point,"
            + " preservation_index = excluded.preservation_index, mould_limit = excluded.mould_limit,"
            + " mould = excluded.mould";
    /** Zone by zone, along the key. */
    private static final String FORGET = "DELETE FROM preservation_part p USING preservation_zone z"
            + " WHERE p.zone = z.zone AND p.hour < $1::timestamptz";

    /**
     * Takes samples in.
     *
     * @param transaction the transaction that marks them as taken
     * @param samples each exactly once, in any order
     * @param now the server's wall clock
     * @return completes with how many were left out, being too old or of the future; fails when the database does
     */
    Future<Integer> take(SqlConnection transaction, Collection<Sample> samples, Instant now) {
        PartSums sums = new PartSums(samples, now);
        if (sums.isEmpty()) {
            return Future.succeededFuture(sums.leftOut());
        }
        return transaction
                .preparedQuery(ADD)
                .execute(sums.rows())
                .compose(added -> transaction.preparedQuery(MEANS).execute(sums.hours()))
                .compose(means -> write(transaction, hours(means)))
                .map(sums.leftOut());
    }

    /**
     * Deletes sums that no reading can change any longer; the hours themselves stay for ever.
     *
     * @param transaction where
     * @param now the server's wall clock
     * @return completes with how many; fails when the database does
     */
    Future<Integer> forget(SqlConnection transaction, Instant now) {
        // A day more, so that nothing is added to a sum that is being deleted.
        OffsetDateTime before = utc(now.minus(PartSums.KEPT).minusSeconds(86_400));
        return transaction.preparedQuery(FORGET).execute(Tuple.of(before)).map(RowSet::rowCount);
    }

    private static List<ZoneHour> hours(RowSet<Row> rows) {
        List<ZoneHour> hours = new ArrayList<>(rows.size());
        for (Row row : rows) {
            hours.add(new ZoneHour(
                    row.getString("zone"),
                    row.getOffsetDateTime("hour").toInstant(),
                    row.getDouble("temperature"),
                    row.getDouble("humidity")));
        }
        return hours;
    }

    private static Future<Void> write(SqlConnection transaction, List<ZoneHour> hours) {
        if (hours.isEmpty()) {
            return Future.succeededFuture();
        }
        Tuple rows = Tuple.tuple()
                .addArrayOfString(hours.stream().map(ZoneHour::zone).toArray(String[]::new))
                .addArrayOfOffsetDateTime(
                        hours.stream().map(hour -> utc(hour.hour())).toArray(OffsetDateTime[]::new))
                .addArrayOfDouble(figures(hours, hour -> OptionalDouble.of(hour.temperature())))
                .addArrayOfDouble(figures(hours, hour -> OptionalDouble.of(hour.humidity())))
                .addArrayOfDouble(figures(hours, ZoneHour::dewPoint))
                .addArrayOfDouble(figures(hours, ZoneHour::preservationIndex))
                .addArrayOfDouble(figures(hours, ZoneHour::mouldLimit))
                .addArrayOfBoolean(
                        hours.stream().map(ZoneHour::reachesMouldLimit).toArray(Boolean[]::new));
        return transaction.preparedQuery(WRITE).execute(rows).mapEmpty();
    }

    private static @Nullable Double[] figures(List<ZoneHour> hours, Function<ZoneHour, OptionalDouble> figure) {
        @Nullable Double[] figures = new Double[hours.size()];
        for (int i = 0; i < figures.length; i++) {
            OptionalDouble value = figure.apply(hours.get(i));
            figures[i] = value.isPresent() ? value.getAsDouble() : null;
        }
        return figures;
    }

    private static OffsetDateTime utc(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }
}
