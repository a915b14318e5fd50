package org.archivevault.server.edge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.archivevault.protocol.Json;
import org.archivevault.protocol.command.CommandOutcome;
import org.archivevault.protocol.event.EdgeEvent;
import org.archivevault.protocol.link.SequencedEvent;
import org.archivevault.server.accesslog.AccessEntry;
import org.jspecify.annotations.Nullable;

/**
 * An event as it is stored and as it stands in the access log.
 *
 * @param type the JSON type
 * @param block the block it concerns, if one
 * @param command the command it concerns, if one
 * @param body the event as JSON
 */
record EventRow(
        String type, @Nullable String block, @Nullable UUID command, String body) {
    /** Longest text of foreign making that is copied into an access entry, in characters. */
    private static final int MAX_FOREIGN_CHARS = 4_000;

    static EventRow of(EdgeEvent event) {
        if (event instanceof EdgeEvent.Unrecognised unread) {
            return new EventRow("unrecognised", null, null, unread.raw());
        }
        if (event instanceof EdgeEvent.StillPart still) {
            return stillPart(still);
        }
        JsonNode tree = Json.mapper().valueToTree(event);
        return new EventRow(
                tree.path("type").asText(), tree.path("block").asText(null), commandOf(event, tree), tree.toString());
    }

    /**
     * Whether the generic table keeps the event. Readings have a table of their own, ten thousand a second of them, and
     * are in no other (docs/decisions/0014). What cameras noticed is about people, and is forgotten when its time is over:
     * this table forgets nothing.
     */
    static boolean isKeptHere(EdgeEvent event) {
        return !(event instanceof EdgeEvent.ReadingsTaken) && !(event instanceof EdgeEvent.CameraNoticed);
    }

    /** The picture itself is the cameras' to keep; here stands which part of which it was. */
    private static EventRow stillPart(EdgeEvent.StillPart still) {
        ObjectNode body = Json.mapper()
                .createObjectNode()
                .put("type", "still-part")
                .put("camera", still.camera().value())
                .put("observation", still.observation())
                .put("sha256", still.sha256())
                .put("part", still.part())
                .put("parts", still.parts())
                .put("takenAt", still.takenAt().toString());
        return new EventRow("still-part", null, null, body.toString());
    }

    private static @Nullable UUID commandOf(EdgeEvent event, JsonNode tree) {
        // StopSent has a cause too, but that is a text for people.
        boolean motion = event instanceof EdgeEvent.MotionStarted || event instanceof EdgeEvent.MotionStopped;
        String id = tree.path(motion ? "cause" : "command").asText(null);
        return id == null ? null : UUID.fromString(id);
    }

    /** The entry that every event of the access lane gets. */
    AccessEntry entry(String edge, SequencedEvent event) {
        String object = command != null ? "command:" + command : block != null ? "block:" + block : "";
        return AccessEntry.of(
                type.startsWith("edge-") ? type : "edge-" + type,
                "edge:" + edge,
                object,
                result(event.event()),
                Map.of("seq", event.seq(), "at", event.at(), "event", shortened(body)));
    }

    private static String result(EdgeEvent event) {
        if (event instanceof EdgeEvent.CommandEnded ended) {
            return outcomeName(ended.outcome());
        }
        return event instanceof EdgeEvent.Unrecognised ? "unrecognised" : AccessEntry.OK;
    }

    private static String outcomeName(CommandOutcome outcome) {
        return outcome.getClass().getSimpleName().toLowerCase(Locale.ROOT);
    }

    private static String shortened(String text) {
        return text.length() <= MAX_FOREIGN_CHARS ? text : text.substring(0, MAX_FOREIGN_CHARS) + "…";
    }
}
