package org.archivevault.server.shelving;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.archivevault.link.LinkFailure;
import org.archivevault.protocol.Bilingual;
import org.archivevault.protocol.address.BlockId;
import org.archivevault.protocol.command.CommandId;
import org.archivevault.protocol.command.Reason;
import org.archivevault.protocol.command.StopBlock;
import org.archivevault.protocol.link.EdgeId;
import org.archivevault.server.http.ErrorCode;
import org.archivevault.server.http.Problem;
import org.archivevault.server.identity.Principal;

/**
 * Stop, the short way: past every queue, lease and rule but "signed in". It is sent before it is logged, and the log is
 * not waited for longer than {@link #LOG_PATIENCE_MILLIS}.
 */
final class StopDesk {
    /** How long the answer waits for the log, in milliseconds: a person at a moving shelf waits for this answer. */
    static final long LOG_PATIENCE_MILLIS = 300;
    /** How long the answer waits for the broker, in milliseconds: people are told within 2 s. */
    static final long SEND_PATIENCE_MILLIS = 1_200;

    private static final Bilingual PRESS_THE_BUTTON = new Bilingual(
            "停止命令未能确认送达，请立即按下现场急停按钮",
            "the stop is not known to have arrived: press the emergency stop at the shelving now");

    private final Vertx vertx;
    private final CommandLink link;
    private final Predicate<EdgeId> online;
    private final StopJournal journal;
    private final InstantSource clock;
    private final Supplier<UUID> ids;

    StopDesk(
            Vertx vertx,
            CommandLink link,
            Predicate<EdgeId> online,
            StopJournal journal,
            InstantSource clock,
            Supplier<UUID> ids) {
        this.vertx = vertx;
        this.link = link;
        this.online = online;
        this.journal = journal;
        this.clock = clock;
        this.ids = ids;
    }

    /**
     * What became of a stop.
     *
     * @param command its id
     * @param block the block
     * @param logged whether it is in the access log already; if not, it is entered as soon as the database is back
     */
    record Stopped(CommandId command, BlockId block, boolean logged) {}

    /**
     * Sends a stop.
     *
     * @param who the signed-in person
     * @param block the block
     * @param edge the edge that drives it
     * @return completes when the broker has it; fails with a {@link Problem} within {@link #SEND_PATIENCE_MILLIS} plus
     *     {@link #LOG_PATIENCE_MILLIS} when the broker or the edge is away
     */
    Future<Stopped> stop(Principal who, BlockId block, EdgeId edge) {
        StopBlock stop = new StopBlock(
                new CommandId(ids.get()), block, who.userName(), new Reason(Reason.Kind.SAFETY, "stop by a person"));
        Future<Void> sent = link.send(edge, stop).timeout(SEND_PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        Future<Boolean> logged = withinPatience(journal.enter(stop, edge, clock.instant()));
        return Future.join(sent, logged).transform(done -> answer(stop, edge, sent, logged.result()));
    }

    private Future<Stopped> answer(StopBlock stop, EdgeId edge, Future<Void> sent, boolean logged) {
        boolean edgeAway = sent.cause() instanceof LinkFailure known && known.kind() == LinkFailure.Kind.EDGE_OFFLINE;
        if (edgeAway || (sent.succeeded() && !online.test(edge))) {
            return Future.failedFuture(told(ErrorCode.EDGE_OFFLINE, stop, logged));
        }
        if (sent.failed()) {
            return Future.failedFuture(told(ErrorCode.BROKER_UNAVAILABLE, stop, logged));
        }
        return Future.succeededFuture(new Stopped(stop.id(), stop.block(), logged));
    }

    private static Problem told(ErrorCode code, StopBlock stop, boolean logged) {
        return Problem.of(code, PRESS_THE_BUTTON)
                .with("command", stop.id())
                .with("block", stop.block())
                .with("logged", logged);
    }

    private Future<Boolean> withinPatience(Future<Void> entered) {
        Future<Boolean> late =
                vertx.timer(LOG_PATIENCE_MILLIS, TimeUnit.MILLISECONDS).map(fired -> false);
        return Future.any(entered.map(true), late).map(any -> entered.succeeded());
    }
}
