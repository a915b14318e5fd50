package org.archivevault.server.alarm;

import static org.archivevault.server.alarm.AlarmDraft.utc;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.archivevault.server.database.Database;
import org.archivevault.server.http.ErrorCode;
import org.archivevault.server.http.Problem;
import org.jspecify.annotations.Nullable;

/** Looks alarms up. */
final class AlarmLook {
    /** Alarms told at once; a person looks at the newest. */
    static final int MOST_TOLD = 500;
    /** How long after its last change a listener is told of an alarm that is over, in milliseconds. */
    private static final long TOLD_MILLIS = 60_000;
    /** Changes and notices shown of one alarm: the newest. */
    private static final int MOST_CHANGES = 200;

    private static final String LIST = "SELECT " + AlarmRows.COLUMNS + " FROM alarm"
            + " WHERE ($1::boolean OR closed_at IS NULL) AND ($2::text IS NULL OR family = $2::text)"
            + " AND ($3::text IS NULL OR kind = $3::text) AND ($4::text[] IS NULL OR priority = ANY ($4::text[]))"
            + " AND ($5::text IS NULL OR state = $5::text) AND ($6::text IS NULL OR subject = $6::text)"
            + " AND ($7::text IS NULL OR place = $7::text) AND ($8::timestamptz IS NULL OR raised_at >= $8::timestamptz)"
            + " AND ($9::timestamptz IS NULL OR raised_at < $9::timestamptz)"
            // Members of a flood are told by it, unless they are asked for.
            + " AND (CASE WHEN $10::uuid IS NULL THEN $1::boolean OR member_of IS NULL ELSE member_of = $10::uuid END)"
            + " ORDER BY raised_at DESC, id LIMIT $11::int";
    private static final String NEWS = "SELECT " + AlarmRows.COLUMNS
            + " FROM alarm WHERE closed_at IS NULL OR changed_at > $1::timestamptz ORDER BY changed_at DESC, id"
            + " LIMIT $2::int";
    private static final String BY_ID = "SELECT " + AlarmRows.COLUMNS + " FROM alarm WHERE id = $1::uuid";
    private static final String HISTORY = "SELECT at, what, by_whom, why, state, quiet, revision FROM alarm_history"
            + " WHERE alarm = $1::uuid ORDER BY revision DESC LIMIT $2::int";
    private static final String NOTICES = "SELECT recipient, occasion, created_at, tries, sent_at, given_up_at,"
            + " last_error FROM alarm_notice WHERE alarm = $1::uuid ORDER BY id DESC LIMIT $2::int";

    private final Database database;
    private final InstantSource clock;

    AlarmLook(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * Which alarms.
     *
     * @param all also those that are over
     * @param least the lowest priority
     * @param memberOf the members of that one; null for those that are no members
     */
    record Filter(
            boolean all,
            @Nullable AlarmFamily family,
            @Nullable AlarmKind kind,
            @Nullable Priority least,
            @Nullable AlarmState state,
            @Nullable String subject,
            @Nullable String place,
            @Nullable Instant from,
            @Nullable Instant to,
            @Nullable UUID memberOf,
            int limit) {}

    /** One alarm with what became of it. */
    record Whole(Alarm alarm, List<Change> history, List<Notice> notices) {}

    /** A step of its life. */
    record Change(OffsetDateTime at, int revision, String what, String by, String why, String state, String quiet) {}

    /** Something that was to be sent about it. */
    record Notice(
            String recipient,
            String occasion,
            OffsetDateTime createdAt,
            int tries,
            @Nullable OffsetDateTime sentAt,
            @Nullable OffsetDateTime givenUpAt,
            String lastError) {}

    /** The newest first. */
    Future<List<Alarm>> list(Filter filter) {
        return database.reads()
                .preparedQuery(LIST)
                .execute(Tuple.tuple()
                        .addBoolean(filter.all())
                        .addString(
                                filter.family() == null ? null : filter.family().code())
                        .addString(filter.kind() == null ? null : filter.kind().code())
                        .addArrayOfString(atLeast(filter.least()))
                        .addString(
                                filter.state() == null ? null : filter.state().code())
                        .addString(filter.subject())
                        .addString(filter.place())
                        .addOffsetDateTime(filter.from() == null ? null : utc(filter.from()))
                        .addOffsetDateTime(filter.to() == null ? null : utc(filter.to()))
                        .addUUID(filter.memberOf())
                        .addInteger(filter.limit()))
                .map(AlarmRows::readAll);
    }

    private static String @Nullable [] atLeast(@Nullable Priority least) {
        if (least == null) {
            return null;
        }
        List<String> codes = new ArrayList<>();
        for (Priority priority : Priority.values()) {
            if (priority.compareTo(least) >= 0) {
                codes.add(priority.code());
            }
        }
        return codes.toArray(String[]::new);
    }

    /** What a listener must know: every open alarm, and what changed lately. */
    Future<List<Alarm>> news() {
        return database.reads()
                .preparedQuery(NEWS)
                .execute(Tuple.of(utc(clock.instant().minusMillis(TOLD_MILLIS)), MOST_TOLD))
                .map(AlarmRows::readAll);
    }

    /**
     * One alarm with its history.
     *
     * @return fails with {@code alarm-not-found}
     */
    Future<Whole> whole(UUID id) {
        Future<RowSet<Row>> alarm = database.reads().preparedQuery(BY_ID).execute(Tuple.of(id));
        Future<RowSet<Row>> history = database.reads().preparedQuery(HISTORY).execute(Tuple.of(id, MOST_CHANGES));
        Future<RowSet<Row>> notices = database.reads().preparedQuery(NOTICES).execute(Tuple.of(id, MOST_CHANGES));
        return Future.all(alarm, history, notices).map(all -> {
            Optional<Alarm> found = AlarmRows.readAll(alarm.result()).stream().findFirst();
            return new Whole(
                    found.orElseThrow(() -> Problem.of(ErrorCode.ALARM_NOT_FOUND, id)),
                    changes(history.result()),
                    notices(notices.result()));
        });
    }

    private static List<Change> changes(RowSet<Row> rows) {
        List<Change> all = new ArrayList<>(rows.size());
        for (Row row : rows) {
            all.add(new Change(
                    row.getOffsetDateTime("at"),
                    row.getInteger("revision"),
                    row.getString("what"),
                    row.getString("by_whom"),
                    row.getString("why"),
                    row.getString("state"),
                    row.getString("quiet")));
        }
        return all;
    }

    private static List<Notice> notices(RowSet<Row> rows) {
        List<Notice> all = new ArrayList<>(rows.size());
        for (Row row : rows) {
            all.add(new Notice(
                    row.getString("recipient"),
                    row.getString("occasion"),
                    row.getOffsetDateTime("created_at"),
                    row.getInteger("tries"),
                    row.getOffsetDateTime("sent_at"),
                    row.getOffsetDateTime("given_up_at"),
                    row.getString("last_error")));
        }
        return all;
    }
}
