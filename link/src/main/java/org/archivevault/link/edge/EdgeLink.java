package org.archivevault.link.edge;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.archivevault.link.Qos;
import org.archivevault.link.Will;
import org.archivevault.link.Wire;
import org.archivevault.link.outbox.Outbox;
import org.archivevault.protocol.Json;
import org.archivevault.protocol.MalformedMessage;
import org.archivevault.protocol.address.BlockId;
import org.archivevault.protocol.command.Command;
import org.archivevault.protocol.command.StopBlock;
import org.archivevault.protocol.event.BlockView;
import org.archivevault.protocol.link.EdgeId;
import org.archivevault.protocol.link.EdgeStatus;
import org.archivevault.protocol.link.Topics;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The edge's half: carries the outbox to the server, hands commands in, tells what it sees and that it is there. The rules
 * are in the package {@code org.archivevault.link}. The wire and the outbox belong to the caller, who closes them after
 * this.
 */
public final class EdgeLink {
    private static final Logger LOG = LoggerFactory.getLogger(EdgeLink.class);

    /** How often missing answers are looked for, in milliseconds. */
    private static final long LOOK_MILLIS = 250;

    /**
     * What has passed.
     *
     * @param batchesSent event batches handed to the wire, repeats included
     * @param commands commands handed in
     * @param malformed messages that were not what they should be
     */
    public record Counters(long batchesSent, long commands, long malformed) {}

    private final Vertx vertx;
    private final Context context;
    private final Wire wire;
    private final Outbox outbox;
    private final EdgeId edge;
    private final UUID boot;
    private final List<BlockId> blocks;
    private final InstantSource clock;
    private final Uplink uplink;
    private final AtomicBoolean sendingIsDue = new AtomicBoolean();
    private long timer;
    private boolean closed;
    private volatile boolean answered = true;
    private volatile Counters counters = new Counters(0, 0, 0);

    /**
     * @param vertx whose current context, or else a new one, all this lives on
     * @param wire to the broker; should have {@link #will} as its last will
     * @param outbox what to carry
     * @param edge who we are
     * @param boot random per start of the process
     * @param blocks what we drive
     * @param clock wall clock, for people
     * @param monotonicMillis the process's monotonic clock, the same as the wire's
     */
    public EdgeLink(
            Vertx vertx,
            Wire wire,
            Outbox outbox,
            EdgeId edge,
            UUID boot,
            List<BlockId> blocks,
            InstantSource clock,
            LongSupplier monotonicMillis) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.wire = wire;
        this.outbox = outbox;
        this.edge = edge;
        this.boot = boot;
        this.blocks = List.copyOf(blocks);
        this.clock = clock;
        this.uplink = new Uplink(wire, outbox, edge, monotonicMillis);
    }

    /**
     * What the broker is to say when the edge dies.
     *
     * @param edge who
     * @param boot of this start
     * @param blocks what it drives
     * @return the last will for the wire's settings
     */
    public static Will will(EdgeId edge, UUID boot, List<BlockId> blocks) {
        return new Will(Topics.status(edge), Json.text(new EdgeStatus(edge, false, boot, null, blocks)), true);
    }

    /**
     * Starts; from now on, whenever there is a connection, events flow and commands are taken.
     *
     * @param onCommand gets each command, on this link's context; must not wait
     * @return succeeds when everything is set up, whether or not there is a connection; fails when the broker refuses a
     *     subscription
     */
    public Future<Void> start(Handler<ReceivedCommand> onCommand) {
        Promise<Void> started = Promise.promise();
        context.runOnContext(v -> {
            outbox.onAppended(this::sendSoon);
            timer = vertx.setPeriodic(LOOK_MILLIS, t -> look());
            Future.all(
                            subscribe(Topics.stop(edge), (t, p, at) -> command(t, p, at, onCommand)),
                            subscribe(Topics.commands(edge), (t, p, at) -> command(t, p, at, onCommand)),
                            subscribe(Topics.committed(edge), (t, p, at) -> uplink.onCommitted(p)),
                            subscribe(Topics.status(edge), (t, p, at) -> ownStatus(p)))
                    .onSuccess(all -> wire.onConnectionChange(up -> context.runOnContext(w -> connection(up))))
                    .<Void>mapEmpty()
                    .onComplete(started);
        });
        return started.future();
    }

    private Future<Void> subscribe(String topic, Wire.Listener listener) {
        return wire.subscribe(
                topic,
                Qos.AT_LEAST_ONCE,
                (t, payload, at) -> context.runOnContext(v -> {
                    if (!closed) {
                        listener.arrived(t, payload, at);
                        count(0);
                    }
                }));
    }

    /** Coalesces: however many appends, one look. */
    private void sendSoon() {
        if (sendingIsDue.compareAndSet(false, true)) {
            context.runOnContext(v -> {
                sendingIsDue.set(false);
                if (!closed) {
                    uplink.sendAll();
                    count(0);
                }
            });
        }
    }

    private void look() {
        uplink.look();
        count(0);
    }

    private void connection(boolean up) {
        if (up && !closed) {
            tellStatus(true);
            uplink.connected();
        }
    }

    private Future<Void> tellStatus(boolean online) {
        EdgeStatus status = new EdgeStatus(edge, online, boot, clock.instant(), blocks);
        return wire.publish(Topics.status(edge), Json.bytes(status), Qos.AT_LEAST_ONCE, true);
    }

    /** A late last will of our former connection must not stand against us. */
    private void ownStatus(byte[] payload) {
        try {
            EdgeStatus told = Json.read(payload, EdgeStatus.class);
            if (!told.online() && wire.connected()) {
                tellStatus(true);
            } else if (told.online() && !told.boot().equals(boot)) {
                // The retained word of our former start, until ours is out; or a second edge under our name.
                LOG.info("A status of another start of {}: {}", edge, told);
            }
        } catch (MalformedMessage e) {
            malformed(Topics.status(edge), e.getMessage());
        }
    }

    private void command(String topic, byte[] payload, long receivedMillis, Handler<ReceivedCommand> onCommand) {
        try {
            Command command = Json.read(payload, Command.class);
            if (topic.equals(Topics.stop(edge)) && !(command instanceof StopBlock)) {
                malformed(topic, "only stop may come here, not " + command);
                return;
            }
            count(1);
            onCommand.handle(new ReceivedCommand(command, receivedMillis));
        } catch (MalformedMessage e) {
            malformed(topic, e.getMessage());
        }
    }

    private void malformed(String topic, @org.jspecify.annotations.Nullable String what) {
        LOG.warn("On {}: {}", topic, what);
        counters = new Counters(counters.batchesSent(), counters.commands(), counters.malformed() + 1);
    }

    private void count(int commands) {
        answered = !uplink.serverIsSilent();
        counters = new Counters(uplink.batchesSent(), counters.commands() + commands, counters.malformed());
    }

    /**
     * Tells what is seen of a block. Lost when there is no connection; nobody misses an old view.
     *
     * @param view what is seen now
     */
    public void publishView(BlockView view) {
        if (wire.connected()) {
            wire.publish(Topics.view(edge, view.block()), Json.bytes(view), Qos.AT_MOST_ONCE, false)
                    .onFailure(e -> LOG.debug("A view did not leave: {}", e.toString()));
        }
    }

    /**
     * Whether the server can be counted on: there is a connection, and it answers what was sent.
     *
     * @return false also while an answer is overdue
     */
    public boolean serverReachable() {
        return wire.connected() && answered;
    }

    /**
     * What has passed, for health and metrics.
     *
     * @return the numbers since the start
     */
    public Counters counters() {
        Counters now = counters;
        return new Counters(now.batchesSent(), now.commands(), now.malformed() + uplink.malformed());
    }

    /**
     * Says good-bye and ends. Events not yet acknowledged stay in the outbox.
     *
     * @return succeeds when the broker knows, or cannot be told; never fails
     */
    public Future<Void> close() {
        Promise<Void> done = Promise.promise();
        context.runOnContext(v -> {
            closed = true;
            vertx.cancelTimer(timer);
            tellStatus(false).onComplete(told -> done.complete());
        });
        return done.future();
    }
}
