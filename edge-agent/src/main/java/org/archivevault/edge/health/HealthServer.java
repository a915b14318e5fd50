package org.archivevault.edge.health;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.archivevault.protocol.Json;
import org.archivevault.protocol.event.BlockView;

/** Answers {@code /health} (JSON) and {@code /metrics} (Prometheus text) on the loopback interface. */
public final class HealthServer {
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;
    private static final String PREFIX = "vault_edge_";

    private final HttpServer server;

    private HealthServer(HttpServer server) {
        this.server = server;
    }

    /**
     * Starts answering.
     *
     * @param vertx runs it
     * @param port 0 for any free port
     * @param book what is known
     * @param gauges current values, by metric name
     * @return succeeds when it listens; fails when the port is taken
     */
    public static Future<HealthServer> start(
            Vertx vertx, int port, HealthBook book, Supplier<Map<String, Number>> gauges) {
        HttpServerOptions options = new HttpServerOptions().setHost("127.0.0.1").setPort(port);
        return vertx.createHttpServer(options)
                .requestHandler(request -> answer(request, book, gauges))
                .listen()
                .map(HealthServer::new);
    }

    private static void answer(HttpServerRequest request, HealthBook book, Supplier<Map<String, Number>> gauges) {
        if (request.path().equals("/health")) {
            request.response()
                    .setStatusCode(OK)
                    .putHeader("Content-Type", "application/json; charset=utf-8")
                    .end(health(book, gauges.get()));
        } else if (request.path().equals("/metrics")) {
            request.response()
                    .setStatusCode(OK)
                    .putHeader("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
                    .end(metrics(book, gauges.get()));
        } else {
            request.response().setStatusCode(NOT_FOUND).end();
        }
    }

    private static String health(HealthBook book, Map<String, Number> gauges) {
        ObjectNode root = Json.mapper().createObjectNode();
        boolean well = book.devices().stream().allMatch(HealthBook.Device::healthy);
        root.put("status", well ? "up" : "degraded");
        gauges.forEach((name, value) -> root.put(name, value.doubleValue()));
        ArrayNode devices = root.putArray("devices");
        book.devices().forEach(d -> devices.addPOJO(d));
        ArrayNode blocks = root.putArray("blocks");
        for (BlockView view : book.views()) {
            ObjectNode block = blocks.addObject();
            block.put("block", view.block().toString());
            block.put("openAisle", view.openAisle());
            block.put("moving", view.moving());
            block.put("spread", view.spread());
            ArrayNode obstacles = block.putArray("obstacles");
            view.obstacles().forEach(o -> obstacles.add(o.code().code()));
        }
        return Json.text(root);
    }

    private static String metrics(HealthBook book, Map<String, Number> gauges) {
        StringBuilder text = new StringBuilder();
        book.counts().forEach((name, value) -> line(text, name, value));
        new TreeMap<>(gauges).forEach((name, value) -> line(text, name, value));
        for (HealthBook.Device device : book.devices()) {
            line(text, "device_up{device=\"" + device.name() + "\"}", device.healthy() ? 1 : 0);
        }
        for (BlockView view : book.views()) {
            String label = "{block=\"" + view.block() + "\"}";
            line(text, "block_obstacles" + label, view.obstacles().size());
            if (view.stateAgeMillis() != null) {
                line(text, "block_state_age_ms" + label, view.stateAgeMillis());
            }
        }
        return text.toString();
    }

    private static void line(StringBuilder text, String name, Number value) {
        text.append(PREFIX).append(name).append(' ').append(value).append('\n');
    }

    /**
     * Where it listens.
     *
     * @return the port
     */
    public int port() {
        return server.actualPort();
    }

    /**
     * Stops answering.
     *
     * @return succeeds when it listens no more
     */
    public Future<Void> close() {
        return server.close();
    }
}
