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
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.archivevault.firmware.plan.SitePlan;
import org.archivevault.firmware.source.WatchPlan;
import org.archivevault.protocol.address.VaultId;
import org.archivevault.protocol.climate.Quantity;
import org.archivevault.protocol.climate.ZoneId;
import org.archivevault.server.database.Database;
import org.jspecify.annotations.Nullable;

/** Reads how zones are, and judges them. */
final class ZoneLook {
    /** The zone of a sensor is the plan's of today, and each sensor has a limit of its own. */
    private static final String LATEST = "SELECT p.zone, l.quantity,"
            + " coalesce(avg(l.value) FILTER (WHERE l.at >= p.fresh), (array_agg(l.value ORDER BY l.at DESC))[1]) AS value,"
            + " max(l.at) AS at, (count(*) FILTER (WHERE l.at >= p.fresh))::int AS sensors FROM sensor_latest l"
            + " JOIN unnest($1::text[], $2::text[], $3::timestamptz[]) AS p (sensor, zone, fresh) ON p.sensor = l.sensor"
            + " WHERE l.quality = 'good' AND l.quantity IN ('temperature', 'humidity') GROUP BY p.zone, l.quantity";

    private static final String HOURS = "SELECT zone, hour, temperature, humidity FROM preservation_hour"
            + " WHERE zone = ANY ($1::text[]) AND hour >= $2::timestamptz AND hour < $3::timestamptz ORDER BY zone, hour";
    private static final String EXPOSURE = "SELECT zone, min(hour) AS first, sum(o) AS hours,"
            + " sum(o / preservation_index) AS decay, coalesce(sum(o) FILTER (WHERE mould), 0) AS mould_hours FROM ("
            // Nearly all hours are whole, and a difference of times is slow.
            + "SELECT zone, hour, preservation_index, mould, CASE WHEN hour >= $2::timestamptz"
            + " AND hour <= $3::timestamptz - interval '1 hour' THEN 1::float8 ELSE extract(epoch FROM"
            + " least(hour + interval '1 hour', $3::timestamptz) - greatest(hour, $2::timestamptz))::float8 / 3600 END AS o"
            + " FROM preservation_hour WHERE zone = ANY ($1::text[]) AND preservation_index IS NOT NULL"
            + " AND hour > $2::timestamptz - interval '1 hour' AND hour < $3::timestamptz) h WHERE o > 0 GROUP BY zone";

    private final Map<ZoneId, Placed> zones = new LinkedHashMap<>();
    private final Database database;
    private final InstantSource clock;

    ZoneLook(SitePlan plan, Database database, InstantSource clock) {
        for (SitePlan.Vault vault : plan.vaults()) {
            for (WatchPlan.Zone zone : vault.watch().zones()) {
                zones.put(zone.id(), new Placed(vault.id(), zone, sensorsOf(vault.watch(), zone.id())));
            }
        }
        this.database = database;
        this.clock = clock;
    }

    private record Placed(VaultId vault, WatchPlan.Zone zone, Map<String, Duration> silences) {}

    private record Measured(Instant first, Exposure exposure) {}

    /** The sensors of a zone, and how long each may be silent. */
    private static Map<String, Duration> sensorsOf(WatchPlan watch, ZoneId zone) {
        Map<String, Duration> silences = new LinkedHashMap<>();
        for (WatchPlan.Source source : watch.sources()) {
            for (WatchPlan.Sensor sensor : source.sensors()) {
                if (sensor.zone().equals(zone)) {
                    silences.put(sensor.id().value(), source.profile().longestSilence());
                }
            }
        }
        return silences;
    }

    /**
     * Every zone of the plan, each with its last year.
     *
     * @return completes with them, in the order of the plan; fails when the database does
     */
    Future<List<ZoneTold>> all() {
        return told(List.copyOf(zones.values()), Ageing.YEAR);
    }

    /**
     * One zone.
     *
     * @param zone its code
     * @param back how far the told time goes back
     * @return completes with it; empty when the plan has none of that code; fails when the database does
     */
    Future<Optional<ZoneTold>> one(ZoneId zone, Duration back) {
        Placed placed = zones.get(zone);
        return placed == null
                ? Future.succeededFuture(Optional.empty())
                : told(List.of(placed), back).map(all -> Optional.of(all.get(0)));
    }

    boolean knows(ZoneId zone) {
        return zones.containsKey(zone);
    }

    /**
     * The known hours of a zone.
     *
     * @param zone its code
     * @param from the first
     * @param until before that
     * @return completes with them, oldest first; fails when the database does
     */
    Future<List<ZoneHour>> hours(ZoneId zone, Instant from, Instant until) {
        return database.inTransaction(transaction -> hours(transaction, new String[] {zone.value()}, from, until))
                .map(hours -> hours.getOrDefault(zone.value(), List.of()));
    }

    /** A walk over a year of hours: not on the pipelined connections, where it would hold up others. */
    private Future<List<ZoneTold>> told(List<Placed> some, Duration back) {
        Instant now = clock.instant();
        String[] codes = some.stream().map(one -> one.zone().id().value()).toArray(String[]::new);
        return database.inTransaction(transaction -> {
            var latest = latest(transaction, some, now);
            // A moment later than a day ago, so that a whole hour is not counted at both ends.
            var day = hours(transaction, codes, now.minus(Compliance.DAY).plusMillis(1), now.plus(HourBook.AHEAD));
            var year = exposure(transaction, codes, now.minus(Ageing.YEAR), now);
            var period = back.equals(Ageing.YEAR) ? year : exposure(transaction, codes, now.minus(back), now);
            return Future.all(latest, day, year, period).map(read -> {
                List<ZoneTold> told = new ArrayList<>(some.size());
                for (Placed one : some) {
                    String code = one.zone().id().value();
                    told.add(told(
                            one,
                            latest.result().getOrDefault(code, ZoneNow.NOTHING),
                            day.result().getOrDefault(code, List.of()),
                            year.result().get(code),
                            Period.of(
                                    now.minus(back),
                                    now,
                                    exposure(period.result().get(code))),
                            now));
                }
                return told;
            });
        });
    }

    private static Exposure exposure(@Nullable Measured measured) {
        return measured == null ? Exposure.NONE : measured.exposure();
    }

    private static ZoneTold told(
            Placed one, ZoneNow latest, List<ZoneHour> day, @Nullable Measured year, Period period, Instant now) {
        WatchPlan.Zone zone = one.zone();
        Instant first = year == null ? now : year.first();
        Instant since = first.isBefore(now.minus(Ageing.YEAR)) ? now.minus(Ageing.YEAR) : first;
        return new ZoneTold(
                zone.id(),
                one.vault(),
                zone.name(),
                zone.keeps().wireName(),
                ZoneTold.Limits.of(zone.keeps()),
                Compliance.judge(zone.keeps(), latest, day, now),
                Ageing.judge(zone.keeps(), latest, exposure(year), Duration.between(since, now), now),
                ZoneTold.Now.of(latest, now),
                period);
    }

    private static Future<Map<String, ZoneNow>> latest(SqlConnection transaction, List<Placed> some, Instant now) {
        List<String> sensors = new ArrayList<>();
        List<String> places = new ArrayList<>();
        List<OffsetDateTime> fresh = new ArrayList<>();
        for (Placed one : some) {
            one.silences().forEach((sensor, silence) -> {
                sensors.add(sensor);
                places.add(one.zone().id().value());
                fresh.add(utc(now.minus(silence)));
            });
        }
        Tuple values = Tuple.tuple()
                .addArrayOfString(sensors.toArray(String[]::new))
                .addArrayOfString(places.toArray(String[]::new))
                .addArrayOfOffsetDateTime(fresh.toArray(OffsetDateTime[]::new));
        return transaction.preparedQuery(LATEST).execute(values).map(rows -> {
            Map<String, ZoneNow> all = new HashMap<>();
            for (Row row : rows) {
                ZoneNow.Latest value = new ZoneNow.Latest(
                        row.getDouble("value"), row.getOffsetDateTime("at").toInstant(), row.getInteger("sensors"));
                boolean warmth = Quantity.of(row.getString("quantity")) == Quantity.TEMPERATURE;
                all.merge(
                        row.getString("zone"),
                        warmth ? new ZoneNow(value, null) : new ZoneNow(null, value),
                        (one, other) -> new ZoneNow(
                                one.temperature() == null ? other.temperature() : one.temperature(),
                                one.humidity() == null ? other.humidity() : one.humidity()));
            }
            return all;
        });
    }

    private static Future<Map<String, List<ZoneHour>>> hours(
            SqlConnection transaction, String[] codes, Instant from, Instant until) {
        return transaction
                .preparedQuery(HOURS)
                .execute(during(codes, from, until))
                .map(rows -> {
                    Map<String, List<ZoneHour>> all = new HashMap<>();
                    for (Row row : rows) {
                        ZoneHour hour = new ZoneHour(
                                row.getString("zone"),
                                row.getOffsetDateTime("hour").toInstant(),
                                row.getDouble("temperature"),
                                row.getDouble("humidity"));
                        all.computeIfAbsent(hour.zone(), zone -> new ArrayList<>())
                                .add(hour);
                    }
                    return all;
                });
    }

    private static Future<Map<String, Measured>> exposure(
            SqlConnection transaction, String[] codes, Instant from, Instant until) {
        return transaction
                .preparedQuery(EXPOSURE)
                .execute(during(codes, from, until))
                .map(ZoneLook::measured);
    }

    private static Map<String, Measured> measured(RowSet<Row> rows) {
        Map<String, Measured> all = new HashMap<>();
        for (Row row : rows) {
            all.put(
                    row.getString("zone"),
                    new Measured(
                            row.getOffsetDateTime("first").toInstant(),
                            new Exposure(
                                    row.getDouble("hours"), row.getDouble("decay"), row.getDouble("mould_hours"))));
        }
        return all;
    }

    private static Tuple during(String[] codes, Instant from, Instant until) {
        return Tuple.tuple()
                .addArrayOfString(codes)
                .addOffsetDateTime(utc(from))
                .addOffsetDateTime(utc(until));
    }

    private static OffsetDateTime utc(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }
}
