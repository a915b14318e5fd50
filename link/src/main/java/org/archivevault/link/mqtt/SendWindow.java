package org.archivevault.link.mqtt;

import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.archivevault.link.LinkFailure;
import org.archivevault.link.LinkFailure.Kind;
import org.archivevault.link.Qos;

/** What is on its way and what waits for its turn. Bookkeeping only; time is an argument. Used on one context. */
final class SendWindow {
    /** Messages on their way at once: what brokers commonly accept of one client (mosquitto: 20). */
    static final int MOST_IN_FLIGHT = 20;
    /** Messages that may wait for their turn. */
    static final int MOST_WAITING = 200;
    /** From {@code publish} to the broker's word, in milliseconds. */
    static final long DEADLINE_MILLIS = 5_000;

    /** One message. */
    static final class Outgoing {
        final String topic;
        final byte[] payload;
        final Qos qos;
        final boolean retained;
        final long sinceMillis;
        final Promise<Void> promise = Promise.promise();

        Outgoing(String topic, byte[] payload, Qos qos, boolean retained, long sinceMillis) {
            this.topic = topic;
            this.payload = payload;
            this.qos = qos;
            this.retained = retained;
            this.sinceMillis = sinceMillis;
        }

        boolean overdue(long nowMillis) {
            return nowMillis - sinceMillis > DEADLINE_MILLIS;
        }
    }

    private final Set<Outgoing> inFlight = new LinkedHashSet<>();
    private final Deque<Outgoing> waiting = new ArrayDeque<>();

    /** True when it may leave now; else it waits, or has failed because too much waits already. */
    boolean admit(Outgoing message, boolean urgent) {
        if (urgent || inFlight.size() < MOST_IN_FLIGHT) {
            inFlight.add(message);
            return true;
        }
        if (waiting.size() >= MOST_WAITING) {
            message.promise.tryFail(new LinkFailure(Kind.TOO_MUCH_WAITING, message.topic));
        } else {
            waiting.add(message);
        }
        return false;
    }

    /** Takes a message off; the next one, if one may leave now. */
    Optional<Outgoing> done(Outgoing message) {
        inFlight.remove(message);
        Outgoing next = inFlight.size() < MOST_IN_FLIGHT ? waiting.poll() : null;
        if (next != null) {
            inFlight.add(next);
        }
        return Optional.ofNullable(next);
    }

    /** Fails what has waited too long for its turn. */
    void failOverdueWaiting(long nowMillis) {
        for (Iterator<Outgoing> i = waiting.iterator(); i.hasNext(); ) {
            Outgoing message = i.next();
            if (message.overdue(nowMillis)) {
                i.remove();
                message.promise.tryFail(new LinkFailure(Kind.NEVER_SENT_IN_TIME, message.topic));
            }
        }
    }

    /** Whether something on its way has not been confirmed in time. */
    boolean hasOverdue(long nowMillis) {
        return inFlight.stream().anyMatch(message -> message.overdue(nowMillis));
    }

    /** Fails everything, because the connection is no more. */
    void failAll(long nowMillis) {
        Set<Outgoing> left = new LinkedHashSet<>(inFlight);
        Deque<Outgoing> never = new ArrayDeque<>(waiting);
        inFlight.clear();
        waiting.clear();
        left.forEach(m -> m.promise.tryFail(
                new LinkFailure(m.overdue(nowMillis) ? Kind.NOT_CONFIRMED_IN_TIME : Kind.CONNECTION_LOST, m.topic)));
        never.forEach(m -> m.promise.tryFail(new LinkFailure(Kind.NOT_CONNECTED, m.topic)));
    }
}
