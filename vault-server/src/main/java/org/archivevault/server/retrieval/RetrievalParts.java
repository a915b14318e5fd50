package org.archivevault.server.retrieval;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.archivevault.firmware.plan.SitePlan;
import org.archivevault.link.Wire;
import org.archivevault.link.server.ServerLink;
import org.archivevault.protocol.link.EdgeId;
import org.archivevault.server.accesslog.AccessLog;
import org.archivevault.server.alarm.AlarmBook;
import org.archivevault.server.database.Database;
import org.archivevault.server.edge.EdgeGateway;
import org.archivevault.server.edge.EdgeRegistry;
import org.archivevault.server.edge.EventConsumer;
import org.archivevault.server.edge.EventConsumers;
import org.archivevault.server.http.RouteGroup;
import org.archivevault.server.shelving.BlockLeases;
import org.archivevault.server.shelving.BlockViews;
import org.archivevault.server.shelving.CommandLedger;
import org.archivevault.server.shelving.CommandLink;
import org.archivevault.server.shelving.Motion;
import org.archivevault.server.shelving.MotionOrders;
import org.archivevault.server.shelving.ShelvingParts;
import org.archivevault.server.tags.TagParts;

/** Puts edges, blocks and retrievals together. All of it runs on the event loop on which it is made. */
public final class RetrievalParts {
    private final Vertx vertx;
    private final EdgeRegistry edges;
    private final BlockViews views;
    private final EdgeGateway gateway;
    private final ServerLink server;
    private final RetrievalRules rules;
    private final ShelvingParts shelving;
    private final RetrievalFeed feed;
    private final TagParts tags;
    private final Motion motion;
    private final RetrievalSweeper sweeper;
    private final RemovalSweeper removalSweeper;
    private final RetrievalService service;
    private final RetrievalDesk desk;
    private final PackReturns returns;
    private final RetrievalRoutes routes;
    private final PackLights lights;
    private Runnable stopFeed = () -> {};
    private Runnable stopSweeping = () -> {};

    /**
     * What it is built on.
     *
     * @param vertx carries the timers
     * @param plan the site
     * @param database the records
     * @param accessLog the append-only record
     * @param alarms where alarms are raised
     * @param packs the catalogue
     * @param wire to the broker; its owner closes it
     * @param sharedWire whether several server processes share the event batches
     * @param clock the wall clock
     * @param nanoTime a monotonic clock, in nanoseconds
     * @param wireMillis the monotonic clock of the wire, in milliseconds
     * @param ids makes ids
     * @param limits how long a retrieval may stay where it is
     * @param alsoTold what else takes events in, after everything here
     */
    public record Ground(
            Vertx vertx,
            SitePlan plan,
            Database database,
            AccessLog accessLog,
            AlarmBook alarms,
            Packs packs,
            Wire wire,
            boolean sharedWire,
            InstantSource clock,
            LongSupplier nanoTime,
            LongSupplier wireMillis,
            Supplier<UUID> ids,
            RetrievalLimits limits,
            List<EventConsumer> alsoTold) {
        public Ground {
            alsoTold = List.copyOf(alsoTold);
        }
    }

    /**
     * @param on what it is built on
     */
    public RetrievalParts(Ground on) {
        this.vertx = on.vertx();
        this.edges = new EdgeRegistry(on.plan());
        this.feed = new RetrievalFeed(on.database());
        this.tags = new TagParts(on.plan(), on.database());
        CommandLedger ledger = new CommandLedger(on.clock());
        RetrievalStore store = new RetrievalStore();
        TakenPacks taken = new TakenPacks();
        // Handing on and removals never ask which blocks a tag concerns, so plain leases do for them.
        BlockLeases rows = new BlockLeases();
        BlockTurns turns = new BlockTurns(store, rows, on.limits().offer().toMillis());
        Removals removals = new Removals(on.packs(), store, taken, turns, tags.places(), tags.sightings());
        RemovalEvents removalEvents =
                new RemovalEvents(on.plan(), tags.places(), store, removals, on.alarms(), feed, on.clock());
        BlockLeases leases = new BlockLeases(removalEvents);
        // The locking one first.
        List<EventConsumer> told = new ArrayList<>(List.of(
                leases, ledger, new RetrievalEvents(store, turns, feed, on.clock()), tags.consumer(), removalEvents));
        told.addAll(on.alsoTold());
        EventConsumers consumers = new EventConsumers(told);
        this.gateway = new EdgeGateway(on.database(), on.accessLog(), consumers, on.clock());
        this.server = new ServerLink(on.vertx(), on.wire(), gateway, on.sharedWire(), on.wireMillis());
        // Without the broker nobody knows whether an edge is there.
        Predicate<EdgeId> online = edge -> server.connected() && edges.online(edge);
        this.views = new BlockViews(on.plan(), online, on.wireMillis());
        on.wire().onConnectionChange(up -> {
            if (!up) {
                views.forget();
            }
        });
        CommandLink link = CommandLink.over(server);
        this.rules = new RetrievalRules(on.plan(), views, link);
        this.shelving = new ShelvingParts(
                on.vertx(),
                on.plan(),
                on.database(),
                on.accessLog(),
                views,
                edges::online,
                link,
                leases,
                ledger,
                consumers,
                on.clock(),
                on.ids());
        this.lights = new PackLights(
                on.vertx(),
                on.plan(),
                on.database(),
                store,
                feed,
                link,
                shelving::give,
                on.clock().instant(),
                on.ids());
        this.motion = new Motion(
                leases,
                ledger,
                new MotionOrders(on.plan(), leases, ledger, shelving.ends(), link, on.nanoTime(), on.ids()));
        AisleOpening opening = new AisleOpening(motion.orders());
        this.sweeper = new RetrievalSweeper(
                on.database(), on.accessLog(), store, leases, turns, feed, on.clock(), on.limits());
        this.removalSweeper =
                new RemovalSweeper(on.database(), on.accessLog(), store, removals, leases, feed, on.clock());
        RetrievalScene.Tools tools = new RetrievalScene.Tools(
                on.accessLog(),
                on.packs(),
                new RetrievalDrafts(rules, on.ids()),
                rules,
                store,
                leases,
                ledger,
                opening);
        this.service = new RetrievalService(on.database(), tools, feed, on.clock());
        this.desk = new RetrievalDesk(
                on.database(),
                on.accessLog(),
                on.packs(),
                rules,
                store,
                taken,
                leases,
                turns,
                removals,
                feed,
                on.clock());
        this.returns = new PackReturns(
                on.database(), on.accessLog(), on.packs(), store, taken, leases, tags.sightings(), feed, on.clock());
        this.routes = new RetrievalRoutes(
                service,
                desk,
                returns,
                new RetrievalLook(on.database(), store, removals, feed),
                on.accessLog(),
                on.nanoTime());
    }

    /**
     * Which edges are there.
     *
     * @return the one instance
     */
    public EdgeRegistry edges() {
        return edges;
    }

    /**
     * The blocks as they are believed to be.
     *
     * @return the one instance
     */
    public BlockViews views() {
        return views;
    }

    /**
     * The server's half of the link, for health and metrics.
     *
     * @return the one instance
     */
    public ServerLink link() {
        return server;
    }

    /**
     * The rules, for the question "may I?".
     *
     * @return the one instance
     */
    public RetrievalRules rules() {
        return rules;
    }

    /**
     * The one way to a command that moves, for whoever else asks for motion.
     *
     * @return the one instance
     */
    public Motion motion() {
        return motion;
    }

    /**
     * What the readers tell.
     *
     * @return the one instance
     */
    public TagParts tags() {
        return tags;
    }

    EdgeGateway gateway() {
        return gateway;
    }

    RetrievalService service() {
        return service;
    }

    RetrievalDesk desk() {
        return desk;
    }

    PackReturns returns() {
        return returns;
    }

    RetrievalSweeper sweeper() {
        return sweeper;
    }

    ShelvingParts shelving() {
        return shelving;
    }

    /**
     * The operations of the contract fragments {@code retrieval}, {@code shelving} and {@code tags}.
     *
     * @return the routes
     */
    public List<RouteGroup> routes() {
        List<RouteGroup> all = new ArrayList<>(List.of(routes, shelving.routes()));
        all.addAll(tags.routes());
        return all;
    }

    /**
     * Begins to take events and views in, and to watch offers, commands and changes made by other processes.
     *
     * @return completes when all is set up, whether or not there is a broker; fails when the broker refuses a
     *     subscription
     */
    public Future<Void> start() {
        shelving.start();
        stopFeed = feed.start(vertx);
        Runnable stopOffers = sweeper.start(vertx);
        Runnable stopRemovals = removalSweeper.start(vertx);
        Runnable stopLights = lights.start();
        stopSweeping = () -> {
            stopLights.run();
            stopOffers.run();
            stopRemovals.run();
        };
        return server.start(edges::received, view -> views.received(view.view(), view.receivedMillis()));
    }

    /**
     * Ends it.
     *
     * @return completes at once
     */
    public Future<Void> close() {
        stopSweeping.run();
        stopFeed.run();
        return shelving.close();
    }
}
