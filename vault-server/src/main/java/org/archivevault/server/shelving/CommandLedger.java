package org.archivevault.server.shelving;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.archivevault.protocol.Json;
import org.archivevault.protocol.address.BlockId;
import org.archivevault.protocol.command.Command;
import org.archivevault.protocol.command.CommandOutcome;
import org.archivevault.protocol.command.MovingCommand;
import org.archivevault.protocol.command.OpenAisle;
import org.archivevault.protocol.event.EdgeEvent;
import org.archivevault.protocol.link.EdgeId;
import org.archivevault.server.accesslog.AccessEntry;
import org.archivevault.server.edge.EventConsumer;
import org.archivevault.server.edge.Happened;
import org.jspecify.annotations.Nullable;

/** Every command given, one row each, with its one end (I13). */
public final class CommandLedger implements EventConsumer {
    /** D: how long an aisle command may live, in milliseconds (safety.md). */
    public static final long LIFE_MILLIS = 3_000;
    /** H: what the watchdog may add before an outcome must be known, in milliseconds (safety.md). */
    public static final long WATCHDOG_MILLIS = 2_000;
    /** When a command without outcome ends as unknown, in milliseconds after it was given. */
    public static final long DUE_MILLIS = LIFE_MILLIS + WATCHDOG_MILLIS;

    private static final String EDGE_PREFIX = "edge:";

    private static final Map<Class<?>, String> KINDS = Arrays.stream(
                    Command.class.getAnnotation(JsonSubTypes.class).value())
            .collect(Collectors.toUnmodifiableMap(JsonSubTypes.Type::value, JsonSubTypes.Type::name));

    private static final String WRITE =
            "INSERT INTO shelving_command (id, block, edge, kind, aisle, token, subject, reason_kind, reason_reference,"
                    + " retrieval, issued_at, due_at) VALUES ($1::uuid, $2::text, $3::text, $4::text, $5::smallint,"
                    + " $6::bigint, $7::text, $8::text, $9::text, $10::uuid, $11::timestamptz,"
                    + " clock_timestamp() + $12::bigint * interval '1 millisecond')";
    private static final String ISSUE = WRITE + " ON CONFLICT (id) DO NOTHING";
    // Whatever an edge reports must not stop its lane, even a command that clashes with one of ours.
    private static final String WRITE_DOWN = WRITE + " ON CONFLICT DO NOTHING";
    private static final String END = "UPDATE shelving_command SET ended_at = $2::timestamptz, outcome = $3::text,"
            + " outcome_code = $4::text, outcome_detail = $5::text WHERE id = $1::uuid AND ended_at IS NULL";
    // An edge that was restarted may tell an end again, in the same words; that is nothing new.
    private static final String END_LATE = "UPDATE shelving_command SET late_at = $2::timestamptz,"
            + " late_outcome = $3::text WHERE id = $1::uuid AND outcome <> $4::text AND late_outcome IS NULL";
    private static final String KNOWN = "SELECT 1 FROM shelving_command WHERE id = $1::uuid";
    private static final String MOVING =
            "SELECT 1 FROM shelving_command WHERE block = $1::text AND kind IN ('open-aisle', 'ventilate')"
                    + " AND ended_at IS NULL";
    private static final String OPEN =
            "SELECT 1 FROM shelving_command WHERE id = $1::uuid AND ended_at IS NULL FOR UPDATE";

    private final InstantSource clock;

    /**
     * @param clock the wall clock, for people
     */
    public CommandLedger(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * Writes a command down. Only after the commit may it be sent (I17).
     *
     * @param transaction the transaction, which has locked the block's row when the command moves
     * @param command the command; writing it twice changes nothing
     * @param edge who is to carry it out
     * @param retrieval the retrieval it serves; null when it serves none
     * @return completes when it is written; fails when the database does, or when another command that moves is under
     *     way in the block
     */
    public Future<Void> issue(SqlConnection transaction, Command command, EdgeId edge, @Nullable UUID retrieval) {
        OpenAisle open = command instanceof OpenAisle aisle ? aisle : null;
        MovingCommand moving = command instanceof MovingCommand moves ? moves : null;
        return write(
                transaction,
                ISSUE,
                Tuple.tuple()
                        .addUUID(command.id().value())
                        .addString(command.block().toString())
                        .addString(edge.value())
                        .addString(kindOf(command))
                        .addShort(open == null ? null : Short.valueOf((short) open.aisle()))
                        .addLong(
                                moving == null
                                        ? null
                                        : Long.valueOf(moving.token().value()))
                        .addString(command.subject())
                        .addString(command.reason().kind().name())
                        .addString(command.reason().reference())
                        .addUUID(retrieval));
    }

    /**
     * Whether a command has no end yet. Locks its row.
     *
     * @param transaction the transaction, which has locked the block's row
     * @param command which
     * @return completes with true when it is known and open; fails when the database does
     */
    public Future<Boolean> isOpen(SqlConnection transaction, UUID command) {
        return transaction.preparedQuery(OPEN).execute(Tuple.of(command)).map(rows -> rows.size() == 1);
    }

    /**
     * Whether a command that moves is under way in a block: given, and not ended yet.
     *
     * @param transaction the transaction, which has locked the block's row
     * @param block the block
     * @return completes with true when there is one; fails when the database does
     */
    public Future<Boolean> isMoving(SqlConnection transaction, BlockId block) {
        return transaction
                .preparedQuery(MOVING)
                .execute(Tuple.of(block.toString()))
                .map(rows -> rows.size() > 0);
    }

    /**
     * What a command is called on the wire.
     *
     * @param command any command
     * @return its JSON type, for example {@code open-aisle}
     */
    static String kindOf(Command command) {
        return KINDS.getOrDefault(command.getClass(), command.getClass().getSimpleName());
    }

    @Override
    public Future<Consumed> consume(SqlConnection transaction, String source, List<Happened> events) {
        List<AccessEntry> entries = new ArrayList<>();
        Future<Void> done = Future.succeededFuture();
        for (Happened happened : events) {
            EdgeEvent event = happened.event();
            if (event instanceof EdgeEvent.CommandReceived received && source.startsWith(EDGE_PREFIX)) {
                done = done.compose(before -> writeDown(transaction, source, received));
            } else if (event instanceof EdgeEvent.CommandEnded ended) {
                done = done.compose(before -> end(transaction, source, ended, entries));
            }
        }
        return done.map(all -> new Consumed(entries, () -> {}));
    }

    /** An edge that has a command which the ledger lacks: a stop sent past the database, or a restored backup. */
    private Future<Void> writeDown(SqlConnection transaction, String source, EdgeEvent.CommandReceived received) {
        return write(
                transaction,
                WRITE_DOWN,
                Tuple.tuple()
                        .addUUID(received.command().value())
                        .addString(received.block().toString())
                        .addString(source.substring(EDGE_PREFIX.length()))
                        .addString(received.kind())
                        .addShort(null)
                        .addLong(null)
                        .addString(received.subject())
                        .addString(received.reason().kind().name())
                        .addString(received.reason().reference())
                        .addUUID(null));
    }

    private Future<Void> write(SqlConnection transaction, String statement, Tuple known) {
        return transaction
                .preparedQuery(statement)
                .execute(known.addOffsetDateTime(now()).addLong(DUE_MILLIS))
                .mapEmpty();
    }

    private Future<Void> end(
            SqlConnection transaction, String source, EdgeEvent.CommandEnded ended, List<AccessEntry> entries) {
        CommandOutcome outcome = ended.outcome();
        Tuple end = Tuple.tuple()
                .addUUID(ended.command().value())
                .addOffsetDateTime(now())
                .addString(OutcomeText.name(outcome))
                .addString(OutcomeText.code(outcome))
                .addString(OutcomeText.detail(outcome));
        return transaction
                .preparedQuery(END)
                .execute(end)
                .compose(rows ->
                        rows.rowCount() == 1 ? Future.succeededFuture() : endLate(transaction, source, ended, entries));
    }

    private Future<Void> endLate(
            SqlConnection transaction, String source, EdgeEvent.CommandEnded ended, List<AccessEntry> entries) {
        UUID id = ended.command().value();
        String outcome = Json.mapper().valueToTree(ended.outcome()).toString();
        Tuple late = Tuple.of(id, now(), outcome, OutcomeText.name(ended.outcome()));
        Future<RowSet<Row>> noted = transaction.preparedQuery(END_LATE).execute(late);
        Future<RowSet<Row>> known = transaction.preparedQuery(KNOWN).execute(Tuple.of(id));
        return Future.all(noted, known).map(all -> {
            if (known.result().size() == 0) {
                entries.add(lateEntry("command-end-without-command", source, ended, outcome));
            } else if (noted.result().rowCount() == 1) {
                entries.add(lateEntry("command-ended-late", source, ended, outcome));
            }
            return null;
        });
    }

    private static AccessEntry lateEntry(String kind, String source, EdgeEvent.CommandEnded ended, String outcome) {
        return AccessEntry.of(
                kind,
                source,
                "command:" + ended.command(),
                OutcomeText.name(ended.outcome()),
                Map.of("block", ended.block(), "outcome", outcome));
    }

    private OffsetDateTime now() {
        Instant at = clock.instant();
        return OffsetDateTime.ofInstant(at, ZoneOffset.UTC);
    }
}
