package org.archivevault.server.climate;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.archivevault.protocol.event.EdgeEvent.SensorChanged;
import org.archivevault.server.edge.Happened;
import org.jspecify.annotations.Nullable;

/** Writes readings: one statement for any number of them. */
final class ReadingStore {
    /** Readings of one statement: about a megabyte on its way to the database. */
    private static final int MOST = 10_000;

    private static final String ROWS = " FROM unnest($2::text[], $3::text[], $4::timestamptz[], $5::timestamptz[],"
            + " $6::float8[], $7::text[], $8::boolean[], $9::text[])"
            + " AS r (sensor, quantity, at, received_at, value, quality, historical, zone)";
    private static final String KEEP = "INSERT INTO reading"
            + " (stored_at, sensor, quantity, at, received_at, value, quality, historical, zone)"
            + " SELECT $1::timestamptz, r.*" + ROWS + " ON CONFLICT DO NOTHING";
    // In order of sensor, so that two batches never wait for each other crosswise. A value from the future, left by a
    // clock since put right, gives way.
    private static final String LATEST = "INSERT INTO sensor_latest AS l"
            + " (sensor, quantity, at, received_at, value, quality, zone)"
            + " SELECT sensor, quantity, at, received_at, value, quality, zone" + ROWS
            + " WHERE NOT historical ORDER BY sensor, quantity"
            + " ON CONFLICT (sensor, quantity) DO UPDATE SET at = EXCLUDED.at, received_at = EXCLUDED.received_at,"
            + " value = EXCLUDED.value, quality = EXCLUDED.quality, zone = EXCLUDED.zone"
            + " WHERE l.at < EXCLUDED.at OR l.at > $1::timestamptz + interval '"
            + BelievedTime.AHEAD.toSeconds() + " s'";
    private static final String CHANGES = "WITH c AS (SELECT * FROM"
            + " unnest($2::text[], $3::timestamptz[], $4::boolean[], $5::text[]) WITH ORDINALITY"
            + " AS c (sensor, at, online, detail, no)), kept AS (INSERT INTO sensor_change"
            + " (sensor, at, online, detail, stored_at) SELECT sensor, at, online, detail, $1::timestamptz FROM c"
            + " ORDER BY no) INSERT INTO sensor_state AS s (sensor, at, online, detail)"
            + " SELECT DISTINCT ON (sensor) sensor, at, online, detail FROM c ORDER BY sensor, no DESC"
            + " ON CONFLICT (sensor) DO UPDATE SET at = EXCLUDED.at, online = EXCLUDED.online,"
            + " detail = EXCLUDED.detail";

    /**
     * Keeps readings, and moves the last values.
     *
     * @param transaction the transaction that commits them; the months are there
     * @param rows at least one
     * @param now the server's clock
     * @return completes when they are written; fails when the database does
     */
    Future<Void> keep(SqlConnection transaction, List<ReadingRow> rows, Instant now) {
        List<Future<?>> written = new ArrayList<>();
        for (int from = 0; from < rows.size(); from += MOST) {
            List<ReadingRow> part = rows.subList(from, Math.min(from + MOST, rows.size()));
            written.add(transaction.preparedQuery(KEEP).execute(tuple(part, now)));
        }
        Collection<ReadingRow> latest = ReadingRow.latest(rows);
        if (!latest.isEmpty()) {
            written.add(transaction.preparedQuery(LATEST).execute(tuple(latest, now)));
        }
        return Future.all(written).mapEmpty();
    }

    /**
     * Keeps that sensors went or came back.
     *
     * @param transaction the transaction that commits them
     * @param changes in the edge's order; at least one; only {@link SensorChanged}
     * @param now the server's clock
     * @return completes when they are written; fails when the database does
     */
    Future<Void> change(SqlConnection transaction, List<Happened> changes, Instant now) {
        List<SensorChanged> sensors =
                changes.stream().map(each -> (SensorChanged) each.event()).toList();
        return transaction
                .preparedQuery(CHANGES)
                .execute(Tuple.tuple()
                        .addOffsetDateTime(utc(now))
                        .addArrayOfString(texts(sensors, each -> each.sensor().value()))
                        .addArrayOfOffsetDateTime(
                                changes.stream().map(each -> utc(each.at())).toArray(OffsetDateTime[]::new))
                        .addArrayOfBoolean(
                                sensors.stream().map(SensorChanged::online).toArray(Boolean[]::new))
                        .addArrayOfString(texts(sensors, each -> withoutNul(each.detail()))))
                .mapEmpty();
    }

    private static Tuple tuple(Collection<ReadingRow> rows, Instant now) {
        return Tuple.tuple()
                .addOffsetDateTime(utc(now))
                .addArrayOfString(texts(rows, ReadingRow::sensor))
                .addArrayOfString(texts(rows, ReadingRow::quantity))
                .addArrayOfOffsetDateTime(times(rows, ReadingRow::at))
                .addArrayOfOffsetDateTime(times(rows, row -> row.reading().receivedAt()))
                .addArrayOfDouble(
                        rows.stream().map(row -> row.reading().value()).toArray(Double[]::new))
                .addArrayOfString(texts(rows, row -> row.reading().quality().wireName()))
                .addArrayOfBoolean(
                        rows.stream().map(row -> row.reading().historical()).toArray(Boolean[]::new))
                .addArrayOfString(texts(rows, ReadingRow::zoneName));
    }

    private static <T> @Nullable String[] texts(Collection<T> rows, Function<T, @Nullable String> column) {
        @Nullable String[] texts = new String[rows.size()];
        int i = 0;
        for (T row : rows) {
            texts[i++] = column.apply(row);
        }
        return texts;
    }

    private static OffsetDateTime[] times(Collection<ReadingRow> rows, Function<ReadingRow, Instant> column) {
        return rows.stream().map(row -> utc(column.apply(row))).toArray(OffsetDateTime[]::new);
    }

    private static String withoutNul(String text) {
        // The database takes no NUL in a text, and one such event would stop its lane for ever.
        return text.replace('\0', '\uFFFD');
    }

    static OffsetDateTime utc(Instant at) {
        return OffsetDateTime.ofInstant(at, ZoneOffset.UTC);
    }
}
