package org.archivevault.link.mqtt;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.archivevault.link.Arrival;
import org.archivevault.link.LinkFailure;
import org.archivevault.link.LinkFailure.Kind;
import org.archivevault.link.Qos;
import org.archivevault.link.Wire;
import org.archivevault.link.mqtt.SendWindow.Outgoing;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * The wire over MQTT 3.1.1. It keeps one connection at a time, with a clean session and nothing kept for later, and makes
 * a new one with a new client whenever the old one dies, refuses, or does not answer. All its state lives on one Vert.x
 * context.
 */
public final class MqttWire implements Wire {
    private static final Logger LOG = LoggerFactory.getLogger(MqttWire.class);

    /** From the start of an attempt to the last subscription granted, in milliseconds. */
    private static final long ATTEMPT_MILLIS = 5_000;
    /** How often deadlines are looked at, in milliseconds. */
    private static final long LOOK_MILLIS = 250;
    /** Of so many failed attempts in a row, one is worth a line in the log. */
    private static final int LOG_EVERY = 20;
    /** For a good-bye, in milliseconds. */
    private static final long CLOSE_MILLIS = 2_000;

    private record Subscription(List<String> filters, Qos qos, Predicate<String> matcher, Consumer<Arrival> listener) {}

    private final Vertx vertx;
    private final Context context;
    private final MqttSettings settings;
    private final LongSupplier monotonicMillis;
    private final RandomGenerator random;
    private final List<Subscription> subscriptions = new ArrayList<>();
    private final List<Consumer<Boolean>> watchers = new ArrayList<>();
    private final SendWindow window = new SendWindow();
    private final IncomingRoom room;
    private final long lookTimer;
    private @Nullable MqttSession session;
    private int failures;
    private boolean closed;
    private volatile boolean connected;

    private MqttWire(Vertx vertx, MqttSettings settings, LongSupplier monotonicMillis, RandomGenerator random) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.settings = settings;
        this.monotonicMillis = monotonicMillis;
        this.random = random;
        this.room = new IncomingRoom(settings.incoming());
        this.lookTimer = vertx.setPeriodic(LOOK_MILLIS, timer -> context.runOnContext(v -> look()));
    }

    /**
     * Begins to connect, and goes on for ever until closed. Returns at once; {@link #onConnectionChange} tells when there
     * is a connection.
     *
     * @param vertx whose current context, or else a new one, the wire lives on
     * @param settings the broker
     * @param monotonicMillis the process's monotonic clock, in milliseconds
     * @return the wire
     */
    public static MqttWire open(Vertx vertx, MqttSettings settings, LongSupplier monotonicMillis) {
        MqttWire wire = new MqttWire(vertx, settings, monotonicMillis, RandomGenerator.getDefault());
        wire.context.runOnContext(v -> wire.attempt());
        return wire;
    }

    @Override
    public boolean connected() {
        return connected;
    }

    @Override
    public void onConnectionChange(Consumer<Boolean> listener) {
        context.runOnContext(v -> {
            watchers.add(listener);
            if (connected) {
                listener.accept(true);
            }
        });
    }

    @Override
    public Future<Void> publish(String topic, byte[] payload, Qos qos, boolean retained) {
        return send(topic, payload, qos, retained, false);
    }

    @Override
    public Future<Void> publishUrgent(String topic, byte[] payload) {
        return send(topic, payload, Qos.AT_LEAST_ONCE, false, true);
    }

    private Future<Void> send(String topic, byte[] payload, Qos qos, boolean retained, boolean urgent) {
        if (!connected) {
            return Future.failedFuture(new LinkFailure(Kind.NOT_CONNECTED, topic));
        }
        Outgoing message = new Outgoing(topic, payload, qos, retained, monotonicMillis.getAsLong());
        context.runOnContext(v -> {
            MqttSession current = session;
            if (!connected || current == null) {
                message.promise.tryFail(new LinkFailure(Kind.NOT_CONNECTED, topic));
            } else if (window.admit(message, urgent)) {
                transmit(current, message);
            }
        });
        return message.promise.future();
    }

    private void transmit(MqttSession current, Outgoing message) {
        current.publish(message.topic, message.payload, message.qos, message.retained)
                .onComplete(sent -> {
                    if (sent.succeeded()) {
                        message.promise.tryComplete();
                    } else {
                        message.promise.tryFail(sent.cause());
                    }
                    if (session == current) {
                        window.done(message).ifPresent(next -> transmit(current, next));
                    }
                });
    }

    @Override
    public Future<Void> subscribe(String filter, Qos qos, Listener listener) {
        return subscribe(new Subscription(
                List.of(filter),
                qos,
                new TopicFilter(filter)::matches,
                a -> listener.arrived(a.topic(), a.payload(), a.receivedMillis())));
    }

    /**
     * Subscribes to many topics at once, now and after every reconnect. A message that matches several of the filters is
     * handed on as often as the broker sends it.
     *
     * @param filters topic filters, none of them shared; may be thousands
     * @param qos highest QoS wanted
     * @param listener gets what arrives; must not wait
     * @return as for {@link #subscribe(String, Qos, Listener)}
     */
    public Future<Void> subscribeAll(List<String> filters, Qos qos, Consumer<Arrival> listener) {
        return subscribe(new Subscription(List.copyOf(filters), qos, new TopicFilters(filters)::matches, listener));
    }

    /**
     * Messages that were dropped on arrival, since the wire was opened.
     *
     * @param tooLarge larger than the settings allow
     * @param tooMany more than were handled in time
     */
    public record Dropped(long tooLarge, long tooMany) {}

    /**
     * What was dropped on arrival. May be called from any thread.
     *
     * @return the numbers
     */
    public Dropped dropped() {
        return new Dropped(room.tooLarge(), room.tooMany());
    }

    private Future<Void> subscribe(Subscription subscription) {
        Promise<Void> done = Promise.promise();
        context.runOnContext(v -> {
            subscriptions.add(subscription);
            MqttSession current = session;
            if (connected && current != null) {
                current.subscribe(subscription.filters(), subscription.qos())
                        .onFailure(e -> lose(current, e.toString()))
                        .onComplete(done);
            } else {
                done.complete();
            }
        });
        return done.future();
    }

    @Override
    public Future<Void> close() {
        Promise<Void> done = Promise.promise();
        context.runOnContext(v -> {
            closed = true;
            vertx.cancelTimer(lookTimer);
            MqttSession current = session;
            session = null;
            becomes(false);
            window.failAll(monotonicMillis.getAsLong());
            if (current == null) {
                done.tryComplete();
            } else {
                current.end(true).onComplete(ended -> done.tryComplete());
                vertx.setTimer(CLOSE_MILLIS, timer -> done.tryComplete());
            }
        });
        return done.future();
    }

    // ---- the connection; everything below runs on the context

    private void attempt() {
        if (closed) {
            return;
        }
        try {
            Inlet inlet = new Inlet();
            MqttSession fresh = new MqttSession(context, settings, monotonicMillis, room, inlet);
            inlet.from = fresh;
            session = fresh;
            fresh.lost().onSuccess(why -> lose(fresh, why));
            vertx.setTimer(ATTEMPT_MILLIS, timer -> {
                if (!connected) {
                    lose(fresh, "no connection within " + ATTEMPT_MILLIS + " ms");
                }
            });
            fresh.connect()
                    .compose(v -> subscribeFrom(fresh, 0))
                    .onSuccess(v -> established(fresh))
                    .onFailure(e -> lose(fresh, e.toString()));
        } catch (MqttException | IllegalArgumentException e) {
            retryLater(e.toString());
        }
    }

    /** One after another, and again for those that were added meanwhile. */
    private Future<Void> subscribeFrom(MqttSession fresh, int index) {
        if (index >= subscriptions.size()) {
            return Future.succeededFuture();
        }
        Subscription next = subscriptions.get(index);
        return fresh.subscribe(next.filters(), next.qos()).compose(v -> subscribeFrom(fresh, index + 1));
    }

    private void established(MqttSession fresh) {
        if (session == fresh && !closed) {
            failures = 0;
            LOG.info("Connected to {}", settings);
            becomes(true);
        }
    }

    /** Gives a connection up, whatever state it is in. Does nothing when it is not the current one any more. */
    private void lose(MqttSession dead, String why) {
        if (session != dead) {
            return;
        }
        session = null;
        dead.end(false);
        becomes(false);
        window.failAll(monotonicMillis.getAsLong());
        retryLater(why);
    }

    private void retryLater(String why) {
        long wait = BackOff.millis(failures, random);
        // A broker that is away for a day should not fill the log.
        Level level = failures % LOG_EVERY == 0 ? Level.WARN : Level.DEBUG;
        LOG.atLevel(level).log("No connection to {} ({}); next attempt in {} ms", settings, why, wait);
        failures++;
        vertx.setTimer(wait, timer -> context.runOnContext(v -> attempt()));
    }

    private void becomes(boolean now) {
        if (connected != now) {
            connected = now;
            List.copyOf(watchers).forEach(watcher -> watcher.accept(now));
        }
    }

    private void look() {
        long now = monotonicMillis.getAsLong();
        window.failOverdueWaiting(now);
        MqttSession current = session;
        // A broker that takes our bytes and says nothing holds them back. Better that they die with the connection.
        if (current != null && connected && window.hasOverdue(now)) {
            lose(current, "the broker does not confirm");
        }
    }

    /**
     * Hands on what one connection brings, for as long as it is the current one: what a dead one had brought and nobody had
     * taken yet must not pass for news after those who listen were told that it is dead.
     */
    private final class Inlet implements Consumer<Arrival> {
        private @Nullable MqttSession from;

        @Override
        public void accept(Arrival arrival) {
            if (session == null || session != from) {
                return;
            }
            for (Subscription subscription : subscriptions) {
                if (subscription.matcher().test(arrival.topic())) {
                    subscription.listener().accept(arrival);
                }
            }
        }
    }
}
