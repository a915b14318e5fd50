package org.archivevault.server.round;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.archivevault.protocol.Bilingual;
import org.archivevault.protocol.Json;
import org.archivevault.protocol.address.BlockId;
import org.archivevault.protocol.command.MovingCommand;
import org.archivevault.protocol.command.Reason;
import org.archivevault.protocol.command.Ventilate;
import org.archivevault.server.accesslog.AccessEntry;
import org.archivevault.server.accesslog.AccessLog;
import org.archivevault.server.http.ErrorCode;
import org.archivevault.server.http.Problem;
import org.archivevault.server.identity.Principal;
import org.archivevault.server.identity.Role;
import org.archivevault.server.round.VentilationDesk.Judged;
import org.archivevault.server.shelving.BlockLease;
import org.archivevault.server.shelving.Motion;
import org.archivevault.server.shelving.MotionOrders.Ordered;

/**
 * Spreads the carriages of a block for a ventilation, the way an aisle is opened: judged under the block's lock, written
 * down with the next token and logged, and only after the commit asked of the edge, once. Nothing calls this but a
 * person's request.
 */
final class Spreading {
    /** Who may have carriages moved for a ventilation; others may keep every other record of a round. */
    static final Set<Role> MAY_MOVE = EnumSet.of(Role.ARCHIVIST, Role.FACILITIES);

    private final VentilationDesk ventilation;
    private final Supplier<Optional<Motion>> motion;
    private final AccessLog accessLog;
    private final SpreadRows rows = new SpreadRows();

    Spreading(VentilationDesk ventilation, Supplier<Optional<Motion>> motion, AccessLog accessLog) {
        this.ventilation = ventilation;
        this.motion = motion;
        this.accessLog = accessLog;
    }

    /** Fails with {@code not-allowed} when somebody may not have carriages moved. */
    static void requireMayMove(Principal who) {
        if (!who.hasAny(MAY_MOVE)) {
            Bilingual said = ErrorCode.NOT_ALLOWED.sentence();
            throw Problem.of(
                    ErrorCode.NOT_ALLOWED,
                    new Bilingual(
                            said.with(MAY_MOVE.stream()
                                            .map(role -> role.title().zh())
                                            .collect(Collectors.joining("、")))
                                    .zh(),
                            said.with(MAY_MOVE.stream()
                                            .map(role -> role.title().en())
                                            .collect(Collectors.joining(", ")))
                                    .en()));
        }
    }

    /** What to work with; fails with {@code broker-unavailable} where there is no way to any edge. */
    private Motion motion() {
        return motion.get().orElseThrow(() -> Problem.of(ErrorCode.BROKER_UNAVAILABLE));
    }

    /** When a request comes, for {@link #send}. */
    long askedNanos() {
        return motion.get().map(means -> means.orders().nanoTime()).orElse(0L);
    }

    /** Locks the block, before anything else of the transaction. */
    Future<BlockLease> lock(SqlConnection transaction, BlockId block) {
        return motion().leases().lock(transaction, block);
    }

    /**
     * Judges under the block's lock.
     *
     * @return completes with what was judged; fails with {@code ventilation-not-now} and all reasons unless it helps,
     *     nobody is inside, nobody waits and nothing moves
     */
    Future<Judged> judge(SqlConnection transaction, BlockLease lease, Instant now) {
        Future<Judged> judged = ventilation.judge(transaction, lease.block(), now);
        Future<Boolean> moving = motion().ledger().isMoving(transaction, lease.block());
        return Future.all(judged, moving).map(all -> {
            Judged found = judged.result();
            if (moving.result()) {
                found = found.and(
                        "command-under-way",
                        ErrorCode.COMMAND_UNDER_WAY.sentence().with(lease.block()));
            }
            if (lease.heldBy() != null) {
                found = found.and("somebody-waits", VentilationDesk.IN_USE.with(lease.block()));
            }
            if (!found.mayRun()) {
                throw found.refusal();
            }
            return found;
        });
    }

    /**
     * Writes the command down, with its row in the run's record and its entries in the access log.
     *
     * @param transaction has locked the block
     * @param lease the block's row
     * @param run the record that it serves
     * @param schedule the schedule's id, for the log
     * @param judged what was judged just before
     * @param by user name
     * @param now the wall clock
     * @param before what is logged before it, because it leads to it
     * @return completes with what may be sent once the transaction has committed
     */
    Future<Ordered> order(
            SqlConnection transaction,
            BlockLease lease,
            UUID run,
            String schedule,
            Judged judged,
            String by,
            Instant now,
            List<AccessEntry> before) {
        Reason why = new Reason(Reason.Kind.VENTILATION, run.toString());
        return motion().orders()
                .order(
                        transaction,
                        lease,
                        null,
                        now,
                        (id, token, life, notAfter) -> new Ventilate(id, lease.block(), token, life, notAfter, by, why),
                        ordered -> rows.asked(transaction, ordered.command(), run, Json.text(judged), now)
                                .compose(asked -> {
                                    List<AccessEntry> entries = new ArrayList<>(before);
                                    entries.add(commanded(run, schedule, ordered.command()));
                                    return accessLog.append(transaction, entries);
                                })
                                .map(ordered));
    }

    /** The intent of a motion, durable before the command leaves (I17). */
    private static AccessEntry commanded(UUID run, String schedule, MovingCommand command) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("run", run);
        facts.put("schedule", schedule);
        facts.put("block", command.block());
        facts.put("goal", "spread");
        facts.put("token", command.token());
        facts.put("lifeMillis", command.lifeMillis());
        return AccessEntry.of("command-issued", command.subject(), "command:" + command.id(), AccessEntry.OK, facts);
    }

    /** Sends it; see {@link org.archivevault.server.shelving.MotionOrders#send}. */
    Future<Void> send(Ordered ordered, long askedNanos) {
        return motion().orders().send(ordered, askedNanos);
    }

    /**
     * Logs a refusal, which leaves no other trace.
     *
     * @param failure what the request failed with
     * @param subject what was asked of
     * @param by user name
     * @return fails with the same, once it is logged or cannot be
     */
    <T> Future<T> logRefusal(Throwable failure, String subject, String by) {
        if (!(failure instanceof Problem problem) || problem.code() != ErrorCode.VENTILATION_NOT_NOW) {
            return Future.failedFuture(failure);
        }
        AccessEntry entry = AccessEntry.of(
                "ventilation-refused",
                by,
                subject,
                AccessEntry.REFUSED,
                Map.of("reasons", problem.sentence().en()));
        return accessLog.record(entry).transform(logged -> Future.failedFuture(failure));
    }

    /** What was asked for a run, as the API tells it. */
    SpreadRows rows() {
        return rows;
    }
}
