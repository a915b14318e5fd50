package org.archivevault.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.function.Predicate;
import org.archivevault.protocol.Json;
import org.archivevault.protocol.MalformedMessage;

/** Reads server-sent events (HTML Living Standard, section 9.2.6): the data of each, as JSON. */
final class EventReader {
    private EventReader() {}

    /**
     * Reads until the stream ends or the reader has seen enough.
     *
     * @param stream closed at the end
     * @param onEvent gets each event's data; returns false when it has seen enough
     * @throws IOException when the connection breaks
     */
    static void read(InputStream stream, Predicate<JsonNode> onEvent) throws IOException {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            StringBuilder data = new StringBuilder();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("data:")) {
                    data.append(line, line.startsWith("data: ") ? 6 : 5, line.length())
                            .append('\n');
                } else if (line.isEmpty() && data.length() > 0) {
                    if (!onEvent.test(parsed(data.toString()))) {
                        return;
                    }
                    data.setLength(0);
                }
            }
        }
    }

    private static JsonNode parsed(String data) throws IOException {
        try {
            return Json.read(data.getBytes(StandardCharsets.UTF_8), JsonNode.class);
        } catch (MalformedMessage e) {
            throw new IOException(e);
        }
    }
}
