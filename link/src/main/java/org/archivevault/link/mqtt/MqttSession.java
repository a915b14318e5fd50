package org.archivevault.link.mqtt;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.archivevault.link.Arrival;
import org.archivevault.link.LinkFailure;
import org.archivevault.link.LinkFailure.Kind;
import org.archivevault.link.Qos;
import org.archivevault.link.Will;
import org.eclipse.paho.client.mqttv3.IMqttActionListener;
import org.eclipse.paho.client.mqttv3.IMqttDeliveryToken;
import org.eclipse.paho.client.mqttv3.IMqttToken;
import org.eclipse.paho.client.mqttv3.MqttAsyncClient;
import org.eclipse.paho.client.mqttv3.MqttCallback;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.MqttMessage;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection, from its first attempt to its end, with a Paho client of its own: a client that has lost a connection
 * keeps things of it (threads, messages in flight) that must not come back with the next one. Paho's callbacks come on
 * its threads and only hop to the context; nothing ever waits in them.
 */
final class MqttSession {
    private static final Logger LOG = LoggerFactory.getLogger(MqttSession.class);

    /** A broker that does not hear from us for one and a half times this sends our last will, in seconds. */
    static final int KEEP_ALIVE_SECONDS = 5;

    private static final int CONNECT_SECONDS = 4;
    /** Paho's own limit; the wire's window and its urgent messages stay far below. */
    private static final int PAHO_IN_FLIGHT = 200;
    /** Filters in one SUBSCRIBE: some kilobytes, and a vault of 2,000 sensors takes 20 round trips. */
    private static final int FILTERS_AT_ONCE = 100;
    /** For a good-bye that the broker does not take, in milliseconds. */
    private static final long GOOD_BYE_MILLIS = 1_000;
    /** What SUBACK says when the broker refuses. */
    private static final int REFUSED = 0x80;

    private final Context context;
    private final MqttSettings settings;
    private final LongSupplier monotonicMillis;
    private final IncomingRoom room;
    private final Consumer<Arrival> onMessage;
    private final Promise<String> lost = Promise.promise();
    private final MqttAsyncClient client;

    MqttSession(
            Context context,
            MqttSettings settings,
            LongSupplier monotonicMillis,
            IncomingRoom room,
            Consumer<Arrival> onMessage)
            throws MqttException {
        this.context = context;
        this.settings = settings;
        this.monotonicMillis = monotonicMillis;
        this.room = room;
        this.onMessage = onMessage;
        this.client = new MqttAsyncClient(settings.url(), settings.clientId(), new MemoryPersistence());
        this.client.setCallback(new Callbacks());
    }

    /** Completes with the reason when the connection has died. */
    Future<String> lost() {
        return lost.future();
    }

    Future<Void> connect() {
        return paho("connect", listener -> client.connect(options(), null, listener))
                .mapEmpty();
    }

    private MqttConnectOptions options() throws MqttException {
        MqttConnectOptions options = new MqttConnectOptions();
        options.setSocketFactory(PromptSockets.to(settings.url()));
        options.setMqttVersion(MqttConnectOptions.MQTT_VERSION_3_1_1);
        options.setCleanSession(true);
        options.setAutomaticReconnect(false);
        options.setKeepAliveInterval(KEEP_ALIVE_SECONDS);
        options.setConnectionTimeout(CONNECT_SECONDS);
        options.setMaxInflight(PAHO_IN_FLIGHT);
        if (settings.userName() != null) {
            options.setUserName(settings.userName());
        }
        if (settings.password() != null) {
            options.setPassword(settings.password().toCharArray());
        }
        Will will = settings.will();
        if (will != null) {
            options.setWill(will.topic(), will.payload().getBytes(StandardCharsets.UTF_8), 1, will.retained());
        }
        return options;
    }

    Future<Void> subscribe(List<String> filters, Qos qos) {
        if (filters.size() > FILTERS_AT_ONCE) {
            return subscribe(filters.subList(0, FILTERS_AT_ONCE), qos)
                    .compose(first -> subscribe(filters.subList(FILTERS_AT_ONCE, filters.size()), qos));
        }
        int[] wanted = new int[filters.size()];
        Arrays.fill(wanted, qos.level());
        return paho("subscribe", listener -> client.subscribe(filters.toArray(String[]::new), wanted, null, listener))
                .compose(token -> granted(filters, token.getGrantedQos()));
    }

    private static Future<Void> granted(List<String> filters, int @Nullable [] granted) {
        for (int i = 0; i < filters.size(); i++) {
            if (granted == null || granted.length <= i || granted[i] == REFUSED) {
                return Future.failedFuture(new LinkFailure(Kind.REFUSED, "subscription to " + filters.get(i)));
            }
        }
        return Future.succeededFuture();
    }

    Future<Void> publish(String topic, byte[] payload, Qos qos, boolean retained) {
        MqttMessage message = new MqttMessage(payload);
        message.setQos(qos.level());
        message.setRetained(retained);
        return paho("publish", listener -> client.publish(topic, message, null, listener))
                .mapEmpty();
    }

    private interface PahoCall {
        void start(IMqttActionListener listener) throws MqttException;
    }

    private Future<IMqttToken> paho(String what, PahoCall call) {
        Promise<IMqttToken> promise = Promise.promise();
        try {
            call.start(new IMqttActionListener() {
                @Override
                public void onSuccess(IMqttToken token) {
                    tell(v -> promise.tryComplete(token));
                }

                @Override
                public void onFailure(IMqttToken token, Throwable cause) {
                    tell(v -> promise.tryFail(new LinkFailure(Kind.CONNECTION_LOST, what + ": " + cause)));
                }
            });
        } catch (MqttException e) {
            promise.tryFail(new LinkFailure(Kind.NOT_CONNECTED, what + ": " + e));
        } catch (RuntimeException e) {
            // Paho throws these when the connection dies under a call (its issues 883 and 1036): nobody knows how far
            // it got.
            promise.tryFail(new LinkFailure(Kind.CONNECTION_LOST, what + ": " + e));
        }
        return promise.future();
    }

    /**
     * Ends the connection, with a good-bye or (for a connection that is in doubt) without one, so that nothing handed to
     * it is sent later. Paho may block here, hence a thread that may be left behind.
     */
    Future<Void> end(boolean goodBye) {
        Promise<Void> ended = Promise.promise();
        Thread thread = new Thread(
                () -> {
                    try {
                        client.disconnectForcibly(0, goodBye ? GOOD_BYE_MILLIS : 0, goodBye);
                        client.close(true);
                    } catch (MqttException | RuntimeException e) {
                        LOG.debug("Ending a connection to {}: {}", settings, e.toString());
                    } finally {
                        tell(v -> ended.tryComplete());
                    }
                },
                "mqtt-end-" + settings.clientId());
        thread.setDaemon(true);
        thread.start();
        return ended.future();
    }

    /** Brings word from a thread of Paho's. One that it left behind may speak up when the process is closing. */
    private void tell(Handler<Void> news) {
        try {
            context.runOnContext(news);
        } catch (RejectedExecutionException e) {
            LOG.debug("Nobody is left to hear from {}", settings);
        }
    }

    private final class Callbacks implements MqttCallback {
        @Override
        public void messageArrived(String topic, MqttMessage message) {
            long receivedMillis = monotonicMillis.getAsLong();
            byte[] payload = message.getPayload();
            if (!room.admit(payload.length)) {
                sayDropped(topic, payload.length);
                return;
            }
            tell(v -> {
                room.handled(payload.length);
                onMessage.accept(new Arrival(topic, payload, message.isRetained(), receivedMillis));
            });
        }

        /** At 1, 2, 4, 8 … of them: whoever floods us must not fill the log as well. */
        private void sayDropped(String topic, int bytes) {
            long dropped = room.tooLarge() + room.tooMany();
            if (Long.bitCount(dropped) == 1) {
                LOG.warn("{} messages from {} dropped; the last, on {}, has {} bytes", dropped, settings, topic, bytes);
            }
        }

        @Override
        public void connectionLost(Throwable cause) {
            tell(v -> lost.tryComplete(String.valueOf(cause)));
        }

        @Override
        public void deliveryComplete(IMqttDeliveryToken token) {
            // Each publish has a listener of its own.
        }
    }
}
