package org.archivevault.simulator;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetServer;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import org.archivevault.firmware.plan.ControllerPlan;
import org.archivevault.firmware.plan.LightPlan;
import org.archivevault.firmware.plan.SitePlan;
import org.archivevault.firmware.reader.ReaderPlan;
import org.archivevault.firmware.source.WatchPlan;
import org.archivevault.protocol.Allowed;
import org.archivevault.protocol.address.BlockId;
import org.archivevault.simulator.fault.Faults;
import org.archivevault.simulator.light.LightController;
import org.archivevault.simulator.reader.ReaderSettings;
import org.archivevault.simulator.reader.SimulatedReader;
import org.archivevault.simulator.shelving.Program;
import org.archivevault.simulator.tags.TagWorld;
import org.archivevault.simulator.truth.TruthEvent;
import org.archivevault.simulator.truth.TruthLog;
import org.archivevault.simulator.truth.TruthSink;
import org.archivevault.simulator.truth.Turns;
import org.archivevault.simulator.watch.WatchSettings;
import org.archivevault.simulator.watch.WatchWorld;
import org.archivevault.simulator.wire.Endpoint;
import org.archivevault.simulator.wire.Port;

/** All controllers, tag readers and pick lights of a site plan, simulated, each listening where the plan says. */
public final class SimulatedSite {
    /** The controllers' program cycle: within it an input stops motion. */
    private static final long CYCLE_MILLIS = 50;

    private static final long NO_TIMER = -1;
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final Vertx vertx;
    private final SitePlan plan;
    private final Turns turns;
    private final Optional<TruthLog> log;
    private final TruthSink truth;
    private final Map<BlockId, SimulatedBlock> blocks = new LinkedHashMap<>();
    private final Map<String, Endpoint> endpoints = new LinkedHashMap<>();
    private final Map<String, Port> ports = new LinkedHashMap<>();
    private final List<Program> programs;
    private final TagWorld tags;
    private final Map<String, SimulatedReader> readers = new LinkedHashMap<>();
    private final Lights lights;
    private final List<WatchWorld> watched = new ArrayList<>();
    private final String deviceUrl;
    private Optional<NetServer> control = Optional.empty();
    private long cycleTimer = NO_TIMER;

    private SimulatedSite(
            Vertx vertx, SitePlan plan, SimulatorOptions options, LongSupplier clock, Optional<TruthLog> log) {
        this.vertx = vertx;
        this.plan = plan;
        this.deviceUrl = options.devices().map(SimulatorOptions.Devices::url).orElse("");
        this.turns = new Turns(clock);
        this.log = log;
        TruthSink listener = options.truthListener();
        this.truth = event -> {
            listener.record(event);
            log.ifPresent(l -> l.record(event));
        };
        this.tags = new TagWorld(turns, truth, (millis, work) -> vertx.setTimer(millis, timer -> work.run()));
        Assembly assembly = new Assembly(plan, options, turns, truth);
        this.blocks.putAll(assembly.blocks());
        this.programs = assembly.programs();
        plan.controllers().forEach(c -> {
            Map<Integer, Program> units = assembly.unitsOf(c);
            endpoints.put(c.name(), new Endpoint(vertx, c.name(), units, turns, truth));
        });
        this.lights = new Lights(vertx, plan, turns, truth);
        this.lights
                .lines()
                .forEach(
                        (connection, endpoint) -> lights.on(connection).forEach(name -> endpoints.put(name, endpoint)));
    }

    /**
     * Starts all controllers, tag readers and light controllers of a plan.
     *
     * @param vertx whose event loops answer
     * @param plan which carriages stand where, and where their controllers, and the readers, listen
     * @param options how
     * @return succeeds when all of them listen; fails, with nothing left open, when a port is taken, a serial line cannot
     *     be opened, the record cannot be written, or the plan asks for what the register maps cannot hold
     */
    public static Future<SimulatedSite> start(Vertx vertx, SitePlan plan, SimulatorOptions options) {
        return vertx.executeBlocking(() -> assembled(vertx, plan, options))
                .compose(site -> site.listen(options.ephemeralPorts())
                        .compose(listening -> site.watch(options))
                        .map(site)
                        .recover(e -> site.close().transform(closed -> Future.failedFuture(e))));
    }

    @Allowed("the ground truth has a clock of its own, and tells once what the wall clock said")
    private static SimulatedSite assembled(Vertx vertx, SitePlan plan, SimulatorOptions options) throws IOException {
        long begin = System.nanoTime();
        LongSupplier clock = () -> (System.nanoTime() - begin) / NANOS_PER_MILLI;
        String wall = Instant.now().toString();
        TruthEvent first = new TruthEvent.Begin(0, wall, begin, plan.site(), plan.digest());
        Optional<TruthLog> log = Optional.empty();
        if (options.truthFile().isPresent()) {
            log = Optional.of(new TruthLog(options.truthFile().get()));
        }
        SimulatedSite site = new SimulatedSite(vertx, plan, options, clock, log);
        log.ifPresent(TruthLog::started);
        site.truth.record(first);
        return site;
    }

    private Future<Void> listen(boolean ephemeral) {
        Future<Void> all = Future.succeededFuture();
        for (ControllerPlan controller : plan.controllers()) {
            Endpoint endpoint = endpoint(controller.name());
            all = all.compose(done -> Ports.open(vertx, controller.connection(), ephemeral, endpoint))
                    .onSuccess(port -> ports.put(controller.name(), port))
                    .mapEmpty();
        }
        for (Map.Entry<ControllerPlan.Connection, Endpoint> line :
                lights.lines().entrySet()) {
            List<String> names = lights.on(line.getKey());
            all = all.compose(done -> Ports.open(vertx, line.getKey(), ephemeral, line.getValue()))
                    .onSuccess(port -> names.forEach(name -> ports.put(name, port)))
                    .mapEmpty();
        }
        for (ReaderPlan reader : readersOf(plan)) {
            ReaderSettings settings = ReaderSettings.of(reader);
            all = all.compose(done -> SimulatedReader.start(
                            vertx, ephemeral ? settings.onFreePort() : settings, tags.airOf(reader), turns, truth))
                    .onSuccess(listening -> readers.put(reader.name(), listening))
                    .mapEmpty();
        }
        return all.onSuccess(done -> cycleTimer = vertx.setPeriodic(CYCLE_MILLIS, timer -> cycle()));
    }

    /** Sensors and cameras, each vault's on its own broker, when they are wanted. */
    private Future<Void> watch(SimulatorOptions options) {
        List<Future<WatchWorld>> starting = new ArrayList<>();
        options.devices()
                .ifPresent(devices -> plan.vaults()
                        .forEach(vault -> vault.watch()
                                .broker()
                                .ifPresent(broker -> starting.add(WatchWorld.start(
                                                vertx,
                                                new WatchSettings(
                                                        vault.watch(),
                                                        devices.url().isEmpty() ? broker.url() : devices.url(),
                                                        devices.userName().or(broker::userName),
                                                        devices.password(),
                                                        devices.everyMillis(),
                                                        plan.digest().hashCode()),
                                                turns,
                                                truth,
                                                InstantSource.system())
                                        .onSuccess(watched::add)))));
        return Future.join(starting).mapEmpty();
    }

    /** The simulated sensors and cameras, by vault. */
    List<WatchWorld> watched() {
        return List.copyOf(watched);
    }

    private void cycle() {
        turns.take(now -> programs.forEach(p -> p.advance(now)));
    }

    /**
     * Where a controller, a reader or a light controller listens.
     *
     * @param device name in the plan
     * @return its TCP port, 0 for a serial line
     */
    public int port(String device) {
        return isReader(device) ? reader(device).port() : named(ports, device).number();
    }

    /**
     * All tags, and where they really are.
     *
     * @return the world that the site's readers hear
     */
    public TagWorld tags() {
        return tags;
    }

    /**
     * A reader.
     *
     * @param name in the plan
     * @return the running one
     */
    public SimulatedReader reader(String name) {
        return named(readers, name);
    }

    /**
     * All readers.
     *
     * @return in the order of the plan
     */
    public List<SimulatedReader> readers() {
        return List.copyOf(readers.values());
    }

    /**
     * A light controller.
     *
     * @param name in the plan
     * @return the running one
     */
    public LightController light(String name) {
        return named(lights.controllers(), name);
    }

    /** Whether a name of the plan is a reader's; else it is a controller's. */
    boolean isReader(String device) {
        return readers.containsKey(device);
    }

    private static List<ReaderPlan> readersOf(SitePlan plan) {
        return plan.vaults().stream().flatMap(vault -> vault.readers().stream()).toList();
    }

    /**
     * The plan with the ports at which the controllers really listen: what an edge agent of a test is given.
     *
     * @return the plan it was started with, except for the connections over TCP
     */
    public SitePlan plan() {
        List<ControllerPlan> reachable = plan.controllers().stream()
                .map(c -> new ControllerPlan(
                        c.name(), c.profile(), c.unitId(), Ports.reachable(c.connection(), port(c.name()))))
                .toList();
        List<SitePlan.Vault> vaults = plan.vaults().stream()
                .map(vault -> new SitePlan.Vault(
                        vault.id(),
                        vault.name(),
                        vault.edge(),
                        vault.blocks(),
                        vault.readers().stream().map(this::reachable).toList(),
                        reachable(vault.watch()),
                        vault.lights().stream().map(this::reachable).toList()))
                .toList();
        return new SitePlan(plan.site(), plan.name(), vaults, reachable, plan.digest());
    }

    private LightPlan reachable(LightPlan light) {
        ControllerPlan.Connection connection = Ports.reachable(light.connection(), port(light.name()));
        return new LightPlan(light.name(), light.profile(), light.unitId(), connection, light.faces());
    }

    private WatchPlan reachable(WatchPlan watch) {
        Optional<WatchPlan.Broker> broker = deviceUrl.isEmpty()
                ? watch.broker()
                : watch.broker().map(b -> new WatchPlan.Broker(deviceUrl, b.userName(), b.passwordFile()));
        return new WatchPlan(watch.zones(), broker, watch.sources());
    }

    private ReaderPlan reachable(ReaderPlan reader) {
        int port = port(reader.name());
        String host = reader.port() == port ? reader.host() : Ports.LOOPBACK;
        return new ReaderPlan(reader.name(), reader.profile(), host, port, reader.readPoints());
    }

    /**
     * A block, to stand at.
     *
     * @param id a block of the plan
     * @return its handle
     */
    public SimulatedBlock block(BlockId id) {
        return named(blocks, id);
    }

    /**
     * All blocks.
     *
     * @return in the order of the plan
     */
    public List<SimulatedBlock> blocks() {
        return List.copyOf(blocks.values());
    }

    /**
     * The scripted faults of a controller's line.
     *
     * @param controller name in the plan
     * @return the live list
     */
    public Faults faults(String controller) {
        return endpoint(controller).faults();
    }

    /**
     * Pulls the network plug of a controller or a reader.
     *
     * @param device name in the plan
     * @return succeeds when nothing listens any more
     */
    public Future<Void> unplug(String device) {
        return isReader(device) ? reader(device).unplug() : named(ports, device).unplug();
    }

    /**
     * Plugs it in again, at the same port.
     *
     * @param device name in the plan
     * @return succeeds when it listens; fails when another program has taken the port
     */
    public Future<Void> plug(String device) {
        return isReader(device) ? reader(device).plug() : named(ports, device).plug();
    }

    /**
     * Opens the port for line commands, on this machine only.
     *
     * @param port TCP port, 0 for any free one
     * @return succeeds with the port; fails when it is taken
     */
    public Future<Integer> openControlPort(int port) {
        return ControlPort.listen(vertx, port, new ControlCommands(this)).map(server -> {
            control = Optional.of(server);
            return server.actualPort();
        });
    }

    /**
     * Ends everything.
     *
     * @return succeeds when nothing listens any more and the record is on disk
     */
    public Future<Void> close() {
        vertx.cancelTimer(cycleTimer);
        List<Future<Void>> closing = new ArrayList<>();
        Set.copyOf(ports.values()).forEach(port -> closing.add(port.unplug()));
        readers.values().forEach(reader -> closing.add(reader.close()));
        watched.forEach(world -> closing.add(world.close()));
        control.ifPresent(server -> closing.add(server.close()));
        Future<Void> unplugged = Future.join(closing).mapEmpty();
        return unplugged.eventually(() -> log.isEmpty()
                ? Future.succeededFuture()
                : vertx.executeBlocking(() -> {
                    log.get().close();
                    return null;
                }));
    }

    private Endpoint endpoint(String controller) {
        return named(endpoints, controller);
    }

    private static <K, V> V named(Map<K, V> things, K name) {
        V found = things.get(name);
        if (found == null) {
            throw new IllegalArgumentException("the plan has no " + name + ", only " + things.keySet());
        }
        return found;
    }
}
