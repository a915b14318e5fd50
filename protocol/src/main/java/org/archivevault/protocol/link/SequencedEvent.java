package org.archivevault.protocol.link;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import org.archivevault.protocol.Json;
import org.archivevault.protocol.MalformedMessage;
import org.archivevault.protocol.event.EdgeEvent;

/**
 * An event with its place in its lane.
 *
 * @param seq 1 upwards, without gaps in one outbox and lane
 * @param at the edge's wall clock when it happened; for people, never for judging
 * @param event what happened
 */
public record SequencedEvent(long seq, Instant at, EdgeEvent event) {
    public SequencedEvent {
        if (seq < 1) {
            throw new IllegalArgumentException("seq is not at least 1: " + seq);
        }
    }

    /**
     * Reads one event of a batch. One that cannot be read becomes {@link EdgeEvent.Unrecognised}, so that it does not
     * hold up its lane for ever.
     *
     * @param seq 1 upwards
     * @param at the edge's wall clock
     * @param event the event as it came
     * @return the event with its place
     */
    @JsonCreator
    static SequencedEvent read(
            @JsonProperty(value = "seq", required = true) long seq,
            @JsonProperty(value = "at", required = true) Instant at,
            @JsonProperty(value = "event", required = true) JsonNode event) {
        return new SequencedEvent(seq, at, readEvent(event));
    }

    private static EdgeEvent readEvent(JsonNode event) {
        try {
            return Json.read(event, EdgeEvent.class);
        } catch (MalformedMessage e) {
            return new EdgeEvent.Unrecognised(
                    event.path("type").asText(""), event.toString(), String.valueOf(e.getMessage()));
        }
    }
}
