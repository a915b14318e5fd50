package org.archivevault.server.preservation;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;
import org.archivevault.server.climate.InPlace;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the figures of each zone and hour. Every sample is added to its sensor's sum of the hour; each hour that this changes
 * is computed anew from the sums, so that a late reading changes the past and nothing else has to be read again.
 */
final class HourBook {
    private static final Logger LOG = LoggerFactory.getLogger(HourBook.class);

    /**
     * How far back a reading still changes its hour. Longer than any edge or sensor keeps readings back; the sums are
     * deleted after that, and one late reading alone must not stand for the hour that all of them have made.
     */
    static final Duration KEPT = Duration.ofDays(92);
    /** How far a sensor's clock may be ahead. What claims to be of later than that belongs to no hour yet. */
    static final Duration AHEAD = Duration.ofMinutes(5);

    /** Under this name the feed remembers what has been taken. */
    static final String CONSUMER = "preservation";

    // $7 and $8: the oldest hour and the latest time that count. Good temperatures and humidities of a zone; what
    // devices
    // had kept back too, since it tells of the past.
    private static final String ADD = "figures AS (SELECT zone,"
            + " date_bin(interval '1 hour', at, timestamptz '2001-01-01 00:00:00Z') AS hour, sensor, quantity,"
            + " sum(value) AS total, count(*)::int AS readings, max(at) AS latest FROM next WHERE quality = 'good'"
            + " AND zone IS NOT NULL AND quantity IN ('temperature', 'humidity') GROUP BY 1, 2, 3, 4,"
            // What is of the future stands apart, so that it is not added to what is of now.
            + " at > $8::timestamptz),"
            + " sums AS (SELECT zone, hour, sensor, quantity, total, readings FROM figures"
            + " WHERE latest <= $8::timestamptz AND hour >= $7::timestamptz),"
            + " added AS (INSERT INTO preservation_part AS p (zone, hour, sensor, quantity, total, readings)"
            + " SELECT zone, hour, sensor, quantity, total, readings FROM sums ORDER BY zone, hour, sensor, quantity"
            + " ON CONFLICT (zone, hour, sensor, quantity) DO UPDATE"
            + " SET total = p.total + excluded.total, readings = p.readings + excluded.readings),"
            + " changed AS (SELECT DISTINCT zone, hour FROM sums), ";
    private static final String CHANGED = ", (SELECT array_agg(zone ORDER BY zone, hour) FROM changed) AS zones,"
            + " (SELECT array_agg(hour ORDER BY zone, hour) FROM changed) AS hours,"
            + " ((SELECT coalesce(sum(readings), 0) FROM figures) - (SELECT coalesce(sum(readings), 0) FROM sums))::bigint"
            + " AS left_out";
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

    private final InstantSource clock;

    /**
     * @param clock the server's wall clock
     */
    HourBook(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * What is done with each batch of readings: each exactly once, in any order.
     *
     * @param limit how many at a time
     */
    InPlace.Work work(int limit) {
        return new InPlace.Work(CONSUMER, limit, ADD, CHANGED, this::counted, this::computed);
    }

    private List<?> counted() {
        Instant now = clock.instant();
        return List.of(utc(now.minus(KEPT)), utc(now.plus(AHEAD)));
    }

    private Future<?> computed(SqlConnection transaction, Row added) {
        long leftOut = added.getLong("left_out");
        if (leftOut > 0) {
            LOG.info("{} readings are older than {} or of the future and change no figure", leftOut, KEPT);
        }
        String[] zones = added.getArrayOfStrings("zones");
        return zones == null
                ? Future.succeededFuture()
                : transaction
                        .preparedQuery(MEANS)
                        .execute(Tuple.tuple()
                                .addArrayOfString(zones)
                                .addArrayOfOffsetDateTime(added.getArrayOfOffsetDateTimes("hours")))
                        .compose(means -> write(transaction, hours(means)));
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
        OffsetDateTime before = utc(now.minus(KEPT).minusSeconds(86_400));
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
