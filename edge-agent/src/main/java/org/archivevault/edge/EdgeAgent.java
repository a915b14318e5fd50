package org.archivevault.edge;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.archivevault.edge.camera.AisleWatch;
import org.archivevault.edge.health.HealthBook;
import org.archivevault.edge.health.HealthServer;
import org.archivevault.edge.light.drive.LightSurroundings;
import org.archivevault.edge.light.drive.LightsVerticle;
import org.archivevault.edge.light.modbus.ModbusLamps;
import org.archivevault.edge.shelving.AislesSeen;
import org.archivevault.edge.shelving.drive.BlockSurroundings;
import org.archivevault.edge.shelving.drive.EdgeClock;
import org.archivevault.edge.shelving.drive.InboxStore;
import org.archivevault.edge.shelving.drive.ShelvingVerticle;
import org.archivevault.edge.shelving.modbus.ModbusEndpoint;
import org.archivevault.edge.tags.drive.TagSurroundings;
import org.archivevault.edge.tags.drive.TagsVerticle;
import org.archivevault.edge.tags.llrp.LlrpReader;
import org.archivevault.edge.uplink.Uplink;
import org.archivevault.edge.watch.drive.WatchSettings;
import org.archivevault.edge.watch.drive.WatchSurroundings;
import org.archivevault.edge.watch.drive.WatchVerticle;
import org.archivevault.firmware.plan.ControllerPlan;
import org.archivevault.firmware.plan.SitePlan;
import org.archivevault.firmware.source.WatchPlan;
import org.archivevault.link.edge.ReceivedCommand;
import org.archivevault.protocol.address.BlockId;
import org.archivevault.protocol.command.Command;
import org.archivevault.protocol.command.DarkenPositions;
import org.archivevault.protocol.command.LightPosition;
import org.archivevault.protocol.event.BlockView;
import org.archivevault.protocol.event.EdgeEvent;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The process beside the shelving: all blocks, tag readers, pick lights, sensors and cameras of one vault, their inbox, outbox, uplink and health. */
public final class EdgeAgent {
    private static final Logger LOG = LoggerFactory.getLogger(EdgeAgent.class);

    /** How often changes of health are looked for, in milliseconds: told within 2 s of a device falling silent. */
    private static final long HEALTH_MILLIS = 250;

    private final Vertx vertx;
    private final InboxStore inbox;
    private final Uplink uplink;
    private final HealthBook health;
    private final StrayCommands strays;
    private final Map<BlockId, ShelvingVerticle> owners = new HashMap<>();
    private final List<String> deployments = new ArrayList<>();
    private final List<HealthServer> servers = new ArrayList<>();
    private volatile @Nullable TagsVerticle tags;
    private volatile @Nullable LightsVerticle lights;
    private volatile @Nullable WatchVerticle watch;
    private long healthTimer;

    private EdgeAgent(Vertx vertx, InboxStore inbox, Uplink uplink, HealthBook health) {
        this.vertx = vertx;
        this.inbox = inbox;
        this.uplink = uplink;
        this.health = health;
        this.strays = new StrayCommands(uplink::record);
    }

    /**
     * Starts an edge agent as a process of its own and stays until SIGTERM or SIGINT; {@code --help} lists the options.
     * Exit codes: 0 ended by a signal, 1 could not start, 2 wrong options or a plan with mistakes.
     *
     * @param arguments of the command line
     */
    public static void main(String[] arguments) {
        System.exit(EdgeCommand.run(arguments));
    }

    /**
     * Starts an edge agent.
     *
     * @param vertx runs it; stays the caller's
     * @param settings how
     * @return succeeds when every block is driven and commands are taken, whether or not controllers and broker answer;
     *     fails, with nothing left running, when the plan has no such edge or the data folder cannot be used
     */
    public static Future<EdgeAgent> start(Vertx vertx, EdgeSettings settings) {
        SitePlan.Vault vault = settings.plan().vaultOf(settings.edge()).orElse(null);
        if (vault == null) {
            return Future.failedFuture(new IllegalArgumentException(
                    "站点方案中没有边缘代理 " + settings.edge() + " / the site plan has no edge agent " + settings.edge()));
        }
        EdgeClock clock = EdgeClock.start();
        List<BlockId> blocks = vault.blocks().stream().map(SitePlan.Block::id).toList();
        return vertx.executeBlocking(() -> Files.createDirectories(settings.data()))
                .compose(folder -> InboxStore.open(vertx, folder.resolve("inbox.db")))
                .compose(inbox -> Uplink.open(
                                vertx,
                                settings.edge(),
                                clock.boot(),
                                blocks,
                                settings.broker(),
                                settings.data().resolve("outbox.db"),
                                settings.outbox(),
                                settings.wallClock(),
                                clock::millis)
                        .onFailure(e -> inbox.close())
                        .map(uplink -> new EdgeAgent(vertx, inbox, uplink, new HealthBook(clock::millis))))
                .compose(agent -> agent.run(settings, vault, clock)
                        .map(agent)
                        .recover(e -> agent.close().transform(closed -> Future.failedFuture(e))));
    }

    private Future<Void> run(EdgeSettings settings, SitePlan.Vault vault, EdgeClock clock) {
        return uplink.record(
                        new EdgeEvent.EdgeStarted(version(), settings.plan().digest()))
                .compose(recorded -> deployBlocks(settings.plan(), vault, clock))
                .compose(deployed -> deployTags(vault, clock))
                .compose(deployed -> deployLights(vault, clock))
                .compose(deployed -> deployWatch(settings, vault, clock))
                .compose(deployed -> HealthServer.start(vertx, settings.healthPort(), health, this::gauges))
                .onSuccess(servers::add)
                .compose(listening -> uplink.start(this::received))
                .onSuccess(started -> healthTimer = vertx.setPeriodic(HEALTH_MILLIS, id -> tellHealth()));
    }

    private static String version() {
        String version = EdgeAgent.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }

    private Future<Void> deployBlocks(SitePlan plan, SitePlan.Vault vault, EdgeClock clock) {
        Future<Void> all = Future.succeededFuture();
        for (ControllerPlan controller : plan.controllers()) {
            List<SitePlan.Block> blocks = vault.blocks().stream()
                    .filter(b -> b.controller().equals(controller.name()))
                    .toList();
            if (!blocks.isEmpty()) {
                all = all.compose(before -> deploy(controller, blocks, clock, watchedAisles(vault)));
            }
        }
        return all;
    }

    /** A vault without sources loads nothing of theirs. */
    private static Map<BlockId, Set<Integer>> watchedAisles(SitePlan.Vault vault) {
        return vault.watch().sources().isEmpty() ? Map.of() : AisleWatch.watchedAisles(vault.watch());
    }

    private Future<Void> deploy(
            ControllerPlan controller,
            List<SitePlan.Block> blocks,
            EdgeClock clock,
            Map<BlockId, Set<Integer>> watchedAisles) {
        ShelvingVerticle verticle = new ShelvingVerticle(
                controller, blocks, ModbusEndpoint::open, inbox, new Surroundings(), clock, watchedAisles);
        return vertx.deployVerticle(verticle)
                .onSuccess(id -> {
                    deployments.add(id);
                    blocks.forEach(b -> owners.put(b.id(), verticle));
                })
                .mapEmpty();
    }

    /** A vault without readers loads nothing of theirs. */
    private Future<Void> deployTags(SitePlan.Vault vault, EdgeClock clock) {
        if (vault.readers().isEmpty()) {
            return Future.succeededFuture();
        }
        TagsVerticle verticle;
        try {
            verticle = new TagsVerticle(
                    vault.readers(), LlrpReader::open, new Surroundings(), clock::millis, clock.boot());
        } catch (IllegalArgumentException e) {
            return Future.failedFuture(e);
        }
        return vertx.deployVerticle(verticle)
                .onSuccess(id -> {
                    deployments.add(id);
                    tags = verticle;
                })
                .mapEmpty();
    }

    private Future<Void> deployLights(SitePlan.Vault vault, EdgeClock clock) {
        if (vault.lights().isEmpty()) {
            return Future.succeededFuture();
        }
        LightsVerticle verticle =
                new LightsVerticle(vault.lights(), ModbusLamps::open, new Surroundings(), clock::millis, clock.boot());
        return vertx.deployVerticle(verticle)
                .onSuccess(id -> {
                    deployments.add(id);
                    lights = verticle;
                })
                .mapEmpty();
    }

    private Future<Void> deployWatch(EdgeSettings settings, SitePlan.Vault vault, EdgeClock clock) {
        WatchPlan plan = vault.watch();
        if (plan.sources().isEmpty()) {
            return Future.succeededFuture();
        }
        // Its own thread: however much sensors say, no stop waits behind it on an event loop.
        DeploymentOptions ownThread = new DeploymentOptions()
                .setThreadingModel(ThreadingModel.WORKER)
                .setWorkerPoolName("watch")
                .setWorkerPoolSize(1);
        return vertx.executeBlocking(() -> devicePassword(plan, settings.planFolder()))
                .compose(password -> {
                    WatchVerticle verticle = new WatchVerticle(
                            new WatchSettings(
                                    settings.edge(), plan, password.orElse(null), clock::millis, settings.wallClock()),
                            new Surroundings());
                    return vertx.deployVerticle(verticle, ownThread).onSuccess(id -> {
                        deployments.add(id);
                        watch = verticle;
                    });
                })
                .mapEmpty();
    }

    private static Optional<String> devicePassword(WatchPlan plan, Path folder) throws IOException {
        Optional<String> file = plan.broker().flatMap(WatchPlan.Broker::passwordFile);
        return file.isEmpty()
                ? Optional.empty()
                : Optional.of(Files.readString(folder.resolve(file.get())).strip());
    }

    private Map<String, Number> gauges() {
        Map<String, Number> gauges = new HashMap<>(uplink.gauges());
        TagsVerticle readers = tags;
        if (readers != null) {
            gauges.putAll(readers.gauges());
        }
        LightsVerticle lamps = lights;
        if (lamps != null) {
            gauges.putAll(lamps.gauges());
        }
        WatchVerticle sources = watch;
        if (sources != null) {
            gauges.putAll(sources.gauges());
        }
        return gauges;
    }

    private void received(ReceivedCommand received) {
        Command command = received.command();
        ShelvingVerticle owner = owners.get(command.block());
        LightsVerticle lamps = lights;
        boolean forLights = command instanceof LightPosition || command instanceof DarkenPositions;
        if (owner == null || (forLights && lamps == null)) {
            strays.refuse(command);
        } else if (forLights && lamps != null) {
            // Past the block's owner: a light is no business of what moves.
            lamps.received(command, received.receivedMillis());
        } else {
            owner.received(command, received.receivedMillis());
        }
    }

    private void tellHealth() {
        health.changes().forEach(change -> {
            if (change.healthy()) {
                LOG.info("{} answers", change.device());
            } else {
                LOG.warn("{} does not answer as it should: {}", change.device(), change.detail());
            }
            record(change);
        });
    }

    private Future<Long> record(EdgeEvent event) {
        health.count(event);
        return uplink.record(event).onFailure(e -> health.count("events_not_recorded_total"));
    }

    private Future<Long> record(List<EdgeEvent> events) {
        events.forEach(health::count);
        return uplink.record(events).onFailure(e -> health.count("events_not_recorded_total"));
    }

    private final class Surroundings
            implements BlockSurroundings, TagSurroundings, LightSurroundings, WatchSurroundings {
        @Override
        public Future<?> record(EdgeEvent event) {
            return EdgeAgent.this.record(event);
        }

        @Override
        public Future<?> record(List<EdgeEvent> events) {
            return EdgeAgent.this.record(events);
        }

        @Override
        public void show(BlockView view) {
            health.seen(view);
            uplink.show(view);
            TagsVerticle readers = tags;
            if (readers != null) {
                readers.show(view);
            }
        }

        @Override
        public void seen(BlockId block, AislesSeen seen) {
            ShelvingVerticle owner = owners.get(block);
            if (owner != null) {
                owner.seen(block, seen);
            }
        }

        @Override
        public double telemetryFill() {
            return uplink.telemetryFill();
        }

        @Override
        public boolean serverReachable() {
            return uplink.serverReachable();
        }

        @Override
        public void answered(String device) {
            health.answered(device);
        }

        @Override
        public void failed(String device, String sentence) {
            health.failed(device, sentence);
        }
    }

    /**
     * Where {@code /health} and {@code /metrics} are answered.
     *
     * @return the port on the loopback interface
     */
    public int healthPort() {
        return servers.get(0).port();
    }

    /**
     * Ends the agent: stops a motion of ours, says good-bye to the server, closes the files. What is not committed stays
     * on disk.
     *
     * @return succeeds when all is closed; never fails
     */
    public Future<Void> close() {
        vertx.cancelTimer(healthTimer);
        Future<?> released = Future.join(deployments.stream()
                .map(id -> vertx.undeploy(id).otherwiseEmpty())
                .toList());
        return released.eventually(() ->
                        Future.join(servers.stream().map(HealthServer::close).toList()))
                .eventually(uplink::close)
                .eventually(inbox::close)
                .onFailure(e -> LOG.warn("Not everything could be closed: {}", e.toString()))
                .<Void>mapEmpty()
                .otherwiseEmpty();
    }
}
