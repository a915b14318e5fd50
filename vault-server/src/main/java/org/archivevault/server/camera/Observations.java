package org.archivevault.server.camera;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.archivevault.protocol.camera.CameraId;
import org.jspecify.annotations.Nullable;

/** The rows of what cameras noticed. */
final class Observations {
    /** How long something counts as still there when its end was not told, after the last word of it. */
    static final Duration LASTS_UNTOLD = Duration.ofMinutes(5);
    /** Nothing that began longer ago is looked for. */
    private static final Duration LONGEST = Duration.ofHours(24);

    private static final String STORE = "INSERT INTO camera_observation AS o (camera, observation, label, zone, aisles,"
            + " began_at, began_known, seen_at, ended_at, source_time)"
            + " SELECT n.camera, n.observation, n.label, n.zone, string_to_array(n.aisles, ' '), n.began_at,"
            + " n.began_known, n.seen_at, n.ended_at, n.source_time FROM unnest($1::text[], $2::text[], $3::text[],"
            + " $4::text[], $5::text[], $6::timestamptz[], $7::boolean[], $8::timestamptz[], $9::timestamptz[],"
            + " $10::timestamptz[]) AS n (camera, observation, label, zone, aisles, began_at, began_known, seen_at,"
            + " ended_at, source_time)"
            + " ON CONFLICT (camera, observation) DO UPDATE SET label = EXCLUDED.label,"
            + " aisles = (SELECT coalesce(array_agg(DISTINCT a ORDER BY a), '{}')"
            + " FROM unnest(o.aisles || EXCLUDED.aisles) AS a),"
            + " began_at = least(o.began_at, EXCLUDED.began_at),"
            + " began_known = o.began_known OR EXCLUDED.began_known,"
            + " seen_at = greatest(o.seen_at, EXCLUDED.seen_at),"
            + " ended_at = coalesce(o.ended_at, EXCLUDED.ended_at),"
            + " source_time = coalesce(o.source_time, EXCLUDED.source_time)";
    private static final String WITHIN = "SELECT camera, observation, label, zone, aisles, began_at, began_known,"
            + " seen_at, ended_at, source_time FROM camera_observation WHERE camera = ANY($1::text[])"
            + " AND began_at < $3::timestamptz AND began_at >= $2::timestamptz - $4::bigint * interval '1 second'"
            + " AND coalesce(ended_at, seen_at + $5::bigint * interval '1 second') >= $2::timestamptz"
            + " ORDER BY began_at, camera, observation LIMIT $6::int";
    private static final String GOING_ON = "SELECT camera, observation, label, zone, aisles, began_at, began_known,"
            + " seen_at, ended_at, source_time FROM camera_observation WHERE ended_at IS NULL"
            + " AND camera = ANY($1::text[]) AND seen_at > $2::timestamptz ORDER BY began_at LIMIT $3::int";
    private static final String FORGET = "DELETE FROM camera_observation WHERE began_at < $1::timestamptz";

    /**
     * Something that a camera noticed.
     *
     * @param camera which camera
     * @param observation the camera system's own id
     * @param label what, in its word
     * @param zone where the camera hung
     * @param aisles where it has been
     * @param beganAt its beginning, or the first word of it
     * @param beganKnown whether that was its beginning
     * @param seenAt the newest word of it
     * @param endedAt its end; null when it was not told
     * @param sourceTime the beginning by the camera's own clock
     */
    record Noticed(
            String camera,
            String observation,
            String label,
            @Nullable String zone,
            List<String> aisles,
            OffsetDateTime beganAt,
            boolean beganKnown,
            OffsetDateTime seenAt,
            @Nullable OffsetDateTime endedAt,
            @Nullable OffsetDateTime sourceTime) {}

    /** Writes words down, or adds them to what is known. */
    Future<Void> store(SqlConnection transaction, List<Observation> all, CameraPlaces places) {
        if (all.isEmpty()) {
            return Future.succeededFuture();
        }
        return transaction
                .preparedQuery(STORE)
                .execute(Tuple.tuple()
                        .addArrayOfString(texts(all, o -> o.camera().value()))
                        .addArrayOfString(texts(all, Observation::observation))
                        .addArrayOfString(texts(all, Observation::label))
                        .addArrayOfString(texts(all, o -> places.zoneOf(o.camera())))
                        .addArrayOfString(texts(all, o -> String.join(" ", o.aisles())))
                        .addArrayOfOffsetDateTime(times(all, Observation::beganAt))
                        .addArrayOfBoolean(
                                all.stream().map(Observation::beganKnown).toArray(Boolean[]::new))
                        .addArrayOfOffsetDateTime(times(all, Observation::seenAt))
                        .addArrayOfOffsetDateTime(times(all, Observation::endedAt))
                        .addArrayOfOffsetDateTime(times(all, Observation::sourceTime)))
                .mapEmpty();
    }

    /** What is read of one. */
    private interface Part<T> {
        @Nullable
        T of(Observation observation);
    }

    private static String[] texts(List<Observation> all, Part<String> part) {
        return all.stream().map(part::of).toArray(String[]::new);
    }

    private static OffsetDateTime[] times(List<Observation> all, Part<Instant> part) {
        return all.stream().map(o -> Foreign.utcOrNull(part.of(o))).toArray(OffsetDateTime[]::new);
    }

    /** What those cameras noticed within a window, in order of beginning. */
    Future<List<Noticed>> within(SqlClient client, Collection<CameraId> cameras, Window window, int most) {
        return client.preparedQuery(WITHIN)
                .execute(Tuple.tuple()
                        .addArrayOfString(names(cameras))
                        .addOffsetDateTime(Foreign.utc(window.from()))
                        .addOffsetDateTime(Foreign.utc(window.to()))
                        .addLong(LONGEST.toSeconds())
                        .addLong(LASTS_UNTOLD.toSeconds())
                        .addInteger(most))
                .map(Observations::read);
    }

    /** What those cameras see still, as far as anybody knows. */
    Future<List<Noticed>> goingOn(SqlClient client, Collection<CameraId> cameras, Instant notSeenSince, int most) {
        return client.preparedQuery(GOING_ON)
                .execute(Tuple.of(names(cameras), Foreign.utc(notSeenSince), most))
                .map(Observations::read);
    }

    /** Forgets what began before that. */
    Future<Integer> forget(SqlClient client, Instant before) {
        return client.preparedQuery(FORGET)
                .execute(Tuple.of(Foreign.utc(before)))
                .map(rows -> rows.rowCount());
    }

    static String[] names(Collection<CameraId> cameras) {
        return cameras.stream().map(CameraId::value).toArray(String[]::new);
    }

    private static List<Noticed> read(Iterable<Row> rows) {
        List<Noticed> all = new ArrayList<>();
        for (Row row : rows) {
            all.add(new Noticed(
                    row.getString("camera"),
                    row.getString("observation"),
                    row.getString("label"),
                    row.getString("zone"),
                    List.of(row.getArrayOfStrings("aisles")),
                    row.getOffsetDateTime("began_at"),
                    row.getBoolean("began_known"),
                    row.getOffsetDateTime("seen_at"),
                    row.getOffsetDateTime("ended_at"),
                    row.getOffsetDateTime("source_time")));
        }
        return all;
    }
}
