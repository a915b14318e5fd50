package org.archivevault.edge.watch.drive;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.archivevault.edge.camera.AisleWatch;
import org.archivevault.edge.watch.Watch;
import org.archivevault.edge.watch.WatchLimits;
import org.archivevault.firmware.source.SourceReader;
import org.archivevault.firmware.source.Told;
import org.archivevault.firmware.source.WatchPlan;
import org.archivevault.link.Arrival;
import org.archivevault.link.Qos;
import org.archivevault.link.mqtt.MqttSettings;
import org.archivevault.link.mqtt.MqttWire;
import org.archivevault.protocol.event.EdgeEvent.StillPart;
import org.archivevault.protocol.link.Topics;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All sources of one vault, on the devices' broker. To be deployed as a worker with a thread of its own: ten thousand
 * readings a second must not keep a stop waiting on an event loop.
 */
public final class WatchVerticle extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(WatchVerticle.class);

    /** A picture of the largest size that is kept, and a little; nothing else that a source says comes near it. */
    static final int MOST_PAYLOAD_BYTES = StillPart.MAX_PARTS * 36 * 1024 + (64 << 10);

    /** A second of a vault at its busiest, and at most 8 MiB of it: a sixth of the memory that the edge is given. */
    static final MqttSettings.Incoming INCOMING = new MqttSettings.Incoming(MOST_PAYLOAD_BYTES, 10_000, 8L << 20);

    /** What is kept until all subscriptions are in place, and then understood: each source's retained words, and more. */
    private static final int MOST_EARLY = 10_000;

    /** And so many bytes of it: a camera system has a picture retained for each thing that it ever saw. */
    private static final long MOST_EARLY_BYTES = 4L << 20;

    /** For the last events to reach the disk when the process ends, in milliseconds; it is given 8 s in all. */
    private static final long LAST_EVENTS_MILLIS = 2_000;

    private static final byte[] NOTHING = {};

    private final WatchSettings settings;
    private final WatchSurroundings surroundings;
    private final SourceReader reader;
    private final Watch watch;
    private final EventKeeper keeper;
    private final Link link;
    private final Overflow overflow = new Overflow();
    private final Deque<Arrival> early = new ArrayDeque<>();
    private final List<Long> timers = new ArrayList<>();
    private volatile Map<String, Number> gauges = Map.of();
    private @Nullable MqttWire wire;
    private boolean up;
    private boolean open;
    private long messages;
    private long earlyBytes;
    private long earlyDropped;

    /**
     * Not started yet.
     *
     * @param settings how
     * @param surroundings the edge around
     */
    public WatchVerticle(WatchSettings settings, WatchSurroundings surroundings) {
        this.settings = settings;
        this.surroundings = surroundings;
        this.reader = SourceReader.of(settings.plan());
        this.watch = new Watch(settings.plan(), settings.clock().getAsLong());
        this.keeper = new EventKeeper(surroundings::record);
        this.link = new Link(!AisleWatch.watchedAisles(settings.plan()).isEmpty());
    }

    @Override
    public Future<?> start() {
        WatchPlan.Broker broker = settings.plan().broker().orElseThrow();
        MqttSettings mqtt = new MqttSettings(
                broker.url(),
                "vault-watch-" + settings.edge(),
                broker.userName().orElse(null),
                settings.password(),
                null,
                INCOMING);
        MqttWire opened = MqttWire.open(vertx, mqtt, settings.clock());
        wire = opened;
        List<String> filters = reader.filters();
        Future<Void> subscribed = filters.isEmpty()
                ? Future.succeededFuture()
                : opened.subscribeAll(filters, Qos.AT_LEAST_ONCE, this::arrived);
        opened.onConnectionChange(this::connection);
        timers.add(vertx.setPeriodic(WatchLimits.TICK_MILLIS, id -> tick()));
        timers.add(vertx.setPeriodic(WatchLimits.BEAT_MILLIS, id -> beat()));
        if (link.mustConfirm()) {
            timers.add(vertx.setPeriodic(WatchLimits.CONFIRM_EVERY_MILLIS, id -> askBrokerToConfirm()));
        }
        return subscribed;
    }

    private MqttWire wire() {
        return Objects.requireNonNull(wire, "not started");
    }

    // ---- the link

    private void connection(boolean connected) {
        long now = settings.clock().getAsLong();
        link.connected(connected, now);
        if (connected) {
            askBrokerToConfirm();
        }
        followLink(now);
    }

    private void askBrokerToConfirm() {
        if (link.mustConfirm() && wire().connected()) {
            long asked = settings.clock().getAsLong();
            wire().publish(Topics.watching(settings.edge()), NOTHING, Qos.AT_LEAST_ONCE, false)
                    .onSuccess(confirmed -> link.confirmed(asked));
        }
    }

    private void followLink(long now) {
        boolean isOpen = link.isOpen(now);
        if (link.isConnected() && (!up || (isOpen && !open))) {
            up = true;
            beginAnew(now);
        } else if (!link.isConnected() && up) {
            up = false;
            forgetEarly();
            watch.disconnected();
        } else if (open && !isOpen) {
            LOG.info("The devices' broker confirms nothing; what cameras say does not count until it does");
            watch.doubted();
        }
        open = isOpen;
        carryOut(now);
    }

    /** What was said before may have changed unheard. What has come meanwhile is of this connection. */
    private void beginAnew(long now) {
        watch.connected(reader.connected(settings.wallClock().instant()), now);
        List<Arrival> before = List.copyOf(early);
        forgetEarly();
        before.forEach(arrival -> understand(arrival, now));
    }

    private void forgetEarly() {
        early.clear();
        earlyBytes = 0;
    }

    // ---- messages

    /** What comes before all subscriptions are in place waits: to begin anew would forget it. */
    private void arrived(Arrival arrival) {
        messages++;
        if (!reader.hears(arrival.topic())) {
            return;
        }
        if (up) {
            long now = settings.clock().getAsLong();
            understand(arrival, now);
            carryOut(now);
        } else if (early.size() < MOST_EARLY && earlyBytes + arrival.payload().length <= MOST_EARLY_BYTES) {
            early.addLast(arrival);
            earlyBytes += arrival.payload().length;
        } else {
            earlyDropped++;
        }
    }

    private void understand(Arrival arrival, long now) {
        Instant receivedAt = settings.wallClock().instant().minusMillis(Math.max(0, now - arrival.receivedMillis()));
        List<Told> told = reader.read(arrival.topic(), arrival.payload(), receivedAt);
        if (!told.isEmpty()) {
            watch.told(told, new Watch.Moment(arrival.retained(), receivedAt, surroundings.telemetryFill(), now));
        }
    }

    private void carryOut(long now) {
        keeper.add(watch.take());
        for (Told.Ask ask : watch.questions()) {
            wire().publish(ask.topic(), ask.payload(), Qos.AT_LEAST_ONCE, false)
                    .onFailure(e -> LOG.debug("{} was not asked: {}", ask.topic(), e.toString()));
        }
        if (watch.camerasSpoke()) {
            watch.seen(now).forEach(surroundings::seen);
        }
    }

    // ---- time

    private void tick() {
        long now = settings.clock().getAsLong();
        followLink(now);
        watch.tick(now);
        watch.seen(now).forEach(surroundings::seen);
        carryOut(now);
    }

    private void beat() {
        long now = settings.clock().getAsLong();
        keeper.retry();
        String late = overflow.trouble(wire().dropped().tooMany() + earlyDropped, now);
        String ownTrouble = keeperTrouble().isEmpty() ? late : keeperTrouble();
        watch.troubles(now).forEach((source, trouble) -> {
            String wrong = trouble.isEmpty() ? ownTrouble : trouble;
            if (wrong.isEmpty()) {
                surroundings.answered("source/" + source);
            } else {
                surroundings.failed("source/" + source, wrong);
            }
        });
        watch.complaints(now).forEach(LOG::warn);
        gauges = counted(now);
    }

    private String keeperTrouble() {
        String failure = keeper.failure();
        return failure.isEmpty() ? "" : "读数无法写入磁盘 / readings cannot be written to disk: " + failure;
    }

    private Map<String, Number> counted(long now) {
        Map<String, Number> counted = new HashMap<>(watch.gauges(now));
        MqttWire.Dropped dropped = wire().dropped();
        counted.put("watch_messages_total", messages);
        counted.put("watch_messages_dropped_total{why=\"too-large\"}", dropped.tooLarge());
        counted.put("watch_messages_dropped_total{why=\"too-many\"}", dropped.tooMany() + earlyDropped);
        counted.put("watch_events_recorded_total", keeper.recorded());
        counted.put("watch_events_waiting", keeper.waiting());
        counted.put("watch_readings_lost_total", keeper.readingsLost());
        counted.put("watch_other_events_lost_total", keeper.othersLost());
        return counted;
    }

    /**
     * Numbers for metrics, not older than a second. May be called from any thread.
     *
     * @return by metric name
     */
    public Map<String, Number> gauges() {
        return gauges;
    }

    @Override
    public Future<?> stop() {
        timers.forEach(vertx::cancelTimer);
        Future<Void> closed = wire == null ? Future.succeededFuture() : wire.close();
        return closed.compose(gone -> {
            watch.disconnected();
            watch.seen(settings.clock().getAsLong()).forEach(surroundings::seen);
            watch.shuttingDown();
            keeper.add(watch.take());
            return lastEvents();
        });
    }

    private Future<Void> lastEvents() {
        io.vertx.core.Promise<Void> done = io.vertx.core.Promise.promise();
        long until = settings.clock().getAsLong() + LAST_EVENTS_MILLIS;
        vertx.setPeriodic(1, 10, id -> {
            if (keeper.isEmpty() || settings.clock().getAsLong() >= until) {
                vertx.cancelTimer(id);
                done.tryComplete();
            }
        });
        return done.future();
    }
}
