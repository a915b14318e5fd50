package org.archivevault.server.alarm.notice;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import org.archivevault.protocol.Json;
import org.archivevault.protocol.MalformedMessage;

/**
 * Something that is to be sent.
 *
 * @param id names it; the same at every repetition
 * @param alarm about which alarm
 * @param recipient name of the recipient
 * @param occasion why
 * @param createdAt when it was noted
 * @param body JSON: occasion and alarm
 * @param tries how often it has been tried, with this time
 */
record Notice(long id, UUID alarm, String recipient, String occasion, Instant createdAt, String body, int tries) {
    /** The alarm as it was then. */
    JsonNode alarmBody() {
        try {
            return Json.read(body.getBytes(StandardCharsets.UTF_8), JsonNode.class)
                    .path("alarm");
        } catch (MalformedMessage e) {
            throw new IllegalStateException("jsonb that is no JSON", e);
        }
    }
}
