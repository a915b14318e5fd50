package org.archivevault.server.alarm;

import static org.archivevault.server.alarm.AlarmDraft.utc;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.archivevault.protocol.Bilingual;
import org.archivevault.protocol.climate.Quantity;
import org.jspecify.annotations.Nullable;

/** Alarms and their history as rows. */
final class AlarmRows {
    static final String COLUMNS = "id, kind, family, subject, pack_no, epc, place, aspect, priority, retrieval, detail,"
            + " happened_at, raised_at, changed_at, times, revision, state, quiet, quiet_until, quiet_by, quiet_reason,"
            + " told_late, past, cleared_at, closed_at, acknowledged_at, acknowledged_by, reason, assigned_to,"
            + " common_cause, member_of, escalation_level, escalate_at";

    /** Locks the open alarm of that key, or makes one to which nothing has happened yet. */
    private static final String LOCK_OR_ADD = "INSERT INTO alarm AS a (id, kind, family, subject, place, aspect,"
            + " priority, epc, retrieval, common_cause, happened_at, raised_at, changed_at, state, times, revision)"
            + " VALUES ($1::uuid, $2::text, $3::text, $4::text, $5::text, $6::text, $7::text, $8::text, $9::uuid,"
            + " $10::text, $11::timestamptz, $12::timestamptz, $12::timestamptz, 'normal', 0, 0)"
            + " ON CONFLICT (kind, subject, place, aspect) WHERE closed_at IS NULL"
            + " DO UPDATE SET revision = a.revision RETURNING " + COLUMNS;

    private static final String LOCK_OPEN = "SELECT " + COLUMNS + " FROM alarm WHERE kind = $1::text AND subject ="
            + " $2::text AND place = $3::text AND aspect = $4::text AND closed_at IS NULL FOR UPDATE";
    private static final String LOCK_OPEN_WHEREVER = "SELECT " + COLUMNS + " FROM alarm WHERE kind = $1::text AND"
            + " subject = $2::text AND aspect = $3::text AND closed_at IS NULL ORDER BY id FOR UPDATE";
    private static final String LOCK = "SELECT " + COLUMNS + " FROM alarm WHERE id = $1::uuid FOR UPDATE";
    private static final String LOCK_MEMBERS = "SELECT " + COLUMNS + " FROM alarm WHERE member_of = $1::uuid AND"
            + " closed_at IS NULL ORDER BY id FOR UPDATE";

    /** The parameters are {@link AlarmDraft#values}. */
    static final String SAVE = "UPDATE alarm SET changed_at = $2::timestamptz, revision = revision + 1, state ="
            + " $3::text, quiet = $4::text, quiet_until = $5::timestamptz, quiet_by = $6::text, quiet_reason ="
            + " $7::text, times = $8::int, happened_at = $9::timestamptz, detail = $10::text, priority = $11::text,"
            + " told_late = $12::boolean, cleared_at = $13::timestamptz, closed_at = $14::timestamptz,"
            + " acknowledged_at = $15::timestamptz, acknowledged_by = $16::text, reason = $17::text, assigned_to ="
            + " $18::text, member_of = $19::uuid, escalation_level = $20::int, escalate_at = $21::timestamptz"
            + " WHERE id = $1::uuid RETURNING " + COLUMNS;

    private static final String NOTE = "INSERT INTO alarm_history (alarm, revision, at, what, by_whom, why, state,"
            + " quiet) VALUES ($1::uuid, $2::int, $3::timestamptz, $4::text, $5::text, $6::text, $7::text, $8::text)";
    private static final String ADD_PAST = "INSERT INTO alarm AS a (id, kind, family, subject, place, aspect, priority,"
            + " detail, happened_at, raised_at, changed_at, cleared_at, closed_at, state, told_late, past) VALUES"
            + " ($1::uuid, $2::text, $3::text, $4::text, $5::text, $6::text, $7::text, $8::text, $9::timestamptz,"
            + " $10::timestamptz, $10::timestamptz, $11::timestamptz, $10::timestamptz, 'normal', true, true)"
            + " ON CONFLICT (kind, subject, place, aspect, happened_at) WHERE past DO UPDATE SET revision = a.revision +"
            + " 1, cleared_at = EXCLUDED.cleared_at, detail = EXCLUDED.detail, changed_at = EXCLUDED.changed_at"
            + " WHERE a.cleared_at <> EXCLUDED.cleared_at RETURNING " + COLUMNS;

    private AlarmRows() {}

    static Future<Alarm> lockOrAdd(SqlConnection transaction, Cause cause, UUID id, Instant now) {
        return transaction
                .preparedQuery(LOCK_OR_ADD)
                .execute(Tuple.tuple()
                        .addUUID(id)
                        .addString(cause.kind().code())
                        .addString(cause.kind().family().code())
                        .addString(cause.subject())
                        .addString(cause.place())
                        .addString(cause.aspect())
                        .addString(cause.priority().code())
                        .addString(cause.epc().map(Object::toString).orElse(null))
                        .addUUID(cause.retrieval().orElse(null))
                        .addString(cause.commonCause().orElse(null))
                        .addOffsetDateTime(utc(cause.happenedAt()))
                        .addOffsetDateTime(utc(now)))
                .map(rows -> read(rows.iterator().next()));
    }

    static Future<Optional<Alarm>> lockOpen(SqlConnection transaction, AlarmKey key) {
        return transaction
                .preparedQuery(LOCK_OPEN)
                .execute(Tuple.of(key.kind().code(), key.subject(), key.place(), key.aspect()))
                .map(rows -> readAll(rows).stream().findFirst());
    }

    static Future<List<Alarm>> lockOpenWherever(
            SqlConnection transaction, AlarmKind kind, String subject, String aspect) {
        return transaction
                .preparedQuery(LOCK_OPEN_WHEREVER)
                .execute(Tuple.of(kind.code(), subject, aspect))
                .map(AlarmRows::readAll);
    }

    static Future<Optional<Alarm>> lock(SqlConnection transaction, UUID id) {
        return transaction
                .preparedQuery(LOCK)
                .execute(Tuple.of(id))
                .map(rows -> readAll(rows).stream().findFirst());
    }

    /** The open members of a group, in one order for all who lock them. */
    static Future<List<Alarm>> lockMembers(SqlConnection transaction, UUID group) {
        return transaction.preparedQuery(LOCK_MEMBERS).execute(Tuple.of(group)).map(AlarmRows::readAll);
    }

    /** Saves the next revision and notes what led to it. */
    static Future<Alarm> save(SqlConnection transaction, AlarmDraft draft, String what, String by, String why) {
        return transaction
                .preparedQuery(SAVE)
                .execute(draft.values())
                .map(rows -> read(rows.iterator().next()))
                .compose(saved -> note(transaction, saved, what, by, why).map(saved));
    }

    /** A record of the past; empty when it is there already. */
    static Future<Optional<Alarm>> addPast(
            SqlConnection transaction, Cause cause, Instant until, UUID id, Instant now) {
        return transaction
                .preparedQuery(ADD_PAST)
                .execute(Tuple.tuple()
                        .addUUID(id)
                        .addString(cause.kind().code())
                        .addString(cause.kind().family().code())
                        .addString(cause.subject())
                        .addString(cause.place())
                        .addString(cause.aspect())
                        .addString(cause.priority().code())
                        .addString(cause.detail())
                        .addOffsetDateTime(utc(cause.happenedAt()))
                        .addOffsetDateTime(utc(now))
                        .addOffsetDateTime(utc(until)))
                .map(rows -> readAll(rows).stream().findFirst());
    }

    static Future<Void> note(SqlConnection transaction, Alarm alarm, String what, String by, String why) {
        return transaction
                .preparedQuery(NOTE)
                .execute(Tuple.tuple()
                        .addUUID(alarm.id())
                        .addInteger(alarm.revision())
                        .addOffsetDateTime(alarm.changedAt())
                        .addString(what)
                        .addString(by)
                        .addString(why)
                        .addString(alarm.state().code())
                        .addString(alarm.life().quiet().code()))
                .mapEmpty();
    }

    static List<Alarm> readAll(RowSet<Row> rows) {
        List<Alarm> all = new ArrayList<>(rows.size());
        for (Row row : rows) {
            all.add(read(row));
        }
        return all;
    }

    static Alarm read(Row row) {
        AlarmKind kind = AlarmKind.of(row.getString("kind"));
        String subject = row.getString("subject");
        String place = row.getString("place");
        String aspect = row.getString("aspect");
        String detail = row.getString("detail");
        return new Alarm(
                row.getUUID("id"),
                kind,
                AlarmFamily.of(row.getString("family")),
                subject,
                row.getString("pack_no"),
                row.getString("epc"),
                place,
                aspect.isEmpty() ? null : aspect,
                Priority.of(row.getString("priority")),
                row.getUUID("retrieval"),
                detail,
                row.getOffsetDateTime("happened_at"),
                row.getOffsetDateTime("raised_at"),
                row.getOffsetDateTime("changed_at"),
                row.getInteger("times"),
                row.getInteger("revision"),
                AlarmState.of(row.getString("state")),
                quiet(row),
                row.getBoolean("told_late"),
                row.getBoolean("past"),
                row.getOffsetDateTime("cleared_at"),
                row.getOffsetDateTime("closed_at"),
                row.getOffsetDateTime("acknowledged_at"),
                row.getString("acknowledged_by"),
                row.getString("reason"),
                row.getString("assigned_to"),
                row.getString("common_cause"),
                row.getUUID("member_of"),
                row.getInteger("escalation_level"),
                row.getOffsetDateTime("escalate_at"),
                kind.sentence(subject, place, aspectName(aspect), detail));
    }

    private static Alarm.@Nullable KeptQuiet quiet(Row row) {
        Quiet how = Quiet.of(row.getString("quiet"));
        return how == Quiet.NO
                ? null
                : new Alarm.KeptQuiet(
                        how,
                        row.getOffsetDateTime("quiet_until"),
                        row.getString("quiet_by"),
                        row.getString("quiet_reason"));
    }

    private static Bilingual aspectName(String aspect) {
        return aspect.isEmpty() ? new Bilingual("", "") : QuantityNames.of(Quantity.of(aspect));
    }
}
