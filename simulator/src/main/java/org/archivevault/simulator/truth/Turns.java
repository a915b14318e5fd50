package org.archivevault.simulator.truth;

import java.util.function.LongConsumer;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;

/**
 * One thing after the other: whoever touches a simulated block, from whatever thread, takes a turn, and is told what time
 * it is. A turn is short and never waits for anything.
 */
public final class Turns {
    private final LongSupplier clockMillis;

    /**
     * Begins.
     *
     * @param clockMillis a monotonic clock in milliseconds
     */
    public Turns(LongSupplier clockMillis) {
        this.clockMillis = clockMillis;
    }

    /**
     * Takes a turn that gives something back.
     *
     * @param work gets the time in milliseconds
     * @param <T> what it gives back
     * @return what it gave back
     */
    public synchronized <T> T ask(LongFunction<T> work) {
        return work.apply(clockMillis.getAsLong());
    }

    /**
     * Takes a turn.
     *
     * @param work gets the time in milliseconds
     */
    public synchronized void take(LongConsumer work) {
        work.accept(clockMillis.getAsLong());
    }
}
