package org.archivevault.server.http;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.ext.web.Router;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;

/** The listening HTTP server: every operation of the contract, {@code /health} and {@code /metrics}. */
public final class ApiServer {
    /** A connection on which nothing moves for this long is closed, in seconds: slow and forgotten callers. */
    private static final int IDLE_SECONDS = 60;

    private static final int LONGEST_LINE = 4_096;
    private static final int LARGEST_HEADERS = 16 * 1024;

    private final Vertx vertx;
    private final HttpServer server;
    private final long sweeper;

    private ApiServer(Vertx vertx, HttpServer server, long sweeper) {
        this.vertx = vertx;
        this.server = server;
        this.sweeper = sweeper;
    }

    /**
     * What the server is made of.
     *
     * @param fragments the contract fragments, one per feature, by name
     * @param groups the operations of the features; together exactly those of the fragments
     * @param door tells who holds a token
     * @param refusals records refusals by role
     * @param health what must be up
     * @param databaseAvailable whether the database answers
     * @param metrics where requests are counted
     */
    public record Parts(
            List<String> fragments,
            List<RouteGroup> groups,
            Door door,
            RefusalLog refusals,
            HealthChecks health,
            BooleanSupplier databaseAvailable,
            PrometheusMeterRegistry metrics) {
        public Parts {
            fragments = List.copyOf(fragments);
            groups = List.copyOf(groups);
        }
    }

    /**
     * Reads the contract, holds it against the handlers and listens. Call it on the event loop that is to serve.
     *
     * @param vertx the instance that carries it
     * @param settings where to listen
     * @param parts what it is made of
     * @return completes when it listens; fails when contract and handlers do not match, or the port is taken
     */
    public static Future<ApiServer> start(Vertx vertx, HttpSettings settings, Parts parts) {
        RouteTable table = RouteTable.of(parts.groups());
        return Contract.load(vertx, parts.fragments(), table).compose(contract -> {
            Entrance entrance = new Entrance(parts.door(), parts.refusals());
            Deadlines deadlines = new Deadlines(parts.databaseAvailable());
            Router router = new ApiRouter(vertx, contract, table, entrance, parts.metrics(), deadlines).build();
            new OperatorRoutes(parts.health(), parts.metrics(), settings.metricsToken()).mount(router);
            FastRoutes fast = new FastRoutes(contract.checked(), table, entrance, parts.metrics(), deadlines);
            HttpServer server = vertx.createHttpServer(options(settings)).requestHandler(request -> {
                if (!fast.take(request)) {
                    router.handle(request);
                }
            });
            return server.listen().map(listening -> new ApiServer(vertx, listening, deadlines.start(vertx)));
        });
    }

    private static HttpServerOptions options(HttpSettings settings) {
        HttpServerOptions options = new HttpServerOptions()
                .setHost(settings.host())
                .setPort(settings.port())
                .setIdleTimeout(IDLE_SECONDS)
                .setMaxInitialLineLength(LONGEST_LINE)
                .setMaxHeaderSize(LARGEST_HEADERS)
                .setHttp2ClearTextEnabled(false)
                // There are no web sockets here, and their extensions look at every request and answer.
                .setPerFrameWebSocketCompressionSupported(false)
                .setPerMessageWebSocketCompressionSupported(false)
                .setHandle100ContinueAutomatically(true);
        String certificate = settings.tlsCertificate();
        String key = settings.tlsKey();
        if (certificate != null && key != null) {
            options.setSsl(true)
                    .setEnabledSecureTransportProtocols(Set.of("TLSv1.2", "TLSv1.3"))
                    .setKeyCertOptions(
                            new PemKeyCertOptions().setCertPath(certificate).setKeyPath(key));
        }
        return options;
    }

    /**
     * The port that it listens on.
     *
     * @return the real one when 0 was asked for
     */
    public int port() {
        return server.actualPort();
    }

    /**
     * Stops listening.
     *
     * @return completes when it has stopped
     */
    public Future<Void> close() {
        vertx.cancelTimer(sweeper);
        return server.close();
    }
}
