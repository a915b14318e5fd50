package org.archivevault.server.camera;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.archivevault.protocol.camera.CameraId;

/**
 * Puts stills together from their parts. The bytes go into the database and are put together, measured and compared there:
 * a picture becomes visible in the transaction that commits its last part, or not at all.
 */
final class StillIntake {
    private static final String NEW = "INSERT INTO still (sha256, state, told_at)"
            + " SELECT n, 'arriving', $2::timestamptz FROM unnest($1::text[]) AS n ON CONFLICT (sha256) DO NOTHING";
    // Whatever did not arrive begins anew with its first part. What was kept and let go stays let go.
    private static final String AGAIN = "UPDATE still SET state = 'arriving', told_at = $2::timestamptz, detail = '',"
            + " settled_at = NULL WHERE sha256 = ANY($1::text[]) AND state IN ('incomplete', 'damaged')";
    private static final String TAKEN = "INSERT INTO still_taken (sha256, camera, taken_at, told_at, observation, zone)"
            + " SELECT DISTINCT ON (n.sha256, n.camera) n.sha256, n.camera, n.taken_at, n.told_at, n.observation, n.zone"
            + " FROM unnest($1::text[], $2::text[], $3::timestamptz[], $4::timestamptz[], $5::text[], $6::text[])"
            + " AS n (sha256, camera, taken_at, told_at, observation, zone) ORDER BY n.sha256, n.camera, n.told_at"
            + " ON CONFLICT (sha256, camera) DO NOTHING";
    private static final String PART = "INSERT INTO still_part (sha256, parts, part, camera, content)"
            + " SELECT s.sha256, $2::smallint, $3::smallint, $4::text, $5::bytea FROM still s"
            + " WHERE s.sha256 = $1::text AND s.state = 'arriving'"
            + " ON CONFLICT (sha256, parts, part) DO UPDATE SET content = EXCLUDED.content";
    private static final String COMPLETE = "SELECT sha256, parts, min(camera) AS camera FROM still_part"
            + " WHERE sha256 = ANY($1::text[]) GROUP BY sha256, parts HAVING count(*) = parts";
    private static final String ASSEMBLE = "WITH whole AS (SELECT string_agg(content, ''::bytea ORDER BY part) AS jpeg"
            + " FROM still_part WHERE sha256 = $1::text AND parts = $2::smallint), judged AS (SELECT jpeg,"
            + " encode(sha256(jpeg), 'hex') = $1::text AS named, substring(jpeg FROM 1 FOR 3) = '\\xffd8ff'::bytea AS is_jpeg"
            + " FROM whole), kept AS (INSERT INTO still_content (sha256, jpeg) SELECT $1::text, jpeg FROM judged"
            + " WHERE named AND is_jpeg ON CONFLICT (sha256) DO NOTHING)"
            + " SELECT octet_length(jpeg) AS bytes, named, is_jpeg FROM judged";
    private static final String SETTLE = "UPDATE still SET state = $2::text, bytes = $3::int, detail = $4::text,"
            + " settled_at = $5::timestamptz WHERE sha256 = $1::text AND state = 'arriving'";
    private static final String CLEAR = "DELETE FROM still_part WHERE sha256 = ANY($1::text[])";

    /** What can become of a still, and the counter of its camera for that. */
    enum End {
        KEPT("kept", "stills_kept"),
        INCOMPLETE("incomplete", "stills_incomplete"),
        DAMAGED("damaged", "stills_damaged"),
        FORGOTTEN("forgotten", "stills_forgotten");

        final String state;
        private final String count;

        End(String state, String column) {
            this.state = state;
            // The column is one of the four constants above.
            this.count = "UPDATE camera_state SET " + column + " = " + column + " + 1 WHERE camera = $1::text";
        }

        /** Counts one more for a camera. */
        Future<Void> count(SqlClient client, String camera) {
            return client.preparedQuery(count).execute(Tuple.of(camera)).mapEmpty();
        }
    }

    /** Takes the parts among the events in. */
    Future<Void> take(SqlConnection transaction, StillPiece.Read read, CameraPlaces places, Instant now) {
        Future<Void> done = Future.succeededFuture();
        for (CameraId camera : read.nameless()) {
            done = done.compose(before -> End.DAMAGED.count(transaction, camera.value()));
        }
        List<StillPiece> pieces = read.pieces();
        if (pieces.isEmpty()) {
            return done;
        }
        String[] names = pieces.stream().map(StillPiece::sha256).distinct().toArray(String[]::new);
        String[] firsts = pieces.stream()
                .filter(piece -> piece.part() == 1)
                .map(StillPiece::sha256)
                .distinct()
                .toArray(String[]::new);
        OffsetDateTime at = Foreign.utc(now);
        done = done.compose(before -> transaction.preparedQuery(NEW).execute(Tuple.of(names, at)))
                .compose(made -> transaction.preparedQuery(AGAIN).execute(Tuple.of(firsts, at)))
                .compose(again -> taken(transaction, pieces, places));
        Map<String, StillPiece> unreadable = new LinkedHashMap<>();
        for (StillPiece piece : pieces) {
            Buffer content = piece.content();
            if (content == null) {
                unreadable.putIfAbsent(piece.sha256(), piece);
            } else {
                done = done.compose(before -> part(transaction, piece, content));
            }
        }
        for (StillPiece piece : unreadable.values()) {
            done = done.compose(before -> end(
                    transaction, piece.sha256(), piece.camera().value(), End.DAMAGED, 0, "a part is no base64", at));
        }
        return done.compose(before -> assemble(transaction, names, at));
    }

    private static Future<Void> taken(SqlConnection transaction, List<StillPiece> pieces, CameraPlaces places) {
        return transaction
                .preparedQuery(TAKEN)
                .execute(Tuple.tuple()
                        .addArrayOfString(
                                pieces.stream().map(StillPiece::sha256).toArray(String[]::new))
                        .addArrayOfString(
                                pieces.stream().map(p -> p.camera().value()).toArray(String[]::new))
                        .addArrayOfOffsetDateTime(pieces.stream()
                                .map(p -> Foreign.utc(p.takenAt()))
                                .toArray(OffsetDateTime[]::new))
                        .addArrayOfOffsetDateTime(pieces.stream()
                                .map(p -> Foreign.utc(p.toldAt()))
                                .toArray(OffsetDateTime[]::new))
                        .addArrayOfString(
                                pieces.stream().map(StillPiece::observation).toArray(String[]::new))
                        .addArrayOfString(pieces.stream()
                                .map(p -> places.zoneOf(p.camera()))
                                .toArray(String[]::new)))
                .mapEmpty();
    }

    private static Future<Void> part(SqlConnection transaction, StillPiece piece, Buffer content) {
        return transaction
                .preparedQuery(PART)
                .execute(Tuple.of(
                        piece.sha256(),
                        (short) piece.parts(),
                        (short) piece.part(),
                        piece.camera().value(),
                        content))
                .mapEmpty();
    }

    private Future<Void> assemble(SqlConnection transaction, String[] names, OffsetDateTime now) {
        return transaction
                .preparedQuery(COMPLETE)
                .execute(Tuple.of((Object) names))
                .compose(complete -> {
                    Future<Void> done = Future.succeededFuture();
                    for (Row row : complete) {
                        done = done.compose(before -> assemble(
                                transaction,
                                row.getString("sha256"),
                                row.getShort("parts"),
                                row.getString("camera"),
                                now));
                    }
                    return done;
                });
    }

    private Future<Void> assemble(
            SqlConnection transaction, String name, short parts, String camera, OffsetDateTime now) {
        return transaction
                .preparedQuery(ASSEMBLE)
                .execute(Tuple.of(name, parts))
                .compose(rows -> {
                    Row whole = rows.iterator().next();
                    int bytes = whole.getInteger("bytes");
                    if (!whole.getBoolean("named")) {
                        return end(transaction, name, camera, End.DAMAGED, bytes, "its SHA-256 is another one", now);
                    }
                    return whole.getBoolean("is_jpeg")
                            ? end(transaction, name, camera, End.KEPT, bytes, "", now)
                            : end(
                                    transaction,
                                    name,
                                    camera,
                                    End.DAMAGED,
                                    bytes,
                                    "it does not begin as a JPEG does",
                                    now);
                });
    }

    /** A still that was arriving has reached an end: its row says so, its parts go, and its camera's count grows. */
    static Future<Void> end(
            SqlClient transaction, String name, String camera, End end, int bytes, String detail, OffsetDateTime now) {
        return transaction
                .preparedQuery(SETTLE)
                .execute(Tuple.of(name, end.state, bytes, detail, now))
                .compose(settled -> settled.rowCount() == 0
                        ? Future.succeededFuture()
                        : transaction
                                .preparedQuery(CLEAR)
                                .execute(Tuple.of((Object) new String[] {name}))
                                .compose(cleared -> end.count(transaction, camera)));
    }
}
