package org.archivevault.server.retrieval;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.archivevault.protocol.address.BlockId;
import org.archivevault.server.accesslog.AccessEntry;
import org.archivevault.server.retrieval.RetrievalProgress.Step;
import org.archivevault.server.shelving.BlockLeases;

/** Hands a block on when somebody has let go of it: to another retrieval of the same person, or as an offer. */
final class BlockTurns {
    private static final String SERVER = "server";

    private final RetrievalStore store;
    private final BlockLeases leases;
    private final long offerMillis;

    BlockTurns(RetrievalStore store, BlockLeases leases, long offerMillis) {
        this.store = store;
        this.leases = leases;
        this.offerMillis = offerMillis;
    }

    /**
     * What handing on led to.
     *
     * @param offered the retrieval that was offered the block, if one was waiting
     */
    record Turn(Optional<Retrieval> offered) {
        List<AccessEntry> entries() {
            return offered.map(r -> RetrievalEntries.moved(r, SERVER)).stream().toList();
        }
    }

    /**
     * Puts the lease where it belongs and offers the block when it is free.
     *
     * @param transaction the transaction, which has locked the block's row and written all other changes
     * @param block the block
     * @param now the wall clock
     * @return completes with the turn; fails when the database does
     */
    Future<Turn> settle(SqlConnection transaction, BlockId block, Instant now) {
        return store.ofBlock(transaction, block).compose(all -> {
            Optional<UUID> holder = all.stream()
                    .filter(r -> r.state().holdsBlock())
                    .map(Retrieval::id)
                    .findFirst();
            Future<Void> passed = leases.pass(transaction, block, holder, now);
            Future<Optional<Retrieval>> offered = queue(all)
                    .next()
                    .flatMap(next ->
                            all.stream().filter(r -> r.id().equals(next.id())).findFirst())
                    .map(next -> offer(transaction, next, now))
                    .orElse(Future.succeededFuture(Optional.empty()));
            return Future.all(passed, offered).map(done -> new Turn(offered.result()));
        });
    }

    private Future<Optional<Retrieval>> offer(SqlConnection transaction, Retrieval next, Instant now) {
        return store.move(transaction, next, Step.to(RetrievalState.OFFERED), SERVER, now, offerMillis)
                .map(Optional::of);
    }

    /** The queue that retrievals of one block form. */
    static BlockQueue queue(List<Retrieval> ofBlock) {
        return new BlockQueue(ofBlock.stream()
                .flatMap(r -> r.target().stream()
                        .map(target -> new BlockQueue.Entry(
                                r.id(),
                                r.ticket(),
                                r.askedBy(),
                                r.askedByName(),
                                r.orderNo().value(),
                                target.pack(),
                                target.aisle(),
                                r.state())))
                .toList());
    }
}
