package org.archivevault.server.camera;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.archivevault.protocol.camera.CameraId;
import org.archivevault.server.accesslog.AccessEntry;
import org.archivevault.server.accesslog.AccessLog;
import org.archivevault.server.alarm.AlarmBook;
import org.archivevault.server.alarm.AlarmKey;
import org.archivevault.server.alarm.AlarmKind;
import org.archivevault.server.alarm.Cause;

/** Tells the book of alarms of cameras that cannot be believed, and of those that can again: each once. */
final class CameraWatch {
    /** A camera system that restarts is back sooner; a person need not be told of that. */
    static final Duration PATIENCE = Duration.ofMinutes(2);
    /** Told later than this after it was due: the server or the link was away. */
    private static final Duration LATE_AFTER = Duration.ofMinutes(1);

    /** Who tells. */
    private static final String SOURCE = "server";

    private static final String UNTRUSTED = "SELECT camera, detail, since FROM camera_state WHERE trusted = false"
            + " AND NOT alarmed AND since <= $1::timestamptz ORDER BY camera FOR UPDATE";
    private static final String TRUSTED =
            "SELECT camera, detail, since FROM camera_state WHERE trusted = true AND alarmed"
                    + " ORDER BY camera FOR UPDATE";
    private static final String NOTE = "UPDATE camera_state SET alarmed = $2::boolean WHERE camera = $1::text";

    private final CameraPlaces places;
    private final AlarmBook alarms;
    private final AccessLog accessLog;

    CameraWatch(CameraPlaces places, AlarmBook alarms, AccessLog accessLog) {
        this.places = places;
        this.alarms = alarms;
        this.accessLog = accessLog;
    }

    /** A camera whose alarm is to be raised or cleared. */
    private record Told(String camera, String zone, String detail, Instant since) {
        String subject() {
            return "camera:" + camera;
        }

        Cause cause(Instant now) {
            boolean late = since.plus(PATIENCE).plus(LATE_AFTER).isBefore(now);
            return Cause.of(AlarmKind.CAMERA_UNTRUSTED, subject(), zone, since)
                    .detail(detail)
                    .toldLate(late);
        }

        AlarmKey key() {
            return AlarmKey.of(AlarmKind.CAMERA_UNTRUSTED, subject(), zone);
        }
    }

    /** Looks once; completes with how many alarms were raised or cleared. */
    Future<Integer> look(SqlConnection transaction, Instant now) {
        List<AccessEntry> entries = new ArrayList<>();
        Tuple due = Tuple.of(Foreign.utc(now.minus(PATIENCE)));
        return transaction
                .preparedQuery(UNTRUSTED)
                .execute(due)
                .compose(untrusted -> transaction
                        .preparedQuery(TRUSTED)
                        .execute()
                        .compose(trusted -> {
                            Future<Void> done = Future.succeededFuture();
                            for (Row row : untrusted) {
                                done = done.compose(before -> raise(transaction, of(row), now, entries));
                            }
                            for (Row row : trusted) {
                                done = done.compose(before -> clear(transaction, of(row), entries));
                            }
                            return done.compose(all -> entries.isEmpty()
                                            ? Future.succeededFuture()
                                            : accessLog
                                                    .append(transaction, entries)
                                                    .mapEmpty())
                                    .map(untrusted.size() + trusted.size());
                        }));
    }

    private Future<Void> raise(SqlConnection transaction, Told camera, Instant now, List<AccessEntry> entries) {
        return note(transaction, camera.camera(), true)
                .compose(noted -> alarms.raise(transaction, camera.cause(now), SOURCE))
                .map(entry -> {
                    entries.add(entry);
                    return null;
                });
    }

    private Future<Void> clear(SqlConnection transaction, Told camera, List<AccessEntry> entries) {
        return note(transaction, camera.camera(), false)
                .compose(noted -> alarms.clear(transaction, camera.key(), camera.since(), camera.detail(), SOURCE))
                .map(entry -> {
                    entry.ifPresent(entries::add);
                    return null;
                });
    }

    void told() {
        alarms.told();
    }

    private static Future<Void> note(SqlConnection transaction, String camera, boolean alarmed) {
        return transaction
                .preparedQuery(NOTE)
                .execute(Tuple.of(camera, alarmed))
                .mapEmpty();
    }

    private Told of(Row row) {
        String camera = row.getString("camera");
        String zone = places.zoneOf(new CameraId(camera));
        return new Told(
                camera,
                zone == null ? "" : zone,
                row.getString("detail"),
                row.getOffsetDateTime("since").toInstant());
    }
}
