package org.archivevault.server.tags;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.archivevault.protocol.pack.Epc;
import org.archivevault.protocol.pack.PackNo;
import org.archivevault.server.accesslog.AccessEntry;
import org.archivevault.server.accesslog.AccessLog;
import org.archivevault.server.database.Database;
import org.archivevault.server.http.ErrorCode;
import org.archivevault.server.http.Problem;
import org.jspecify.annotations.Nullable;

/** Alarms: raised in the transaction that commits what caused them, told at once, ended by a person only. */
public final class AlarmBook {
    /** How long after its last change a listener is told of an alarm that is acknowledged, in milliseconds. */
    private static final long TOLD_MILLIS = 60_000;
    /** Alarms told at once; a person looks at the newest. */
    private static final int MOST_TOLD = 500;

    private static final String COLUMNS = "SELECT id, kind, pack_no, epc, place, retrieval, detail, happened_at,"
            + " raised_at, times, revision, acknowledged_at, acknowledged_by, reason FROM alarm";
    private static final String RAISE = "INSERT INTO alarm AS a (id, kind, pack_no, epc, place, retrieval, detail,"
            + " happened_at, raised_at, changed_at) VALUES ($1::uuid, $2::text, $3::text, $4::text, $5::text, $6::uuid,"
            + " $7::text, $8::timestamptz, $9::timestamptz, $9::timestamptz)"
            + " ON CONFLICT (kind, pack_no, place) WHERE acknowledged_at IS NULL DO UPDATE SET times = a.times + 1,"
            + " revision = a.revision + 1, happened_at = EXCLUDED.happened_at, changed_at = EXCLUDED.changed_at,"
            + " detail = EXCLUDED.detail RETURNING id, times";
    private static final String ACKNOWLEDGE = "UPDATE alarm SET acknowledged_at = $2::timestamptz,"
            + " acknowledged_by = $3::text, reason = $4::text, changed_at = $2::timestamptz, revision = revision + 1"
            + " WHERE id = $1::uuid AND acknowledged_at IS NULL RETURNING pack_no, kind";
    private static final String BY_ID = COLUMNS + " WHERE id = $1::uuid";
    private static final String LIST =
            COLUMNS + " WHERE $1::boolean OR acknowledged_at IS NULL" + " ORDER BY raised_at DESC LIMIT $2::int";
    private static final String NEWS = COLUMNS + " WHERE acknowledged_at IS NULL OR changed_at > $1::timestamptz"
            + " ORDER BY raised_at LIMIT $2::int";

    private final Database database;
    private final AccessLog accessLog;
    private final AlarmFeed feed;
    private final InstantSource clock;
    private final Supplier<UUID> ids;

    AlarmBook(Database database, AccessLog accessLog, AlarmFeed feed, InstantSource clock, Supplier<UUID> ids) {
        this.database = database;
        this.accessLog = accessLog;
        this.feed = feed;
        this.clock = clock;
        this.ids = ids;
    }

    /**
     * What is to be raised.
     *
     * @param kind what
     * @param pack the pack
     * @param epc its tag
     * @param place where
     * @param retrieval the retrieval that it left with; null when there is none
     * @param detail more, for people; may be empty
     * @param happenedAt when, on the edge's clock
     */
    public record Cause(
            Alarm.Kind kind,
            PackNo pack,
            Epc epc,
            String place,
            @Nullable UUID retrieval,
            String detail,
            Instant happenedAt) {}

    /**
     * Raises an alarm, or counts it once more while it is open.
     *
     * @param transaction the transaction that commits what caused it; {@link #told} is to be called after its commit
     * @param cause what
     * @param source who tells: {@code edge:<id>}
     * @return completes with the entry for the access log; fails when the database does
     */
    public Future<AccessEntry> raise(SqlConnection transaction, Cause cause, String source) {
        return transaction
                .preparedQuery(RAISE)
                .execute(Tuple.tuple()
                        .addUUID(ids.get())
                        .addString(cause.kind().code())
                        .addString(cause.pack().value())
                        .addString(cause.epc().value())
                        .addString(cause.place())
                        .addUUID(cause.retrieval())
                        .addString(cause.detail())
                        .addOffsetDateTime(utc(cause.happenedAt()))
                        .addOffsetDateTime(utc(clock.instant())))
                .map(rows -> {
                    Row row = rows.iterator().next();
                    Map<String, Object> facts = new LinkedHashMap<>();
                    facts.put("alarm", row.getUUID("id"));
                    facts.put("place", cause.place());
                    facts.put("happenedAt", cause.happenedAt());
                    facts.put("times", row.getInteger("times"));
                    if (cause.retrieval() != null) {
                        facts.put("retrieval", cause.retrieval());
                    }
                    return AccessEntry.of(
                            "alarm-raised",
                            source,
                            "pack:" + cause.pack(),
                            cause.kind().code(),
                            facts);
                });
    }

    /** Alarms have been committed by this process: whoever listens is told now. */
    public void told() {
        feed.changed();
    }

    /**
     * A person has looked.
     *
     * @param id which alarm
     * @param by user name
     * @param reason what it was, in that person's words
     * @return completes with the alarm, durable and logged; acknowledging it again changes nothing. Fails with
     *     {@code alarm-not-found}
     */
    Future<Alarm> acknowledge(UUID id, String by, String reason) {
        return database.promptly(transaction -> transaction
                        .preparedQuery(ACKNOWLEDGE)
                        .execute(Tuple.of(id, utc(clock.instant()), by, reason))
                        .compose(rows -> rows.size() == 0
                                ? Future.succeededFuture()
                                : accessLog
                                        .append(
                                                transaction,
                                                List.of(entry(rows.iterator().next(), id, by, reason)))
                                        .mapEmpty())
                        .compose(logged -> transaction.preparedQuery(BY_ID).execute(Tuple.of(id)))
                        .map(rows -> readAll(rows).stream()
                                .findFirst()
                                .orElseThrow(() -> Problem.of(ErrorCode.ALARM_NOT_FOUND, id))))
                .map(alarm -> {
                    feed.changed();
                    return alarm;
                });
    }

    private static AccessEntry entry(Row row, UUID id, String by, String reason) {
        return AccessEntry.of(
                "alarm-acknowledged",
                by,
                "pack:" + row.getString("pack_no"),
                row.getString("kind"),
                Map.of("alarm", id, "reason", reason));
    }

    /**
     * The newest alarms.
     *
     * @param all also those that are acknowledged
     * @return completes with at most 500, the newest first; fails when the database does
     */
    Future<List<Alarm>> list(boolean all) {
        return database.reads()
                .preparedQuery(LIST)
                .execute(Tuple.of(all, MOST_TOLD))
                .map(AlarmBook::readAll);
    }

    /** What a listener must know: every open alarm, and what changed lately. */
    Future<List<Alarm>> news() {
        SqlClient reads = database.reads();
        return reads.preparedQuery(NEWS)
                .execute(Tuple.of(utc(clock.instant().minusMillis(TOLD_MILLIS)), MOST_TOLD))
                .map(AlarmBook::readAll);
    }

    private static List<Alarm> readAll(RowSet<Row> rows) {
        List<Alarm> all = new ArrayList<>(rows.size());
        for (Row row : rows) {
            all.add(read(row));
        }
        return all;
    }

    private static Alarm read(Row row) {
        Alarm.Kind kind = Alarm.Kind.of(row.getString("kind"));
        String pack = row.getString("pack_no");
        String place = row.getString("place");
        String detail = row.getString("detail");
        return new Alarm(
                row.getUUID("id"),
                kind,
                new PackNo(pack),
                new Epc(row.getString("epc")),
                place,
                row.getUUID("retrieval"),
                detail,
                row.getOffsetDateTime("happened_at"),
                row.getOffsetDateTime("raised_at"),
                row.getInteger("times"),
                row.getInteger("revision"),
                row.getOffsetDateTime("acknowledged_at"),
                row.getString("acknowledged_by"),
                row.getString("reason"),
                kind.sentence()
                        .with(
                                pack,
                                Optional.of(kind)
                                        .filter(k -> k == Alarm.Kind.UNAPPROVED_EXIT)
                                        .map(k -> place)
                                        .orElse(detail)));
    }

    private static OffsetDateTime utc(Instant at) {
        return OffsetDateTime.ofInstant(at, ZoneOffset.UTC);
    }
}
