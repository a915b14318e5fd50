package org.archivevault.server.camera;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.archivevault.protocol.camera.CameraId;
import org.archivevault.server.accesslog.AccessEntry;
import org.archivevault.server.accesslog.AccessLog;
import org.archivevault.server.database.Database;
import org.archivevault.server.http.ErrorCode;
import org.archivevault.server.http.Problem;
import org.jspecify.annotations.Nullable;

/** Finds stills, and shows one: never without a durable entry in the access log of who looked at what, and what for. */
final class Stills {
    private static final String CONTENT = "SELECT s.state, s.detail, c.jpeg, t.camera, t.taken_at FROM still s"
            + " LEFT JOIN still_content c ON c.sha256 = s.sha256"
            + " LEFT JOIN LATERAL (SELECT camera, taken_at FROM still_taken WHERE sha256 = s.sha256"
            + " ORDER BY told_at LIMIT 1) t ON true WHERE s.sha256 = $1::text";
    private static final String WITHIN = "SELECT t.sha256, t.camera, t.taken_at, t.told_at, t.observation, s.state,"
            + " s.bytes, s.detail, s.held_until, s.held_why FROM still_taken t JOIN still s ON s.sha256 = t.sha256"
            + " WHERE t.camera = ANY($1::text[]) AND ((t.told_at >= $2::timestamptz AND t.told_at < $3::timestamptz)"
            + " OR t.observation = ANY($4::text[])) ORDER BY t.told_at, t.camera, t.sha256 LIMIT $5::int";

    private final Vertx vertx;
    private final Database database;
    private final AccessLog accessLog;

    Stills(Vertx vertx, Database database, AccessLog accessLog) {
        this.vertx = vertx;
        this.database = database;
        this.accessLog = accessLog;
    }

    /**
     * A still, without its picture.
     *
     * @param sha256 its name; the picture is at {@code /api/v1/stills/{sha256}}
     * @param camera who took it
     * @param takenAt when, on the camera's clock, else on the edge's
     * @param toldAt when it came, on the edge's clock
     * @param observation what it shows
     * @param state arriving, kept, incomplete, damaged or forgotten: only a kept one can be looked at
     * @param bytes its size; 0 while that is not known
     * @param detail why it cannot be looked at
     * @param heldUntil how long it is kept at least; null when its ordinary time counts
     * @param heldWhy why it is kept longer
     */
    record Still(
            String sha256,
            String camera,
            OffsetDateTime takenAt,
            OffsetDateTime toldAt,
            @Nullable String observation,
            String state,
            int bytes,
            String detail,
            @Nullable OffsetDateTime heldUntil,
            @Nullable String heldWhy) {}

    /** Stills of those cameras that came within the window, or that show one of those observations. */
    Future<List<Still>> within(
            SqlClient client, Collection<CameraId> cameras, Window window, List<String> observations, int most) {
        return client.preparedQuery(WITHIN)
                .execute(Tuple.tuple()
                        .addArrayOfString(Observations.names(cameras))
                        .addOffsetDateTime(Foreign.utc(window.from()))
                        .addOffsetDateTime(Foreign.utc(window.to()))
                        .addArrayOfString(observations.toArray(String[]::new))
                        .addInteger(most))
                .map(rows -> {
                    List<Still> all = new ArrayList<>(rows.size());
                    rows.forEach(row -> all.add(read(row)));
                    return all;
                });
    }

    private static Still read(Row row) {
        return new Still(
                row.getString("sha256"),
                row.getString("camera"),
                row.getOffsetDateTime("taken_at"),
                row.getOffsetDateTime("told_at"),
                row.getString("observation"),
                row.getString("state"),
                row.getInteger("bytes"),
                row.getString("detail"),
                row.getOffsetDateTime("held_until"),
                row.getString("held_why"));
    }

    /**
     * The picture, for a person.
     *
     * @param sha256 its name
     * @param who user name
     * @param purpose what for, in that person's words; empty when not said
     * @return completes with the bytes once the entry is durable; fails with {@code still-not-found}, with
     *     {@code still-not-kept} when it never arrived whole or was let go, with {@code still-altered} when the database
     *     holds other bytes than arrived (all three are logged), or when the log cannot be written, and then no byte
     *     leaves
     */
    Future<Buffer> look(String sha256, String who, String purpose) {
        return database.reads().preparedQuery(CONTENT).execute(Tuple.of(sha256)).compose(rows -> {
            if (rows.size() == 0) {
                return refuse(who, sha256, Problem.of(ErrorCode.STILL_NOT_FOUND, sha256));
            }
            Row row = rows.iterator().next();
            Buffer jpeg = row.getBuffer("jpeg");
            if (jpeg == null) {
                String why = row.getString("detail").isEmpty() ? row.getString("state") : row.getString("detail");
                return refuse(who, sha256, Problem.of(ErrorCode.STILL_NOT_KEPT, sha256, why));
            }
            // Half a megabyte is hashed in a millisecond or two: not on the event loop.
            return vertx.executeBlocking(
                            () -> StillCheck.nameOf(jpeg.getBytes()).equals(sha256), false)
                    .compose(genuine -> genuine
                            ? accessLog.record(entry(row, sha256, who, purpose)).map(jpeg)
                            : refuse(who, sha256, Problem.of(ErrorCode.STILL_ALTERED, sha256)));
        });
    }

    private static AccessEntry entry(Row row, String sha256, String who, String purpose) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("camera", row.getString("camera"));
        facts.put("takenAt", row.getOffsetDateTime("taken_at"));
        if (!purpose.isEmpty()) {
            facts.put("purpose", purpose);
        }
        return AccessEntry.of("still-seen", who, "still:" + sha256, AccessEntry.OK, facts);
    }

    private Future<Buffer> refuse(String who, String sha256, Problem problem) {
        return accessLog
                .record(AccessEntry.of(
                        "still-seen", who, "still:" + sha256, problem.code().code()))
                .compose(logged -> Future.failedFuture(problem));
    }
}
