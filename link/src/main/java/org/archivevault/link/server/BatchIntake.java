package org.archivevault.link.server;

import io.vertx.core.Context;
import io.vertx.core.Future;
import java.util.HashSet;
import java.util.Set;
import org.archivevault.link.Qos;
import org.archivevault.link.Wire;
import org.archivevault.link.server.ServerLink.Counters;
import org.archivevault.protocol.Json;
import org.archivevault.protocol.MalformedMessage;
import org.archivevault.protocol.link.Committed;
import org.archivevault.protocol.link.EdgeId;
import org.archivevault.protocol.link.EventBatch;
import org.archivevault.protocol.link.Topics;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings batches to the sink, one at a time per edge and lane, and answers what has been committed. On one context. */
final class BatchIntake {
    private static final Logger LOG = LoggerFactory.getLogger(BatchIntake.class);

    private final Context context;
    private final Wire wire;
    private final EventSink sink;
    /** Topics, one per edge and lane, of which a batch is being committed. */
    private final Set<String> committing = new HashSet<>();

    private volatile Counters counters = Counters.NONE;

    BatchIntake(Context context, Wire wire, EventSink sink) {
        this.context = context;
        this.wire = wire;
        this.sink = sink;
    }

    Counters counters() {
        return counters;
    }

    void take(EdgeId sender, String topic, byte[] payload) throws MalformedMessage {
        EventBatch batch = Json.read(payload, EventBatch.class);
        if (!batch.edge().equals(sender) || !topic.equals(Topics.events(sender, batch.lane()))) {
            throw new MalformedMessage(
                    "a batch of " + batch.edge() + " " + batch.lane() + " on a branch that is not its own", null);
        }
        if (!Cursor.isInOrder(batch)) {
            throw new MalformedMessage("a batch whose numbers are not in order", null);
        }
        if (!committing.add(topic)) {
            // A repeat while the first is still being committed. Its answer will do for both.
            add(0, 0, 1, 0);
            return;
        }
        add(1, batch.events().size(), 0, 0);
        commit(batch)
                .onComplete(done -> context.runOnContext(v -> {
                    committing.remove(topic);
                    if (done.succeeded()) {
                        answer(sender, batch, done.result());
                    } else {
                        add(0, 0, 0, 1);
                        LOG.error(
                                "{} events of {} could not be committed",
                                batch.events().size(),
                                sender,
                                done.cause());
                    }
                }));
    }

    private Future<Committed> commit(EventBatch batch) {
        try {
            return sink.commit(batch);
        } catch (RuntimeException e) {
            return Future.failedFuture(e);
        }
    }

    private void answer(EdgeId sender, EventBatch batch, Committed word) {
        if (!word.outbox().equals(batch.outbox()) || word.lane() != batch.lane()) {
            throw new IllegalStateException("the sink speaks of another lane: " + word);
        }
        // A lost answer costs a repeat, no more.
        wire.publish(Topics.committed(sender), Json.bytes(word), Qos.AT_LEAST_ONCE, false)
                .onFailure(e -> LOG.debug("An answer did not leave: {}", e.toString()));
    }

    private void add(int batches, int events, int busy, int commitFailures) {
        Counters c = counters;
        counters = new Counters(
                c.batches() + batches,
                c.events() + events,
                c.refused(),
                c.busy() + busy,
                c.commitFailures() + commitFailures);
    }
}
