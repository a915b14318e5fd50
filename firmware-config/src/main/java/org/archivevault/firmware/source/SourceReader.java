package org.archivevault.firmware.source;

import java.time.Instant;
import java.util.List;

/**
 * Understands what the sources of a vault say. It does no I/O and has no clock; what it must remember between messages
 * (Sparkplug births, what a camera has said since the last connection) is bounded by the plan. Not thread-safe.
 */
public final class SourceReader {
    private SourceReader() {}

    /**
     * A reader that has heard nothing yet.
     *
     * @param plan the sources, and the sensors and cameras at them
     * @return the reader
     */
    public static SourceReader of(WatchPlan plan) {
        return new SourceReader();
    }

    /**
     * What to subscribe to.
     *
     * @return MQTT topic filters, each once; empty when nothing is watched
     */
    public List<String> filters() {
        return List.of();
    }

    /**
     * To be called after every connection to the broker, the first one too: what was known of before may have changed
     * unheard, so it is forgotten and asked for anew.
     *
     * @param now on the edge's wall clock
     * @return what to publish, once the filters are subscribed
     */
    public List<Told> connected(Instant now) {
        return List.of();
    }

    /**
     * Understands one message.
     *
     * @param topic where it was published
     * @param payload any bytes: nothing makes this throw
     * @param receivedAt on the edge's wall clock
     * @return what it tells, in the order of the message; empty when it tells nothing that the plan asks for
     */
    public List<Told> read(String topic, byte[] payload, Instant receivedAt) {
        return List.of();
    }
}
