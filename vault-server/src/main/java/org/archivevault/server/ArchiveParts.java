package org.archivevault.server;

import io.vertx.core.Future;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.archivevault.protocol.Bilingual;
import org.archivevault.protocol.address.BlockId;
import org.archivevault.protocol.command.RefusalCode;
import org.archivevault.protocol.event.Obstacle;
import org.archivevault.server.catalogue.CatalogueRoutes;
import org.archivevault.server.catalogue.Placements;
import org.archivevault.server.http.RouteGroup;
import org.archivevault.server.identity.Principal;
import org.archivevault.server.importing.Imports;
import org.archivevault.server.inventory.Inventories;
import org.archivevault.server.label.LabelRoutes;
import org.archivevault.server.location.BlockObstacles;
import org.archivevault.server.location.LocationResolver;
import org.archivevault.server.location.LocationRoutes;
import org.archivevault.server.location.OpeningPermission;
import org.archivevault.server.location.PackLocation;
import org.archivevault.server.putaway.Fill;
import org.archivevault.server.putaway.PutAwayRoutes;
import org.archivevault.server.putaway.PutAways;
import org.archivevault.server.putaway.SlotRegister;
import org.archivevault.server.search.NearestOrders;
import org.archivevault.server.search.Search;
import org.archivevault.server.search.SearchRoutes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts the records of the archive together: catalogue, location, put-away, import, search. */
final class ArchiveParts {
    private static final Logger LOG = LoggerFactory.getLogger(ArchiveParts.class);

    private final Foundation on;
    private final Placements placements;
    private final NearestOrders nearest;
    private final LocationResolver resolver;
    private final SlotRegister slots;
    private final Imports imports;
    private final Inventories inventories;

    ArchiveParts(Foundation on) {
        this.on = on;
        this.placements = new Placements(on.clock());
        this.nearest = new NearestOrders(on.database());
        this.resolver = new LocationResolver(on.database(), nearest);
        this.slots = new SlotRegister(on.database(), on.clock());
        this.imports = new Imports(
                on.vertx(),
                on.database(),
                on.settings().db(),
                on.accessLog(),
                on.clock(),
                Path.of(on.settings().dataDir()));
        this.inventories = new Inventories(new Inventories.Ground(
                on.vertx(),
                on.plan(),
                on.database(),
                on.settings().db(),
                placements,
                on.accessLog(),
                on.clock(),
                Path.of(on.settings().dataDir())));
    }

    /** Where packs are: for the retrieval. */
    LocationResolver resolver() {
        return resolver;
    }

    /** Writes the placement history: for the retrieval. */
    Placements placements() {
        return placements;
    }

    List<RouteGroup> routes() {
        List<RouteGroup> routes = new ArrayList<>();
        routes.add(new CatalogueRoutes(on.database(), placements, nearest::to));
        routes.add(new PutAwayRoutes(
                new PutAways(on.database(), placements, on.accessLog()), new Fill(on.database()), slots));
        routes.add(imports.routes());
        routes.add(new LabelRoutes(
                on.vertx(),
                on.plan(),
                on.database(),
                on.accessLog(),
                on.settings().labels()));
        routes.addAll(inventories.routes());
        routes.add(new SearchRoutes(new Search(on.database())));
        return routes;
    }

    RouteGroup location(BlockObstacles obstacles, OpeningPermission permission) {
        return new LocationRoutes(resolver, on.plan(), obstacles, permission);
    }

    /** Slots as in the plan, before anything is put away or imported; then the imports that were left. */
    Future<Void> start() {
        return slots.synchronise(on.plan())
                .onSuccess(strays -> {
                    if (strays.count() > 0) {
                        LOG.warn(
                                "{} 个档案包所在储位已不在平面图中 / {} packs stand in slots that are no longer in the plan: {}",
                                strays.count(),
                                strays.count(),
                                strays.named());
                    }
                })
                .compose(strays -> imports.start())
                .compose(started -> inventories.start());
    }

    Future<Void> close() {
        return imports.close();
    }

    /** What blocks a block of a server that was given no broker. */
    static List<Obstacle> noEdge(BlockId block) {
        return List.of(new Obstacle(RefusalCode.EDGE_OFFLINE, block.toString()));
    }

    /** Why nobody may open anything on a server that was given no broker. */
    static Optional<Bilingual> noEdgeToAsk(Principal caller, PackLocation pack) {
        return Optional.of(
                new Bilingual("本服务器未连接边缘代理（未配置 mqtt）", "this server has no edge agent: no mqtt is configured"));
    }
}
