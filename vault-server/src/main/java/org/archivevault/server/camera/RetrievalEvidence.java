package org.archivevault.server.camera;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.archivevault.protocol.address.BlockId;
import org.archivevault.protocol.camera.CameraId;
import org.archivevault.server.database.Database;
import org.archivevault.server.http.ErrorCode;
import org.archivevault.server.http.Problem;
import org.jspecify.annotations.Nullable;

/** All that is known around one retrieval, in one answer: who asked, what moved, what the tags said, what the cameras saw. */
final class RetrievalEvidence {
    // A pack that is out comes back days later; what is looked at ends when the block was given back.
    private static final String RETRIEVAL =
            "SELECT r.id, r.order_no, r.purpose, r.asked_by, r.asked_by_name, r.pack_no,"
                    + " r.position_code, r.block, r.aisle, r.state, r.code, r.created_at, m.outcome, (SELECT min(c.at)"
                    + " FROM retrieval_change c WHERE c.retrieval = r.id AND c.state IN ('proving', 'taken', 'closed', 'refused',"
                    + " 'expired', 'stopped', 'cancelled')) AS left_at FROM retrieval r"
                    + " LEFT JOIN retrieval_removal m ON m.retrieval = r.id WHERE r.id = $1::uuid";
    private static final String CHANGES = "SELECT at, state, by_whom, code, detail FROM retrieval_change"
            + " WHERE retrieval = $1::uuid ORDER BY revision LIMIT " + Evidence.MOST;
    private static final String SIGNS = "SELECT at, kind, pack_no, place FROM removal_sign WHERE retrieval = $1::uuid"
            + " ORDER BY no LIMIT " + Evidence.MOST;

    private final Database database;
    private final CameraPlaces places;
    private final Stills stills;
    private final InstantSource clock;
    private final Observations observations = new Observations();

    RetrievalEvidence(Database database, CameraPlaces places, Stills stills, InstantSource clock) {
        this.database = database;
        this.places = places;
        this.stills = stills;
        this.clock = clock;
    }

    /**
     * Reads it.
     *
     * @param id the retrieval
     * @param from another beginning than the usual; null for that
     * @param to another end; null for the usual
     * @return completes with the answer; fails with {@code retrieval-not-found}, with {@code bad-request} when the end is
     *     not after the beginning, or when the database does
     */
    Future<Map<String, Object>> of(UUID id, @Nullable Instant from, @Nullable Instant to) {
        SqlClient client = database.reads();
        return client.preparedQuery(RETRIEVAL).execute(Tuple.of(id)).compose(rows -> {
            if (rows.size() == 0) {
                return Future.failedFuture(Problem.of(ErrorCode.RETRIEVAL_NOT_FOUND, id));
            }
            Row row = rows.iterator().next();
            OffsetDateTime left = row.getOffsetDateTime("left_at");
            Window usual = Window.ofRetrieval(
                    row.getOffsetDateTime("created_at").toInstant(),
                    left == null ? null : left.toInstant(),
                    clock.instant());
            Window window = window(from == null ? usual.from() : from, to == null ? usual.to() : to);
            return gather(client, id, row, window);
        });
    }

    static Window window(Instant from, Instant to) {
        try {
            return new Window(from, to);
        } catch (IllegalArgumentException e) {
            throw Problem.of(ErrorCode.BAD_REQUEST, String.valueOf(e.getMessage()));
        }
    }

    private Future<Map<String, Object>> gather(SqlClient client, UUID id, Row row, Window window) {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("retrieval", told(row));
        told.put("from", window.from());
        told.put("to", window.to());
        Evidence evidence = new Evidence(client, places);
        Future<Void> done =
                put(told, "changes", changes(client, id)).compose(x -> put(told, "signs", signs(client, id)));
        String blockText = row.getString("block");
        if (blockText == null) {
            return done.map(told);
        }
        BlockId block = BlockId.parse(blockText);
        Short aisle = row.getShort("aisle");
        List<CameraPlaces.Near> near = places.near(Around.aisle(block, aisle == null ? null : Integer.valueOf(aisle)));
        List<CameraId> cameras = near.stream().map(n -> n.place().id()).toList();
        Optional<String> pack = Optional.ofNullable(row.getString("pack_no"));
        return done.compose(x -> put(told, "movements", evidence.movements(block, window)))
                .compose(x -> put(told, "crossings", evidence.crossings(block.vault(), window)))
                .compose(x -> put(
                        told,
                        "alarms",
                        evidence.alarms(window).map(all -> AlarmsAround.near(all, places, near, block, pack))))
                .compose(x -> put(told, "cameras", evidence.cameras(near, window)))
                .compose(x -> observations.within(client, cameras, window, Evidence.MOST))
                .compose(seen -> {
                    told.put("observations", seen);
                    List<String> ids =
                            seen.stream().map(Observations.Noticed::observation).toList();
                    return put(told, "stills", stills.within(client, cameras, window, ids, Evidence.MOST));
                })
                .compose(x -> put(told, "climate", evidence.climate(places.zoneOf(block), window)))
                .map(told);
    }

    private static Future<Void> put(Map<String, Object> told, String name, Future<? extends Object> value) {
        return value.map(read -> {
            told.put(name, read);
            return null;
        });
    }

    private static Map<String, Object> told(Row row) {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("id", row.getUUID("id"));
        told.put("orderNo", row.getString("order_no"));
        told.put("purpose", row.getString("purpose"));
        told.put("askedBy", row.getString("asked_by"));
        told.put("askedByName", row.getString("asked_by_name"));
        told.put("packNo", row.getString("pack_no"));
        told.put("positionCode", row.getString("position_code"));
        told.put("block", row.getString("block"));
        told.put("aisle", row.getShort("aisle"));
        told.put("state", row.getString("state"));
        told.put("code", row.getString("code"));
        told.put("outcome", row.getString("outcome"));
        told.values().removeIf(java.util.Objects::isNull);
        return told;
    }

    private static Future<List<Map<String, Object>>> changes(SqlClient client, UUID id) {
        return client.preparedQuery(CHANGES).execute(Tuple.of(id)).map(rows -> {
            List<Map<String, Object>> all = new ArrayList<>();
            for (Row row : rows) {
                Map<String, Object> change = new LinkedHashMap<>();
                change.put("at", row.getOffsetDateTime("at"));
                change.put("state", row.getString("state"));
                change.put("by", row.getString("by_whom"));
                change.put("code", row.getString("code"));
                change.put("detail", row.getString("detail"));
                change.values().removeIf(java.util.Objects::isNull);
                all.add(change);
            }
            return all;
        });
    }

    private static Future<List<Map<String, Object>>> signs(SqlClient client, UUID id) {
        return client.preparedQuery(SIGNS).execute(Tuple.of(id)).map(rows -> {
            List<Map<String, Object>> all = new ArrayList<>();
            for (Row row : rows) {
                all.add(Map.of(
                        "at", row.getOffsetDateTime("at"),
                        "kind", row.getString("kind"),
                        "packNo", row.getString("pack_no"),
                        "place", row.getString("place")));
            }
            return all;
        });
    }
}
