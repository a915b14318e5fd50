package org.archivevault.bench;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.archivevault.link.Wire;
import org.archivevault.link.mqtt.MqttSettings;
import org.archivevault.link.mqtt.MqttWire;
import org.archivevault.link.server.Cursor;
import org.archivevault.link.server.EventSink;
import org.archivevault.link.server.ServerLink;
import org.archivevault.protocol.event.EdgeEvent;
import org.archivevault.protocol.event.EdgeEvent.ReadPointScanned;
import org.archivevault.protocol.event.EdgeEvent.TagArrived;
import org.archivevault.protocol.event.EdgeEvent.TagDeparted;
import org.archivevault.protocol.event.Lane;
import org.archivevault.protocol.link.Committed;
import org.archivevault.protocol.link.EventBatch;
import org.archivevault.protocol.pack.Epc;

/** The server's half of the link with a ledger instead of a database: what an edge has told of its tags. */
final class TagLedger implements EventSink, AutoCloseable {
    private final Map<Lane, Long> cursors = new HashMap<>();
    private final Map<Epc, Integer> arrived = new HashMap<>();
    private final Map<Epc, Integer> departed = new HashMap<>();
    private final Set<Epc> scanned = new HashSet<>();
    private final Map<String, Integer> others = new HashMap<>();
    private final Wire wire;

    TagLedger(Vertx vertx, Broker broker) {
        this.wire = MqttWire.open(
                vertx, new MqttSettings(broker.url(), "bench-ledger", null, null, null), TagLedger::millis);
        new ServerLink(vertx, wire, this, false, TagLedger::millis).start(status -> {}, view -> {});
    }

    private static long millis() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }

    @Override
    public synchronized Future<Committed> commit(EventBatch batch) {
        Cursor.Judgement judgement = Cursor.judge(batch, cursors.getOrDefault(batch.lane(), 0L));
        if (judgement instanceof Cursor.Accept accept) {
            accept.newEvents().forEach(e -> note(e.event()));
        }
        cursors.put(batch.lane(), judgement.upTo());
        return Future.succeededFuture(new Committed(batch.outbox(), batch.lane(), judgement.upTo()));
    }

    private void note(EdgeEvent event) {
        if (event instanceof TagArrived e) {
            arrived.merge(e.epc(), 1, Integer::sum);
        } else if (event instanceof TagDeparted e) {
            departed.merge(e.epc(), 1, Integer::sum);
        } else if (event instanceof ReadPointScanned e) {
            scanned.addAll(e.present());
        } else {
            others.merge(event.getClass().getSimpleName(), 1, Integer::sum);
        }
    }

    synchronized boolean hasScanned(Iterable<Epc> tags) {
        for (Epc tag : tags) {
            if (!scanned.contains(tag)) {
                return false;
            }
        }
        return true;
    }

    synchronized int scanned() {
        return scanned.size();
    }

    synchronized int departed() {
        return departed.size();
    }

    /** How often a tag is said to have arrived. */
    synchronized int arrivals(Epc tag) {
        return arrived.getOrDefault(tag, 0);
    }

    synchronized int departures(Epc tag) {
        return departed.getOrDefault(tag, 0);
    }

    /** Tags said to have arrived or departed. */
    synchronized Set<Epc> told() {
        Set<Epc> told = new HashSet<>(arrived.keySet());
        told.addAll(departed.keySet());
        return told;
    }

    /** Everything else, by its name. */
    synchronized Map<String, Integer> others() {
        return Map.copyOf(others);
    }

    @Override
    public void close() {
        Waiting.join(wire.close());
    }
}
