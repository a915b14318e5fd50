package org.archivevault.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.archivevault.protocol.Bilingual;
import org.archivevault.protocol.Json;
import org.archivevault.protocol.MalformedMessage;
import org.jspecify.annotations.Nullable;

/** The server's API over HTTP. Every failure is a {@link ClientFailure} with a sentence. */
final class Api {
    /** A server that is there answers at once; one that is gone is told within 2 s. */
    private static final Duration CONNECT = Duration.ofMillis(1_500);
    /** The server itself gives up on its database or broker within 2 s; a little more for the way. */
    private static final Duration ANSWER = Duration.ofSeconds(5);

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .build();
    private final URI server;
    private final String token;

    Api(URI server, String token) {
        this.server = server;
        this.token = token;
    }

    static Api of(SessionFile session) {
        return new Api(session.server(), session.token());
    }

    JsonNode get(String path) {
        return json(request(path).timeout(ANSWER).GET().build());
    }

    JsonNode post(String path, @Nullable Object body) {
        BodyPublisher publisher = body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(Json.bytes(body));
        HttpRequest.Builder request = request(path).timeout(ANSWER).POST(publisher);
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        return json(request.build());
    }

    JsonNode put(String path, Object body) {
        return json(request(path)
                .timeout(ANSWER)
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofByteArray(Json.bytes(body)))
                .build());
    }

    /** Sends a file of any length; the answer comes when the server has all of it. */
    JsonNode upload(String path, BodyPublisher file) {
        return upload(path, "text/csv", file);
    }

    /** As {@link #upload(String, BodyPublisher)}, of another media type. */
    JsonNode upload(String path, String mediaType, BodyPublisher file) {
        return json(request(path).header("Content-Type", mediaType).POST(file).build());
    }

    /** Something that may take the server longer than an ordinary question. */
    JsonNode postPatiently(String path) {
        return json(request(path).POST(BodyPublishers.noBody()).build());
    }

    /** The body as it comes, for the caller to close. */
    InputStream stream(String path) {
        HttpResponse<InputStream> response = send(request(path).GET().build(), BodyHandlers.ofInputStream());
        if (response.statusCode() >= 300) {
            try (InputStream body = response.body()) {
                throw problem(response.statusCode(), body.readAllBytes());
            } catch (IOException e) {
                throw gone(e);
            }
        }
        return response.body();
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(server.resolve("/api/v1" + path));
        return token.isEmpty() ? request : request.header("Authorization", "Bearer " + token);
    }

    private JsonNode json(HttpRequest request) {
        HttpResponse<byte[]> response = send(request, BodyHandlers.ofByteArray());
        if (response.statusCode() >= 300) {
            throw problem(response.statusCode(), response.body());
        }
        return response.body().length == 0 ? JsonNodeFactory.instance.nullNode() : parsed(response.body());
    }

    private <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> handler) {
        try {
            return http.send(request, handler);
        } catch (IOException e) {
            throw gone(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw gone(e);
        }
    }

    ClientFailure gone(Exception cause) {
        ClientFailure failure = new ClientFailure(
                ClientFailure.UNREACHABLE,
                "",
                new Bilingual("服务器 {} 无应答", "the server {} does not answer").with(server));
        failure.initCause(cause);
        return failure;
    }

    private static JsonNode parsed(byte[] body) {
        try {
            return Json.read(body, JsonNode.class);
        } catch (MalformedMessage e) {
            throw new IllegalStateException(
                    "the server's answer is not JSON: " + new String(body, StandardCharsets.UTF_8), e);
        }
    }

    private static ClientFailure problem(int status, byte[] body) {
        JsonNode problem;
        try {
            problem = Json.read(body, JsonNode.class);
        } catch (MalformedMessage e) {
            problem = JsonNodeFactory.instance.objectNode();
        }
        String fallback = "HTTP " + status;
        StringBuilder more = new StringBuilder();
        List<String> nearest = new ArrayList<>();
        problem.path("nearest").forEach(n -> nearest.add(n.asText()));
        if (!nearest.isEmpty()) {
            more.append("\n  相近 / nearest: ").append(String.join("  ", nearest));
        }
        return new ClientFailure(
                status == 401 ? ClientFailure.NOT_SIGNED_IN : ClientFailure.REFUSED,
                problem.path("code").asText(""),
                new Bilingual(
                        problem.path("zh").asText(fallback), problem.path("en").asText(fallback) + more));
    }
}
