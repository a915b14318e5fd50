package org.archivevault.server.shelving;

import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.archivevault.link.LinkFailure;
import org.archivevault.protocol.address.BlockId;
import org.archivevault.protocol.command.Command;
import org.archivevault.protocol.command.CommandId;
import org.archivevault.protocol.command.CommandOutcome;
import org.archivevault.protocol.command.RefusalCode;
import org.archivevault.protocol.link.EdgeId;
import org.archivevault.server.accesslog.AccessEntry;
import org.archivevault.server.accesslog.AccessLog;
import org.archivevault.server.database.Database;
import org.archivevault.server.http.ErrorCode;
import org.archivevault.server.http.Problem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Commands that move nothing: acknowledge, lock, unlock, lights. Written down and logged first, then sent once. */
final class BlockCommands {
    private static final Logger LOG = LoggerFactory.getLogger(BlockCommands.class);
    /** How long the answer waits for the broker, in milliseconds: people are told within 2 s. */
    private static final long SEND_PATIENCE_MILLIS = 1_000;

    private final Database database;
    private final CommandLedger ledger;
    private final CommandEnds ends;
    private final AccessLog accessLog;
    private final CommandLink link;

    BlockCommands(Database database, CommandLedger ledger, CommandEnds ends, AccessLog accessLog, CommandLink link) {
        this.database = database;
        this.ledger = ledger;
        this.ends = ends;
        this.accessLog = accessLog;
        this.link = link;
    }

    /**
     * What was given.
     *
     * @param command its id
     * @param block the block
     */
    record Given(CommandId command, BlockId block) {}

    /**
     * Gives a command.
     *
     * @param command what
     * @param edge to whom
     * @return completes when it is durable and the broker has it; fails with a {@link Problem} when the broker does not
     *     take it, and then it is written down how it ended
     */
    Future<Given> give(Command command, EdgeId edge) {
        if (!link.connected()) {
            return accessLog
                    .record(entry(command, "broker-unavailable"))
                    .compose(logged -> Future.failedFuture(Problem.of(ErrorCode.BROKER_UNAVAILABLE)));
        }
        return database.inTransaction(transaction -> ledger.issue(transaction, command, edge, null)
                        .compose(issued -> accessLog.append(transaction, List.of(entry(command, AccessEntry.OK)))))
                .compose(committed -> send(command, edge));
    }

    private Future<Given> send(Command command, EdgeId edge) {
        return link.send(edge, command)
                .timeout(SEND_PATIENCE_MILLIS, TimeUnit.MILLISECONDS)
                .map(new Given(command.id(), command.block()))
                .recover(failure -> afterFailure(command, edge, failure));
    }

    private Future<Given> afterFailure(Command command, EdgeId edge, Throwable failure) {
        boolean neverSent = failure instanceof LinkFailure known && !known.mayHaveBeenSent();
        LOG.warn("Command {} {}", command.id(), neverSent ? "was not sent" : "may not have left", failure);
        CommandOutcome end = neverSent
                ? new CommandOutcome.Refused(RefusalCode.EDGE_OFFLINE, failure.getMessage() + "; never sent")
                : new CommandOutcome.Unknown("the broker did not confirm it");
        boolean edgeAway = failure instanceof LinkFailure known && known.kind() == LinkFailure.Kind.EDGE_OFFLINE;
        Problem told = edgeAway ? Problem.of(ErrorCode.EDGE_OFFLINE, edge) : Problem.of(ErrorCode.BROKER_UNAVAILABLE);
        return ends.declare(command.id(), command.block(), end)
                .compose(ended -> Future.failedFuture(told.with("command", command.id())));
    }

    private static AccessEntry entry(Command command, String result) {
        return AccessEntry.of(
                "block-" + CommandLedger.kindOf(command),
                command.subject(),
                "block:" + command.block(),
                result,
                Map.of("command", command.id(), "reason", command.reason().reference()));
    }
}
