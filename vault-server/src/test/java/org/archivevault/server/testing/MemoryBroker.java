package org.archivevault.server.testing;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import org.archivevault.link.LinkFailure;
import org.archivevault.link.Qos;
import org.archivevault.link.Wire;

/** A broker in memory: topics with {@code +}, retained messages, shared subscriptions of one member, and a plug to pull. */
public final class MemoryBroker {
    private static final Pattern SHARED = Pattern.compile("\\$share/[^/]+/(.*)");

    private final Vertx vertx;
    private final LongSupplier monotonicMillis;
    private final List<Client> clients = new CopyOnWriteArrayList<>();
    private final Map<String, byte[]> retained = new ConcurrentHashMap<>();
    private volatile boolean up = true;

    public MemoryBroker(Vertx vertx, LongSupplier monotonicMillis) {
        this.vertx = vertx;
        this.monotonicMillis = monotonicMillis;
    }

    /** Connects a client. */
    public Wire connect() {
        Client client = new Client(vertx.getOrCreateContext());
        clients.add(client);
        return client;
    }

    /** Pulls or puts the plug: while it is out every publish fails and nothing arrives. */
    public void plugged(boolean in) {
        up = in;
        clients.forEach(client -> client.changes.forEach(listener -> listener.accept(in)));
    }

    private void deliver(String topic, byte[] payload) {
        clients.forEach(client -> client.arrived(topic, payload));
    }

    private record Subscription(Pattern topics, Wire.Listener listener) {}

    private final class Client implements Wire {
        private final Context context;
        private final List<Subscription> subscriptions = new CopyOnWriteArrayList<>();
        private final List<Consumer<Boolean>> changes = new CopyOnWriteArrayList<>();

        Client(Context context) {
            this.context = context;
        }

        @Override
        public Future<Void> publish(String topic, byte[] payload, Qos qos, boolean keep) {
            if (!up) {
                return Future.failedFuture(new LinkFailure(LinkFailure.Kind.NOT_CONNECTED, topic));
            }
            if (keep) {
                retained.put(topic, payload);
            }
            deliver(topic, payload);
            Promise<Void> done = Promise.promise();
            context.runOnContext(turn -> done.complete());
            return done.future();
        }

        @Override
        public Future<Void> publishUrgent(String topic, byte[] payload) {
            return publish(topic, payload, Qos.AT_LEAST_ONCE, false);
        }

        @Override
        public Future<Void> subscribe(String filter, Qos qos, Listener listener) {
            java.util.regex.Matcher shared = SHARED.matcher(filter);
            String plain = shared.matches() ? shared.group(1) : filter;
            Pattern topics = Pattern.compile(plain.replace("+", "[^/]+"));
            subscriptions.add(new Subscription(topics, listener));
            retained.forEach((topic, payload) -> {
                if (topics.matcher(topic).matches()) {
                    context.runOnContext(turn -> listener.arrived(topic, payload, monotonicMillis.getAsLong()));
                }
            });
            return Future.succeededFuture();
        }

        @Override
        public boolean connected() {
            return up;
        }

        @Override
        public void onConnectionChange(Consumer<Boolean> listener) {
            changes.add(listener);
            if (up) {
                listener.accept(true);
            }
        }

        @Override
        public Future<Void> close() {
            clients.remove(this);
            return Future.succeededFuture();
        }

        private void arrived(String topic, byte[] payload) {
            for (Subscription subscription : subscriptions) {
                if (subscription.topics().matcher(topic).matches()) {
                    context.runOnContext(
                            turn -> subscription.listener().arrived(topic, payload, monotonicMillis.getAsLong()));
                }
            }
        }
    }
}
