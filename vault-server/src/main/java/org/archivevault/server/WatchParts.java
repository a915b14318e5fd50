package org.archivevault.server;

import io.vertx.core.Future;
import java.util.List;
import org.archivevault.server.climate.ClimateParts;
import org.archivevault.server.edge.EventConsumer;
import org.archivevault.server.http.RouteGroup;

/** Puts together what watches the vaults: the climate history, and whoever judges it. */
final class WatchParts {
    private final ClimateParts climate;

    WatchParts(Foundation on) {
        this.climate = new ClimateParts(on.vertx(), on.plan(), on.database(), on.clock());
    }

    /** The contract fragments of {@link #routes}. */
    List<String> fragments() {
        return List.of("climate");
    }

    List<RouteGroup> routes() {
        return climate.routes();
    }

    /** Who takes the edges' events in, within their transaction: cheap, or the edges wait. */
    List<EventConsumer> consumers() {
        return List.of(climate.consumer());
    }

    Future<Void> start() {
        return climate.start();
    }

    Future<Void> close() {
        return climate.close();
    }
}
