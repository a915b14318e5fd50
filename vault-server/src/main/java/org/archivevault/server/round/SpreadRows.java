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
import java.util.Objects;
import java.util.UUID;
import org.archivevault.protocol.command.MovingCommand;
import org.jspecify.annotations.Nullable;

/** The rows of what was asked of carriages for a ventilation. */
final class SpreadRows {
    private static final String ASKED = "INSERT INTO round_motion (command, run, block, asked_at, asked_by, judged)"
            + " VALUES ($1::uuid, $2::uuid, $3::text, $4::timestamptz, $5::text, $6::text)";
    private static final String RESTED = "UPDATE round_motion SET rested_at = $2::timestamptz, spread = $3::boolean"
            + " WHERE command = $1::uuid AND rested_at IS NULL";
    private static final String OF_RUN = "SELECT m.command, m.asked_at, m.asked_by, m.judged, m.rested_at, m.spread,"
            + " c.outcome, c.outcome_code, c.outcome_detail FROM round_motion m"
            + " LEFT JOIN shelving_command c ON c.id = m.command WHERE m.run = $1::uuid ORDER BY m.no";
    private static final String EVER_SPREAD = "SELECT 1 FROM round_motion WHERE run = $1::uuid AND spread LIMIT 1";

    Future<Void> asked(SqlClient transaction, MovingCommand command, UUID run, String judged, Instant now) {
        return transaction
                .preparedQuery(ASKED)
                .execute(Tuple.tuple()
                        .addUUID(command.id().value())
                        .addUUID(run)
                        .addString(command.block().toString())
                        .addOffsetDateTime(RoundRows.utc(now))
                        .addString(command.subject())
                        .addString(judged))
                .mapEmpty();
    }

    /** The carriages rest after a command; when it was none of a ventilation, nothing changes. */
    Future<Void> rested(SqlClient transaction, UUID command, Instant at, @Nullable Boolean spread) {
        return transaction
                .preparedQuery(RESTED)
                .execute(Tuple.tuple()
                        .addUUID(command)
                        .addOffsetDateTime(RoundRows.utc(at))
                        .addBoolean(spread))
                .mapEmpty();
    }

    /** Whether the carriages ever stood spread for a run. */
    Future<Boolean> everSpread(SqlClient client, UUID run) {
        return client.preparedQuery(EVER_SPREAD).execute(Tuple.of(run)).map(rows -> rows.size() > 0);
    }

    /** What was asked for a run, in order, as the API tells it. */
    Future<List<Map<String, Object>>> ofRun(SqlClient client, UUID run) {
        return client.preparedQuery(OF_RUN).execute(Tuple.of(run)).map(rows -> {
            List<Map<String, Object>> all = new ArrayList<>(rows.size());
            rows.forEach(row -> all.add(view(row)));
            return all;
        });
    }

    private static Map<String, Object> view(Row row) {
        String code = row.getString("outcome_code");
        String detail = Objects.requireNonNullElse(row.getString("outcome_detail"), "");
        SpreadState state = SpreadState.of(
                row.getString("outcome"), row.getOffsetDateTime("rested_at") != null, row.getBoolean("spread"));
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("command", row.getUUID("command"));
        view.put("askedAt", row.getOffsetDateTime("asked_at"));
        view.put("askedBy", row.getString("asked_by"));
        view.put("state", state);
        view.put("sentence", state.sentence(code, detail));
        view.put("code", code);
        view.put("detail", detail);
        view.put("restedAt", row.getOffsetDateTime("rested_at"));
        view.put("judged", RoundJson.tree(row.getString("judged")));
        view.values().removeIf(Objects::isNull);
        return view;
    }
}
