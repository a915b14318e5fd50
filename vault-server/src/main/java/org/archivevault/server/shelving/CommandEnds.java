package org.archivevault.server.shelving;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.archivevault.protocol.address.BlockId;
import org.archivevault.protocol.command.CommandId;
import org.archivevault.protocol.command.CommandOutcome;
import org.archivevault.protocol.event.EdgeEvent;
import org.archivevault.server.accesslog.AccessEntry;
import org.archivevault.server.accesslog.AccessLog;
import org.archivevault.server.database.Database;
import org.archivevault.server.edge.EventConsumer;
import org.archivevault.server.edge.EventConsumer.Consumed;
import org.archivevault.server.edge.Happened;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends that the server itself declares: a command that never left, and one of which nothing was heard in time. They go
 * the same way as ends that an edge reports.
 */
public final class CommandEnds {
    private static final Logger LOG = LoggerFactory.getLogger(CommandEnds.class);
    /** Between two looks for overdue commands, in milliseconds: an end comes at most that much after it is due. */
    private static final long SWEEP_MILLIS = 500;
    /** Most overdue commands ended in one sweep; the rest follow in the next. */
    private static final int MAX_PER_SWEEP = 50;

    private static final String SERVER = "server";
    private static final String OVERDUE = "SELECT id, block FROM shelving_command"
            + " WHERE ended_at IS NULL AND due_at <= clock_timestamp() ORDER BY due_at LIMIT $1::int";

    private final Database database;
    private final BlockLeases leases;
    private final CommandLedger ledger;
    private final EventConsumer consumer;
    private final AccessLog accessLog;
    private final InstantSource clock;
    private final AtomicBoolean sweeping = new AtomicBoolean();

    /**
     * @param database where commands are kept
     * @param leases the blocks' rows
     * @param ledger the commands
     * @param consumer all that is advanced by an end, the ledger included
     * @param accessLog where it is recorded
     * @param clock the wall clock
     */
    public CommandEnds(
            Database database,
            BlockLeases leases,
            CommandLedger ledger,
            EventConsumer consumer,
            AccessLog accessLog,
            InstantSource clock) {
        this.database = database;
        this.leases = leases;
        this.ledger = ledger;
        this.consumer = consumer;
        this.accessLog = accessLog;
        this.clock = clock;
    }

    /**
     * Begins to look for overdue commands.
     *
     * @param vertx carries the timer
     * @return ends the looking
     */
    public Runnable start(Vertx vertx) {
        long timer = vertx.setPeriodic(SWEEP_MILLIS, tick -> sweepUnlessSweeping());
        return () -> vertx.cancelTimer(timer);
    }

    private void sweepUnlessSweeping() {
        if (sweeping.compareAndSet(false, true)) {
            sweep().onFailure(failure -> LOG.warn("Overdue commands could not be ended; tried again", failure))
                    .onComplete(done -> sweeping.set(false));
        }
    }

    /**
     * Ends what is overdue as unknown.
     *
     * @return completes with the number of commands ended; fails when the database does
     */
    public Future<Integer> sweep() {
        return database.reads()
                .preparedQuery(OVERDUE)
                .execute(Tuple.of(MAX_PER_SWEEP))
                .compose(rows -> {
                    Future<Integer> count = Future.succeededFuture(0);
                    for (Row row : rows) {
                        CommandId command = new CommandId(row.getUUID("id"));
                        BlockId block = BlockId.parse(row.getString("block"));
                        String detail = "no outcome within " + CommandLedger.DUE_MILLIS + " ms";
                        count = count.compose(sum -> declare(command, block, new CommandOutcome.Unknown(detail))
                                .map(ended -> ended ? sum + 1 : sum));
                    }
                    return count;
                });
    }

    /**
     * Declares how a command ended, unless it has ended already.
     *
     * @param command which
     * @param block its block
     * @param outcome how
     * @return completes with whether this was its end, once it is durable; fails when the database does
     */
    public Future<Boolean> declare(CommandId command, BlockId block, CommandOutcome outcome) {
        return database.inTransaction(transaction -> leases.lock(transaction, block)
                        .compose(lease -> ledger.isOpen(transaction, command.value()))
                        .compose(open -> open
                                ? end(transaction, new EdgeEvent.CommandEnded(command, block, outcome))
                                : Future.succeededFuture()))
                .map(consumed -> {
                    if (consumed == null) {
                        return false;
                    }
                    consumed.afterCommit().run();
                    return true;
                });
    }

    private Future<Consumed> end(SqlConnection transaction, EdgeEvent.CommandEnded ended) {
        return consumer.consume(transaction, SERVER, List.of(new Happened(ended, clock.instant())))
                .compose(consumed -> {
                    List<AccessEntry> entries = new ArrayList<>();
                    entries.add(AccessEntry.of(
                            "command-ended",
                            SERVER,
                            "command:" + ended.command(),
                            OutcomeText.name(ended.outcome()),
                            Map.of("block", ended.block(), "detail", OutcomeText.detail(ended.outcome()))));
                    entries.addAll(consumed.entries());
                    return accessLog.append(transaction, entries).map(consumed);
                });
    }
}
