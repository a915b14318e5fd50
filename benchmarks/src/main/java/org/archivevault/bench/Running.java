package org.archivevault.bench;

import java.util.ArrayDeque;
import java.util.Deque;

/** What a measurement has started, to be ended newest first: at its end, and on Ctrl-C. */
final class Running implements AutoCloseable {
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final Thread onSignal = new Thread(this::endAll, "end-what-runs");
    private boolean ending;

    Running() {
        Runtime.getRuntime().addShutdownHook(onSignal);
    }

    /** Adds a part that runs. */
    synchronized <T extends AutoCloseable> T add(T part) {
        if (ending) {
            end(part);
            throw new IllegalStateException("interrupted");
        }
        parts.push(part);
        return part;
    }

    private synchronized void endAll() {
        ending = true;
        while (!parts.isEmpty()) {
            end(parts.pop());
        }
    }

    private static void end(AutoCloseable part) {
        try {
            part.close();
        } catch (Exception e) {
            System.err.println(part + " did not end as it should: " + e);
        }
    }

    @Override
    public void close() {
        endAll();
        try {
            Runtime.getRuntime().removeShutdownHook(onSignal);
        } catch (IllegalStateException alreadyEnding) {
            // The process is ending, and the hook with it: there is nothing left to remove.
            return;
        }
    }
}
