package org.archivevault.server;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import org.archivevault.server.climate.ClimateParts;
import org.archivevault.server.edge.EventConsumer;
import org.archivevault.server.http.RouteGroup;
import org.archivevault.server.preservation.PreservationParts;

/** Puts together what watches the vaults: the climate history, and whoever judges it. */
final class WatchParts {
    private final ClimateParts climate;
    private final PreservationParts preservation;

    WatchParts(Foundation on) {
        this.climate = new ClimateParts(on.vertx(), on.plan(), on.database(), on.clock());
        this.preservation = new PreservationParts(on.vertx(), on.plan(), on.database(), climate.feed(), on.clock());
    }

    /** The contract fragments of {@link #routes}. */
    List<String> fragments() {
        return List.of("climate", "preservation");
    }

    List<RouteGroup> routes() {
        List<RouteGroup> routes = new ArrayList<>(climate.routes());
        routes.addAll(preservation.routes());
        return routes;
    }

    /** Who takes the edges' events in, within their transaction: cheap, or the edges wait. */
    List<EventConsumer> consumers() {
        return List.of(climate.consumer());
    }

    Future<Void> start() {
        return climate.start().compose(started -> preservation.start());
    }

    Future<Void> close() {
        return preservation.close().compose(closed -> climate.close());
    }
}
