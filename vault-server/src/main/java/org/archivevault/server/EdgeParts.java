package org.archivevault.server;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.archivevault.link.Wire;
import org.archivevault.link.mqtt.MqttSettings;
import org.archivevault.link.mqtt.MqttWire;
import org.archivevault.protocol.address.BlockId;
import org.archivevault.protocol.event.Obstacle;
import org.archivevault.protocol.link.EdgeId;
import org.archivevault.server.alarm.AlarmBook;
import org.archivevault.server.catalogue.Catalogue;
import org.archivevault.server.edge.EventConsumer;
import org.archivevault.server.http.RouteGroup;
import org.archivevault.server.location.BlockObstacles;
import org.archivevault.server.location.OpeningPermission;
import org.archivevault.server.retrieval.CataloguePacks;
import org.archivevault.server.retrieval.RetrievalLimits;
import org.archivevault.server.retrieval.RetrievalParts;
import org.archivevault.server.shelving.Motion;

/** Puts edges, blocks and retrievals together over the broker. */
final class EdgeParts {
    /**
     * Each server process takes every event batch: what another has committed already changes nothing, and a broker that
     * does not know shared subscriptions will do.
     */
    private static final boolean SHARED = false;

    private final Wire wire;
    private final RetrievalParts retrieval;

    EdgeParts(
            Foundation on,
            ArchiveParts archive,
            AlarmBook alarms,
            BrokerSettings broker,
            List<EventConsumer> alsoTold) {
        // Two clients of one id drive each other out, so each process has its own.
        MqttSettings settings = new MqttSettings(
                broker.url(), "vault-server-" + UUID.randomUUID(), broker.userName(), broker.password(), null);
        this.wire = MqttWire.open(on.vertx(), settings, EdgeParts::monotonicMillis);
        this.retrieval = new RetrievalParts(new RetrievalParts.Ground(
                on.vertx(),
                on.plan(),
                on.database(),
                on.accessLog(),
                alarms,
                new CataloguePacks(archive.resolver(), new Catalogue(), archive.placements()),
                wire,
                SHARED,
                on.clock(),
                System::nanoTime,
                EdgeParts::monotonicMillis,
                UUID::randomUUID,
                RetrievalLimits.DEFAULT,
                alsoTold));
        on.health().partial("broker", wire::connected);
        on.health().partial("edges", () -> retrieval.edges().missing().isEmpty());
    }

    List<RouteGroup> routes() {
        return retrieval.routes();
    }

    /** Whether an edge is there, as far as the broker can tell. */
    boolean online(EdgeId edge) {
        return wire.connected() && retrieval.edges().online(edge);
    }

    /** What forbids a block to move now: for the location look-up. */
    BlockObstacles obstacles() {
        return retrieval.views()::obstaclesOf;
    }

    /** What forbids to spread the carriages of a block now: whatever forbids motion, and what speaks against that alone. */
    List<Obstacle> againstSpreading(BlockId block) {
        List<Obstacle> all = new ArrayList<>(retrieval.views().obstaclesOf(block));
        all.addAll(retrieval.views().againstSpreading(block));
        return all;
    }

    /** The one way to a command that moves. */
    Motion motion() {
        return retrieval.motion();
    }

    /** Whether somebody may open now: for the location look-up. */
    OpeningPermission permission() {
        return CataloguePacks.permission(retrieval.rules());
    }

    Future<Void> start() {
        return retrieval.start();
    }

    Future<Void> close() {
        return retrieval.close().compose(closed -> wire.close());
    }

    private static long monotonicMillis() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }
}
