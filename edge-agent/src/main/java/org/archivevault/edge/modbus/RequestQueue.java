package org.archivevault.edge.modbus;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Requests in order of arrival, urgent ones ahead of all others. Both kinds are bounded. */
final class RequestQueue {
    /**
     * Most ordinary requests that wait. At 300 ms for each unanswered one the last would wait 19 s: more would only be
     * answers that nobody waits for any more.
     */
    static final int MOST_WAITING = 64;

    /** Most urgent requests that wait: one stop for every unit of a bus. */
    static final int MOST_URGENT = 256;

    private final ArrayDeque<Waiting<?>> ordinary = new ArrayDeque<>();
    private final ArrayDeque<Waiting<?>> urgent = new ArrayDeque<>();

    /**
     * Queues a request.
     *
     * @param waiting the request
     * @return false when its kind is full; nothing changed then
     */
    boolean offer(Waiting<?> waiting) {
        ArrayDeque<Waiting<?>> queue = waiting.urgent() ? urgent : ordinary;
        return queue.size() < limitFor(waiting) && queue.offer(waiting);
    }

    /** The limit that holds for requests like this one. */
    static int limitFor(Waiting<?> waiting) {
        return waiting.urgent() ? MOST_URGENT : MOST_WAITING;
    }

    /** The next request, which stays; null when there is none. */
    @Nullable
    Waiting<?> peek() {
        return urgent.isEmpty() ? ordinary.peek() : urgent.peek();
    }

    /** Takes the next request away. */
    void remove() {
        (urgent.isEmpty() ? ordinary : urgent).remove();
    }

    /** Takes all away, next one first. */
    List<Waiting<?>> drain() {
        List<Waiting<?>> all = new ArrayList<>(urgent);
        all.addAll(ordinary);
        urgent.clear();
        ordinary.clear();
        return all;
    }
}
