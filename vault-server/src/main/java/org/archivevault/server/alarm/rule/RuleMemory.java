package org.archivevault.server.alarm.rule;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.archivevault.protocol.Json;
import org.archivevault.protocol.MalformedMessage;
import org.archivevault.server.alarm.rule.Machine.Tick;
import org.jspecify.annotations.Nullable;

/** What the rules remember, and for how long the server has been listening, in the database. */
final class RuleMemory {
    /** A sweeper that comes later than this was away: nobody was listening meanwhile. */
    static final Duration AWAY = Duration.ofSeconds(15);
    /** After it was away the server listens this long before it takes an old value for one that still holds. */
    static final Duration SETTLES = Duration.ofSeconds(20);

    private static final String LOCK = "SELECT owner, listened_millis, settling_from, swept_at FROM alarm_watch"
            + " WHERE only_row FOR UPDATE SKIP LOCKED";
    private static final String OWN = "UPDATE alarm_watch SET owner = $1::uuid, listened_millis = $2::bigint,"
            + " settling_from = $3::bigint, swept_at = $4::timestamptz WHERE only_row";
    private static final String LOAD = "SELECT sensor, rule, state::text AS state FROM alarm_rule";
    private static final String STORE = "INSERT INTO alarm_rule (sensor, rule, state) SELECT s, r, t::jsonb FROM"
            + " unnest($1::text[], $2::text[], $3::text[]) AS u (s, r, t)"
            + " ON CONFLICT (sensor, rule) DO UPDATE SET state = EXCLUDED.state";
    private static final String FORGET = "DELETE FROM alarm_rule WHERE sensor = $1::text AND rule = $2::text";

    private RuleMemory() {}

    /**
     * The turn of a sweep.
     *
     * @param owner the process whose memory was written down last; null for none
     * @param tick the time
     * @param settlingFrom for how long the server had been listening when it was last away
     */
    record Turn(@Nullable UUID owner, Tick tick, long settlingFrom) {}

    /** A rule that holds no longer, and whether it had raised an alarm. */
    record Lapsed(String sensor, String rule) {}

    /** Locks the turn; empty when another process has it. */
    static Future<Optional<Turn>> lock(SqlConnection transaction, Instant now) {
        return transaction.preparedQuery(LOCK).execute().map(rows -> {
            if (rows.size() == 0) {
                return Optional.empty();
            }
            Row row = rows.iterator().next();
            OffsetDateTime swept = row.getOffsetDateTime("swept_at");
            long listened = row.getLong("listened_millis");
            long settling = row.getLong("settling_from");
            Duration gap = swept == null ? AWAY.plusMillis(1) : Duration.between(swept.toInstant(), now);
            if (gap.compareTo(AWAY) > 0) {
                settling = listened;
            } else if (!gap.isNegative()) {
                listened += gap.toMillis();
            }
            boolean settled = listened - settling >= SETTLES.toMillis();
            return Optional.of(
                    new Turn(row.getUUID("owner"), new Tick(now, Duration.ofMillis(listened), settled), settling));
        });
    }

    /** Writes down whose memory this is now, and the time. */
    static Future<Void> own(SqlConnection transaction, UUID owner, Turn turn) {
        return transaction
                .preparedQuery(OWN)
                .execute(Tuple.of(
                        owner,
                        turn.tick().listened().toMillis(),
                        turn.settlingFrom(),
                        OffsetDateTime.ofInstant(turn.tick().now(), ZoneOffset.UTC)))
                .mapEmpty();
    }

    /** Reads everything back; answers the rules that hold no longer. */
    static Future<List<Lapsed>> load(SqlConnection transaction, RuleEngine engine, Tick tick) {
        return transaction.preparedQuery(LOAD).execute().map(rows -> {
            List<Lapsed> lapsed = new ArrayList<>();
            for (Row row : rows) {
                String sensor = row.getString("sensor");
                String rule = row.getString("rule");
                if (!engine.restore(sensor, rule, json(row.getString("state")), tick)) {
                    lapsed.add(new Lapsed(sensor, rule));
                }
            }
            return lapsed;
        });
    }

    private static JsonNode json(String text) {
        try {
            return Json.read(text.getBytes(StandardCharsets.UTF_8), JsonNode.class);
        } catch (MalformedMessage e) {
            throw new IllegalStateException("jsonb that is no JSON: " + text, e);
        }
    }

    static Future<Void> forget(SqlConnection transaction, Lapsed lapsed) {
        return transaction
                .preparedQuery(FORGET)
                .execute(Tuple.of(lapsed.sensor(), lapsed.rule()))
                .mapEmpty();
    }

    static Future<Void> store(SqlConnection transaction, List<RuleEngine.Memory> changed) {
        if (changed.isEmpty()) {
            return Future.succeededFuture();
        }
        return transaction
                .preparedQuery(STORE)
                .execute(Tuple.tuple()
                        .addArrayOfString(changed.stream()
                                .map(memory -> memory.sensor().value())
                                .toArray(String[]::new))
                        .addArrayOfString(
                                changed.stream().map(RuleEngine.Memory::rule).toArray(String[]::new))
                        .addArrayOfString(
                                changed.stream().map(RuleEngine.Memory::memory).toArray(String[]::new)))
                .mapEmpty();
    }
}
