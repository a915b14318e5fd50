package org.archivevault.server.edge;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.util.ArrayList;
import java.util.List;
import org.archivevault.server.accesslog.AccessEntry;

/** Consumers in their order, as one: the first must be the one that locks. */
public final class EventConsumers implements EventConsumer {
    private final List<EventConsumer> consumers;

    /**
     * @param consumers in the order in which they are to see the events
     */
    public EventConsumers(List<EventConsumer> consumers) {
        this.consumers = List.copyOf(consumers);
    }

    @Override
    public Future<Consumed> consume(SqlConnection transaction, String source, List<Happened> events) {
        List<AccessEntry> entries = new ArrayList<>();
        List<Runnable> afterwards = new ArrayList<>();
        Future<Void> done = Future.succeededFuture();
        for (EventConsumer consumer : consumers) {
            done = done.compose(
                    before -> consumer.consume(transaction, source, events).map(consumed -> {
                        entries.addAll(consumed.entries());
                        afterwards.add(consumed.afterCommit());
                        return null;
                    }));
        }
        return done.map(all -> new Consumed(entries, () -> afterwards.forEach(Runnable::run)));
    }
}
