package org.archivevault.edge;

import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.archivevault.link.Wire;
import org.archivevault.link.mqtt.MqttSettings;
import org.archivevault.link.mqtt.MqttWire;
import org.archivevault.link.server.EventSink;
import org.archivevault.link.server.ServerLink;
import org.archivevault.link.testing.MemorySink;
import org.archivevault.protocol.address.BlockId;
import org.archivevault.protocol.address.ShelfAddress;
import org.archivevault.protocol.command.CommandId;
import org.archivevault.protocol.command.CommandOutcome;
import org.archivevault.protocol.command.EdgeInstant;
import org.archivevault.protocol.command.FencingToken;
import org.archivevault.protocol.command.LightPosition;
import org.archivevault.protocol.command.OpenAisle;
import org.archivevault.protocol.command.Reason;
import org.archivevault.protocol.command.RefusalCode;
import org.archivevault.protocol.event.BlockView;
import org.archivevault.protocol.event.EdgeEvent;
import org.archivevault.protocol.link.EdgeId;

/** The server's half of the link, with a database in memory. */
final class Server implements AutoCloseable {
    static final EdgeId EDGE = new EdgeId("edge-v1");
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final long LIFE_MILLIS = 3_000;
    /** What only says that the machine was busy: the state, or the last keep-alive, was too old. */
    private static final Set<RefusalCode> AGE = EnumSet.of(RefusalCode.STALE_STATE, RefusalCode.WATCHDOG_NOT_SET);

    private static final int MOST_TRIES = 5;

    final List<EdgeEvent> events = new CopyOnWriteArrayList<>();
    final Map<BlockId, BlockView> views = new ConcurrentHashMap<>();
    private final MemorySink database = new MemorySink();
    private final Wire wire;
    final ServerLink link;
    private long nextToken = 1;

    private static long millis() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }

    Server(Vertx vertx, String brokerUrl) {
        this.wire = MqttWire.open(
                vertx, new MqttSettings(brokerUrl, "server-" + UUID.randomUUID(), null, null, null), Server::millis);
        EventSink sink =
                batch -> database.commit(batch).onSuccess(done -> batch.events().forEach(e -> events.add(e.event())));
        this.link = new ServerLink(vertx, wire, sink, false, Server::millis);
        link.start(status -> {}, view -> views.put(view.view().block(), view.view()));
    }

    void awaitReady(BlockId block) {
        await("ready " + block).atMost(PATIENCE).until(() -> {
            BlockView view = views.get(block);
            return link.online(EDGE) && view != null && view.obstacles().isEmpty();
        });
    }

    OpenAisle openCommand(BlockId block, int aisle) {
        EdgeInstant now = link.edgeNow(EDGE).orElseThrow();
        return new OpenAisle(
                new CommandId(UUID.randomUUID()),
                block,
                aisle,
                new FencingToken(nextToken++),
                LIFE_MILLIS,
                now.plusMillis(LIFE_MILLIS),
                "li",
                new Reason(Reason.Kind.RETRIEVAL, "r-1"));
    }

    /** A command and how it ended. */
    record Attempt(OpenAisle command, CommandOutcome outcome) {}

    /**
     * Asks for an aisle, and asks again when the state was too old to be judged by: a busy test machine may let half a
     * second pass between two polls. Nothing was written for such a command, and a person would ask again as well.
     */
    Attempt open(BlockId block, int aisle) {
        for (int tries = 1; ; tries++) {
            OpenAisle command = openCommand(block, aisle);
            await("sent").atMost(PATIENCE).until(link.send(EDGE, command)::isComplete);
            CommandOutcome outcome = outcome(command.id());
            boolean tooOld = outcome instanceof CommandOutcome.Refused refused && AGE.contains(refused.code());
            if (!tooOld || tries == MOST_TRIES) {
                return new Attempt(command, outcome);
            }
            await("fresh " + block).atMost(PATIENCE).until(() -> {
                BlockView view = views.get(block);
                return view != null && view.obstacles().stream().noneMatch(o -> AGE.contains(o.code()));
            });
        }
    }

    LightPosition lightCommand(String position) {
        EdgeInstant now = link.edgeNow(EDGE).orElseThrow();
        long life = LightPosition.LONGEST_LIFE_MILLIS;
        return new LightPosition(
                new CommandId(UUID.randomUUID()),
                ShelfAddress.parse(position),
                life,
                now.plusMillis(life),
                "li",
                new Reason(Reason.Kind.RETRIEVAL, "r-1"));
    }

    CommandOutcome outcome(CommandId id) {
        return await("outcome")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> find(id), Optional::isPresent)
                .orElseThrow();
    }

    private Optional<CommandOutcome> find(CommandId id) {
        return events.stream()
                .filter(EdgeEvent.CommandEnded.class::isInstance)
                .map(EdgeEvent.CommandEnded.class::cast)
                .filter(e -> e.command().equals(id))
                .map(EdgeEvent.CommandEnded::outcome)
                .findFirst();
    }

    @Override
    public void close() {
        wire.close();
    }
}
