package org.archivevault.server.camera;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.archivevault.protocol.Json;
import org.archivevault.protocol.MalformedMessage;
import org.archivevault.protocol.address.BlockId;
import org.archivevault.protocol.address.VaultId;
import org.archivevault.protocol.camera.CameraId;
import org.archivevault.protocol.climate.ZoneId;
import org.jspecify.annotations.Nullable;

/** Reads what lies around a place and a stretch of time: each list in order of time, and no longer than {@link #MOST}. */
final class Evidence {
    /** Longest list in one answer. More happened: look at a shorter stretch. */
    static final int MOST = 500;
    /** A reading older than this says nothing about the air of that time. */
    private static final long READING_HOURS = 1;

    private static final String MOVEMENTS = "SELECT at, type, command, body FROM edge_event WHERE block = $1::text"
            + " AND type IN ('motion-started', 'motion-stopped', 'stop-sent') AND at >= $2::timestamptz"
            + " AND at < $3::timestamptz ORDER BY at, seq LIMIT " + MOST;
    private static final String CROSSINGS = "SELECT m.at, p.pack_no, m.what, m.read_point FROM tag_movement m"
            + " JOIN pack p ON p.id = m.pack_id WHERE m.what LIKE 'gate-%' AND m.at >= $1::timestamptz"
            + " AND m.at < $2::timestamptz AND m.read_point = ANY($3::text[]) ORDER BY m.at LIMIT " + MOST;
    private static final String ALARMS = "SELECT id, kind, subject, place, happened_at, detail FROM alarm"
            + " WHERE NOT past AND happened_at >= $1::timestamptz AND happened_at < $2::timestamptz"
            + " ORDER BY happened_at LIMIT " + MOST;
    private static final String TRUST =
            "SELECT camera, at, trusted, detail FROM (SELECT DISTINCT ON (camera) camera, no,"
                    + " at, trusted, detail FROM camera_change WHERE camera = ANY($1::text[]) AND at <= $2::timestamptz"
                    + " ORDER BY camera, at DESC, no DESC) before UNION ALL SELECT camera, at, trusted, detail FROM camera_change"
                    + " WHERE camera = ANY($1::text[]) AND at > $2::timestamptz AND at < $3::timestamptz ORDER BY camera, at";
    private static final String CLIMATE = "SELECT DISTINCT ON (sensor, quantity) sensor, quantity, at, value, quality"
            + " FROM reading WHERE zone = $1::text AND at <= $2::timestamptz"
            + " AND at > $2::timestamptz - $3::bigint * interval '1 hour' ORDER BY sensor, quantity, at DESC";

    private final SqlClient client;
    private final CameraPlaces places;

    Evidence(SqlClient client, CameraPlaces places) {
        this.client = client;
        this.places = places;
    }

    /** A movement of the block. */
    record Movement(
            OffsetDateTime at,
            String what,
            @Nullable Integer aisle,
            @Nullable UUID command,
            @Nullable String cause) {}

    /** A pack at a gate. */
    record Crossing(OffsetDateTime at, String pack, String what, String gate) {}

    /** An alarm. */
    record AlarmNear(UUID id, String kind, String subject, String place, OffsetDateTime happenedAt, String detail) {}

    /** Whether a camera could be believed from then on. */
    record Trust(OffsetDateTime at, boolean trusted, String detail) {}

    /** A camera that may have seen it; without any trust nothing was known of it. */
    record Camera(CameraId camera, ZoneId zone, Nearness nearness, List<Trust> trust) {}

    /** The air. */
    record Air(String sensor, String quantity, OffsetDateTime at, double value, String quality) {}

    Future<List<Movement>> movements(BlockId block, Window window) {
        return read(MOVEMENTS, within(Tuple.of(block.toString()), window), Evidence::movement);
    }

    private static Movement movement(Row row) {
        JsonNode body = body(row.getString("body"));
        String type = row.getString("type");
        JsonNode aisle = body.path(type.equals("motion-started") ? "targetAisle" : "openAisle");
        return new Movement(
                row.getOffsetDateTime("at"),
                type,
                aisle.isInt() ? aisle.asInt() : null,
                row.getUUID("command"),
                type.equals("stop-sent") ? body.path("cause").asText() : null);
    }

    private static JsonNode body(String text) {
        try {
            return Json.read(text.getBytes(StandardCharsets.UTF_8), JsonNode.class);
        } catch (MalformedMessage e) {
            throw new IllegalStateException("an event was stored that is no JSON", e);
        }
    }

    Future<List<Crossing>> crossings(VaultId vault, Window window) {
        String[] gates = places.gatesOf(vault).toArray(String[]::new);
        return read(
                CROSSINGS,
                within(Tuple.tuple(), window).addArrayOfString(gates),
                row -> new Crossing(
                        row.getOffsetDateTime("at"),
                        row.getString("pack_no"),
                        row.getString("what"),
                        row.getString("read_point")));
    }

    Future<List<AlarmNear>> alarms(Window window) {
        return read(
                ALARMS,
                within(Tuple.tuple(), window),
                row -> new AlarmNear(
                        row.getUUID("id"),
                        row.getString("kind"),
                        row.getString("subject"),
                        row.getString("place"),
                        row.getOffsetDateTime("happened_at"),
                        row.getString("detail")));
    }

    Future<List<Camera>> cameras(List<CameraPlaces.Near> near, Window window) {
        String[] names = near.stream().map(n -> n.place().id().value()).toArray(String[]::new);
        Tuple question = within(Tuple.tuple().addArrayOfString(names), window);
        return client.preparedQuery(TRUST).execute(question).map(rows -> {
            Map<String, List<Trust>> trust = new LinkedHashMap<>();
            for (Row row : rows) {
                trust.computeIfAbsent(row.getString("camera"), c -> new ArrayList<>())
                        .add(new Trust(
                                row.getOffsetDateTime("at"), row.getBoolean("trusted"), row.getString("detail")));
            }
            return near.stream()
                    .map(n -> new Camera(
                            n.place().id(),
                            n.place().zone(),
                            n.nearness(),
                            trust.getOrDefault(n.place().id().value(), List.of())))
                    .toList();
        });
    }

    /** The newest reading of each sensor of a zone at the beginning of the window. */
    Future<List<Air>> climate(Optional<ZoneId> zone, Window window) {
        if (zone.isEmpty()) {
            return Future.succeededFuture(List.of());
        }
        return read(
                CLIMATE,
                Tuple.of(zone.get().value(), Foreign.utc(window.from().plus(Window.BEFORE)), READING_HOURS),
                row -> new Air(
                        row.getString("sensor"),
                        row.getString("quantity"),
                        row.getOffsetDateTime("at"),
                        row.getDouble("value"),
                        row.getString("quality")));
    }

    private static Tuple within(Tuple first, Window window) {
        return first.addOffsetDateTime(Foreign.utc(window.from())).addOffsetDateTime(Foreign.utc(window.to()));
    }

    private <T> Future<List<T>> read(String sql, Tuple question, Function<Row, T> reader) {
        return client.preparedQuery(sql).execute(question).map(rows -> all(rows, reader));
    }

    private static <T> List<T> all(RowSet<Row> rows, Function<Row, T> reader) {
        List<T> found = new ArrayList<>(rows.size());
        rows.forEach(row -> found.add(reader.apply(row)));
        return found;
    }
}
