package org.archivevault.server.round;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.archivevault.protocol.Bilingual;
import org.archivevault.protocol.Json;
import org.archivevault.protocol.address.BlockId;
import org.archivevault.protocol.address.VaultId;
import org.archivevault.server.deadline.Deadline;
import org.jspecify.annotations.Nullable;

/** The rows of schedules. */
final class RoundRows {
    private static final String COLUMNS = "SELECT s.id, s.kind, s.title_zh, s.title_en, s.vault, s.block, s.rhythm,"
            + " s.checklist, s.days_off, s.warn_minutes, s.active, s.due_at, s.alarmed, r.id AS going, r.started_at,"
            + " r.started_by FROM round_schedule s"
            + " LEFT JOIN round_run r ON r.schedule = s.id AND r.state = 'going'";
    private static final String ALL = COLUMNS + " ORDER BY s.id";
    private static final String FIND = COLUMNS + " WHERE s.id = $1::text";
    private static final String LOCK = "SELECT 1 FROM round_schedule WHERE id = $1::text FOR UPDATE";
    private static final String OVERDUE = COLUMNS + " WHERE s.active AND NOT s.alarmed AND s.kind <> 'ventilation'"
            + " AND s.due_at <= $1::timestamptz ORDER BY s.id FOR UPDATE OF s SKIP LOCKED";
    private static final String PUT = "INSERT INTO round_schedule (id, kind, title_zh, title_en, vault, block, rhythm,"
            + " checklist, days_off, warn_minutes, active, due_at, changed_at, changed_by) VALUES ($1::text, $2::text,"
            + " $3::text, $4::text, $5::text, $6::text, $7::text, $8::text, $9::date[], $10::int, $11::boolean,"
            + " $12::timestamptz, $13::timestamptz, $14::text) ON CONFLICT (id) DO UPDATE SET kind = EXCLUDED.kind,"
            + " title_zh = EXCLUDED.title_zh, title_en = EXCLUDED.title_en, vault = EXCLUDED.vault,"
            + " block = EXCLUDED.block, rhythm = EXCLUDED.rhythm, checklist = EXCLUDED.checklist,"
            + " days_off = EXCLUDED.days_off, warn_minutes = EXCLUDED.warn_minutes, active = EXCLUDED.active,"
            + " due_at = EXCLUDED.due_at, changed_at = EXCLUDED.changed_at, changed_by = EXCLUDED.changed_by";
    private static final String MOVE = "UPDATE round_schedule SET due_at = $2::timestamptz WHERE id = $1::text";
    private static final String ALARMED = "UPDATE round_schedule SET alarmed = $2::boolean WHERE id = $1::text";

    /** A run that goes on. */
    record Going(UUID run, OffsetDateTime startedAt, String startedBy) {}

    /** A schedule, and how it stands. */
    record Kept(
            Schedule schedule,
            Instant dueAt,
            boolean alarmed,
            @Nullable Going going) {
        Deadline deadline() {
            return Deadline.of(dueAt, schedule.warnBefore());
        }
    }

    Future<List<Kept>> all(SqlClient client) {
        return client.preparedQuery(ALL).execute().map(RoundRows::read);
    }

    Future<Optional<Kept>> find(SqlClient client, String id) {
        return client.preparedQuery(FIND)
                .execute(Tuple.of(id))
                .map(rows -> read(rows).stream().findFirst());
    }

    /**
     * Whatever changes a schedule or its runs, does so under this lock. Read afterwards, by a statement of its own: one that
     * waits for a lock sees its other tables as they were before.
     */
    Future<Optional<Kept>> lock(SqlClient transaction, String id) {
        return transaction.preparedQuery(LOCK).execute(Tuple.of(id)).compose(locked -> find(transaction, id));
    }

    /** Those that are overdue and have not been told of. */
    Future<List<Kept>> overdue(SqlClient transaction, Instant now) {
        return transaction.preparedQuery(OVERDUE).execute(Tuple.of(utc(now))).map(RoundRows::read);
    }

    Future<Void> put(SqlClient transaction, Schedule schedule, Instant due, Instant now, String by) {
        BlockId block = schedule.block();
        return transaction
                .preparedQuery(PUT)
                .execute(Tuple.tuple()
                        .addString(schedule.id())
                        .addString(schedule.kind().code())
                        .addString(schedule.title().zh())
                        .addString(schedule.title().en())
                        .addString(schedule.vault().toString())
                        .addString(block == null ? null : block.toString())
                        .addString(Json.text(RoundJson.view(schedule.rhythm())))
                        .addString(Json.text(schedule.checklist()))
                        .addArrayOfLocalDate(
                                schedule.daysOff().stream().sorted().toArray(LocalDate[]::new))
                        .addInteger((int) schedule.warnBefore().toMinutes())
                        .addBoolean(schedule.active())
                        .addOffsetDateTime(utc(due))
                        .addOffsetDateTime(utc(now))
                        .addString(by))
                .mapEmpty();
    }

    Future<Void> move(SqlClient transaction, String id, Instant due) {
        return transaction.preparedQuery(MOVE).execute(Tuple.of(id, utc(due))).mapEmpty();
    }

    Future<Void> alarmed(SqlClient transaction, String id, boolean alarmed) {
        return transaction.preparedQuery(ALARMED).execute(Tuple.of(id, alarmed)).mapEmpty();
    }

    private static List<Kept> read(RowSet<Row> rows) {
        List<Kept> all = new ArrayList<>(rows.size());
        for (Row row : rows) {
            UUID going = row.getUUID("going");
            all.add(new Kept(
                    schedule(row),
                    row.getOffsetDateTime("due_at").toInstant(),
                    row.getBoolean("alarmed"),
                    going == null
                            ? null
                            : new Going(going, row.getOffsetDateTime("started_at"), row.getString("started_by"))));
        }
        return all;
    }

    private static Schedule schedule(Row row) {
        String block = row.getString("block");
        return new Schedule(
                row.getString("id"),
                RoundKind.of(row.getString("kind")),
                new Bilingual(row.getString("title_zh"), row.getString("title_en")),
                VaultId.parse(row.getString("vault")),
                block == null ? null : BlockId.parse(block),
                RoundJson.rhythm(new JsonObject(row.getString("rhythm"))),
                new LinkedHashSet<>(List.of(row.getArrayOfLocalDates("days_off"))),
                Duration.ofMinutes(row.getInteger("warn_minutes")),
                RoundJson.checklistOf(row.getString("checklist")),
                row.getBoolean("active"));
    }

    static OffsetDateTime utc(Instant at) {
        return OffsetDateTime.ofInstant(at, ZoneOffset.UTC);
    }
}
