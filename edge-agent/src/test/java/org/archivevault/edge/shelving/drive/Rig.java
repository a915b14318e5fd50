package org.archivevault.edge.shelving.drive;

import static org.awaitility.Awaitility.await;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.archivevault.edge.shelving.modbus.ModbusEndpoint;
import org.archivevault.firmware.plan.ControllerPlan;
import org.archivevault.firmware.plan.SitePlan;
import org.archivevault.firmware.plan.SitePlanLoader;
import org.archivevault.protocol.address.BlockId;
import org.archivevault.protocol.command.AcknowledgeComms;
import org.archivevault.protocol.command.Command;
import org.archivevault.protocol.command.CommandId;
import org.archivevault.protocol.command.CommandOutcome;
import org.archivevault.protocol.command.EdgeInstant;
import org.archivevault.protocol.command.FencingToken;
import org.archivevault.protocol.command.LockBlock;
import org.archivevault.protocol.command.MovingCommand;
import org.archivevault.protocol.command.OpenAisle;
import org.archivevault.protocol.command.Reason;
import org.archivevault.protocol.command.RefusalCode;
import org.archivevault.protocol.command.StopBlock;
import org.archivevault.protocol.command.UnlockBlock;
import org.archivevault.protocol.command.Ventilate;
import org.archivevault.protocol.event.BlockView;
import org.archivevault.protocol.event.CommsState;
import org.archivevault.protocol.event.EdgeEvent;
import org.archivevault.protocol.event.Guard;
import org.archivevault.protocol.event.GuardState;
import org.archivevault.protocol.event.Obstacle;
import org.archivevault.simulator.SimulatedBlock;
import org.archivevault.simulator.SimulatedSite;
import org.archivevault.simulator.SimulatorOptions;
import org.archivevault.simulator.fault.Fault;
import org.archivevault.simulator.fault.FaultRule;
import org.archivevault.simulator.truth.TruthEvent;

/** A simulated site with the edge's shelving part in front of it, and a disk of its own. */
final class Rig implements AutoCloseable {
    /** Well beyond the tolerance within which an aisle still counts as open. */
    private static final double CLEARLY_MOVED_MM = 30;

    static final Duration PATIENCE = Duration.ofSeconds(10);

    final Vertx vertx = Vertx.vertx();
    final List<EdgeEvent> events = new CopyOnWriteArrayList<>();
    final List<TruthEvent> truth = new CopyOnWriteArrayList<>();
    final Map<BlockId, BlockView> views = new ConcurrentHashMap<>();
    final AtomicLong nextToken = new AtomicLong(1);
    final SimulatedSite site;
    volatile boolean serverReachable = true;
    volatile boolean diskFull;
    private static final int MOST_TRIES = 10;
    private static final Set<RefusalCode> AGE = Set.of(RefusalCode.STALE_STATE, RefusalCode.UNKNOWN_STATE);

    private final Path folder;
    private final List<String> deployments = new ArrayList<>();
    private final List<ShelvingVerticle> verticles = new ArrayList<>();
    private EdgeClock clock = EdgeClock.start();
    private InboxStore store;

    Rig(Path folder) {
        this(folder, SimulatorOptions.forTests());
    }

    Rig(Path folder, SimulatorOptions options) {
        this.folder = folder;
        SitePlan plan = SitePlanLoader.loadBundled("demo");
        this.site = get(SimulatedSite.start(vertx, plan, options.tellingOf(truth::add)));
        this.store = get(InboxStore.open(vertx, folder.resolve("inbox.db")));
        deploy();
    }

    private void deploy() {
        SitePlan plan = site.plan();
        for (ControllerPlan controller : plan.controllers()) {
            List<SitePlan.Block> blocks = plan.blocks().stream()
                    .filter(b -> b.controller().equals(controller.name()))
                    .toList();
            ShelvingVerticle verticle =
                    new ShelvingVerticle(controller, blocks, ModbusEndpoint::open, store, new Surroundings(), clock);
            deployments.add(get(vertx.deployVerticle(verticle)));
            verticles.add(verticle);
        }
    }

    /** Ends the edge without a word to the controller, as a crash does, and starts it again on the same disk. */
    void restart() {
        stopEdge();
        clock = EdgeClock.start();
        views.clear();
        store = get(InboxStore.open(vertx, folder.resolve("inbox.db")));
        deploy();
    }

    void stopEdge() {
        deployments.forEach(id -> get(vertx.undeploy(id)));
        deployments.clear();
        verticles.clear();
        get(store.close());
    }

    private final class Surroundings implements BlockSurroundings {
        @Override
        public Future<?> record(EdgeEvent event) {
            if (diskFull) {
                return Future.failedFuture("disk full");
            }
            events.add(event);
            return Future.succeededFuture();
        }

        @Override
        public Future<?> record(List<EdgeEvent> together) {
            if (diskFull) {
                return Future.failedFuture("disk full");
            }
            events.addAll(together);
            return Future.succeededFuture();
        }

        @Override
        public void show(BlockView view) {
            views.put(view.block(), view);
        }

        @Override
        public boolean serverReachable() {
            return serverReachable;
        }

        @Override
        public void answered(String device) {}

        @Override
        public void failed(String device, String sentence) {}
    }

    static <T> T get(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    SimulatedBlock block(BlockId id) {
        return site.block(id);
    }

    OpenAisle openCommand(BlockId block, int aisle) {
        EdgeInstant notAfter = new EdgeInstant(clock.boot(), clock.millis() + 3_000);
        FencingToken token = new FencingToken(nextToken.getAndIncrement());
        return new OpenAisle(newId(), block, aisle, token, 3_000, notAfter, "li", reason());
    }

    static CommandId newId() {
        return new CommandId(UUID.randomUUID());
    }

    static Reason reason() {
        return new Reason(Reason.Kind.RETRIEVAL, "r-1");
    }

    Ventilate ventilateCommand(BlockId block) {
        EdgeInstant notAfter = new EdgeInstant(clock.boot(), clock.millis() + 3_000);
        FencingToken token = new FencingToken(nextToken.getAndIncrement());
        return new Ventilate(newId(), block, token, 3_000, notAfter, "li", reason());
    }

    /** A command and how it ended. */
    record Attempt(MovingCommand command, CommandOutcome outcome) {}

    CommandOutcome open(BlockId block, int aisle) {
        return attempt(block, aisle).outcome();
    }

    /** Asks again when the state was too old: a busy test machine may let half a second pass between two polls. */
    Attempt attempt(BlockId block, int aisle) {
        return attempt(block, () -> openCommand(block, aisle));
    }

    Attempt ventilation(BlockId block) {
        return attempt(block, () -> ventilateCommand(block));
    }

    private Attempt attempt(BlockId block, Supplier<MovingCommand> asked) {
        for (int tries = 1; ; tries++) {
            MovingCommand command = asked.get();
            CommandOutcome outcome = run(command);
            if (!isOfAge(outcome) || tries == MOST_TRIES) {
                return new Attempt(command, outcome);
            }
            awaitFresh(block);
        }
    }

    private static boolean isOfAge(CommandOutcome outcome) {
        return outcome instanceof CommandOutcome.Refused refused
                && (AGE.contains(refused.code()) || refused.detail().endsWith("no keep-alive lately"));
    }

    private void awaitFresh(BlockId block) {
        await("fresh " + block).atMost(PATIENCE).until(() -> {
            BlockView view = views.get(block);
            return view != null && obstacles(block).stream().noneMatch(AGE::contains);
        });
    }

    StopBlock stopCommand(BlockId block) {
        return new StopBlock(newId(), block, "wang", reason());
    }

    CommandOutcome stop(BlockId block) {
        return run(stopCommand(block));
    }

    CommandOutcome acknowledge(BlockId block) {
        return run(new AcknowledgeComms(newId(), block, "wang", reason()));
    }

    CommandOutcome lock(BlockId block) {
        return run(new LockBlock(newId(), block, "wang", reason()));
    }

    CommandOutcome unlock(BlockId block) {
        return run(new UnlockBlock(newId(), block, "wang", reason()));
    }

    void send(Command command) {
        verticles.stream()
                .filter(v -> v.blocks().contains(command.block()))
                .forEach(v -> v.received(command, clock.millis()));
    }

    CommandOutcome run(Command command) {
        send(command);
        return outcome(command.id());
    }

    CommandOutcome outcome(CommandId id) {
        return await("outcome of " + id)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> outcomes(id).stream().findFirst(), Optional::isPresent)
                .orElseThrow();
    }

    List<CommandOutcome> outcomes(CommandId id) {
        return events(EdgeEvent.CommandEnded.class).stream()
                .filter(e -> e.command().equals(id))
                .map(EdgeEvent.CommandEnded::outcome)
                .toList();
    }

    <T extends EdgeEvent> List<T> events(Class<T> type) {
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }

    <T extends TruthEvent> List<T> truth(Class<T> type) {
        return truth.stream().filter(type::isInstance).map(type::cast).toList();
    }

    private TruthStep step(BlockId block) {
        return new TruthStep(site.plan(), block);
    }

    FaultRule onMotionWrite(BlockId block, Fault fault) {
        return step(block).onMotionWrite(fault);
    }

    List<TruthEvent.ModbusWrite> motionWrites(BlockId block) {
        return truth(TruthEvent.ModbusWrite.class).stream()
                .filter(step(block)::isMotionWrite)
                .toList();
    }

    List<TruthEvent.ModbusWrite> stopsOnTheWire(BlockId block) {
        return truth(TruthEvent.ModbusWrite.class).stream()
                .filter(step(block)::isStop)
                .toList();
    }

    /** Everything written but watchdog settings and keep-alives. */
    List<TruthEvent.ModbusWrite> preparesAndExecutes() {
        return truth(TruthEvent.ModbusWrite.class).stream()
                .filter(w -> w.function() == 5 || w.address() > 2)
                .toList();
    }

    List<CommsState> comms() {
        return events(EdgeEvent.CommsChanged.class).stream()
                .map(EdgeEvent.CommsChanged::state)
                .toList();
    }

    List<RefusalCode> obstacles(BlockId block) {
        BlockView view = views.get(block);
        return view == null
                ? List.of()
                : view.obstacles().stream().map(Obstacle::code).toList();
    }

    void awaitGuard(BlockId block, Guard guard, int aisle, GuardState state) {
        await(guard + " " + aisle).atMost(PATIENCE).until(() -> {
            BlockView view = views.get(block);
            return view != null && view.guards().contains(new BlockView.GuardView(guard, aisle, state));
        });
    }

    void awaitMoving(BlockId block, boolean moving) {
        await("moving " + moving)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> {
                    BlockView view = views.get(block);
                    return view != null && view.moving() != null && view.moving() == moving;
                });
    }

    /** Waits until the carriages have left the aisle that was open. */
    void awaitUnderWay(BlockId block) {
        List<Double> before = block(block).state().positionsMm();
        await("under way")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> movedMm(before, block(block).state().positionsMm()) > CLEARLY_MOVED_MM);
        awaitMoving(block, true);
    }

    private static double movedMm(List<Double> before, List<Double> now) {
        double most = 0;
        for (int i = 0; i < before.size(); i++) {
            most = Math.max(most, Math.abs(now.get(i) - before.get(i)));
        }
        return most;
    }

    /** Waits until nothing forbids the block to move. */
    void awaitReady(BlockId block) {
        await("ready " + block).atMost(PATIENCE).until(() -> {
            BlockView view = views.get(block);
            return view != null && view.obstacles().isEmpty();
        });
    }

    void awaitSpread(BlockId block) {
        await(block + " spread").atMost(PATIENCE).until(() -> {
            BlockView view = views.get(block);
            return view != null && Boolean.TRUE.equals(view.spread());
        });
    }

    void awaitOpen(BlockId block, int aisle) {
        await(block + "/" + aisle).atMost(PATIENCE).until(() -> {
            BlockView view = views.get(block);
            return view != null && view.openAisle() != null && view.openAisle() == aisle;
        });
    }

    @Override
    public void close() {
        stopEdge();
        get(site.close());
        get(vertx.close());
    }
}
