package org.archivevault.server.http;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.archivevault.protocol.Json;
import org.jspecify.annotations.Nullable;

/** What machines ask that watch this one: is it alive, is it ready, what does it count. No business data. */
final class OperatorRoutes {
    private final HealthChecks health;
    private final PrometheusMeterRegistry metrics;
    private final @Nullable String metricsToken;

    OperatorRoutes(HealthChecks health, PrometheusMeterRegistry metrics, @Nullable String metricsToken) {
        this.health = health;
        this.metrics = metrics;
        this.metricsToken = metricsToken;
    }

    void mount(Router router) {
        router.get("/health/live").handler(context -> send(context, 200, "application/json", "{\"status\":\"up\"}"));
        router.get("/health").handler(context -> {
            HealthChecks.Report report = health.report();
            send(context, report.ready() ? 200 : 503, "application/json", Json.text(report));
        });
        router.get("/metrics").handler(context -> {
            if (!mayRead(context.request())) {
                send(context, 403, "text/plain", "metrics: this machine only, or with http.metricsToken\n");
                return;
            }
            // Scraping formats a few hundred lines: off the event loop.
            context.vertx()
                    .executeBlocking(metrics::scrape)
                    .onSuccess(text -> send(context, 200, "text/plain; version=0.0.4; charset=utf-8", text))
                    .onFailure(context::fail);
        });
    }

    private boolean mayRead(HttpServerRequest request) {
        if (metricsToken == null) {
            String remote = request.remoteAddress().hostAddress();
            return remote != null && (remote.startsWith("127.") || remote.equals("0:0:0:0:0:0:0:1"));
        }
        String given = Entrance.tokenOf(request);
        return given != null
                && MessageDigest.isEqual(
                        given.getBytes(StandardCharsets.UTF_8), metricsToken.getBytes(StandardCharsets.UTF_8));
    }

    private static void send(RoutingContext context, int status, String contentType, String body) {
        MultiMap headers = context.response().headers();
        Exchange.secure(headers);
        headers.set(HttpHeaders.CONTENT_TYPE, contentType);
        context.response().setStatusCode(status).end(Buffer.buffer(body));
    }
}
