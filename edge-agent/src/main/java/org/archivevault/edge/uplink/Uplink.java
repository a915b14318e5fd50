package org.archivevault.edge.uplink;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.archivevault.link.Wire;
import org.archivevault.link.edge.EdgeLink;
import org.archivevault.link.edge.ReceivedCommand;
import org.archivevault.link.mqtt.MqttSettings;
import org.archivevault.link.mqtt.MqttWire;
import org.archivevault.link.outbox.Outbox;
import org.archivevault.link.outbox.OutboxLimits;
import org.archivevault.link.outbox.SqliteOutbox;
import org.archivevault.protocol.address.BlockId;
import org.archivevault.protocol.event.BlockView;
import org.archivevault.protocol.event.EdgeEvent;
import org.archivevault.protocol.event.Lane;
import org.archivevault.protocol.link.EdgeId;
import org.jspecify.annotations.Nullable;

/** The edge's way to the server. May be used from any thread. */
public final class Uplink {
    private final Outbox outbox;
    private final OutboxLimits limits;
    private final Wire wire;
    private final EdgeLink link;

    private Uplink(Outbox outbox, OutboxLimits limits, Wire wire, EdgeLink link) {
        this.outbox = outbox;
        this.limits = limits;
        this.wire = wire;
        this.link = link;
    }

    /**
     * The broker, and who signs in there.
     *
     * @param url {@code tcp://HOST:PORT} or {@code ssl://HOST:PORT}
     * @param userName null for none
     * @param password null for none
     */
    public record Broker(
            String url, @Nullable String userName, @Nullable String password) {
        @Override
        public String toString() {
            return url;
        }
    }

    /**
     * Opens the outbox and the wire. Nothing is sent or taken before {@link #start}.
     *
     * @param vertx runs it
     * @param edge who we are
     * @param boot this start of the process
     * @param blocks what we drive
     * @param broker where the broker is
     * @param outboxFile the outbox
     * @param limits how much it may hold
     * @param wallClock for people
     * @param clock the edge's clock, in milliseconds
     * @return succeeds whether or not the broker is there; fails when the outbox cannot be used
     */
    public static Future<Uplink> open(
            Vertx vertx,
            EdgeId edge,
            UUID boot,
            List<BlockId> blocks,
            Broker broker,
            Path outboxFile,
            OutboxLimits limits,
            InstantSource wallClock,
            LongSupplier clock) {
        MqttSettings settings = new MqttSettings(
                broker.url(),
                "vault-edge-" + edge,
                broker.userName(),
                broker.password(),
                EdgeLink.will(edge, boot, blocks));
        return vertx.executeBlocking(() -> SqliteOutbox.open(vertx, outboxFile, limits, wallClock))
                .map(outbox -> {
                    Wire wire = MqttWire.open(vertx, settings, clock);
                    return new Uplink(
                            outbox,
                            limits,
                            wire,
                            new EdgeLink(vertx, wire, outbox, edge, boot, blocks, wallClock, clock));
                });
    }

    /**
     * Takes commands and carries events from now on.
     *
     * @param onCommand gets each command; must not wait
     * @return succeeds when everything is set up; fails when the broker refuses a subscription
     */
    public Future<Void> start(Handler<ReceivedCommand> onCommand) {
        return link.start(onCommand);
    }

    /**
     * Records an event.
     *
     * @param event what happened
     * @return succeeds when it is on disk; fails when it cannot be
     */
    public Future<Long> record(EdgeEvent event) {
        return outbox.append(event);
    }

    /**
     * Records events together, in order, with one wait for the disk.
     *
     * @param events what happened, at least one
     * @return succeeds when all are on disk; fails when none can be
     */
    public Future<Long> record(List<EdgeEvent> events) {
        return outbox.append(events);
    }

    /**
     * Shows a view to the server, if it is there.
     *
     * @param view the view
     */
    public void show(BlockView view) {
        link.publishView(view);
    }

    /**
     * Whether people can reach this edge.
     *
     * @return true when the broker is connected and the server answers
     */
    public boolean serverReachable() {
        return link.serverReachable();
    }

    /**
     * How full the telemetry lane is.
     *
     * @return 0–1, by events or by bytes, whichever is nearer its end
     */
    public double telemetryFill() {
        Outbox.LaneState lane = outbox.lanes().get(Lane.TELEMETRY);
        return lane == null
                ? 0
                : Math.max(
                        (double) lane.events() / limits.telemetryEvents(),
                        (double) lane.bytes() / limits.telemetryBytes());
    }

    /**
     * Numbers for metrics.
     *
     * @return by metric name
     */
    public Map<String, Number> gauges() {
        Map<String, Number> gauges = new HashMap<>();
        gauges.put("outbox_telemetry_fill", telemetryFill());
        gauges.put("server_reachable", link.serverReachable() ? 1 : 0);
        gauges.put("commands_received_total", link.counters().commands());
        gauges.put("messages_malformed_total", link.counters().malformed());
        outbox.lanes().forEach((lane, state) -> {
            String label = "{lane=\"" + lane.name().toLowerCase(Locale.ROOT) + "\"}";
            gauges.put("outbox_events" + label, state.events());
            gauges.put("outbox_bytes" + label, state.bytes());
        });
        return gauges;
    }

    /**
     * Says good-bye, then closes wire and outbox. What the server has not committed stays in the outbox.
     *
     * @return succeeds when all is closed; never fails
     */
    public Future<Void> close() {
        return link.close().eventually(wire::close).eventually(outbox::close);
    }
}
