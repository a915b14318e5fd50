package org.archivevault.server.location;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Answers many look-ups with few statements: the keys that arrive in one turn of an event loop go into one statement, and
 * while as many statements of a loop are under way as may be, further keys gather for the next. Nothing is cached: a key
 * is always asked for after its look-up began, so no answer is older than its question. At low load every look-up is a
 * statement of its own and waits for nothing.
 *
 * @param <V> what is looked up
 */
final class Coalescer<V> {
    /**
     * Keys in one statement. Larger ones gain nothing more (the cost per key is then that of the index), but make the
     * first key wait for the last.
     */
    static final int LARGEST_BATCH = 128;

    /** Keys that are not spread over several statements: below that a statement costs more than its keys. */
    static final int WORTH_A_STATEMENT = 16;

    private final int mostUnderWay;
    private final Function<List<String>, Future<Map<String, V>>> fetch;
    /** One lane per event loop, so that its promises are completed where they were made. */
    private final ThreadLocal<Lane> lanes = ThreadLocal.withInitial(Lane::new);

    /**
     * @param mostUnderWay statements of one event loop that may be under way at a time, 1 upwards: with 1 the loop waits
     *     for the database, with many each asks for few keys
     * @param fetch looks many keys up at once; a key that is not found is not in the map
     */
    Coalescer(int mostUnderWay, Function<List<String>, Future<Map<String, V>>> fetch) {
        this.mostUnderWay = mostUnderWay;
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
        private int underWay;
        private boolean turnEnds;

        void add(Waiting<V> lookUp) {
            Context loop = Vertx.currentContext();
            synchronized (this) {
                waiting.add(lookUp);
                if (turnEnds || underWay == mostUnderWay) {
                    return;
                }
                turnEnds = loop != null;
            }
            if (loop == null) {
                sendNext();
            } else {
                // Behind all that this turn of the loop still has to read: that goes along.
                loop.runOnContext(end -> {
                    synchronized (this) {
                        turnEnds = false;
                    }
                    sendNext();
                });
            }
        }

        /** A share of what waits, so that the statements that may go all have work, and their answers come one by one. */
        private List<Waiting<V>> take() {
            int free = mostUnderWay - underWay;
            int share = (waiting.size() + free - 1) / free;
            int size = Math.min(waiting.size(), Math.min(LARGEST_BATCH, Math.max(WORTH_A_STATEMENT, share)));
            List<Waiting<V>> batch = new ArrayList<>(size);
            while (batch.size() < size) {
                batch.add(waiting.remove());
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
                synchronized (this) {
                    underWay--;
                }
                // Before the answers go out: the database works while they are written.
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

        private void sendNext() {
            for (List<Waiting<V>> batch = next(); !batch.isEmpty(); batch = next()) {
                send(batch);
            }
        }

        /** The next batch to send; empty when none waits or none may go. */
        private synchronized List<Waiting<V>> next() {
            if (waiting.isEmpty() || underWay == mostUnderWay) {
                return List.of();
            }
            List<Waiting<V>> batch = take();
            underWay++;
            return batch;
        }
    }
}
