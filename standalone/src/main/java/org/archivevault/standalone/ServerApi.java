package org.archivevault.standalone;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.archivevault.protocol.Json;
import org.archivevault.protocol.MalformedMessage;

/** The server's API as any client uses it: the demo has no way in of its own. */
final class ServerApi {
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI server;
    private final String token;

    ServerApi(URI server, String token) {
        this.server = server;
        this.token = token;
    }

    ServerApi as(String otherToken) {
        return new ServerApi(server, otherToken);
    }

    JsonNode get(String path) {
        return send(request(path).GET());
    }

    JsonNode post(String path, Object body) {
        return send(request(path)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(Json.bytes(body))));
    }

    JsonNode put(String path, Object body) {
        return send(request(path)
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofByteArray(Json.bytes(body))));
    }

    JsonNode upload(String path, BodyPublisher csv) {
        return send(request(path).header("Content-Type", "text/csv").POST(csv));
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(server.resolve("/api/v1" + path));
        return token.isEmpty() ? request : request.header("Authorization", "Bearer " + token);
    }

    private JsonNode send(HttpRequest.Builder request) {
        try {
            HttpResponse<byte[]> response = http.send(request.build(), BodyHandlers.ofByteArray());
            byte[] body = response.body().length == 0 ? new byte[] {'{', '}'} : response.body();
            JsonNode json = Json.read(body, JsonNode.class);
            if (response.statusCode() >= 300) {
                throw new IllegalStateException(response.request().uri().getPath() + ": " + json);
            }
            return json;
        } catch (IOException | MalformedMessage e) {
            throw new IllegalStateException("the server does not answer as it should", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("stopped while starting", e);
        }
    }
}
