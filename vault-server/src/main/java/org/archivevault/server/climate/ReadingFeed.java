package org.archivevault.server.climate;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.archivevault.protocol.Token;
import org.archivevault.protocol.climate.Quality;
import org.archivevault.protocol.climate.Quantity;
import org.archivevault.protocol.climate.Reading;
import org.archivevault.protocol.climate.SensorId;
import org.archivevault.protocol.climate.ZoneId;
import org.archivevault.server.database.DatabaseSettings;

/**
 * Hands readings on in the order in which they were committed; within one transaction by sensor, quantity and time. Each
 * consumer has a cursor. A reading becomes visible here only once every transaction older than its own has ended that may
 * have stored readings, so that none is passed over because it was committed late: a transaction left open holds up the
 * feed, and loses nothing.
 */
public final class ReadingFeed {
    /** Most readings handed on at once: a few megabytes of memory. */
    public static final int MOST = 20_000;

    /** After a cursor ($1–$4) and before the horizon ($5). The first condition is for the index. */
    static final String AFTER = " WHERE tx >= $1::text::xid8 AND tx < $5::text::xid8"
            + " AND (tx > $1::text::xid8 OR (sensor, quantity, at) > ($2::text, $3::text, $4::timestamptz))";

    // By the table's columns, which the index has in this order. A bare "tx" would be the text of that name where one
    // is
    // selected: 10 before 9, and all that waits sorted anew for every batch.
    static final String IN_ORDER = " ORDER BY reading.tx, reading.sensor, reading.quantity, reading.at";

    private static final String NEW = "INSERT INTO reading_cursor (consumer) VALUES ($1::text) ON CONFLICT DO NOTHING";
    private static final String CURSOR =
            "SELECT tx::text AS tx, sensor, quantity, at FROM reading_cursor WHERE consumer = $1::text";
    private static final String LOCK = CURSOR + " FOR UPDATE SKIP LOCKED";
    private static final String NEXT = "SELECT tx::text AS tx, sensor, quantity, at, received_at, stored_at, value,"
            + " quality, historical, zone FROM reading" + AFTER + IN_ORDER + " LIMIT ";
    // What pg_stat_activity says is kept until the transaction ends, unless it is told to look again.
    private static final String LOOK_AGAIN = "SELECT pg_stat_clear_snapshot()";
    // Below it every transaction of this database has ended, and what it committed is seen by any later statement.
    // Those
    // of other databases, and those that say that they never store readings (imports run for minutes), hold up nothing.
    // The 32 bits that backend_xid has are counted back from those of the snapshot's end; what began after that is
    // above.
    private static final String HORIZON =
            "WITH s AS (SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint AS top)"
                    + " SELECT coalesce(min(s.top - b.behind) FILTER (WHERE b.behind < 2147483648), min(s.top))::text"
                    + " AS horizon FROM s LEFT JOIN LATERAL (SELECT"
                    + " (s.top % 4294967296 - a.backend_xid::text::bigint + 4294967296) % 4294967296 AS behind"
                    + " FROM pg_stat_activity a WHERE a.datname = current_database() AND a.pid <> pg_backend_pid()"
                    + " AND a.backend_xid IS NOT NULL AND a.application_name <> '" + DatabaseSettings.NO_READINGS
                    + "') b ON true";
    // Only from where it was: whoever has lost the race moves nothing.
    private static final String MOVE = "UPDATE reading_cursor SET tx = $6::text::xid8, sensor = $7::text,"
            + " quantity = $8::text, at = $9::timestamptz, moved_at = now() WHERE consumer = $5::text"
            + " AND (tx, sensor, quantity, at) = ($1::text::xid8, $2::text, $3::text, $4::timestamptz)";

    /**
     * Where a consumer has come to.
     *
     * @param tx the transaction of the last reading taken
     * @param sensor its sensor
     * @param quantity its quantity
     * @param at its time
     */
    record Cursor(String tx, String sensor, String quantity, OffsetDateTime at) {
        static Cursor of(Row row) {
            return new Cursor(
                    row.getString("tx"),
                    row.getString("sensor"),
                    row.getString("quantity"),
                    row.getOffsetDateTime("at"));
        }

        Tuple tuple() {
            return Tuple.of(tx, sensor, quantity, at);
        }
    }

    /**
     * Readings that have been looked at and not taken.
     *
     * @param readings in order; empty when there is nothing new
     * @param from where the cursor stood
     * @param to where it is to stand
     */
    public record Peeked(List<StoredReading> readings, Mark from, Mark to) {
        public Peeked {
            readings = List.copyOf(readings);
        }
    }

    /** A place in the feed. */
    public static final class Mark {
        private final Cursor cursor;

        private Mark(Cursor cursor) {
            this.cursor = cursor;
        }
    }

    /**
     * Takes the next readings. The cursor moves in the caller's transaction: roll it back, and they come again. Keep the
     * transaction short, since it holds up every other consumer.
     *
     * @param transaction the caller's
     * @param consumer who takes them, 1–40 characters; a new one begins with the oldest reading that is kept
     * @param limit how many at most, 1–{@link #MOST}
     * @return completes with the readings; with none when there is nothing new, or another transaction is taking for the
     *     same consumer; fails when the database does
     */
    public Future<List<StoredReading>> next(SqlConnection transaction, String consumer, int limit) {
        Token.requireRange(consumer.length(), 1, 40, "length of a consumer's name");
        Token.requireRange(limit, 1, MOST, "number of readings");
        return lock(transaction, consumer)
                .compose(from -> from.isEmpty()
                        ? Future.succeededFuture(List.of())
                        : take(transaction, consumer, from.get(), limit));
    }

    private Future<List<StoredReading>> take(SqlConnection transaction, String consumer, Cursor from, int limit) {
        return horizon(transaction)
                .compose(horizon -> read(transaction, from, horizon, limit))
                .compose(peeked -> peeked.readings().isEmpty()
                        ? Future.succeededFuture(List.of())
                        : advance(transaction, consumer, peeked).map(moved -> peeked.readings()));
    }

    /** Where a consumer has come to, held until the transaction ends; empty when another transaction holds it. */
    Future<Optional<Cursor>> lock(SqlConnection transaction, String consumer) {
        Tuple name = Tuple.of(consumer);
        return transaction.preparedQuery(LOCK).execute(name).compose(locked -> {
            Optional<Cursor> cursor = first(locked);
            return cursor.isPresent()
                    ? Future.succeededFuture(cursor)
                    // Looked for before it is made: an insert would wait for whoever holds it.
                    : transaction
                            .preparedQuery(CURSOR)
                            .execute(name)
                            .compose(found -> found.size() > 0
                                    ? Future.succeededFuture(Optional.empty())
                                    : make(transaction, name));
        });
    }

    private static Future<Optional<Cursor>> make(SqlConnection transaction, Tuple name) {
        return transaction
                .preparedQuery(NEW)
                .execute(name)
                .compose(made -> transaction.preparedQuery(LOCK).execute(name))
                .map(ReadingFeed::first);
    }

    /**
     * Looks at the next readings without taking them: for a consumer that must not hold a transaction open while it
     * hands them on. Follow it with {@link #advance}.
     *
     * @param client any
     * @param consumer as in {@link #next}
     * @param limit as there
     * @return completes with the readings and their marks; fails when the database does
     */
    public Future<Peeked> peek(SqlClient client, String consumer, int limit) {
        Token.requireRange(limit, 1, MOST, "number of readings");
        Tuple name = Tuple.of(consumer);
        return client.preparedQuery(CURSOR)
                .execute(name)
                .compose(found -> found.size() > 0
                        ? Future.succeededFuture(found)
                        : client.preparedQuery(NEW)
                                .execute(name)
                                .compose(made -> client.preparedQuery(CURSOR).execute(name)))
                .compose(found -> horizon(client)
                        .compose(horizon -> read(client, first(found).orElseThrow(), horizon, limit)));
    }

    /**
     * Takes what was looked at.
     *
     * @param client any, or the caller's transaction
     * @param consumer who
     * @param peeked what was looked at
     * @return completes with true when it is taken now, with false when somebody else has taken it meanwhile; fails when
     *     the database does
     */
    public Future<Boolean> advance(SqlClient client, String consumer, Peeked peeked) {
        Cursor to = peeked.to().cursor;
        return client.preparedQuery(MOVE)
                .execute(peeked.from()
                        .cursor
                        .tuple()
                        .addString(consumer)
                        .addString(to.tx())
                        .addString(to.sensor())
                        .addString(to.quantity())
                        .addOffsetDateTime(to.at()))
                .map(moved -> moved.rowCount() == 1);
    }

    private static Optional<Cursor> first(RowSet<Row> rows) {
        return rows.size() == 0
                ? Optional.empty()
                : Optional.of(Cursor.of(rows.iterator().next()));
    }

    /** The first transaction that may still store readings; to be asked for before the readings are. */
    static Future<String> horizon(SqlClient client) {
        return client.preparedQuery(LOOK_AGAIN)
                .execute()
                .compose(looked -> client.preparedQuery(HORIZON).execute())
                .map(rows -> rows.iterator().next().getString("horizon"));
    }

    private static Future<Peeked> read(SqlClient client, Cursor from, String horizon, int limit) {
        // The limit is part of the text: with it the planner sees that walking the index is cheapest.
        return client.preparedQuery(NEXT + limit)
                .execute(from.tuple().addString(horizon))
                .map(rows -> {
                    Decoder decoder = new Decoder();
                    List<StoredReading> readings = new ArrayList<>(rows.size());
                    Row last = null;
                    for (Row row : rows) {
                        readings.add(decoder.read(row));
                        last = row;
                    }
                    return new Peeked(readings, new Mark(from), new Mark(last == null ? from : Cursor.of(last)));
                });
    }

    /** Makes each name once a batch: thousands of readings are of a few sensors. */
    private static final class Decoder {
        private final Map<String, SensorId> sensors = new HashMap<>();
        private final Map<String, ZoneId> zones = new HashMap<>();
        private final Map<String, Quantity> quantities = new HashMap<>();

        StoredReading read(Row row) {
            Instant at = row.getOffsetDateTime(3).toInstant();
            Instant receivedAt = row.getOffsetDateTime(4).toInstant();
            String zone = row.getString(9);
            Reading reading = new Reading(
                    sensors.computeIfAbsent(row.getString(1), SensorId::new),
                    quantities.computeIfAbsent(row.getString(2), Quantity::of),
                    row.getDouble(6),
                    at.equals(receivedAt) ? null : at,
                    receivedAt,
                    Quality.of(row.getString(7)),
                    row.getBoolean(8));
            return new StoredReading(
                    reading,
                    zone == null ? null : zones.computeIfAbsent(zone, ZoneId::new),
                    row.getOffsetDateTime(5).toInstant());
        }
    }
}
