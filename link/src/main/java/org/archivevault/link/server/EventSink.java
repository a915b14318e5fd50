package org.archivevault.link.server;

import io.vertx.core.Future;
import org.archivevault.protocol.link.Committed;
import org.archivevault.protocol.link.EventBatch;

/** Where events come to rest. */
@FunctionalInterface
public interface EventSink {
    /**
     * Stores what is new in a batch and moves the cursor {@code (edge, outbox, lane) → seq}, in one database transaction
     * that locks the cursor, because several processes may be given the same batch. {@link Cursor#judge} says what is new.
     *
     * @param batch events in order, without gaps in it
     * @return succeeds, when the transaction is durable, with the cursor (also when nothing was new); fails when it is not,
     *     and then the edge sends the batch again
     */
    Future<Committed> commit(EventBatch batch);
}
