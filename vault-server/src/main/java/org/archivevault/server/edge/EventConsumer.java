package org.archivevault.server.edge;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.util.List;
import org.archivevault.server.accesslog.AccessEntry;

/** A feature that advances its records by what happened at an edge, in the transaction that commits the events. */
@FunctionalInterface
public interface EventConsumer {
    /**
     * Takes events in.
     *
     * @param transaction the transaction that commits them; the caller appends the access entries last
     * @param source who speaks: {@code edge:<id>}, or {@code server} for an end that the server itself declares
     * @param events each exactly once and in the edge's order
     * @return completes when the records are written; fails to have the whole transaction rolled back, and then the
     *     events come again
     */
    Future<Consumed> consume(SqlConnection transaction, String source, List<Happened> events);

    /**
     * What taking them in led to.
     *
     * @param entries to be appended to the access log, beyond the entry that each event gets anyway
     * @param afterCommit run once the transaction has committed, for example to tell watchers
     */
    record Consumed(List<AccessEntry> entries, Runnable afterCommit) {
        /** Nothing came of them. */
        public static final Consumed NOTHING = new Consumed(List.of(), () -> {});

        public Consumed {
            entries = List.copyOf(entries);
        }
    }
}
