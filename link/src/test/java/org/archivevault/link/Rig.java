package org.archivevault.link;

import static org.archivevault.link.testing.Waiting.answer;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.archivevault.link.edge.EdgeLink;
import org.archivevault.link.edge.ReceivedCommand;
import org.archivevault.link.mqtt.MqttSettings;
import org.archivevault.link.mqtt.MqttWire;
import org.archivevault.link.outbox.OutboxLimits;
import org.archivevault.link.outbox.SqliteOutbox;
import org.archivevault.link.server.EventSink;
import org.archivevault.link.server.ReceivedView;
import org.archivevault.link.server.ServerLink;
import org.archivevault.protocol.address.BlockId;
import org.archivevault.protocol.command.CommandId;
import org.archivevault.protocol.command.LockBlock;
import org.archivevault.protocol.command.Reason;
import org.archivevault.protocol.command.StopBlock;
import org.archivevault.protocol.event.EdgeEvent;
import org.archivevault.protocol.link.EdgeId;
import org.archivevault.protocol.link.EdgeStatus;

/** Both ends of the link around a real broker. */
final class Rig {
    static final EdgeId EDGE = new EdgeId("e1");
    static final BlockId BLOCK = BlockId.parse("ES-V1-B1");
    static final Duration LONG = Duration.ofSeconds(40);

    private Rig() {}

    static long monotonicMillis() {
        return System.nanoTime() / 1_000_000;
    }

    /** The edge's end. */
    static final class Edge {
        final UUID boot = UUID.randomUUID();
        final Queue<ReceivedCommand> commands = new ConcurrentLinkedQueue<>();
        final SqliteOutbox outbox;
        final MqttWire wire;
        final EdgeLink link;

        Edge(Vertx vertx, String url, Path file) throws Exception {
            outbox = SqliteOutbox.open(vertx, file, OutboxLimits.DEFAULT, InstantSource.system());
            List<BlockId> blocks = List.of(BLOCK);
            wire = MqttWire.open(
                    vertx,
                    new MqttSettings(url, "edge-" + EDGE, null, null, EdgeLink.will(EDGE, boot, blocks)),
                    Rig::monotonicMillis);
            link = new EdgeLink(vertx, wire, outbox, EDGE, boot, blocks, InstantSource.system(), Rig::monotonicMillis);
            answer(link.start(commands::add));
        }

        void close() throws Exception {
            answer(link.close().recover(e -> io.vertx.core.Future.succeededFuture()));
            answer(wire.close());
            answer(outbox.close());
        }

        long waiting() {
            return outbox.lanes().values().stream()
                    .mapToLong(lane -> lane.events())
                    .sum();
        }
    }

    /** The server's end. */
    static final class Server {
        final Queue<EdgeStatus> statuses = new ConcurrentLinkedQueue<>();
        final Queue<ReceivedView> views = new ConcurrentLinkedQueue<>();
        final MqttWire wire;
        final ServerLink link;

        Server(Vertx vertx, String url, String clientId, EventSink sink, boolean shared) throws Exception {
            wire = MqttWire.open(vertx, new MqttSettings(url, clientId, null, null, null), Rig::monotonicMillis);
            link = new ServerLink(vertx, wire, sink, shared, Rig::monotonicMillis);
            answer(link.start(statuses::add, views::add));
        }

        void close() throws Exception {
            answer(wire.close());
        }
    }

    static void awaitConnected(Wire... wires) {
        for (Wire wire : wires) {
            await().atMost(LONG).until(wire::connected);
        }
    }

    static EdgeEvent event(int number) {
        return new EdgeEvent.LockChanged(BLOCK, true, "user-" + number);
    }

    static LockBlock lock(String reference) {
        return new LockBlock(new CommandId(UUID.randomUUID()), BLOCK, "chen", reason(reference));
    }

    static StopBlock stop(String reference) {
        return new StopBlock(new CommandId(UUID.randomUUID()), BLOCK, "chen", reason(reference));
    }

    private static Reason reason(String reference) {
        return new Reason(Reason.Kind.MAINTENANCE, reference);
    }
}
