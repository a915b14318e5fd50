package org.archivevault.simulator.watch;

import io.netty.handler.codec.mqtt.MqttQoS;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.mqtt.MqttClient;
import io.vertx.mqtt.MqttClientOptions;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connection of one source to the broker: kept for ever, a new client for each attempt. What cannot be sent is lost,
 * as with the real ones. It lives on one Vert.x context.
 */
final class SourceConnection {
    private static final Logger LOG = LoggerFactory.getLogger(SourceConnection.class);
    /** Between two attempts, in milliseconds. */
    private static final long RETRY_MILLIS = 1_000;

    private static final int KEEP_ALIVE_SECONDS = 10;
    private static final int DEFAULT_PORT = 1883;

    private final Vertx vertx;
    private final WatchSettings settings;
    private final String name;
    private final Optional<Publication> lastWill;
    private final List<String> listens;
    private final Supplier<List<Publication>> hello;
    private final Function<String, List<Publication>> heard;
    private Optional<MqttClient> client = Optional.empty();
    private boolean connected;
    private boolean closed;

    SourceConnection(
            Vertx vertx,
            WatchSettings settings,
            String name,
            Voice voice,
            Supplier<List<Publication>> hello,
            Function<String, List<Publication>> heard) {
        this.vertx = vertx;
        this.settings = settings;
        this.name = name;
        this.lastWill = voice.lastWill();
        this.listens = voice.listens();
        this.hello = hello;
        this.heard = heard;
    }

    boolean isConnected() {
        return connected;
    }

    /** Begins to connect; succeeds with the first connection, or after the first attempt that failed. */
    Future<Void> open() {
        closed = false;
        return attempt();
    }

    private Future<Void> attempt() {
        if (closed || client.isPresent()) {
            return Future.succeededFuture();
        }
        MqttClientOptions options = new MqttClientOptions()
                .setClientId("simulated-" + name)
                .setCleanSession(true)
                .setAutoKeepAlive(true)
                .setKeepAliveInterval(KEEP_ALIVE_SECONDS)
                .setMaxMessageSize(1 << 20);
        settings.userName().ifPresent(options::setUsername);
        settings.password().ifPresent(options::setPassword);
        lastWill.ifPresent(will -> options.setWillFlag(true)
                .setWillTopic(will.topic())
                .setWillMessageBytes(Buffer.buffer(will.payload()))
                .setWillQoS(1)
                .setWillRetain(will.retained()));
        MqttClient fresh = MqttClient.create(vertx, options);
        client = Optional.of(fresh);
        fresh.closeHandler(gone -> lost(fresh, "the connection ended"));
        fresh.exceptionHandler(e -> LOG.debug("{}: {}", name, e.toString()));
        fresh.publishHandler(message -> heard.apply(message.topicName()).forEach(this::publish));
        URI url = URI.create(settings.url());
        return fresh.connect(url.getPort() < 0 ? DEFAULT_PORT : url.getPort(), url.getHost())
                .compose(accepted -> subscribed(fresh, 0))
                .onSuccess(done -> established(fresh))
                .onFailure(e -> lost(fresh, e.toString()))
                .transform(tried -> Future.succeededFuture());
    }

    private Future<Void> subscribed(MqttClient fresh, int index) {
        return index >= listens.size()
                ? Future.succeededFuture()
                : fresh.subscribe(listens.get(index), MqttQoS.AT_LEAST_ONCE.value())
                        .compose(granted -> subscribed(fresh, index + 1));
    }

    private void established(MqttClient fresh) {
        if (client.filter(fresh::equals).isPresent() && !closed) {
            connected = true;
            LOG.info(
                    "模拟数据源 {} 已连接 {} / the simulated source {} is connected to {}",
                    name,
                    settings.url(),
                    name,
                    settings.url());
            hello.get().forEach(this::publish);
        }
    }

    private void lost(MqttClient dead, String why) {
        if (client.filter(dead::equals).isEmpty()) {
            return;
        }
        client = Optional.empty();
        connected = false;
        if (!closed) {
            LOG.debug("{}: {}; next attempt in {} ms", name, why, RETRY_MILLIS);
            vertx.setTimer(RETRY_MILLIS, timer -> attempt());
        }
    }

    /** Sends when there is a connection; else it is lost. */
    void publish(Publication message) {
        client.filter(c -> connected)
                .ifPresent(c -> c.publish(
                                message.topic(),
                                Buffer.buffer(message.payload()),
                                MqttQoS.AT_MOST_ONCE,
                                false,
                                message.retained())
                        .onFailure(
                                e -> LOG.debug("{}: {} was not published: {}", name, message.topic(), e.toString())));
    }

    /** Ends it in good order: what it says at last, and no last will. */
    Future<Void> close(List<Publication> goodBye) {
        goodBye.forEach(this::publish);
        closed = true;
        Optional<MqttClient> open = client.filter(c -> connected);
        client = Optional.empty();
        connected = false;
        return open.isEmpty()
                ? Future.succeededFuture()
                : open.get().disconnect().transform(ended -> Future.succeededFuture());
    }
}
