package org.archivevault.server.shelving;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.archivevault.firmware.plan.SitePlan;
import org.archivevault.link.LinkFailure;
import org.archivevault.protocol.command.CommandId;
import org.archivevault.protocol.command.CommandOutcome;
import org.archivevault.protocol.command.EdgeInstant;
import org.archivevault.protocol.command.FencingToken;
import org.archivevault.protocol.command.MovingCommand;
import org.archivevault.protocol.command.Reason;
import org.archivevault.protocol.command.RefusalCode;
import org.archivevault.protocol.link.EdgeId;
import org.archivevault.server.http.ErrorCode;
import org.archivevault.server.http.Problem;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one way to a command that moves, whether it opens an aisle or spreads the carriages: token and row in the
 * transaction, bytes only after its commit.
 */
public final class MotionOrders {
    /**
     * Later than this after the request came, nothing is sent any more, in milliseconds: the person has been told by
     * then that the answer failed, and must not see carriages move after that.
     */
    public static final long SEND_LIMIT_MILLIS = 1_500;
    /** How long the answer waits for the broker, in milliseconds: with the limit above, people are told within 2 s. */
    private static final long SEND_PATIENCE_MILLIS = 400;

    private static final Logger LOG = LoggerFactory.getLogger(MotionOrders.class);

    private final SitePlan plan;
    private final BlockLeases leases;
    private final CommandLedger ledger;
    private final CommandEnds ends;
    private final CommandLink link;
    private final LongSupplier nanoTime;
    private final Supplier<UUID> ids;

    /**
     * @param plan which edge drives which block
     * @param leases the blocks' rows
     * @param ledger the commands' rows
     * @param ends the ends that the server itself declares
     * @param link the way of commands
     * @param nanoTime a monotonic clock, in nanoseconds
     * @param ids makes command ids
     */
    public MotionOrders(
            SitePlan plan,
            BlockLeases leases,
            CommandLedger ledger,
            CommandEnds ends,
            CommandLink link,
            LongSupplier nanoTime,
            Supplier<UUID> ids) {
        this.plan = plan;
        this.leases = leases;
        this.ledger = ledger;
        this.ends = ends;
        this.link = link;
        this.nanoTime = nanoTime;
        this.ids = ids;
    }

    /**
     * A command that is written down and may be sent once its transaction has committed.
     *
     * @param command as it was written down, with its whole life
     * @param edge to whom
     * @param issuedNanos when its life began
     */
    public record Ordered(MovingCommand command, EdgeId edge, long issuedNanos) {}

    /** What is asked for. */
    @FunctionalInterface
    public interface Wording {
        /**
         * Puts the command together.
         *
         * @param id names it
         * @param token its place in the order of all that moves the block
         * @param lifeMillis its whole life
         * @param notAfter the same on the edge's clock
         * @return the command
         */
        MovingCommand of(CommandId id, FencingToken token, long lifeMillis, EdgeInstant notAfter);
    }

    /**
     * Takes the block's next token and writes the command down.
     *
     * @param transaction the transaction
     * @param lease the block's row, locked by it
     * @param retrieval the retrieval that holds the block from now on; null for a command of none, and then the caller has
     *     seen that nobody holds it
     * @param now the wall clock
     * @param wording what is asked for
     * @param record writes down what else belongs to the command; its statements are sent together with those of this
     *     method
     * @param <T> what that brings
     * @return completes with what {@code record} brings; fails when the database does, or with {@code edge-offline} when
     *     the edge's clock is not known
     */
    public <T> Future<T> order(
            SqlConnection transaction,
            BlockLease lease,
            @Nullable UUID retrieval,
            Instant now,
            Wording wording,
            Function<Ordered, Future<T>> record) {
        EdgeId edge =
                plan.edgeOf(lease.block()).orElseThrow(() -> new IllegalStateException("no edge for " + lease.block()));
        EdgeInstant edgeNow = link.edgeNow(edge).orElseThrow(() -> Problem.of(ErrorCode.EDGE_OFFLINE, edge));
        long issued = nanoTime.getAsLong();
        // Sent together: the statements do not wait for each other's answer.
        return leases.take(transaction, lease, retrieval, now, token -> {
            MovingCommand command = wording.of(
                    new CommandId(ids.get()),
                    token,
                    CommandLedger.LIFE_MILLIS,
                    edgeNow.plusMillis(CommandLedger.LIFE_MILLIS));
            Future<Void> written = ledger.issue(transaction, command, edge, retrieval);
            Future<T> recorded = record.apply(new Ordered(command, edge, issued));
            return Future.all(written, recorded).map(all -> recorded.result());
        });
    }

    /**
     * Sends a command whose transaction has committed, with the life it has left.
     *
     * @param ordered the command
     * @param askedNanos when the request came
     * @return completes when the broker has it; fails with a {@link Problem} when it was not sent, which is then
     *     recorded as its end, or when the broker has not confirmed it, and then its end is unknown until the edge or
     *     the clock says more
     */
    public Future<Void> send(Ordered ordered, long askedNanos) {
        MovingCommand command = ordered.command();
        long now = nanoTime.getAsLong();
        long waited = TimeUnit.NANOSECONDS.toMillis(now - askedNanos);
        long left = CommandLedger.LIFE_MILLIS - TimeUnit.NANOSECONDS.toMillis(now - ordered.issuedNanos());
        if (waited > SEND_LIMIT_MILLIS || left < 1) {
            CommandOutcome late = new CommandOutcome.Expired(Math.max(0, waited - SEND_LIMIT_MILLIS));
            return notSent(command, late, Problem.of(ErrorCode.BUSY));
        }
        return link.send(ordered.edge(), command.living(left))
                .timeout(SEND_PATIENCE_MILLIS, TimeUnit.MILLISECONDS)
                .recover(failure -> afterFailure(ordered, failure));
    }

    /**
     * When a request came, for {@link #send}.
     *
     * @return the monotonic clock now, in nanoseconds
     */
    public long nanoTime() {
        return nanoTime.getAsLong();
    }

    private Future<Void> afterFailure(Ordered ordered, Throwable failure) {
        MovingCommand command = ordered.command();
        if (failure instanceof LinkFailure known && !known.mayHaveBeenSent()) {
            boolean edgeAway = known.kind() == LinkFailure.Kind.EDGE_OFFLINE;
            return notSent(
                    command,
                    new CommandOutcome.Refused(RefusalCode.EDGE_OFFLINE, known.kind() + "; never sent"),
                    edgeAway
                            ? Problem.of(ErrorCode.EDGE_OFFLINE, ordered.edge())
                            : Problem.of(ErrorCode.BROKER_UNAVAILABLE));
        }
        LOG.warn("Command {} may not have left; its outcome is awaited", command.id(), failure);
        return Future.failedFuture(naming(command, Problem.of(ErrorCode.BROKER_UNAVAILABLE)));
    }

    private Future<Void> notSent(MovingCommand command, CommandOutcome end, Problem told) {
        LOG.warn("Command {} was not sent: {}", command.id(), end);
        return ends.declare(command.id(), command.block(), end)
                .compose(ended -> Future.failedFuture(naming(command, told)));
    }

    /** Names the record that the command serves, so that the person can look at it. */
    private static Problem naming(MovingCommand command, Problem told) {
        String kind = command.reason().kind() == Reason.Kind.VENTILATION ? "run" : "retrieval";
        return told.with(kind, command.reason().reference());
    }
}
