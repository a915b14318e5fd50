package org.archivevault.edge.watch;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.archivevault.firmware.source.Told;

/** What is to be published so that sources say all anew: after a connection, when one asks for it, and again in a while. */
final class Questions {
    private final Map<String, Long> askedAt = new LinkedHashMap<>();
    private final List<Told.Ask> due = new ArrayList<>();
    private List<Told.Ask> afterConnection = List.of();
    private long nextAt;
    private long wait = WatchLimits.ASK_AGAIN_MILLIS;

    /** There is a connection: these are asked at once, and again until all that can be known is known. */
    void connected(List<Told.Ask> asks, long now) {
        askedAt.clear();
        due.clear();
        afterConnection = List.copyOf(asks);
        askAll(now);
        wait = WatchLimits.ASK_AGAIN_MILLIS;
        nextAt = now + wait;
    }

    /** A source asks to be asked. */
    void add(Told.Ask ask, long now) {
        Long last = askedAt.get(ask.topic());
        boolean soon = last != null && now - last < WatchLimits.SAME_QUESTION_MILLIS;
        if (!soon && due.size() < WatchLimits.MOST_QUESTIONS) {
            askedAt.put(ask.topic(), now);
            if (askedAt.size() > WatchLimits.MOST_QUESTIONS) {
                askedAt.remove(askedAt.keySet().iterator().next());
            }
            due.add(ask);
        }
    }

    /** Something can be asked for that could not before: the wait begins anew. */
    void hurry(long now) {
        wait = WatchLimits.ASK_AGAIN_MILLIS;
        nextAt = now;
    }

    /** Something is still unknown. */
    void stillOpen(long now) {
        if (now >= nextAt) {
            askAll(now);
            nextAt = now + wait;
            wait = Math.min(2 * wait, WatchLimits.ASK_AGAIN_MOST_MILLIS);
        }
    }

    private void askAll(long now) {
        afterConnection.forEach(ask -> add(ask, now));
    }

    void disconnected() {
        due.clear();
        afterConnection = List.of();
    }

    List<Told.Ask> take() {
        List<Told.Ask> taken = List.copyOf(due);
        due.clear();
        return taken;
    }
}
