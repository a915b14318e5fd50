package org.archivevault.server.location;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Answers many look-ups with few statements: while one statement of a thread is under way, further keys gather, and the
 * next statement asks for all of them at once. Nothing is cached: a key is always asked for after its look-up began, so
 * no answer is older than its question. At low load every look-up is a statement of its own and waits for nothing.
 *
 * @param <V> what is looked up
 */
final class Coalescer<V> {
    /**
     * Keys in one statement. Larger ones gain nothing more (the cost per key is then that of the index), but make the
     * first key wait for the last.
     */
    static final int LARGEST_BATCH = 128;

    private final Function<List<String>, Future<Map<String, V>>> fetch;
    /** One lane per event loop, so that its promises are completed where they were made. */
    private final ThreadLocal<Lane> lanes = ThreadLocal.withInitial(Lane::new);

    /**
     * @param fetch looks many keys up at once; a key that is not found is not in the map
     */
    Coalescer(Function<List<String>, Future<Map<String, V>>> fetch) {
        this.fetch = fetch;
    }

    /**
     * Looks one key up.
     *
     * @return completes with what was found, or empty; fails when the statement does
     */
    Future<Optional<V>> find(String key) {
        Promise<Optional<V>> promise = Promise.promise();
        lanes.get().add(new Waiting<>(key, promise));
        return promise.future();
    }

    private record Waiting<V>(String key, Promise<Optional<V>> promise) {}

    /** Synchronized, since a caller outside an event loop gets its answer on another thread. */
    private final class Lane {
        private final ArrayDeque<Waiting<V>> waiting = new ArrayDeque<>();
        private boolean underWay;

        void add(Waiting<V> lookUp) {
            List<Waiting<V>> batch;
            synchronized (this) {
                waiting.add(lookUp);
                if (underWay) {
                    return;
                }
                underWay = true;
                batch = take();
            }
            send(batch);
        }

        private List<Waiting<V>> take() {
            List<Waiting<V>> batch = new ArrayList<>(Math.min(waiting.size(), LARGEST_BATCH));
            while (batch.size() < LARGEST_BATCH && !waiting.isEmpty()) {
                batch.add(waiting.poll());
            }
            return batch;
        }

        private void send(List<Waiting<V>> batch) {
            Map<String, Boolean> distinct = new HashMap<>(batch.size() * 2);
            for (Waiting<V> lookUp : batch) {
                distinct.put(lookUp.key(), true);
            }
            Future<Map<String, V>> answer;
            try {
                answer = fetch.apply(new ArrayList<>(distinct.keySet()));
            } catch (RuntimeException e) {
                answer = Future.failedFuture(e);
            }
            answer.onComplete(done -> {
                sendNext();
                for (Waiting<V> lookUp : batch) {
                    if (done.succeeded()) {
                        lookUp.promise()
                                .complete(Optional.ofNullable(done.result().get(lookUp.key())));
                    } else {
                        lookUp.promise().fail(done.cause());
                    }
                }
            });
        }

        /** Before the answers go out: the database works while they are written. */
        private void sendNext() {
            List<Waiting<V>> batch;
            synchronized (this) {
                if (waiting.isEmpty()) {
                    underWay = false;
                    return;
                }
                batch = take();
            }
            send(batch);
        }
    }
}
