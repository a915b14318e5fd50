package org.archivevault.server.shelving;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.archivevault.firmware.plan.SitePlan;
import org.archivevault.protocol.command.Command;
import org.archivevault.protocol.command.MovingCommand;
import org.archivevault.protocol.command.StopBlock;
import org.archivevault.protocol.link.EdgeId;
import org.archivevault.server.accesslog.AccessLog;
import org.archivevault.server.database.Database;
import org.archivevault.server.edge.EventConsumer;
import org.archivevault.server.http.RouteGroup;

/** Puts the operations on blocks together. */
public final class ShelvingParts {
    private final Vertx vertx;
    private final CommandEnds ends;
    private final BlockCommands commands;
    private final BlockRoutes routes;
    private Runnable stopSweeping = () -> {};

    /**
     * @param vertx carries the timers
     * @param plan the site
     * @param database the records
     * @param accessLog the append-only record
     * @param views the blocks as they are believed to be
     * @param online whether an edge says that it is there
     * @param link the way of commands
     * @param leases the blocks' rows
     * @param ledger the commands' rows
     * @param consumer all that is advanced by the end of a command, leases and ledger included
     * @param clock the wall clock
     * @param ids makes command ids
     */
    public ShelvingParts(
            Vertx vertx,
            SitePlan plan,
            Database database,
            AccessLog accessLog,
            BlockViews views,
            Predicate<EdgeId> online,
            CommandLink link,
            BlockLeases leases,
            CommandLedger ledger,
            EventConsumer consumer,
            InstantSource clock,
            Supplier<UUID> ids) {
        this.vertx = vertx;
        this.ends = new CommandEnds(database, leases, ledger, consumer, accessLog, clock);
        StopJournal journal = new StopJournal(vertx, database, ledger, accessLog);
        this.commands = new BlockCommands(database, ledger, ends, accessLog, link);
        this.routes =
                new BlockRoutes(plan, views, new StopDesk(vertx, link, online, journal, clock, ids), commands, ids);
    }

    /**
     * Gives a command that moves nothing: written down and logged first, then sent once.
     *
     * @param command any but {@code StopBlock} and those that move
     * @param edge to whom
     * @return completes when it is durable and the broker has it; fails when it was not sent, and then it is written down
     *     how it ended
     * @throws IllegalArgumentException for a command that moves or stops
     */
    public Future<Void> give(Command command, EdgeId edge) {
        if (command instanceof MovingCommand || command instanceof StopBlock) {
            throw new IllegalArgumentException("moving and stopping have ways of their own: " + command);
        }
        return commands.give(command, edge).mapEmpty();
    }

    /**
     * The ends that the server itself declares.
     *
     * @return the one instance
     */
    public CommandEnds ends() {
        return ends;
    }

    /**
     * The operations on blocks, of the contract fragment {@code shelving}.
     *
     * @return the routes
     */
    public RouteGroup routes() {
        return routes;
    }

    /** Begins to look for overdue commands. */
    public void start() {
        stopSweeping = ends.start(vertx);
    }

    /**
     * Ends it.
     *
     * @return completes at once
     */
    public Future<Void> close() {
        stopSweeping.run();
        return Future.succeededFuture();
    }
}
