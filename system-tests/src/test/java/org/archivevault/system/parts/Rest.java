package org.archivevault.system.parts;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.archivevault.protocol.Json;
import org.archivevault.protocol.MalformedMessage;

/** The API as a business system would use it: plain HTTP. */
public final class Rest {
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI server;
    private final String token;

    /**
     * A caller.
     *
     * @param server base address
     * @param token of a session, or empty
     */
    public Rest(URI server, String token) {
        this.server = server;
        this.token = token;
    }

    /**
     * What came back.
     *
     * @param status HTTP status
     * @param body JSON
     * @param took from asking to the whole answer
     */
    public record Reply(int status, JsonNode body, Duration took) {
        /**
         * The error code of a problem.
         *
         * @return empty when there is none
         */
        public String code() {
            return body.path("code").asText("");
        }

        /**
         * The body of a success.
         *
         * @return JSON
         */
        public JsonNode good() {
            if (status >= 300) {
                throw new AssertionError("HTTP " + status + ": " + body);
            }
            return body;
        }
    }

    /**
     * Signs in.
     *
     * @param user user name
     * @param password its password
     * @return the caller with a session
     */
    public Rest signedIn(String user, String password) {
        JsonNode session = post("/sessions", java.util.Map.of("userName", user, "password", password))
                .good();
        return new Rest(server, session.path("token").asText());
    }

    /**
     * GET.
     *
     * @param path below /api/v1
     * @return what came back
     */
    public Reply get(String path) {
        return send(request(path).GET());
    }

    /**
     * GET of something that is no JSON.
     *
     * @param path below /api/v1
     * @return its bytes
     */
    public byte[] bytes(String path) {
        try {
            HttpResponse<byte[]> response = http.send(request(path).GET().build(), BodyHandlers.ofByteArray());
            if (response.statusCode() != 200) {
                throw new AssertionError("HTTP " + response.statusCode());
            }
            return response.body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /**
     * POST of JSON.
     *
     * @param path below /api/v1
     * @param body anything Jackson can write
     * @return what came back
     */
    public Reply post(String path, Object body) {
        return send(json(path).POST(BodyPublishers.ofByteArray(Json.bytes(body))));
    }

    /**
     * POST without a body.
     *
     * @param path below /api/v1
     * @return what came back
     */
    public Reply post(String path) {
        return send(request(path).POST(BodyPublishers.noBody()));
    }

    /**
     * PUT of JSON.
     *
     * @param path below /api/v1
     * @param body anything Jackson can write
     * @return what came back
     */
    public Reply put(String path, Object body) {
        return send(json(path).PUT(BodyPublishers.ofByteArray(Json.bytes(body))));
    }

    /**
     * POST of a file.
     *
     * @param path below /api/v1
     * @param csv its bytes
     * @return what came back
     */
    public Reply upload(String path, BodyPublisher csv) {
        return send(request(path).header("Content-Type", "text/csv").POST(csv));
    }

    private HttpRequest.Builder json(String path) {
        return request(path).header("Content-Type", "application/json");
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(server.resolve("/api/v1" + path)).timeout(Duration.ofSeconds(30));
        return token.isEmpty() ? request : request.header("Authorization", "Bearer " + token);
    }

    private Reply send(HttpRequest.Builder request) {
        long before = System.nanoTime();
        try {
            HttpResponse<byte[]> response = http.send(request.build(), BodyHandlers.ofByteArray());
            Duration took = Duration.ofNanos(System.nanoTime() - before);
            byte[] body = response.body().length == 0 ? new byte[] {'{', '}'} : response.body();
            return new Reply(response.statusCode(), Json.read(body, JsonNode.class), took);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (MalformedMessage e) {
            throw new AssertionError("not JSON", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }
}
