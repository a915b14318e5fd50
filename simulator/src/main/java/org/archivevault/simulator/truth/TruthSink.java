package org.archivevault.simulator.truth;

/** Takes what happened, in the order in which it happened. */
@FunctionalInterface
public interface TruthSink {
    /**
     * Takes one event; must not block.
     *
     * @param event what happened
     */
    void record(TruthEvent event);
}
