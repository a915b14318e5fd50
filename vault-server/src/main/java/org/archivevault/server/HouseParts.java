package org.archivevault.server;

import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.archivevault.protocol.address.BlockId;
import org.archivevault.protocol.command.RefusalCode;
import org.archivevault.protocol.event.Obstacle;
import org.archivevault.protocol.link.EdgeId;
import org.archivevault.server.alarm.AlarmBook;
import org.archivevault.server.camera.CameraParts;
import org.archivevault.server.edge.EventConsumer;
import org.archivevault.server.http.RouteGroup;
import org.archivevault.server.round.RoundParts;
import org.jspecify.annotations.Nullable;

/** Puts together what looks after the house beside its climate: cameras, rounds, disinfection, ventilation. */
final class HouseParts {
    private final CameraParts cameras;
    private final RoundParts rounds;
    private @Nullable EdgeParts edges;

    HouseParts(Foundation on, AlarmBook alarms) {
        this.cameras = new CameraParts(new CameraParts.Ground(
                on.vertx(),
                on.plan(),
                on.database(),
                on.accessLog(),
                on.settings().cameras(),
                alarms,
                this::online,
                on.clock()));
        this.rounds = new RoundParts(new RoundParts.Ground(
                on.vertx(),
                on.plan(),
                on.database(),
                on.accessLog(),
                on.settings().rounds(),
                alarms,
                this::obstacles,
                () -> Optional.ofNullable(edges).map(EdgeParts::motion),
                cameras.people(),
                on.clock(),
                UUID::randomUUID));
    }

    /** The edges, which are built after who takes their events in. */
    void reach(EdgeParts built) {
        edges = built;
    }

    private boolean online(EdgeId edge) {
        return edges != null && edges.online(edge);
    }

    private List<Obstacle> obstacles(BlockId block) {
        return edges == null ? List.of(new Obstacle(RefusalCode.EDGE_OFFLINE, "")) : edges.againstSpreading(block);
    }

    /** The contract fragments of {@link #routes}. */
    List<String> fragments() {
        return List.of("camera", "round");
    }

    List<RouteGroup> routes() {
        return List.of(cameras.routes(), rounds.routes());
    }

    /** Who takes the edges' events in, within their transaction. */
    List<EventConsumer> consumers() {
        return List.of(cameras.consumer(), rounds.consumer());
    }

    Future<Void> start() {
        cameras.start();
        rounds.start();
        return Future.succeededFuture();
    }

    Future<Void> close() {
        return rounds.close().compose(closed -> cameras.close());
    }
}
