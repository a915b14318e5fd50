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
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
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
import org.archivevault.protocol.command.OpenAisle;
import org.archivevault.protocol.command.Reason;
import org.archivevault.protocol.command.StopBlock;
import org.archivevault.protocol.command.UnlockBlock;
import org.archivevault.protocol.event.BlockView;
import org.archivevault.protocol.event.EdgeEvent;
import org.archivevault.simulator.SimulatedBlock;
import org.archivevault.simulator.SimulatedSite;
import org.archivevault.simulator.SimulatorOptions;
import org.archivevault.simulator.truth.TruthEvent;

/** A simulated site with the edge's shelving part in front of it, and a disk of its own. */
final class Rig implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(10);

    final Vertx vertx = Vertx.vertx();
    final List<EdgeEvent> events = new CopyOnWriteArrayList<>();
    final List<TruthEvent> truth = new CopyOnWriteArrayList<>();
    final Map<BlockId, BlockView> views = new ConcurrentHashMap<>();
    final AtomicLong nextToken = new AtomicLong(1);
    final SimulatedSite site;
    volatile boolean serverReachable = true;
    volatile boolean diskFull;
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

    CommandOutcome open(BlockId block, int aisle) {
        return run(openCommand(block, aisle));
    }

    CommandOutcome stop(BlockId block) {
        return run(new StopBlock(newId(), block, "wang", reason()));
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

    /** Waits until nothing forbids the block to move. */
    void awaitReady(BlockId block) {
        await("ready " + block).atMost(PATIENCE).until(() -> {
            BlockView view = views.get(block);
            return view != null && view.obstacles().isEmpty();
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
