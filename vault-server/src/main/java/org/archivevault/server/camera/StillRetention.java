package org.archivevault.server.camera;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.archivevault.protocol.address.BlockId;
import org.archivevault.protocol.camera.CameraId;
import org.archivevault.server.accesslog.AccessEntry;
import org.archivevault.server.accesslog.AccessLog;
import org.archivevault.server.camera.StillIntake.End;

/**
 * Lets stills go when their time is over: those that never arrived whole, and those that were kept for as long as the
 * settings say. What happened around a still is looked at then, and once; one that is looked into is held longer.
 */
final class StillRetention {
    /** Parts of one still follow each other; what has not come by then was dropped. An hour covers a server's restart. */
    static final Duration ARRIVES_WITHIN = Duration.ofHours(1);
    /** Stills that may be arriving at once; 200 of 576 KiB are 115 MiB. The oldest are given up first. */
    static final int MOST_ARRIVING = 200;
    /** Stills let go in one transaction. */
    private static final int BATCH = 100;

    private static final String LATE = "SELECT s.sha256, (SELECT t.camera FROM still_taken t WHERE t.sha256 = s.sha256"
            + " ORDER BY t.told_at LIMIT 1) AS camera, (SELECT count(*) FROM still_part p WHERE p.sha256 = s.sha256) AS here,"
            + " (SELECT max(p.parts) FROM still_part p WHERE p.sha256 = s.sha256) AS parts FROM still s"
            + " WHERE s.state = 'arriving' AND (s.told_at < $1::timestamptz OR s.sha256 IN (SELECT sha256 FROM still"
            + " WHERE state = 'arriving' ORDER BY told_at DESC OFFSET $2::int)) ORDER BY s.told_at LIMIT $3::int"
            + " FOR UPDATE OF s";
    private static final String DUE = "SELECT s.sha256, s.held_until, t.camera, t.told_at FROM still s JOIN LATERAL"
            + " (SELECT camera, told_at FROM still_taken WHERE sha256 = s.sha256 ORDER BY told_at LIMIT 1) t ON true"
            + " WHERE s.state = 'kept' AND s.told_at < $1::timestamptz"
            + " AND (s.held_until IS NULL OR s.held_until < $2::timestamptz) ORDER BY s.told_at LIMIT $3::int"
            + " FOR UPDATE OF s";
    private static final String ALARMS = "SELECT id, subject, place, happened_at FROM alarm"
            + " WHERE happened_at >= $1::timestamptz AND happened_at <= $2::timestamptz";
    private static final String DISPUTED = "SELECT r.id, r.block, r.aisle, r.created_at, (SELECT min(c.at)"
            + " FROM retrieval_change c WHERE c.retrieval = r.id AND c.state IN ('proving', 'taken', 'closed', 'refused',"
            + " 'expired', 'stopped', 'cancelled')) AS left_at FROM retrieval r JOIN retrieval_removal m"
            + " ON m.retrieval = r.id WHERE m.outcome IN ('wrong-pack', 'extra-pack', 'not-taken', 'put-elsewhere',"
            + " 'unproven') AND r.block IS NOT NULL AND r.created_at >= $1::timestamptz AND r.created_at <= $2::timestamptz";
    private static final String HOLD = "UPDATE still SET held_until = told_at + $2::bigint * interval '1 second',"
            + " held_why = $3::text WHERE sha256 = $1::text";
    private static final String FORGET_CONTENT = "DELETE FROM still_content WHERE sha256 = ANY($1::text[])";
    private static final String FORGET =
            "UPDATE still SET state = 'forgotten', settled_at = $2::timestamptz" + " WHERE sha256 = ANY($1::text[])";

    private final CameraPlaces places;
    private final CameraSettings settings;
    private final AccessLog accessLog;

    StillRetention(CameraPlaces places, CameraSettings settings, AccessLog accessLog) {
        this.places = places;
        this.settings = settings;
        this.accessLog = accessLog;
    }

    /** Gives up what has not arrived in time, or is too much; completes with how many. */
    Future<Integer> giveUpIncomplete(SqlConnection transaction, Instant now) {
        return transaction
                .preparedQuery(LATE)
                .execute(Tuple.of(Foreign.utc(now.minus(ARRIVES_WITHIN)), MOST_ARRIVING, BATCH))
                .compose(late -> {
                    Future<Void> done = Future.succeededFuture();
                    for (Row row : late) {
                        Short parts = row.getShort("parts");
                        String detail = row.getLong("here") + " of " + (parts == null ? "?" : parts) + " parts came";
                        done = done.compose(before -> StillIntake.end(
                                transaction,
                                row.getString("sha256"),
                                row.getString("camera"),
                                End.INCOMPLETE,
                                0,
                                detail,
                                Foreign.utc(now)));
                    }
                    return done.map(late.size());
                });
    }

    /** A still whose ordinary time is over. */
    private record Due(String sha256, CameraId camera, Instant at, boolean wasHeld) {}

    /** Something that is looked into. */
    private record Matter(String name, Around around, Window window) {
        boolean holds(CameraPlaces places, Due still) {
            return !still.at().isBefore(window.from())
                    && still.at().isBefore(window.to())
                    && places.near(around).stream()
                            .anyMatch(near -> near.place().id().equals(still.camera()));
        }
    }

    /** Lets go or holds the oldest whose time is over; completes with how many were let go. */
    Future<Integer> letGo(SqlConnection transaction, Instant now) {
        return transaction
                .preparedQuery(DUE)
                .execute(Tuple.of(Foreign.utc(now.minus(settings.keepStills())), Foreign.utc(now), BATCH))
                .compose(rows -> {
                    List<Due> due = read(rows);
                    return due.isEmpty()
                            ? Future.succeededFuture(0)
                            : matters(transaction, due).compose(matters -> settle(transaction, due, matters, now));
                });
    }

    private static List<Due> read(RowSet<Row> rows) {
        List<Due> due = new ArrayList<>();
        for (Row row : rows) {
            due.add(new Due(
                    row.getString("sha256"),
                    new CameraId(row.getString("camera")),
                    row.getOffsetDateTime("told_at").toInstant(),
                    row.getOffsetDateTime("held_until") != null));
        }
        return due;
    }

    private Future<List<Matter>> matters(SqlClient client, List<Due> due) {
        Instant first = due.stream().map(Due::at).min(Instant::compareTo).orElseThrow();
        Instant last = due.stream().map(Due::at).max(Instant::compareTo).orElseThrow();
        List<Matter> matters = new ArrayList<>();
        return client.preparedQuery(ALARMS)
                .execute(Tuple.of(Foreign.utc(first.minus(Window.AFTER)), Foreign.utc(last.plus(Window.BEFORE))))
                .compose(alarms -> {
                    alarms.forEach(row -> matters.add(new Matter(
                            "alarm:" + row.getUUID("id"),
                            AlarmsAround.place(places, row.getString("subject"), row.getString("place")),
                            Window.around(row.getOffsetDateTime("happened_at").toInstant()))));
                    return client.preparedQuery(DISPUTED)
                            .execute(Tuple.of(
                                    Foreign.utc(first.minus(Window.LONGEST)), Foreign.utc(last.plus(Window.BEFORE))));
                })
                .map(disputed -> {
                    disputed.forEach(row -> matters.add(retrieval(row, last)));
                    return matters;
                });
    }

    private static Matter retrieval(Row row, Instant last) {
        OffsetDateTime left = row.getOffsetDateTime("left_at");
        Short aisle = row.getShort("aisle");
        return new Matter(
                "retrieval:" + row.getUUID("id"),
                Around.aisle(BlockId.parse(row.getString("block")), aisle == null ? null : Integer.valueOf(aisle)),
                Window.ofRetrieval(
                        row.getOffsetDateTime("created_at").toInstant(), left == null ? null : left.toInstant(), last));
    }

    private Future<Integer> settle(SqlConnection transaction, List<Due> due, List<Matter> matters, Instant now) {
        Future<Void> done = Future.succeededFuture();
        List<Due> over = new ArrayList<>();
        for (Due still : due) {
            Optional<Matter> matter = still.wasHeld()
                    ? Optional.empty()
                    : matters.stream().filter(m -> m.holds(places, still)).findFirst();
            if (matter.isPresent()) {
                done = done.compose(before -> hold(transaction, still, matter.get()));
            } else {
                over.add(still);
            }
        }
        return done.compose(held -> over.isEmpty() ? Future.succeededFuture() : forget(transaction, over, now))
                .map(over.size());
    }

    private Future<Void> hold(SqlConnection transaction, Due still, Matter matter) {
        return transaction
                .preparedQuery(HOLD)
                .execute(Tuple.of(still.sha256(), settings.holdStills().toSeconds(), matter.name()))
                .mapEmpty();
    }

    private Future<Void> forget(SqlConnection transaction, List<Due> over, Instant now) {
        String[] names = over.stream().map(Due::sha256).toArray(String[]::new);
        Future<Void> done = transaction
                .preparedQuery(FORGET_CONTENT)
                .execute(Tuple.of((Object) names))
                .compose(gone -> transaction.preparedQuery(FORGET).execute(Tuple.of(names, Foreign.utc(now))))
                .mapEmpty();
        for (Due still : over) {
            done = done.compose(
                    before -> End.FORGOTTEN.count(transaction, still.camera().value()));
        }
        AccessEntry entry = AccessEntry.of(
                "stills-forgotten", "server", "", AccessEntry.OK, Map.of("count", names.length, "sha256", names));
        return done.compose(
                counted -> accessLog.append(transaction, List.of(entry)).mapEmpty());
    }
}
