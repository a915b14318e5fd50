package org.archivevault.server.retrieval;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.archivevault.protocol.address.BlockId;
import org.archivevault.protocol.command.CommandId;
import org.archivevault.protocol.event.EdgeEvent;
import org.archivevault.server.accesslog.AccessEntry;
import org.archivevault.server.edge.EventConsumer;
import org.archivevault.server.edge.Happened;

/** Moves retrievals on by what happened at the edge. Comes after the consumer that locks the blocks. */
final class RetrievalEvents implements EventConsumer {
    private final RetrievalStore store;
    private final BlockTurns turns;
    private final RetrievalFeed feed;
    private final InstantSource clock;

    RetrievalEvents(RetrievalStore store, BlockTurns turns, RetrievalFeed feed, InstantSource clock) {
        this.store = store;
        this.turns = turns;
        this.feed = feed;
        this.clock = clock;
    }

    /** One batch: what it has led to so far. */
    private record Batch(
            SqlConnection transaction, String source, Instant now, List<AccessEntry> entries, Set<UUID> changed) {}

    @Override
    public Future<Consumed> consume(SqlConnection transaction, String source, List<Happened> events) {
        Batch batch = new Batch(transaction, source, clock.instant(), new ArrayList<>(), new HashSet<>());
        Future<Void> done = Future.succeededFuture();
        for (Map.Entry<BlockId, List<EdgeEvent>> each : byBlock(events).entrySet()) {
            done = done.compose(before -> advance(batch, each.getKey(), each.getValue()));
        }
        return done.map(
                all -> new Consumed(batch.entries(), () -> batch.changed().forEach(feed::changed)));
    }

    private Future<Void> advance(Batch batch, BlockId block, List<EdgeEvent> events) {
        return store.ofBlock(batch.transaction(), block).compose(all -> {
            List<Future<Retrieval>> written = new ArrayList<>();
            boolean letGo = false;
            for (Retrieval holder : all) {
                Retrieval last = holder;
                for (EdgeEvent event : events) {
                    Optional<Retrieval> next = after(last, event, batch.now());
                    if (next.isPresent()) {
                        last = next.get();
                        written.add(store.write(batch.transaction(), last, batch.source(), null));
                        batch.entries().add(RetrievalEntries.moved(last, batch.source()));
                        batch.changed().add(last.id());
                    }
                }
                letGo |= holder.state().holdsBlock() && !last.state().holdsBlock();
            }
            return letGo
                    ? Future.all(written).compose(done -> handOn(batch, block))
                    : Future.all(written).mapEmpty();
        });
    }

    private Future<Void> handOn(Batch batch, BlockId block) {
        return turns.settle(batch.transaction(), block, batch.now()).map(turn -> {
            batch.entries().addAll(turn.entries());
            turn.offered().ifPresent(r -> batch.changed().add(r.id()));
            return null;
        });
    }

    private static Optional<Retrieval> after(Retrieval retrieval, EdgeEvent event, Instant now) {
        if (!retrieval.state().holdsBlock()) {
            return Optional.empty();
        }
        UUID command = retrieval.command();
        return retrieval
                .target()
                .flatMap(target -> RetrievalProgress.after(
                        retrieval.state(), target.aisle(), command == null ? null : new CommandId(command), event))
                .map(step -> RetrievalStore.moved(retrieval, step, now));
    }

    private static Map<BlockId, List<EdgeEvent>> byBlock(List<Happened> events) {
        Map<BlockId, List<EdgeEvent>> byBlock = new LinkedHashMap<>();
        for (Happened happened : events) {
            EdgeEvent event = happened.event();
            blockOf(event)
                    .ifPresent(block -> byBlock.computeIfAbsent(block, b -> new ArrayList<>())
                            .add(event));
        }
        return byBlock;
    }

    /** Only these three say how far a retrieval has come. */
    private static Optional<BlockId> blockOf(EdgeEvent event) {
        if (event instanceof EdgeEvent.CommandEnded ended) {
            return Optional.of(ended.block());
        }
        if (event instanceof EdgeEvent.MotionStarted started) {
            return Optional.of(started.block());
        }
        return event instanceof EdgeEvent.MotionStopped stopped ? Optional.of(stopped.block()) : Optional.empty();
    }
}
