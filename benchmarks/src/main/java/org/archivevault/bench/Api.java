package org.archivevault.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CompletableFuture;
import org.archivevault.protocol.Json;
import org.archivevault.protocol.MalformedMessage;

/** The server's API as any client uses it. */
final class Api {
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI server;
    private final String token;

    Api(URI server, String token) {
        this.server = server;
        this.token = token;
    }

    URI server() {
        return server;
    }

    String token() {
        return token;
    }

    Api as(String otherToken) {
        return new Api(server, otherToken);
    }

    JsonNode get(String path) {
        return json(Waiting.join(send(request(path).GET()), path));
    }

    JsonNode post(String path, Object body) {
        return json(Waiting.join(postLater(path, body), path));
    }

    CompletableFuture<HttpResponse<byte[]>> postLater(String path, Object body) {
        return send(request(path)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(Json.bytes(body))));
    }

    JsonNode post(String path) {
        return json(Waiting.join(send(request(path).POST(BodyPublishers.noBody())), path));
    }

    JsonNode put(String path, Object body) {
        return json(Waiting.join(
                send(request(path)
                        .header("Content-Type", "application/json")
                        .PUT(BodyPublishers.ofByteArray(Json.bytes(body)))),
                path));
    }

    /** Blocks until all of it has been received: minutes for a large file. */
    JsonNode upload(String path, BodyPublisher csv) throws IOException, InterruptedException {
        HttpRequest.Builder request = request(path).header("Content-Type", "text/csv");
        return json(http.send(request.POST(csv).build(), BodyHandlers.ofByteArray()));
    }

    /** A request whose answer is only looked at for success: the shortest way, for measuring. */
    void touch(HttpRequest request) {
        try {
            HttpResponse<Void> response = http.send(request, BodyHandlers.discarding());
            if (response.statusCode() != 200) {
                throw new IllegalStateException(request.uri() + ": status " + response.statusCode());
            }
        } catch (IOException e) {
            throw new IllegalStateException("no answer to " + request.uri(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(server.resolve("/api/v1" + path));
        return token.isEmpty() ? request : request.header("Authorization", "Bearer " + token);
    }

    private CompletableFuture<HttpResponse<byte[]>> send(HttpRequest.Builder request) {
        return http.sendAsync(request.build(), BodyHandlers.ofByteArray());
    }

    static JsonNode json(HttpResponse<byte[]> response) {
        byte[] body = response.body().length == 0 ? new byte[] {'{', '}'} : response.body();
        try {
            JsonNode json = Json.read(body, JsonNode.class);
            if (response.statusCode() >= 300) {
                throw new IllegalStateException(response.request().uri().getPath() + ": " + json);
            }
            return json;
        } catch (MalformedMessage e) {
            throw new IllegalStateException(response.request().uri() + " did not answer with JSON", e);
        }
    }
}
