package org.archivevault.server.climate;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.archivevault.protocol.climate.Quantity;
import org.archivevault.server.database.Database;
import org.jspecify.annotations.Nullable;

/** Readings as CSV, any number of them: read by the page, written as fast as the caller takes them. */
final class ReadingDownload {
    /** Readings read at a time. */
    private static final int PAGE = 5_000;

    private static final String HEAD = "at,receivedAt,sensor,zone,quantity,unit,value,quality,historical\r\n";

    private static final String ROWS = "SELECT at, received_at, zone, value, quality, historical FROM reading"
            + " WHERE sensor = $1::text AND quantity = $2::text AND at > $3::timestamptz AND at < $4::timestamptz"
            + " AND ($5::text IS NULL OR zone = $5::text) ORDER BY at LIMIT " + PAGE;
    private static final String ONCE_THERE = "SELECT DISTINCT sensor FROM sensor_latest WHERE zone = $1::text";

    private final Database database;
    private final SensorPlaces places;

    ReadingDownload(Database database, SensorPlaces places) {
        this.database = database;
        this.places = places;
    }

    /** One sensor and quantity: its readings lie side by side in the history. */
    private record Part(String sensor, Quantity quantity) {}

    /**
     * Writes.
     *
     * @param response to; its head has not been written
     * @param subject sensor or zone
     * @param name which one
     * @param from beginning
     * @param to end, exclusive
     * @return completes when all has left; fails when the database does or the caller has gone
     */
    Future<Void> write(
            HttpServerResponse response, ReadingRanges.Subject subject, String name, Instant from, Instant to) {
        boolean zone = subject == ReadingRanges.Subject.ZONE;
        Future<Set<String>> sensors = zone ? sensorsOf(name) : Future.succeededFuture(Set.of(name));
        return sensors.compose(all -> {
            List<Part> parts = new ArrayList<>();
            all.forEach(
                    sensor -> List.of(Quantity.values()).forEach(quantity -> parts.add(new Part(sensor, quantity))));
            response.setChunked(true)
                    .putHeader("Content-Type", "text/csv; charset=utf-8")
                    .putHeader("Content-Disposition", "attachment; filename=\"readings-" + name + ".csv\"");
            // Later than a microsecond before the beginning: not before it.
            OffsetDateTime start = ReadingStore.utc(from.minusNanos(1_000));
            return response.write(HEAD)
                    .compose(written ->
                            write(response, parts.iterator(), zone ? name : null, start, ReadingStore.utc(to)))
                    .compose(written -> response.end());
        });
    }

    private Future<Set<String>> sensorsOf(String zone) {
        return database.reads()
                .preparedQuery(ONCE_THERE)
                .execute(Tuple.of(zone))
                .map(rows -> {
                    Set<String> sensors = new TreeSet<>();
                    rows.forEach(row -> sensors.add(row.getString("sensor")));
                    places.sensors().stream()
                            .filter(place -> place.sensor().zone().value().equals(zone))
                            .forEach(place -> sensors.add(place.sensor().id().value()));
                    return sensors;
                });
    }

    private Future<Void> write(
            HttpServerResponse response,
            Iterator<Part> parts,
            @Nullable String zone,
            OffsetDateTime after,
            OffsetDateTime to) {
        return parts.hasNext()
                ? writePart(response, parts.next(), zone, after, to)
                        .compose(written -> write(response, parts, zone, after, to))
                : Future.succeededFuture();
    }

    private Future<Void> writePart(
            HttpServerResponse response, Part part, @Nullable String zone, OffsetDateTime after, OffsetDateTime to) {
        Tuple values = Tuple.tuple()
                .addString(part.sensor())
                .addString(part.quantity().wireName())
                .addOffsetDateTime(after)
                .addOffsetDateTime(to)
                .addString(zone);
        return database.reads().preparedQuery(ROWS).execute(values).compose(rows -> {
            if (rows.size() == 0) {
                return Future.succeededFuture();
            }
            Buffer page = Buffer.buffer();
            OffsetDateTime last = append(page, part, rows);
            // Completes when the page has left for the network, so a slow reader holds up only itself.
            return response.write(page)
                    .compose(written ->
                            rows.size() < PAGE ? Future.succeededFuture() : writePart(response, part, zone, last, to));
        });
    }

    private static OffsetDateTime append(Buffer page, Part part, RowSet<Row> rows) {
        OffsetDateTime last = OffsetDateTime.MIN;
        for (Row row : rows) {
            last = row.getOffsetDateTime("at");
            String zone = row.getString("zone");
            // Names of sensors and zones have neither commas nor quotes.
            page.appendString(last.toInstant() + ","
                    + row.getOffsetDateTime("received_at").toInstant() + ","
                    + part.sensor() + ","
                    + (zone == null ? "" : zone) + ","
                    + part.quantity().wireName() + ","
                    + part.quantity().unit() + ","
                    + row.getDouble("value") + ","
                    + row.getString("quality") + ","
                    + row.getBoolean("historical") + "\r\n");
        }
        return last;
    }
}
