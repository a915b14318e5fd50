package org.archivevault.firmware.source;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Understands what the sources of a vault say. It does no I/O and has no clock; what it must remember between messages
 * (Sparkplug births, what a camera has said since the last connection) is bounded by the plan. Not thread-safe.
 */
public final class SourceReader {
    private final Topic.Tree<Listener> tree = new Topic.Tree<>();
    private final List<Hearing> sources = new ArrayList<>();
    private final List<String> filters;

    private SourceReader(WatchPlan plan) {
        Set<String> wanted = new LinkedHashSet<>();
        plan.sources().forEach(source -> sources.add(new Hearing(source, tree, wanted)));
        this.filters = wanted.stream()
                .filter(narrow -> wanted.stream().noneMatch(wide -> !wide.equals(narrow) && Topic.covers(wide, narrow)))
                .toList();
    }

    /**
     * A reader that has heard nothing yet.
     *
     * @param plan the sources, and the sensors and cameras at them
     * @return the reader
     */
    public static SourceReader of(WatchPlan plan) {
        return new SourceReader(plan);
    }

    /**
     * What to subscribe to. They are few also when there are thousands of sensors, so that more arrives than is wanted:
     * {@link #read} gives nothing for what the plan does not name.
     *
     * @return MQTT topic filters, each once, none covered by another; empty when nothing is watched
     */
    public List<String> filters() {
        return filters;
    }

    /**
     * To be called after every connection to the broker, the first one too: what was known of before may have changed
     * unheard, so it is forgotten and asked for anew.
     *
     * @param now on the edge's wall clock
     * @return what to publish, once the filters are subscribed
     */
    public List<Told> connected(Instant now) {
        Sayings out = new Sayings();
        sources.forEach(source -> source.connected(now, out));
        return out.told();
    }

    /**
     * Whether the plan asks for what is published at a topic.
     *
     * @param topic any topic
     * @return false when {@link #read} would give nothing, whatever the message
     */
    public boolean hears(String topic) {
        return !tree.at(topic).isEmpty();
    }

    /**
     * Understands one message.
     *
     * @param topic where it was published
     * @param payload any bytes: nothing makes this throw
     * @param receivedAt on the edge's wall clock
     * @return what it tells, in the order of the message; empty when it tells nothing that the plan asks for. A source that
     *     speaks wrongly does so with every message: the same {@link Told.Unusable} may come thousands of times
     */
    public List<Told> read(String topic, byte[] payload, Instant receivedAt) {
        List<Listener> listeners = tree.at(topic);
        if (listeners.isEmpty()) {
            return List.of();
        }
        Incoming message = new Incoming(topic, payload, receivedAt);
        Sayings out = new Sayings();
        listeners.forEach(listener -> listener.hear(message, out));
        return out.told();
    }
}
