package org.archivevault.server.testing;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.archivevault.server.http.ApiServer;
import org.archivevault.server.http.Caller;
import org.archivevault.server.http.Door;
import org.archivevault.server.http.HealthChecks;
import org.archivevault.server.http.HttpSettings;
import org.archivevault.server.http.RouteGroup;
import org.archivevault.server.identity.Principal;
import org.archivevault.server.identity.Role;
import org.jspecify.annotations.Nullable;

/** The routes of a few features behind the real HTTP side, for whoever holds a role: its code is the token. */
public final class ServedRoutes implements AutoCloseable {
    private final HttpClient http = HttpClient.newHttpClient();
    private final ApiServer server;

    /** Serves the fragments, and {@code foundation}'s shared components beside them. */
    public ServedRoutes(Vertx vertx, List<String> fragments, List<RouteGroup> routes) {
        server = TestDatabase.await(ApiServer.start(
                vertx,
                HttpSettings.loopback(0),
                new ApiServer.Parts(
                        fragments,
                        routes,
                        new RoleDoor(),
                        (caller, operation, path, code) -> Future.succeededFuture(),
                        new HealthChecks(),
                        () -> true,
                        new PrometheusMeterRegistry(PrometheusConfig.DEFAULT))));
    }

    /** Asks as somebody who has that role and no other. */
    public HttpResponse<String> get(String path, Role role) {
        try {
            return http.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/api/v1" + path))
                            .timeout(Duration.ofSeconds(60))
                            .header("Authorization", "Bearer " + role.code())
                            .GET()
                            .build(),
                    BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError("no answer to " + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        TestDatabase.await(server.close());
    }

    private static final class RoleDoor implements Door {
        @Override
        public @Nullable Caller known(String token) {
            return List.of(Role.values()).stream()
                    .filter(role -> role.code().equals(token))
                    .map(role -> new Caller(new Principal(role.code(), role.code(), java.util.Set.of(role)), false))
                    .findFirst()
                    .orElse(null);
        }

        @Override
        public boolean lasts(String token) {
            return known(token) != null;
        }

        @Override
        public Future<Optional<Caller>> find(String token) {
            return Future.succeededFuture(Optional.ofNullable(known(token)));
        }
    }
}
