package org.archivevault.server.camera;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.archivevault.protocol.camera.CameraId;
import org.archivevault.protocol.event.EdgeEvent;
import org.archivevault.server.edge.Happened;
import org.jspecify.annotations.Nullable;

/** Whether each camera can be believed, and since when; and when it was heard last. */
final class CameraStates {
    private static final int LONGEST_DETAIL = 400;

    private static final String HEARD = "INSERT INTO camera_state AS c (camera, heard_at)"
            + " SELECT h.camera, h.at FROM unnest($1::text[], $2::timestamptz[]) AS h (camera, at)"
            + " ON CONFLICT (camera) DO UPDATE SET heard_at = greatest(c.heard_at, EXCLUDED.heard_at)";
    // A word that comes after a newer one, for example from an outbox of before, changes only the history.
    private static final String CHANGE = "UPDATE camera_state SET trusted = $2::boolean, detail = $3::text,"
            + " since = CASE WHEN trusted IS NOT DISTINCT FROM $2::boolean THEN since ELSE $4::timestamptz END"
            + " WHERE camera = $1::text AND (since IS NULL OR since <= $4::timestamptz)";
    private static final String KEEP = "INSERT INTO camera_change (camera, at, trusted, detail)"
            + " VALUES ($1::text, $2::timestamptz, $3::boolean, $4::text)";
    private static final String ALL = "SELECT camera, trusted, detail, since, heard_at, stills_kept, stills_incomplete,"
            + " stills_damaged, stills_forgotten FROM camera_state";

    /**
     * A camera as it is known.
     *
     * @param trusted whether it can be believed; null when it never said
     * @param detail why, for people
     * @param since since when, on the edge's clock
     * @param heardAt its last word, on the edge's clock
     * @param stills what became of its stills
     */
    record Known(
            @Nullable Boolean trusted,
            String detail,
            @Nullable OffsetDateTime since,
            OffsetDateTime heardAt,
            StillCounts stills) {}

    /**
     * What became of a camera's stills.
     *
     * @param kept arrived whole
     * @param incomplete parts of them never came
     * @param damaged are not what their hash says, or no JPEG
     * @param forgotten kept, and let go when their time was over
     */
    record StillCounts(long kept, long incomplete, long damaged, long forgotten) {
        static final StillCounts NONE = new StillCounts(0, 0, 0, 0);
    }

    /** Writes down what the events say about the cameras themselves. */
    Future<Void> take(SqlConnection transaction, List<Happened> events) {
        Map<String, Instant> heard = new TreeMap<>();
        Future<Void> done = Future.succeededFuture();
        for (Happened happened : events) {
            CameraId camera = cameraOf(happened.event());
            if (camera != null) {
                heard.merge(camera.value(), happened.at(), (a, b) -> a.isAfter(b) ? a : b);
            }
        }
        if (heard.isEmpty()) {
            return done;
        }
        done = transaction
                .preparedQuery(HEARD)
                .execute(Tuple.tuple()
                        .addArrayOfString(heard.keySet().toArray(String[]::new))
                        .addArrayOfOffsetDateTime(
                                heard.values().stream().map(Foreign::utc).toArray(OffsetDateTime[]::new)))
                .mapEmpty();
        for (Happened happened : events) {
            if (happened.event() instanceof EdgeEvent.CameraChanged changed) {
                done = done.compose(before -> change(transaction, changed, happened.at()));
            }
        }
        return done;
    }

    private static @Nullable CameraId cameraOf(EdgeEvent event) {
        if (event instanceof EdgeEvent.CameraChanged changed) {
            return changed.camera();
        }
        if (event instanceof EdgeEvent.CameraNoticed noticed) {
            return noticed.camera();
        }
        return event instanceof EdgeEvent.StillPart part ? part.camera() : null;
    }

    private static Future<Void> change(SqlConnection transaction, EdgeEvent.CameraChanged changed, Instant at) {
        String detail = Foreign.text(changed.detail(), LONGEST_DETAIL);
        return transaction
                .preparedQuery(CHANGE)
                .execute(Tuple.of(changed.camera().value(), changed.trusted(), detail, Foreign.utc(at)))
                .compose(updated -> transaction
                        .preparedQuery(KEEP)
                        .execute(Tuple.of(changed.camera().value(), Foreign.utc(at), changed.trusted(), detail)))
                .mapEmpty();
    }

    /** All cameras that were ever heard of, by name. */
    Future<Map<String, Known>> all(SqlClient client) {
        return client.preparedQuery(ALL).execute().map(rows -> {
            Map<String, Known> known = new HashMap<>();
            for (Row row : rows) {
                known.put(
                        row.getString("camera"),
                        new Known(
                                row.getBoolean("trusted"),
                                row.getString("detail"),
                                row.getOffsetDateTime("since"),
                                row.getOffsetDateTime("heard_at"),
                                new StillCounts(
                                        row.getLong("stills_kept"),
                                        row.getLong("stills_incomplete"),
                                        row.getLong("stills_damaged"),
                                        row.getLong("stills_forgotten"))));
            }
            return known;
        });
    }
}
