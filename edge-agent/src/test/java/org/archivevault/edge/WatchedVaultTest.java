package org.archivevault.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.archivevault.edge.uplink.Uplink;
import org.archivevault.edge.watch.Plans;
import org.archivevault.edge.watch.drive.Devices;
import org.archivevault.firmware.plan.SitePlan;
import org.archivevault.firmware.plan.SitePlanLoader;
import org.archivevault.link.testing.MosquittoBroker;
import org.archivevault.protocol.address.BlockId;
import org.archivevault.protocol.command.CommandOutcome;
import org.archivevault.protocol.command.RefusalCode;
import org.archivevault.protocol.event.BlockView;
import org.archivevault.protocol.event.EdgeEvent;
import org.archivevault.protocol.event.Obstacle;
import org.archivevault.protocol.link.EdgeId;
import org.archivevault.simulator.SimulatedSite;
import org.archivevault.simulator.SimulatorOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/** A whole edge agent with simulated shelving, and a camera system and sensors on a real broker. */
@Execution(ExecutionMode.SAME_THREAD)
@EnabledIf("brokerIsInstalled")
@ResourceLock(value = "processors", mode = ResourceAccessMode.READ)
final class WatchedVaultTest {
    private static final BlockId BLOCK = Plans.BLOCK;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    private final Vertx vertx = Vertx.vertx();
    private MosquittoBroker broker;
    private SimulatedSite site;
    private Devices devices;
    private EdgeAgent agent;
    private Server server;

    static boolean brokerIsInstalled() {
        return MosquittoBroker.isInstalled();
    }

    @BeforeEach
    void start() {
        broker = MosquittoBroker.start(folder);
        site = get(SimulatedSite.start(vertx, SitePlanLoader.loadBundled("demo"), SimulatorOptions.forTests()));
        devices = new Devices(vertx, broker.url());
        devices.answers(false);
        agent = get(EdgeAgent.start(
                vertx,
                new EdgeSettings(
                        watched(site.plan(), broker.url()),
                        new EdgeId("edge-v1"),
                        new Uplink.Broker(broker.url(), null, null),
                        folder.resolve("data"),
                        0,
                        InstantSource.system())));
        server = new Server(vertx, broker.url());
    }

    @AfterEach
    void stop() {
        get(agent.close());
        server.close();
        get(devices.close());
        get(site.close());
        get(vertx.close());
        broker.close();
    }

    /** The same plan, but aisle 3 of block 1 is watched, and there are three sensors. */
    private static SitePlan watched(SitePlan plan, String url) {
        List<SitePlan.Vault> vaults = plan.vaults().stream()
                .map(v -> new SitePlan.Vault(v.id(), v.name(), v.edge(), v.blocks(), v.readers(), Plans.whole(url, 3)))
                .toList();
        return new SitePlan(plan.site(), plan.name(), vaults, plan.controllers(), plan.digest());
    }

    private static <T> T get(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private List<RefusalCode> obstacles() {
        BlockView view = server.views.get(BLOCK);
        return view == null
                ? List.of(RefusalCode.EDGE_OFFLINE)
                : view.obstacles().stream().map(Obstacle::code).toList();
    }

    private void awaitObstacles(RefusalCode... codes) {
        await(List.of(codes).toString())
                .atMost(PATIENCE)
                .until(() -> obstacles().equals(List.of(codes)));
    }

    private CommandOutcome open(int aisle) {
        return server.open(BLOCK, aisle).outcome();
    }

    private static CommandOutcome refused() {
        return new CommandOutcome.Refused(RefusalCode.PERSON_SEEN, "3, cam-b1");
    }

    @Test
    void nothingMovesUntilTheCameraSaysThatNobodyIsThereAndAMotionStopsWhenSomebodyComes() {
        // GIVEN shelving that is ready, and a camera system that has not answered yet
        awaitObstacles(RefusalCode.PERSON_SEEN);
        await().atMost(PATIENCE).until(() -> server.link.online(Server.EDGE));
        assertThat(open(2)).isEqualTo(refused());

        // WHEN it says that nobody is there
        devices.answers(true);
        awaitObstacles();

        // THEN an aisle opens; but not while somebody is in the watched one, whichever is asked for
        assertThat(open(2)).isEqualTo(new CommandOutcome.Executed(true));
        await().atMost(PATIENCE).until(() -> Integer.valueOf(2).equals(openAisle()));
        awaitObstacles();
        devices.person("aisle_03", true);
        awaitObstacles(RefusalCode.PERSON_SEEN);
        assertThat(open(5)).isEqualTo(refused());
        devices.person("aisle_03", false);
        awaitObstacles();

        // AND somebody who comes while carriages move stops them
        assertThat(open(5)).isEqualTo(new CommandOutcome.Executed(true));
        devices.person("aisle_03", true);
        await().atMost(PATIENCE)
                .until(() -> server.events.stream()
                        .anyMatch(e -> e instanceof EdgeEvent.StopSent stop
                                && stop.confirmed()
                                && stop.cause().equals("camera cam-b1, aisle 3")));
        devices.person("aisle_03", false);
        awaitObstaclesWithoutCamera();
    }

    private @org.jspecify.annotations.Nullable Integer openAisle() {
        BlockView view = server.views.get(BLOCK);
        return view == null ? null : view.openAisle();
    }

    private void awaitObstaclesWithoutCamera() {
        await().atMost(PATIENCE).until(() -> !obstacles().contains(RefusalCode.PERSON_SEEN));
    }

    @Test
    void readingsAndTheTrustInTheCameraReachTheServer() {
        devices.answers(true);
        await().atMost(PATIENCE).until(() -> {
            // The edge may not have subscribed yet when it says that it has started.
            get(devices.measures("s1", 21.5, InstantSource.system().instant()));
            return server.events.stream()
                    .filter(EdgeEvent.ReadingsTaken.class::isInstance)
                    .flatMap(e -> ((EdgeEvent.ReadingsTaken) e).readings().stream())
                    .anyMatch(r -> r.sensor().value().equals("s1") && r.value() == 21.5);
        });
        await().atMost(PATIENCE)
                .until(() -> server.events.contains(new EdgeEvent.CameraChanged(Plans.CAMERA, true, "")));
    }
}
