package org.archivevault.server.round;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The rows of what was done, and of what was missed. */
final class RunRows {
    /** Runs that a list shows, the newest first. */
    private static final int MOST_LISTED = 100;

    private static final String START = "INSERT INTO round_run (id, schedule, due_at, state, started_at, started_by,"
            + " checklist, readings_start, judged) VALUES ($1::uuid, $2::text, $3::timestamptz, 'going',"
            + " $4::timestamptz, $5::text, $6::text, $7::text, $8::text)";
    private static final String MISSED = "INSERT INTO round_run (id, schedule, due_at, state, checklist)"
            + " VALUES ($1::uuid, $2::text, $3::timestamptz, 'missed', $4::text)";
    private static final String ANSWER = "INSERT INTO round_answer (run, item, answer, remark, photo, at, by) VALUES"
            + " ($1::uuid, $2::text, $3::text, $4::text, $5::text, $6::timestamptz, $7::text)";
    private static final String FINISH = "UPDATE round_run SET state = 'finished', finished_at = $2::timestamptz,"
            + " finished_by = $3::text, readings_end = $4::text, remark = $5::text, findings = $6::int,"
            + " due_at = $7::timestamptz WHERE id = $1::uuid";
    private static final String COLUMNS = "SELECT id, schedule, due_at, state, started_at, started_by, finished_at,"
            + " finished_by, checklist, readings_start, readings_end, judged, remark, findings FROM round_run";
    private static final String FIND = COLUMNS + " WHERE id = $1::uuid";
    private static final String OF_SCHEDULE =
            COLUMNS + " WHERE schedule = $1::text ORDER BY no DESC LIMIT " + MOST_LISTED;
    private static final String ANSWERS = "SELECT DISTINCT ON (item) item, answer, remark, photo, at, by"
            + " FROM round_answer WHERE run = $1::uuid ORDER BY item, no DESC";

    /** A run. */
    record Run(UUID id, String schedule, String state, List<ChecklistItem> checklist, Map<String, Object> view) {
        boolean goesOn() {
            return state.equals("going");
        }
    }

    /** What somebody said about an item, as last said. */
    record Said(String item, String answer, Map<String, Object> view) {}

    Future<Void> start(
            SqlClient transaction,
            UUID id,
            RoundRows.Kept kept,
            Instant now,
            String by,
            String readings,
            @Nullable String judged,
            String checklist) {
        return transaction
                .preparedQuery(START)
                .execute(Tuple.tuple()
                        .addUUID(id)
                        .addString(kept.schedule().id())
                        .addOffsetDateTime(RoundRows.utc(kept.dueAt()))
                        .addOffsetDateTime(RoundRows.utc(now))
                        .addString(by)
                        .addString(checklist)
                        .addString(readings)
                        .addString(judged))
                .mapEmpty();
    }

    Future<Void> missed(SqlClient transaction, UUID id, String schedule, Instant due, String checklist) {
        return transaction
                .preparedQuery(MISSED)
                .execute(Tuple.of(id, schedule, RoundRows.utc(due), checklist))
                .mapEmpty();
    }

    Future<Void> answer(SqlClient transaction, UUID run, RoundDesk.Answer answer, Instant now, String by) {
        return transaction
                .preparedQuery(ANSWER)
                .execute(Tuple.tuple()
                        .addUUID(run)
                        .addString(answer.item())
                        .addString(answer.answer())
                        .addString(answer.remark())
                        .addString(answer.photo())
                        .addOffsetDateTime(RoundRows.utc(now))
                        .addString(by))
                .mapEmpty();
    }

    Future<Void> finish(
            SqlClient transaction,
            UUID run,
            Instant now,
            String by,
            String readings,
            String remark,
            int findings,
            @Nullable Instant due) {
        return transaction
                .preparedQuery(FINISH)
                .execute(Tuple.tuple()
                        .addUUID(run)
                        .addOffsetDateTime(RoundRows.utc(now))
                        .addString(by)
                        .addString(readings)
                        .addString(remark)
                        .addInteger(findings)
                        .addOffsetDateTime(due == null ? null : RoundRows.utc(due)))
                .mapEmpty();
    }

    Future<Optional<Run>> find(SqlClient client, UUID id) {
        return client.preparedQuery(FIND)
                .execute(Tuple.of(id))
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(read(rows.iterator().next())));
    }

    Future<List<Run>> ofSchedule(SqlClient client, String schedule) {
        return client.preparedQuery(OF_SCHEDULE).execute(Tuple.of(schedule)).map(rows -> {
            List<Run> all = new ArrayList<>(rows.size());
            rows.forEach(row -> all.add(read(row)));
            return all;
        });
    }

    Future<List<Said>> answers(SqlClient client, UUID run) {
        return client.preparedQuery(ANSWERS).execute(Tuple.of(run)).map(rows -> {
            List<Said> all = new ArrayList<>(rows.size());
            for (Row row : rows) {
                Map<String, Object> view = new LinkedHashMap<>();
                view.put("item", row.getString("item"));
                view.put("answer", row.getString("answer"));
                view.put("remark", row.getString("remark"));
                view.put("photo", row.getString("photo"));
                view.put("at", row.getOffsetDateTime("at"));
                view.put("by", row.getString("by"));
                view.values().removeIf(java.util.Objects::isNull);
                all.add(new Said(row.getString("item"), row.getString("answer"), view));
            }
            return all;
        });
    }

    private static Run read(Row row) {
        List<ChecklistItem> checklist = RoundJson.checklistOf(row.getString("checklist"));
        String judged = row.getString("judged");
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("id", row.getUUID("id"));
        view.put("schedule", row.getString("schedule"));
        view.put("state", row.getString("state"));
        view.put("dueAt", row.getOffsetDateTime("due_at"));
        view.put("startedAt", row.getOffsetDateTime("started_at"));
        view.put("startedBy", row.getString("started_by"));
        view.put("finishedAt", row.getOffsetDateTime("finished_at"));
        view.put("finishedBy", row.getString("finished_by"));
        view.put("checklist", checklist);
        view.put("readingsAtStart", RoundJson.tree(row.getString("readings_start")));
        view.put("readingsAtEnd", RoundJson.tree(row.getString("readings_end")));
        view.put("judged", judged == null ? null : RoundJson.tree(judged));
        view.put("remark", row.getString("remark"));
        view.put("findings", row.getInteger("findings"));
        view.values().removeIf(java.util.Objects::isNull);
        return new Run(row.getUUID("id"), row.getString("schedule"), row.getString("state"), checklist, view);
    }
}
