package org.archivevault.server.shelving;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.archivevault.protocol.address.BlockId;
import org.archivevault.protocol.command.CommandOutcome;
import org.archivevault.protocol.command.FencingToken;
import org.archivevault.protocol.event.EdgeEvent;
import org.archivevault.server.accesslog.AccessEntry;
import org.archivevault.server.edge.EventConsumer;
import org.archivevault.server.edge.Happened;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who holds a block, and its fencing tokens: rows in PostgreSQL, so that any number of server processes agree. Whatever
 * concerns one block is done under the lock of its row, and that lock is taken before any other.
 *
 * <p>Tokens strictly increase (I7). When the records were restored from an older backup, the edge refuses the next token
 * and names the highest it has accepted; taking that event in raises the row above it, with an entry in the access log.
 */
public final class BlockLeases implements EventConsumer {
    private static final Logger LOG = LoggerFactory.getLogger(BlockLeases.class);

    private static final String LOCK = "SELECT token, held_by FROM block_lease WHERE block = $1::text FOR UPDATE";
    private static final String MAKE =
            "INSERT INTO block_lease (block) VALUES ($1::text) ON CONFLICT (block) DO NOTHING";
    private static final String TAKE = "UPDATE block_lease SET token = $2::bigint, held_by = $3::uuid,"
            + " held_since = $4::timestamptz WHERE block = $1::text";
    private static final String PASS =
            "UPDATE block_lease SET held_by = $2::uuid, held_since = $3::timestamptz" + " WHERE block = $1::text";
    private static final String RAISE = "UPDATE block_lease SET token = $2::bigint WHERE block = $1::text";

    private final MoreBlocks more;

    /** Leases whose blocks are told by the events alone. */
    public BlockLeases() {
        this((transaction, events) -> Future.succeededFuture(Set.of()));
    }

    /**
     * @param more tells of blocks that events concern without naming them
     */
    public BlockLeases(MoreBlocks more) {
        this.more = more;
    }

    /** Blocks that events concern without naming them, for example because a pack of theirs was seen. */
    @FunctionalInterface
    public interface MoreBlocks {
        /**
         * Looks before anything is locked.
         *
         * @param transaction the transaction that commits the events
         * @param events what happened
         * @return completes with the blocks whose records the events may change; fails when the database does
         */
        Future<Set<BlockId>> of(SqlConnection transaction, List<Happened> events);
    }

    /**
     * Locks a block's row until the transaction ends. Statements sent on the same connection after this call see what was
     * committed before the lock was granted, also when they are sent without waiting for it.
     *
     * @param transaction the transaction; it must not hold a lock of anything that comes later in the lock order
     * @param block the block; a row is made for one never seen before
     * @return completes with the row, as it is now that it is locked; fails when the database does
     */
    public Future<BlockLease> lock(SqlConnection transaction, BlockId block) {
        Tuple name = Tuple.of(block.toString());
        Future<RowSet<Row>> made = transaction.preparedQuery(MAKE).execute(name);
        Future<RowSet<Row>> locked = transaction.preparedQuery(LOCK).execute(name);
        return Future.all(made, locked).map(all -> {
            Row row = locked.result().iterator().next();
            return new BlockLease(block, row.getLong("token"), row.getUUID("held_by"));
        });
    }

    /**
     * Gives the next token out, and the block to the retrieval that it is for.
     *
     * @param transaction the transaction that has locked the row
     * @param lease the row as it was locked
     * @param retrieval who gets it; null when the token is for a command that no retrieval asked for: who holds the block stays
     * @param now the wall clock, for people
     * @param use writes down what the token is for, in the same transaction; its statements are sent together with those
     *     of this method
     * @param <T> what that brings
     * @return completes with what {@code use} brings when all rows are written; fails when the database does, or at once
     *     with {@link IllegalStateException} when all 4,294,967,295 tokens are used up
     */
    public <T> Future<T> take(
            SqlConnection transaction,
            BlockLease lease,
            @Nullable UUID retrieval,
            Instant now,
            Function<FencingToken, Future<T>> use) {
        if (lease.token() >= FencingToken.MAX) {
            return Future.failedFuture(new IllegalStateException(
                    "all fencing tokens of " + lease.block() + " are used up; its edge must be given a new start"));
        }
        FencingToken next = new FencingToken(lease.token() + 1);
        String block = lease.block().toString();
        Future<RowSet<Row>> taken = retrieval == null
                ? transaction.preparedQuery(RAISE).execute(Tuple.of(block, next.value()))
                : transaction.preparedQuery(TAKE).execute(Tuple.of(block, next.value(), retrieval, utc(now)));
        Future<T> used = use.apply(next);
        return Future.all(taken, used).map(all -> used.result());
    }

    /**
     * Hands the block on without motion, or frees it.
     *
     * @param transaction the transaction that has locked the row
     * @param block the block
     * @param retrieval who holds it from now on; empty when nobody does
     * @param now the wall clock, for people
     * @return completes when the row is written; fails when the database does
     */
    public Future<Void> pass(SqlConnection transaction, BlockId block, Optional<UUID> retrieval, Instant now) {
        Tuple row = Tuple.tuple()
                .addString(block.toString())
                .addUUID(retrieval.orElse(null))
                .addOffsetDateTime(retrieval.isPresent() ? utc(now) : null);
        return transaction.preparedQuery(PASS).execute(row).mapEmpty();
    }

    /** Locks every block that the events concern, in one order, and raises tokens that have fallen behind. */
    @Override
    public Future<Consumed> consume(SqlConnection transaction, String source, List<Happened> happened) {
        List<EdgeEvent> events = happened.stream().map(Happened::event).toList();
        List<AccessEntry> entries = new ArrayList<>();
        return more.of(transaction, happened)
                .compose(others -> {
                    Future<Void> done = Future.succeededFuture();
                    for (BlockId block : inOrder(events, others)) {
                        done = done.compose(before -> lock(transaction, block))
                                .compose(lease -> catchUp(transaction, source, lease, events, entries));
                    }
                    return done;
                })
                .map(all -> new Consumed(entries, () -> {}));
    }

    private static List<BlockId> inOrder(List<EdgeEvent> events, Set<BlockId> others) {
        return Stream.concat(events.stream().flatMap(event -> BlockEvents.blockOf(event).stream()), others.stream())
                .distinct()
                .sorted(Comparator.comparing(BlockId::toString))
                .toList();
    }

    private static Future<Void> catchUp(
            SqlConnection transaction,
            String source,
            BlockLease lease,
            List<EdgeEvent> events,
            List<AccessEntry> entries) {
        long seen = events.stream()
                .filter(event -> BlockEvents.blockOf(event).equals(Optional.of(lease.block())))
                .flatMap(event -> tokenIn(event).stream())
                .mapToLong(FencingToken::value)
                .max()
                .orElse(0);
        if (seen <= lease.token()) {
            return Future.succeededFuture();
        }
        LOG.warn(
                "Fencing token of {} raised from {} to {}: the edge has accepted that one already (restored backup?)",
                lease.block(),
                lease.token(),
                seen);
        entries.add(AccessEntry.of(
                "fencing-token-raised",
                source,
                "block:" + lease.block(),
                AccessEntry.OK,
                Map.of("from", lease.token(), "to", seen)));
        return transaction
                .preparedQuery(RAISE)
                .execute(Tuple.of(lease.block().toString(), seen))
                .mapEmpty();
    }

    private static Optional<FencingToken> tokenIn(EdgeEvent event) {
        if (event instanceof EdgeEvent.CommandEnded ended
                && ended.outcome() instanceof CommandOutcome.Refused refused) {
            return refused.highestToken();
        }
        if (event instanceof EdgeEvent.CommandReceived received) {
            return Optional.ofNullable(received.token());
        }
        return event instanceof EdgeEvent.MotionIntended intended ? Optional.of(intended.token()) : Optional.empty();
    }

    private static OffsetDateTime utc(Instant at) {
        return OffsetDateTime.ofInstant(at, ZoneOffset.UTC);
    }
}
