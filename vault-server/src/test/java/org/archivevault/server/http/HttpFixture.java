package org.archivevault.server.http;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.archivevault.server.identity.Principal;
import org.archivevault.server.identity.Role;
import org.jspecify.annotations.Nullable;

/** The HTTP side alone, with a small feature and a door without a database. */
final class HttpFixture implements AutoCloseable {
    static final String ARCHIVIST = "token-of-an-archivist";
    static final String AUDITOR = "token-of-an-auditor";
    static final String NEWCOMER = "token-of-somebody-with-a-one-time-password";

    final Map<String, Caller> sessions = new ConcurrentHashMap<>();
    final List<String> refusals = new CopyOnWriteArrayList<>();
    final HttpClient http = HttpClient.newHttpClient();
    volatile boolean databaseAvailable = true;
    volatile boolean logWorks = true;

    private final Vertx vertx = Vertx.vertx();
    private final ApiServer server;

    HttpFixture() {
        sessions.put(ARCHIVIST, caller("archivist", false, Role.ARCHIVIST));
        sessions.put(AUDITOR, caller("auditor", false, Role.AUDITOR));
        sessions.put(NEWCOMER, caller("newcomer", true, Role.ARCHIVIST));
        HealthChecks health = new HealthChecks();
        health.essential("database", () -> databaseAvailable);
        server = await(ApiServer.start(
                vertx,
                HttpSettings.loopback(0),
                new ApiServer.Parts(
                        List.of("test-feature"),
                        List.of(this::register),
                        new MemoryDoor(),
                        this::refused,
                        health,
                        () -> databaseAvailable,
                        new PrometheusMeterRegistry(PrometheusConfig.DEFAULT))));
    }

    private void register(ApiRoutes routes) {
        Set<Role> archivists = EnumSet.of(Role.ARCHIVIST);
        routes.fast("placeOfThing", archivists, (caller, thing) -> {
            String parsed = Parameters.parse("thing", thing, HttpFixture::thing);
            return Future.succeededFuture(Answer.ok(Map.of("thing", parsed, "for", caller.userName())));
        });
        routes.on(
                "makeThing",
                archivists,
                context -> Future.succeededFuture(Answer.created(
                        "/api/v1/things/1",
                        Map.of("name", context.body().asJsonObject().getString("name")))));
        routes.stream("watchThings", archivists, context -> {
            EventStream stream = EventStream.open(context, () -> {});
            stream.send("thing", Map.of("n", 1));
            return Future.succeededFuture(Answer.handled());
        });
        routes.stream("uploadThings", archivists, context -> {
            Promise<Answer> taken = Promise.promise();
            long[] bytes = {0};
            context.request()
                    .handler(part -> bytes[0] += part.length())
                    .endHandler(end -> taken.complete(Answer.accepted(Map.of("bytes", bytes[0]))))
                    .exceptionHandler(taken::tryFail);
            context.request().resume();
            return taken.future();
        });
        routes.on("defectiveThing", archivists, context -> {
            throw new IllegalStateException("SELECT secret FROM inner_table");
        });
        routes.on(
                "hangingThing", archivists, context -> Promise.<Answer>promise().future());
        routes.always("stopThings", context -> Future.succeededFuture(Answer.noContent()));
    }

    static String thing(String text) {
        if (!text.matches("[A-Za-z0-9_.-]{1,40}")) {
            throw new IllegalArgumentException("\"" + text + "\" is no thing");
        }
        return text;
    }

    private Future<Void> refused(Caller caller, String operation, String path, ErrorCode code) {
        if (!logWorks) {
            return Future.failedFuture(Problem.of(ErrorCode.LOG_UNAVAILABLE));
        }
        refusals.add(caller.principal().userName() + " " + operation + " " + code.code());
        return Future.succeededFuture();
    }

    private static Caller caller(String name, boolean passwordChangeDue, Role... roles) {
        return new Caller(new Principal(name, name, Set.of(roles)), passwordChangeDue);
    }

    URI url(String path) {
        return URI.create("http://127.0.0.1:" + server.port() + path);
    }

    HttpRequest.Builder request(String path, @Nullable String token) {
        HttpRequest.Builder request = HttpRequest.newBuilder(url(path)).timeout(Duration.ofSeconds(30));
        return token == null ? request : request.header("Authorization", "Bearer " + token);
    }

    HttpResponse<String> get(String path, @Nullable String token) {
        return send(request(path, token).GET().build());
    }

    HttpResponse<String> post(String path, @Nullable String token, String mediaType, String body) {
        return send(request(path, token)
                .header("Content-Type", mediaType)
                .POST(BodyPublishers.ofString(body))
                .build());
    }

    HttpResponse<String> send(HttpRequest request) {
        return send(request, http -> BodyHandlers.ofString());
    }

    <T> HttpResponse<T> send(HttpRequest request, Function<HttpClient, HttpResponse.BodyHandler<T>> body) {
        try {
            return http.send(request, body.apply(http));
        } catch (IOException e) {
            throw new AssertionError("no answer to " + request, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        server.close()
                .toCompletionStage()
                .thenCompose(closed -> vertx.close().toCompletionStage())
                .toCompletableFuture()
                .orTimeout(60, TimeUnit.SECONDS)
                .join();
    }

    static <T> T await(Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(60, TimeUnit.SECONDS)
                .join();
    }

    private final class MemoryDoor implements Door {
        @Override
        public @Nullable Caller known(String token) {
            return sessions.get(token);
        }

        @Override
        public boolean lasts(String token) {
            return sessions.containsKey(token);
        }

        @Override
        public Future<Optional<Caller>> find(String token) {
            return Future.succeededFuture(Optional.ofNullable(sessions.get(token)));
        }
    }
}
