package org.archivevault.server.inventory;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.archivevault.server.accesslog.AccessEntry;
import org.archivevault.server.accesslog.AccessLog;
import org.archivevault.server.database.Database;
import org.archivevault.server.http.ErrorCode;
import org.archivevault.server.http.Problem;
import org.archivevault.server.identity.Principal;

/**
 * Closes a round: every read is held against where the pack lay <i>when it was read</i>, and what is still wrong now becomes
 * a discrepancy. All in sets: a round over a million packs takes seconds.
 *
 * <ul>
 *   <li><b>Missing</b>: it should stand in a face that was swept from end to end while it should have stood there, and
 *       nothing has seen it anywhere since it was put there.
 *   <li><b>Misplaced</b>: the last word about its place is another place, and the records have not changed since.
 *   <li><b>Unexpected</b>: seen though the records had it out, missing or nowhere, and it has not come back since; or no
 *       pack carries what was read.
 * </ul>
 */
final class RoundClosing {
    /**
     * A person records a change a little before or after the hand makes it; a read so soon behind a recorded change speaks
     * neither for nor against it.
     */
    static final Duration HANDLING = Duration.ofMinutes(2);

    /**
     * Antennas read across an aisle. A pack that was read in its own place so shortly before, or at any time after, is not
     * misplaced: nobody carries it over and sweeps the other face as quickly.
     */
    static final Duration STRAY = Duration.ofMinutes(10);

    /** Faces that are named when a round cannot be closed because they were not swept. */
    private static final int MOST_NAMED = 50;

    private static final String HANDLED = "interval '" + HANDLING.toSeconds() + " seconds'";
    private static final String STRAYED = "interval '" + STRAY.toSeconds() + " seconds'";
    private static final String FACE_OF_PLACEMENT = "left(l.position_code, -" + Round.SLOT_CHARACTERS + ")";
    private static final String FACE_OF_LAY = "left(lay_at, -" + Round.SLOT_CHARACTERS + ")";

    private static final String LOCK =
            "SELECT " + Round.COLUMNS + " FROM inventory_round WHERE id = $1::uuid FOR UPDATE";

    /** Marks that a pack has got since they were read. */
    private static final String TAGGED_LATER = "UPDATE inventory_read r SET pack_id = p.id, epc = NULL FROM pack p"
            + " WHERE r.round = $1::uuid AND r.pack_id IS NULL AND r.epc = p.epc";

    private static final String CODED_LATER = "UPDATE inventory_read r SET pack_id = p.id, barcode = NULL FROM pack p"
            + " WHERE r.round = $1::uuid AND r.pack_id IS NULL AND r.barcode = p.barcode";

    /**
     * What fixed readers told since the round began. A scan of which a part is lost is no sweep, but what it saw it saw. An
     * edge's clock may be wrong, but nothing was read after it came here.
     */
    private static final String SCANS = "WITH told AS (SELECT least(at, received_at) AS at, body::jsonb AS body"
            + " FROM edge_event WHERE type = 'read-point-scanned' AND received_at >= $2::timestamptz),"
            + " told_here AS (SELECT t.at, t.body, f.face, (t.body ->> 'scan')::uuid AS scan FROM told t"
            + " JOIN unnest($3::text[], $4::text[]) AS f (point, face) ON f.point = t.body ->> 'readPoint'"
            + " WHERE t.at >= $2::timestamptz),"
            + " whole AS (SELECT scan FROM told_here GROUP BY scan"
            + " HAVING count(DISTINCT body ->> 'part') = max((body ->> 'parts')::int))"
            + " INSERT INTO inventory_read (round, sweep, pack_id, epc, face, read_at)"
            + " SELECT $1::uuid, w.scan, p.id, CASE WHEN p.id IS NULL THEN tag.epc END, h.face, h.at FROM told_here h"
            + " LEFT JOIN whole w ON w.scan = h.scan"
            + " LEFT JOIN LATERAL jsonb_array_elements_text(h.body -> 'present') AS tag (epc) ON true"
            + " LEFT JOIN pack p ON p.epc = tag.epc";

    private static final String MAKE_JUDGED =
            "CREATE TEMP TABLE judged (sweep uuid, pack_id bigint, read_at timestamptz,"
                    + " face text COLLATE \"C\", position_code text COLLATE \"C\", lay_at text COLLATE \"C\","
                    + " lay_from timestamptz, lay_now boolean, off boolean) ON COMMIT DROP";

    /** Each read of a known pack beside the placement of its time; off: it was read elsewhere. */
    private static final String JUDGE =
            "INSERT INTO judged SELECT r.sweep, r.pack_id, r.read_at, r.face, r.position_code,"
                    + " l.position_code, l.valid_from, l.valid_to IS NULL,"
                    + " r.position_code IS NOT NULL AND r.position_code <> l.position_code"
                    + " OR r.face IS NOT NULL AND r.face <> " + FACE_OF_PLACEMENT
                    + " FROM inventory_read r LEFT JOIN placement l ON l.pack_id = r.pack_id AND l.valid_from <= r.read_at"
                    + " AND (l.valid_to IS NULL OR l.valid_to > r.read_at)"
                    + " WHERE r.round = $1::uuid AND r.pack_id IS NOT NULL";

    private static final String MAKE_PLACED =
            "CREATE TEMP TABLE placed (pack_id bigint, position_code text COLLATE \"C\","
                    + " face text COLLATE \"C\", valid_from timestamptz, seen boolean) ON COMMIT DROP";

    /** What should stand in the scope now, and whether anything has seen it since it was put there. */
    private static final String PLACE = "INSERT INTO placed SELECT l.pack_id, l.position_code, "
            + FACE_OF_PLACEMENT + ", l.valid_from, s.last >= l.valid_from FROM placement l"
            + " LEFT JOIN (SELECT pack_id, max(read_at) AS last FROM judged GROUP BY pack_id) s USING (pack_id)"
            + " WHERE l.valid_to IS NULL AND l.position_code >= $1::text AND l.position_code < $2::text";

    /** A read without a place tells of the face where its pack should have stood. */
    private static final String SWEEPS = "INSERT INTO inventory_sweep (round, sweep, face, swept_from, swept_to)"
            + " SELECT $1::uuid, sweep, face, min(read_at), max(read_at) FROM ("
            + "SELECT sweep, coalesce(face, " + FACE_OF_LAY + ") AS face, read_at FROM judged"
            + " UNION ALL SELECT sweep, face, read_at FROM inventory_read WHERE round = $1::uuid AND pack_id IS NULL) r"
            + " WHERE sweep IS NOT NULL AND face || '-' >= $2::text AND face || '-' < $3::text GROUP BY sweep, face";

    private static final String UNSWEPT = "SELECT p.face, count(*) FROM placed p WHERE p.seen IS NOT TRUE"
            + " AND NOT EXISTS (SELECT FROM inventory_sweep w WHERE w.round = $1::uuid AND w.face = p.face)"
            + " GROUP BY p.face ORDER BY p.face";

    /** The latest that any sweep of a face began. */
    private static final String LATEST = "(SELECT face, max(swept_from) AS swept_from FROM inventory_sweep"
            + " WHERE round = $1::uuid GROUP BY face) w";

    private static final String MISSING =
            "INSERT INTO inventory_discrepancy (round, kind, pack_id, pack_state, belongs,"
                    + " last_seen) SELECT $1::uuid, 'missing', p.pack_id, 'on-shelf', p.position_code, s.seen_at FROM placed p"
                    + " JOIN " + LATEST + " ON w.face = p.face AND w.swept_from >= p.valid_from + " + HANDLED
                    + " LEFT JOIN pack_sighting s ON s.pack_id = p.pack_id WHERE p.seen IS NOT TRUE ORDER BY p.position_code";

    private static final String MISPLACED =
            "INSERT INTO inventory_discrepancy (round, kind, pack_id, pack_state, belongs,"
                    + " seen_face, seen_position, last_seen) SELECT $1::uuid, 'misplaced', o.pack_id, 'on-shelf', o.lay_at, o.face,"
                    + " o.position_code, o.read_at FROM (SELECT DISTINCT ON (pack_id) * FROM judged"
                    + " WHERE off AND lay_now AND read_at >= lay_from + " + HANDLED
                    + " ORDER BY pack_id, read_at DESC) o"
                    + " WHERE NOT EXISTS (SELECT FROM judged j WHERE j.pack_id = o.pack_id AND j.lay_now AND NOT j.off"
                    + " AND j.face IS NOT NULL AND j.read_at >= o.read_at - " + STRAYED + ") ORDER BY o.lay_at";

    private static final String RETURNED_NOT = "INSERT INTO inventory_discrepancy (round, kind, pack_id, pack_state,"
            + " seen_face, seen_position, last_seen) SELECT $1::uuid, 'unexpected', u.pack_id, p.state, u.face,"
            + " u.position_code, u.read_at FROM (SELECT DISTINCT ON (pack_id) * FROM judged WHERE lay_at IS NULL"
            + " ORDER BY pack_id, read_at DESC) u JOIN pack p ON p.id = u.pack_id"
            + " WHERE NOT EXISTS (SELECT FROM placement l WHERE l.pack_id = u.pack_id AND (l.valid_from > u.read_at"
            + " OR l.valid_to > u.read_at - " + HANDLED + ")) ORDER BY u.face, p.pack_no";

    private static final String STRANGERS = "INSERT INTO inventory_discrepancy (round, kind, mark, seen_face,"
            + " seen_position, last_seen) SELECT $1::uuid, 'unexpected', mark, face, position_code, read_at FROM ("
            + "SELECT DISTINCT ON (coalesce(epc, barcode)) coalesce(epc, barcode) AS mark, face, position_code, read_at"
            + " FROM inventory_read WHERE round = $1::uuid AND pack_id IS NULL AND coalesce(epc, barcode) IS NOT NULL"
            + " ORDER BY coalesce(epc, barcode), read_at DESC) s ORDER BY face, mark";

    private static final String CLOSE = "UPDATE inventory_round SET state = 'closed', closed_by = $2::text,"
            + " closed_at = $3::timestamptz, expected = (SELECT count(*) FROM placed), unswept = $4::bigint, too_new ="
            + " (SELECT count(*) FROM placed p JOIN " + LATEST + " ON w.face = p.face"
            + " AND w.swept_from < p.valid_from + " + HANDLED + " WHERE p.seen IS NOT TRUE)"
            + " WHERE id = $1::uuid RETURNING " + Round.COLUMNS;

    private static final String COUNTS =
            "SELECT kind, count(*) FROM inventory_discrepancy WHERE round = $1::uuid GROUP BY kind ORDER BY kind";

    private final Database database;
    private final AccessLog log;
    private final InstantSource clock;
    private final Map<String, String> faceOfReadPoint;

    /**
     * @param database where the round is
     * @param log records the end
     * @param clock the wall clock
     * @param faceOfReadPoint the shelf read points of the plan
     */
    RoundClosing(Database database, AccessLog log, InstantSource clock, Map<String, String> faceOfReadPoint) {
        this.database = database;
        this.log = log;
        this.clock = clock;
        this.faceOfReadPoint = Map.copyOf(faceOfReadPoint);
    }

    /**
     * Closes a round.
     *
     * @param id which
     * @param acceptUnswept whether packs of faces that nobody went over may stay unjudged
     * @param caller who
     * @return completes with the round after the commit; fails with {@code inventory-not-found}, {@code inventory-closed},
     *     or {@code inventory-not-swept} with the faces
     */
    Future<Round> close(UUID id, boolean acceptUnswept, Principal caller) {
        return database.inTransaction(tx -> lock(tx, id)
                .compose(round -> judge(tx, round)
                        .compose(judged -> unswept(tx, round, acceptUnswept))
                        .compose(unswept -> run(tx, MISSING, Tuple.of(id))
                                .compose(done -> run(tx, MISPLACED, Tuple.of(id)))
                                .compose(done -> run(tx, RETURNED_NOT, Tuple.of(id)))
                                .compose(done -> run(tx, STRANGERS, Tuple.of(id)))
                                .compose(done -> run(
                                        tx,
                                        CLOSE,
                                        Tuple.of(id, caller.userName(), Rounds.utc(clock.instant()), unswept))))
                        .compose(rows -> logged(tx, Round.of(rows.iterator().next()), caller))));
    }

    private static Future<Round> lock(SqlConnection tx, UUID id) {
        return run(tx, LOCK, Tuple.of(id)).map(rows -> {
            if (rows.size() == 0) {
                throw Problem.of(ErrorCode.INVENTORY_NOT_FOUND, id);
            }
            Round round = Round.of(rows.iterator().next());
            if (!round.isOpen()) {
                throw Problem.of(ErrorCode.INVENTORY_CLOSED, id);
            }
            return round;
        });
    }

    /** Fills the tables from which the discrepancies are read. */
    private Future<?> judge(SqlConnection tx, Round round) {
        Tuple id = Tuple.of(round.id());
        Scope scope = round.scope();
        return run(tx, TAGGED_LATER, id)
                .compose(done -> run(tx, CODED_LATER, id))
                .compose(done -> scans(tx, round))
                .compose(done -> run(tx, MAKE_JUDGED, Tuple.tuple()))
                .compose(done -> run(tx, JUDGE, id))
                .compose(done -> run(tx, "ANALYZE judged", Tuple.tuple()))
                .compose(done -> run(tx, MAKE_PLACED, Tuple.tuple()))
                .compose(done -> run(tx, PLACE, Tuple.of(scope.from(), scope.to())))
                .compose(done -> run(tx, "ANALYZE placed", Tuple.tuple()))
                .compose(done -> run(tx, SWEEPS, Tuple.of(round.id(), scope.from(), scope.to())));
    }

    private Future<?> scans(SqlConnection tx, Round round) {
        List<String> points = new ArrayList<>();
        List<String> faces = new ArrayList<>();
        faceOfReadPoint.forEach((point, face) -> {
            if (round.scope().hasFace(face)) {
                points.add(point);
                faces.add(face);
            }
        });
        return points.isEmpty()
                ? Future.succeededFuture()
                : run(
                        tx,
                        SCANS,
                        Tuple.tuple()
                                .addUUID(round.id())
                                .addOffsetDateTime(round.since())
                                .addArrayOfString(points.toArray(String[]::new))
                                .addArrayOfString(faces.toArray(String[]::new)));
    }

    private static Future<Long> unswept(SqlConnection tx, Round round, boolean accepted) {
        return run(tx, UNSWEPT, Tuple.of(round.id())).map(rows -> {
            List<Map<String, Object>> faces = new ArrayList<>();
            long packs = 0;
            for (Row row : rows) {
                packs += row.getLong(1);
                if (faces.size() < MOST_NAMED) {
                    faces.add(Map.of("face", row.getString(0), "packs", row.getLong(1)));
                }
            }
            if (packs > 0 && !accepted) {
                throw Problem.of(ErrorCode.INVENTORY_NOT_SWEPT, rows.size(), packs)
                        .with("faces", faces);
            }
            return packs;
        });
    }

    private Future<Round> logged(SqlConnection tx, Round round, Principal caller) {
        return run(tx, COUNTS, Tuple.of(round.id())).compose(rows -> {
            Map<String, Object> details = new LinkedHashMap<>();
            Round.End end = round.end();
            if (end != null) {
                details.put("expected", end.expected());
                details.put("unswept", end.unswept());
                details.put("tooNew", end.tooNew());
            }
            rows.forEach(row -> details.put(row.getString(0), row.getLong(1)));
            AccessEntry entry = AccessEntry.of(
                    "inventory-closed", caller.userName(), "inventory:" + round.id(), AccessEntry.OK, details);
            return log.append(tx, List.of(entry)).map(round);
        });
    }

    private static Future<RowSet<Row>> run(SqlConnection tx, String sql, Tuple values) {
        return tx.preparedQuery(sql).execute(values);
    }
}
