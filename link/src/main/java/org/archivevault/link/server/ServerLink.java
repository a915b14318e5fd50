package org.archivevault.link.server;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.archivevault.link.LinkFailure;
import org.archivevault.link.LinkFailure.Kind;
import org.archivevault.link.Qos;
import org.archivevault.link.Wire;
import org.archivevault.protocol.Json;
import org.archivevault.protocol.MalformedMessage;
import org.archivevault.protocol.command.Command;
import org.archivevault.protocol.command.EdgeInstant;
import org.archivevault.protocol.command.StopBlock;
import org.archivevault.protocol.event.BlockView;
import org.archivevault.protocol.link.EdgeId;
import org.archivevault.protocol.link.EdgeStatus;
import org.archivevault.protocol.link.Topics;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server's half: brings events to the sink and answers when they are committed, hands views and statuses in, sends
 * commands. The rules are in the package {@code org.archivevault.link}. The wire belongs to the caller, who closes it.
 */
public final class ServerLink {
    private static final Logger LOG = LoggerFactory.getLogger(ServerLink.class);

    /** The group of server processes that share the event batches; every process gets all views and statuses. */
    private static final String SHARED = "$share/vault-servers/";

    /**
     * What has passed.
     *
     * @param batches batches taken
     * @param events events in them, repeats included
     * @param refused messages that were malformed, contradicted themselves, or came on another edge's branch
     * @param busy batches left to a later repeat, because one of the same lane was being committed
     * @param commitFailures batches that the sink could not commit
     */
    public record Counters(long batches, long events, long refused, long busy, long commitFailures) {
        static final Counters NONE = new Counters(0, 0, 0, 0, 0);
    }

    private final Context context;
    private final Wire wire;
    private final boolean shared;
    private final LongSupplier monotonicMillis;
    private final EdgeBoard board = new EdgeBoard();
    private final BatchIntake intake;
    private final AtomicLong refused = new AtomicLong();

    /**
     * @param vertx whose current context, or else a new one, all this lives on
     * @param wire to the broker; its client id must differ between server processes
     * @param sink where events come to rest
     * @param shared whether several server processes share the event batches (the broker must know {@code $share})
     * @param monotonicMillis the process's monotonic clock, the same as the wire's
     */
    public ServerLink(Vertx vertx, Wire wire, EventSink sink, boolean shared, LongSupplier monotonicMillis) {
        this.context = vertx.getOrCreateContext();
        this.wire = wire;
        this.shared = shared;
        this.monotonicMillis = monotonicMillis;
        this.intake = new BatchIntake(context, wire, sink);
    }

    /**
     * Starts; from now on, whenever there is a connection, events and views are taken.
     *
     * @param onStatus gets each status, on this link's context; must not wait
     * @param onView gets each view, likewise
     * @return succeeds when everything is set up, whether or not there is a connection; fails when the broker refuses a
     *     subscription
     */
    public Future<Void> start(Handler<EdgeStatus> onStatus, Handler<ReceivedView> onView) {
        wire.onConnectionChange(up -> {
            if (!up) {
                board.forget();
            }
        });
        // Statuses first: a view is believed only of an edge that has said what it drives.
        return subscribe(Topics.ALL_STATUS, (t, p, at) -> onStatus.handle(status(t, p)))
                .compose(v -> subscribe(Topics.ALL_VIEWS, (t, p, at) -> onView.handle(view(t, p, at))))
                .compose(v -> subscribe(
                        (shared ? SHARED : "") + Topics.ALL_EVENTS, (t, p, at) -> intake.take(sender(t), t, p)));
    }

    /** What is wrong with a message from outside ends here. */
    private interface Taker {
        void take(String topic, byte[] payload, long receivedMillis) throws MalformedMessage;
    }

    private Future<Void> subscribe(String filter, Taker taker) {
        return wire.subscribe(
                filter,
                Qos.AT_LEAST_ONCE,
                (topic, payload, at) -> context.runOnContext(v -> {
                    try {
                        taker.take(topic, payload, at);
                    } catch (MalformedMessage e) {
                        refused.incrementAndGet();
                        LOG.warn("Refused on {}: {}", topic, e.getMessage());
                    }
                }));
    }

    private static EdgeId sender(String topic) throws MalformedMessage {
        return Topics.edgeOf(topic).orElseThrow(() -> new MalformedMessage("none of our topics", null));
    }

    private EdgeStatus status(String topic, byte[] payload) throws MalformedMessage {
        EdgeStatus status = Json.read(payload, EdgeStatus.class);
        if (!status.edge().equals(sender(topic))) {
            throw new MalformedMessage("the status of " + status.edge() + " on another edge's branch", null);
        }
        board.status(status);
        return status;
    }

    private ReceivedView view(String topic, byte[] payload, long receivedMillis) throws MalformedMessage {
        EdgeId edge = sender(topic);
        BlockView view = Json.read(payload, BlockView.class);
        if (!topic.equals(Topics.view(edge, view.block())) || !board.drives(edge, view)) {
            throw new MalformedMessage("a view of " + view.block() + ", which this edge does not drive", null);
        }
        ReceivedView received = new ReceivedView(edge, view, receivedMillis);
        board.view(received);
        return received;
    }

    /**
     * Sends a command, once. Nobody repeats it and nobody keeps it for later.
     *
     * @param edge to whom
     * @param command what is asked
     * @return succeeds when the broker has it, which does not say that the edge has; fails with a {@link LinkFailure}, at
     *     once when there is no connection or the edge is not online (a stop is then sent all the same), and {@link
     *     LinkFailure#mayHaveBeenSent()} says whether the outcome is unknown
     */
    public Future<Void> send(EdgeId edge, Command command) {
        boolean online = board.online(edge);
        if (command instanceof StopBlock) {
            Future<Void> sent = wire.publishUrgent(Topics.stop(edge), Json.bytes(command));
            return online ? sent : sent.compose(v -> offline(edge));
        }
        if (!online) {
            return wire.connected()
                    ? offline(edge)
                    : Future.failedFuture(new LinkFailure(Kind.NOT_CONNECTED, edge.toString()));
        }
        return wire.publish(Topics.commands(edge), Json.bytes(command), Qos.AT_LEAST_ONCE, false);
    }

    private static Future<Void> offline(EdgeId edge) {
        return Future.failedFuture(new LinkFailure(Kind.EDGE_OFFLINE, edge.toString()));
    }

    /**
     * What an edge's clock shows now, at the least: for {@code OpenAisle.notAfter}.
     *
     * @param edge which edge
     * @return never ahead of that clock; empty when its last view is older than {@link BlockView#MAX_AGE_MILLIS}
     */
    public Optional<EdgeInstant> edgeNow(EdgeId edge) {
        return board.edgeNow(edge, monotonicMillis.getAsLong());
    }

    /**
     * Whether an edge says that it is there.
     *
     * @param edge which edge
     * @return false also when it was never seen
     */
    public boolean online(EdgeId edge) {
        return board.online(edge);
    }

    /**
     * The last status of each edge ever seen by this process.
     *
     * @return a copy
     */
    public Map<EdgeId, EdgeStatus> statuses() {
        return board.statuses();
    }

    /**
     * Whether there is a connection to the broker.
     *
     * @return true when commands can leave
     */
    public boolean connected() {
        return wire.connected();
    }

    /**
     * What has passed, for health and metrics.
     *
     * @return the numbers since the start
     */
    public Counters counters() {
        Counters now = intake.counters();
        return new Counters(now.batches(), now.events(), refused.get(), now.busy(), now.commitFailures());
    }
}
