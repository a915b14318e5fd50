package org.archivevault.server.tags;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import org.archivevault.protocol.address.FaceId;
import org.archivevault.protocol.tag.Tid;
import org.jspecify.annotations.Nullable;

/** Writes where tags were seen: one statement for any number of them. An older word never replaces a newer one (I18). */
final class LastSeen {
    /** Most strange tags remembered: a lorry of tagged goods before the door must not fill the disk. */
    static final int MOST_UNKNOWN = 10_000;

    private static final String UNKNOWN = "INSERT INTO unknown_tag (epc, first_seen, last_seen, read_point)"
            + " SELECT s.epc, s.at, s.at, s.point FROM s WHERE NOT EXISTS (SELECT FROM pack p WHERE p.epc = s.epc)"
            + " ORDER BY s.epc ON CONFLICT (epc) DO UPDATE SET times = unknown_tag.times + 1,"
            + " last_seen = greatest(unknown_tag.last_seen, EXCLUDED.last_seen), read_point = EXCLUDED.read_point";
    // In order of pack, so that two batches never wait for each other crosswise.
    private static final String SEE = "WITH s AS (SELECT * FROM unnest($1::text[], $2::timestamptz[], $3::text[],"
            + " $4::text[], $5::text[], $6::boolean[], $7::smallint[], $8::text[])"
            + " AS s (epc, at, point, kind, face, present, rssi, tid)), strange AS (" + UNKNOWN + " RETURNING 1),"
            + " put AS (INSERT INTO pack_sighting AS w (pack_id, seen_at, read_point, kind, face, present, rssi_dbm,"
            + " tid) SELECT p.id, s.at, s.point, s.kind, s.face, s.present, s.rssi, s.tid FROM s"
            + " JOIN pack p ON p.epc = s.epc ORDER BY p.id"
            + " ON CONFLICT (pack_id) DO UPDATE SET seen_at = greatest(w.seen_at, EXCLUDED.seen_at),"
            + " read_point = EXCLUDED.read_point, kind = EXCLUDED.kind, face = EXCLUDED.face,"
            + " present = EXCLUDED.present, tid = coalesce(EXCLUDED.tid, w.tid),"
            + " rssi_dbm = coalesce(EXCLUDED.rssi_dbm,"
            + " CASE WHEN w.read_point = EXCLUDED.read_point THEN w.rssi_dbm END)"
            + " WHERE w.seen_at <= EXCLUDED.seen_at OR (NOT EXCLUDED.present AND w.read_point = EXCLUDED.read_point)"
            + " RETURNING 1) SELECT (SELECT count(*) FROM put), (SELECT count(*) FROM strange)";
    private static final String REMEMBER = "INSERT INTO tag_movement (pack_id, at, what, read_point, face, detail)"
            + " SELECT p.id, s.at, s.what, s.point, s.face, s.detail FROM unnest($1::text[], $2::timestamptz[],"
            + " $3::text[], $4::text[], $5::text[], $6::text[]) AS s (epc, at, what, point, face, detail)"
            + " JOIN pack p ON p.epc = s.epc";
    private static final String SCAN = "WITH s AS (SELECT e.epc, $2::timestamptz AS at, $3::text AS point"
            + " FROM (SELECT DISTINCT unnest($1::text[]) AS epc) e), strange AS (" + UNKNOWN + " RETURNING 1),"
            + " known AS (SELECT p.id FROM s JOIN pack p ON p.epc = s.epc),"
            + " put AS (INSERT INTO pack_sighting AS w (pack_id, seen_at, read_point, kind, face, present)"
            + " SELECT id, $2::timestamptz, $3::text, $4::text, $5::text, true FROM known ORDER BY id"
            + " ON CONFLICT (pack_id) DO UPDATE SET seen_at = EXCLUDED.seen_at, read_point = EXCLUDED.read_point,"
            + " kind = EXCLUDED.kind, face = EXCLUDED.face, present = true,"
            + " rssi_dbm = CASE WHEN w.read_point = EXCLUDED.read_point THEN w.rssi_dbm END"
            + " WHERE w.seen_at <= EXCLUDED.seen_at RETURNING 1),"
            + " gone AS (UPDATE pack_sighting SET present = false WHERE read_point = $3::text AND present"
            + " AND seen_at < $2::timestamptz AND pack_id NOT IN (SELECT id FROM known) RETURNING 1),"
            + " noted AS (INSERT INTO read_point_scan AS r (read_point, scanned_at, scan_millis, packs, unknown)"
            + " SELECT $3::text, $2::timestamptz, $6::bigint, (SELECT count(*) FROM known),"
            + " (SELECT count(*) FROM s) - (SELECT count(*) FROM known)"
            + " ON CONFLICT (read_point) DO UPDATE SET scanned_at = EXCLUDED.scanned_at,"
            + " scan_millis = EXCLUDED.scan_millis, packs = EXCLUDED.packs, unknown = EXCLUDED.unknown"
            + " WHERE r.scanned_at <= EXCLUDED.scanned_at)"
            + " SELECT (SELECT count(*) FROM put), (SELECT count(*) FROM strange), (SELECT count(*) FROM gone)";
    private static final String PRUNE = "DELETE FROM unknown_tag WHERE epc IN"
            + " (SELECT epc FROM unknown_tag ORDER BY last_seen DESC OFFSET $1::int)";

    /**
     * Writes movements of tags.
     *
     * @param transaction the transaction that commits the events
     * @param all in the edge's order; at least one
     * @return completes when they are written; fails when the database does
     */
    Future<Void> see(SqlConnection transaction, List<Sighting> all) {
        Collection<Sighting> last = Sighting.lastOfEach(all);
        Future<Boolean> seen = transaction
                .preparedQuery(SEE)
                .execute(Tuple.tuple()
                        .addArrayOfString(texts(last, s -> s.epc().value()))
                        .addArrayOfOffsetDateTime(times(last))
                        .addArrayOfString(texts(last, Sighting::readPoint))
                        .addArrayOfString(texts(last, Sighting::kind))
                        .addArrayOfString(texts(last, s -> text(s.face())))
                        .addArrayOfBoolean(last.stream().map(Sighting::present).toArray(Boolean[]::new))
                        .addArrayOfShort(
                                last.stream().map(s -> small(s.rssiDbm())).toArray(Short[]::new))
                        .addArrayOfString(texts(last, s -> text(s.tid()))))
                .map(rows -> rows.iterator().next().getLong(1) > 0);
        Future<?> remembered = transaction
                .preparedQuery(REMEMBER)
                .execute(Tuple.tuple()
                        .addArrayOfString(texts(all, s -> s.epc().value()))
                        .addArrayOfOffsetDateTime(times(all))
                        .addArrayOfString(texts(all, Sighting::what))
                        .addArrayOfString(texts(all, Sighting::readPoint))
                        .addArrayOfString(texts(all, s -> text(s.face())))
                        .addArrayOfString(texts(all, Sighting::detail)));
        return Future.all(seen, remembered).compose(done -> pruned(transaction, seen.result()));
    }

    /**
     * Writes a complete scan: what it has is there, what it lacks is no longer.
     *
     * @param transaction the transaction that commits it
     * @param scan all parts together
     * @return completes when it is written; fails when the database does
     */
    Future<Void> scanned(SqlConnection transaction, Scan scan) {
        return transaction
                .preparedQuery(SCAN)
                .execute(Tuple.tuple()
                        .addArrayOfString(scan.epcs().toArray(String[]::new))
                        .addOffsetDateTime(utc(scan.at()))
                        .addString(scan.readPoint())
                        .addString(scan.kind())
                        .addString(text(scan.face()))
                        .addLong(scan.scanMillis()))
                .compose(rows -> pruned(transaction, rows.iterator().next().getLong(1) > 0));
    }

    /**
     * All tags that a read point saw at one time.
     *
     * @param readPoint where
     * @param kind shelf, desk or gate
     * @param face the face, for a shelf
     * @param at when, on the edge's clock
     * @param scanMillis how long the antennas listened
     * @param epcs the tags
     */
    record Scan(String readPoint, String kind, @Nullable FaceId face, Instant at, long scanMillis, List<String> epcs) {}

    private static Future<Void> pruned(SqlConnection transaction, boolean strange) {
        return strange
                ? transaction
                        .preparedQuery(PRUNE)
                        .execute(Tuple.of(MOST_UNKNOWN))
                        .mapEmpty()
                : Future.succeededFuture();
    }

    private static String[] texts(
            Collection<Sighting> all, java.util.function.Function<Sighting, @Nullable String> part) {
        return all.stream().map(part).toArray(String[]::new);
    }

    private static OffsetDateTime[] times(Collection<Sighting> all) {
        return all.stream().map(s -> utc(s.seenAt())).toArray(OffsetDateTime[]::new);
    }

    private static @Nullable String text(@Nullable FaceId face) {
        return face == null ? null : face.toString();
    }

    private static @Nullable String text(@Nullable Tid tid) {
        return tid == null ? null : tid.value();
    }

    private static @Nullable Short small(@Nullable Integer rssiDbm) {
        return rssiDbm == null ? null : (short) Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, rssiDbm));
    }

    static OffsetDateTime utc(Instant at) {
        return OffsetDateTime.ofInstant(at, ZoneOffset.UTC);
    }
}
