package org.archivevault.link.mqtt;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.archivevault.link.mqtt.MqttSettings.Incoming;

/** Keeps what has arrived and not been handled within its limits, and counts what was dropped. Used from any thread. */
final class IncomingRoom {
    private final Incoming limits;
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicLong waitingBytes = new AtomicLong();
    private final AtomicLong tooLarge = new AtomicLong();
    private final AtomicLong tooMany = new AtomicLong();

    IncomingRoom(Incoming limits) {
        this.limits = limits;
    }

    /** Whether a message may wait to be handled; then {@link #handled} must follow. */
    boolean admit(int bytes) {
        if (bytes > limits.mostPayloadBytes()) {
            tooLarge.incrementAndGet();
            return false;
        }
        boolean fits = waiting.incrementAndGet() <= limits.mostWaiting();
        fits &= waitingBytes.addAndGet(bytes) <= limits.mostWaitingBytes();
        if (!fits) {
            handled(bytes);
            tooMany.incrementAndGet();
        }
        return fits;
    }

    void handled(int bytes) {
        waiting.decrementAndGet();
        waitingBytes.addAndGet(-bytes);
    }

    /** Dropped, because they were larger than anything that is expected. */
    long tooLarge() {
        return tooLarge.get();
    }

    /** Dropped, because too much was waiting. */
    long tooMany() {
        return tooMany.get();
    }
}
