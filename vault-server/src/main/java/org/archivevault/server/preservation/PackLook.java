package org.archivevault.server.preservation;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.archivevault.protocol.pack.PackNo;
import org.archivevault.server.database.Database;
import org.jspecify.annotations.Nullable;

/**
 * Reads the climate that a pack has lived in: its placements, the zone in which each block stood at that time, and the hours of
 * that zone. Nothing of it is stored, so that a late reading or a corrected placement is in the next answer.
 */
final class PackLook {
    private static final String PACK = "SELECT p.id, min(l.valid_from) AS first,"
            + " coalesce(sum(extract(epoch FROM greatest(least(coalesce(l.valid_to, $2::timestamptz), $2::timestamptz)"
            + " - l.valid_from, interval '0')))::float8, 0) / 3600 AS placed_hours"
            + " FROM pack p LEFT JOIN placement l ON l.pack_id = p.id WHERE p.pack_no = $1::text GROUP BY p.id";
    /** Each stay cut where the block changed its zone; without a zone where it had none. */
    private static final String STAYS = "WITH stay AS (SELECT l.position_code, s.block, z.zone,"
            + " greatest(l.valid_from, z.valid_from) AS since,"
            + " least(l.valid_to, z.valid_to) AS until,"
            + " least(l.valid_to, z.valid_to, $2::timestamptz) AS till"
            + " FROM placement l JOIN slot s ON s.position_code = l.position_code"
            + " LEFT JOIN preservation_block z ON z.block = s.block"
            + " AND tstzrange(z.valid_from, z.valid_to) && tstzrange(l.valid_from, l.valid_to)"
            + " WHERE l.pack_id = $1::bigint AND l.valid_from < $2::timestamptz)"
            + " SELECT t.position_code, t.block, t.zone, t.since, t.until,"
            + " CASE WHEN t.zone IS NULL THEN 0"
            + " ELSE extract(epoch FROM greatest(t.till - t.since, interval '0'))::float8 / 3600 END AS watched_hours,"
            + " coalesce(h.hours, 0) AS hours, coalesce(h.decay, 0) AS decay, coalesce(h.mould_hours, 0) AS mould_hours"
            + " FROM stay t LEFT JOIN LATERAL (SELECT sum(o) AS hours, sum(o / preservation_index) AS decay,"
            + " sum(o) FILTER (WHERE mould) AS mould_hours FROM ("
            // Nearly all hours are whole, and a difference of times is slow.
            + "SELECT preservation_index, mould,"
            + " CASE WHEN x.hour >= t.since AND x.hour <= t.till - interval '1 hour' THEN 1::float8 ELSE extract(epoch FROM"
            + " least(x.hour + interval '1 hour', t.till) - greatest(x.hour, t.since))::float8 / 3600 END AS o"
            + " FROM preservation_hour x WHERE x.zone = t.zone AND x.preservation_index IS NOT NULL"
            + " AND x.hour > t.since - interval '1 hour' AND x.hour < t.till) c WHERE o > 0) h ON true"
            + " ORDER BY t.since";

    private final Database database;
    private final InstantSource clock;

    PackLook(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * Looks a pack up.
     *
     * @param pack its number
     * @return completes with the climate it lived in, up to now; empty when there is no such pack; fails when the
     *     database does
     */
    Future<Optional<PackTold>> of(PackNo pack) {
        Instant now = clock.instant();
        OffsetDateTime until = now.atOffset(ZoneOffset.UTC);
        return database.inTransaction(transaction -> transaction
                .preparedQuery(PACK)
                .execute(Tuple.of(pack.value(), until))
                .compose(rows -> rows.size() == 0
                        ? Future.succeededFuture(Optional.empty())
                        : lived(transaction, pack, rows.iterator().next(), until)
                                .map(Optional::of)));
    }

    private static Future<PackTold> lived(SqlConnection transaction, PackNo pack, Row row, OffsetDateTime until) {
        OffsetDateTime first = row.getOffsetDateTime("first");
        if (first == null) {
            return Future.succeededFuture(new PackTold(pack, null, new PackTold.Unknown(0, 0, 0), List.of()));
        }
        double placedHours = row.getDouble("placed_hours");
        return transaction
                .preparedQuery(STAYS)
                .execute(Tuple.of(row.getLong("id"), until))
                .map(stays -> told(pack, first.toInstant(), until.toInstant(), placedHours, stays));
    }

    private static PackTold told(PackNo pack, Instant first, Instant until, double placedHours, RowSet<Row> rows) {
        List<PackTold.Stay> stays = new ArrayList<>(rows.size());
        Exposure all = Exposure.NONE;
        double watchedHours = 0;
        for (Row row : rows) {
            Exposure here = new Exposure(row.getDouble("hours"), row.getDouble("decay"), row.getDouble("mould_hours"));
            all = all.plus(here);
            watchedHours += row.getDouble("watched_hours");
            stays.add(new PackTold.Stay(
                    row.getString("position_code"),
                    row.getString("block"),
                    row.getString("zone"),
                    row.getOffsetDateTime("since").toInstant(),
                    instant(row.getOffsetDateTime("until")),
                    Period.rounded(here.hours()),
                    Period.orNull(here.twpi()),
                    Period.rounded(here.mouldHours())));
        }
        double hours = Period.hours(first, until);
        return new PackTold(
                pack,
                Period.of(first, until, all),
                new PackTold.Unknown(
                        shareOf(hours, hours - placedHours),
                        shareOf(hours, placedHours - watchedHours),
                        shareOf(hours, watchedHours - all.hours())),
                stays);
    }

    private static double shareOf(double hours, double part) {
        return hours > 0 ? Period.share(Math.max(0, part / hours)) : 0;
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime at) {
        return at == null ? null : at.toInstant();
    }
}
