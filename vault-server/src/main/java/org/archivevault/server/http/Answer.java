package org.archivevault.server.http;

import io.vertx.core.buffer.Buffer;
import java.util.Map;
import org.archivevault.protocol.Json;
import org.jspecify.annotations.Nullable;

/**
 * What a handler answers when all went well.
 *
 * @param status the HTTP status, 200–299; 0 when the handler has taken the response over
 * @param body the JSON body; null when there is none
 * @param headers more headers
 */
public record Answer(int status, @Nullable Buffer body, Map<String, String> headers) {
    private static final Answer HANDLED = new Answer(0, null, Map.of());
    private static final Answer NO_CONTENT = new Answer(204, null, Map.of());

    public Answer {
        if (status != 0 && (status < 200 || status > 299)) {
            throw new IllegalArgumentException("an answer has a 2xx status; refusals are Problems: " + status);
        }
        headers = Map.copyOf(headers);
    }

    /**
     * 200 with a body.
     *
     * @param body a record, map or list, written as JSON
     * @return the answer
     */
    public static Answer ok(Object body) {
        return new Answer(200, Buffer.buffer(Json.bytes(body)), Map.of());
    }

    /**
     * 200 with a body that is JSON already.
     *
     * @param json UTF-8 JSON
     * @return the answer
     */
    public static Answer okJson(Buffer json) {
        return new Answer(200, json, Map.of());
    }

    /**
     * 201 with a body.
     *
     * @param location where the new thing is, for example {@code /api/v1/retrievals/…}
     * @param body a record, map or list, written as JSON
     * @return the answer
     */
    public static Answer created(String location, Object body) {
        return new Answer(201, Buffer.buffer(Json.bytes(body)), Map.of("Location", location));
    }

    /**
     * 202 with a body: begun, not ended.
     *
     * @param body a record, map or list, written as JSON
     * @return the answer
     */
    public static Answer accepted(Object body) {
        return new Answer(202, Buffer.buffer(Json.bytes(body)), Map.of());
    }

    /**
     * 204.
     *
     * @return the answer
     */
    public static Answer noContent() {
        return NO_CONTENT;
    }

    /**
     * The handler has taken the response over (streams only).
     *
     * @return nothing more to send
     */
    public static Answer handled() {
        return HANDLED;
    }
}
