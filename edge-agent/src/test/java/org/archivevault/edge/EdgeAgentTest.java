package org.archivevault.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.archivevault.edge.uplink.Uplink;
import org.archivevault.firmware.plan.SitePlanLoader;
import org.archivevault.link.testing.MosquittoBroker;
import org.archivevault.protocol.address.BlockId;
import org.archivevault.protocol.command.CommandId;
import org.archivevault.protocol.command.CommandOutcome;
import org.archivevault.protocol.command.DarkenPositions;
import org.archivevault.protocol.command.LightPosition;
import org.archivevault.protocol.command.OpenAisle;
import org.archivevault.protocol.command.Reason;
import org.archivevault.protocol.command.RefusalCode;
import org.archivevault.protocol.command.StopBlock;
import org.archivevault.protocol.event.EdgeEvent;
import org.archivevault.protocol.event.Lane;
import org.archivevault.protocol.link.EdgeId;
import org.archivevault.simulator.SimulatedSite;
import org.archivevault.simulator.SimulatorOptions;
import org.archivevault.simulator.fault.Fault;
import org.archivevault.simulator.fault.FaultRule;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/** A whole edge agent between a real broker and simulated controllers. */
@Execution(ExecutionMode.SAME_THREAD)
@EnabledIf("brokerIsInstalled")
@ResourceLock(value = "processors", mode = ResourceAccessMode.READ)
final class EdgeAgentTest {
    private static final BlockId BLOCK = BlockId.parse("ES-V1-B1");

    @TempDir
    Path folder;

    private final Vertx vertx = Vertx.vertx();
    private MosquittoBroker broker;
    private SimulatedSite site;

    static boolean brokerIsInstalled() {
        return MosquittoBroker.isInstalled();
    }

    @BeforeEach
    void start() {
        broker = MosquittoBroker.start(folder);
        site = get(SimulatedSite.start(vertx, SitePlanLoader.loadBundled("demo"), SimulatorOptions.forTests()));
    }

    @AfterEach
    void stop() {
        get(site.close());
        broker.close();
        get(vertx.close());
    }

    private EdgeSettings settings(String edge) {
        return new EdgeSettings(
                site.plan(),
                new EdgeId(edge),
                new Uplink.Broker(broker.url(), null, null),
                folder.resolve("data"),
                0,
                InstantSource.system());
    }

    private static <T> T get(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void carriesACommandFromTheServerToTheAisleAndItsStoryBack() throws Exception {
        EdgeAgent agent = get(EdgeAgent.start(vertx, settings("edge-v1")));
        try (Server server = new Server(vertx, broker.url())) {
            // GIVEN a block that is ready
            server.awaitReady(BLOCK);

            // WHEN the server asks for an aisle
            Server.Attempt attempt = server.open(BLOCK, 3);

            // THEN it opens, and every event of it reaches the server
            assertThat(attempt.outcome()).isEqualTo(new CommandOutcome.Executed(true));
            await().atMost(20, TimeUnit.SECONDS)
                    .until(() -> server.events.stream().anyMatch(EdgeEvent.MotionStopped.class::isInstance));
            assertThat(site.block(BLOCK).state().openAisle()).isEqualTo(3);
            assertThat(server.events).first().isInstanceOf(EdgeEvent.EdgeStarted.class);
            assertThat(sinceArrival(server, attempt.command()))
                    .startsWith("CommandReceived", "MotionIntended")
                    .contains("CommandEnded", "MotionStarted")
                    .endsWith("MotionStopped");

            // AND health and metrics say so
            await().atMost(20, TimeUnit.SECONDS)
                    .untilAsserted(() -> assertThat(http(agent, "/health"))
                            .contains("\"status\":\"up\"")
                            .contains("\"openAisle\":3"));
            assertThat(http(agent, "/metrics"))
                    .contains("vault_edge_commands_total{outcome=\"executed\"} 1")
                    .contains("vault_edge_server_reachable 1");
        } finally {
            get(agent.close());
        }
    }

    /** What was told in the access lane from the arrival of a command on. */
    private static List<String> sinceArrival(Server server, OpenAisle command) {
        return server.events.stream()
                .filter(e -> e.lane() == Lane.ACCESS)
                .dropWhile(e -> !(e instanceof EdgeEvent.CommandReceived received
                        && received.command().equals(command.id())))
                .map(e -> e.getClass().getSimpleName())
                .toList();
    }

    @Test
    void refusesACommandForABlockThatIsNotItsOwn() {
        EdgeAgent agent = get(EdgeAgent.start(vertx, settings("edge-v1")));
        try (Server server = new Server(vertx, broker.url())) {
            server.awaitReady(BLOCK);
            OpenAisle command = server.openCommand(BlockId.parse("ES-V9-B9"), 1);
            get(server.link.send(Server.EDGE, command));
            assertThat(server.outcome(command.id()))
                    .isEqualTo(new CommandOutcome.Refused(RefusalCode.NO_SUCH_AISLE, "ES-V9-B9"));
        } finally {
            get(agent.close());
        }
    }

    @Test
    void lightsTheLampAtAPackAndPutsItOutAgain() throws Exception {
        EdgeAgent agent = get(EdgeAgent.start(vertx, settings("edge-v1")));
        try (Server server = new Server(vertx, broker.url())) {
            server.awaitReady(BLOCK);
            LightPosition light = server.lightCommand("ES-V1-B1-03A-01-2-05");
            get(server.link.send(Server.EDGE, light));
            assertThat(server.outcome(light.id())).isEqualTo(new CommandOutcome.Executed(false));
            assertThat(site.light("lights-b1").burning()).containsOnlyKeys(110);
            await().atMost(20, TimeUnit.SECONDS)
                    .untilAsserted(() -> assertThat(http(agent, "/metrics"))
                            .contains("vault_edge_lamps_burning{light=\"lights-b1\"} 1")
                            .contains("vault_edge_device_up{device=\"lights-b1\"} 1"));

            DarkenPositions dark =
                    new DarkenPositions(new CommandId(UUID.randomUUID()), BLOCK, light.subject(), light.reason());
            get(server.link.send(Server.EDGE, dark));
            assertThat(server.outcome(dark.id())).isEqualTo(new CommandOutcome.Executed(false));
            assertThat(site.light("lights-b1").burning()).isEmpty();

            // AND where no lamp stands, it says so
            LightPosition nowhere = server.lightCommand("ES-V1-B2-02A-01-1-01");
            get(server.link.send(Server.EDGE, nowhere));
            assertThat(server.outcome(nowhere.id()))
                    .isEqualTo(new CommandOutcome.Refused(RefusalCode.NO_LAMP, "ES-V1-B2-02A-01-1-01"));
            // AND nothing moved, and the shelving's controller was told nothing of it
            assertThat(server.events).noneMatch(EdgeEvent.MotionIntended.class::isInstance);
        } finally {
            get(agent.close());
        }
    }

    @Test
    void aLightControllerThatHangsHoldsUpNeitherMotionNorStop() {
        site.faults("lights-b1").add(FaultRule.always(new Fault.Silent()));
        EdgeAgent agent = get(EdgeAgent.start(vertx, settings("edge-v1")));
        try (Server server = new Server(vertx, broker.url())) {
            // GIVEN twenty lights that wait for an answer that never comes
            server.awaitReady(BLOCK);
            List<LightPosition> lights = IntStream.rangeClosed(1, 20)
                    .mapToObj(slot -> server.lightCommand("ES-V1-B1-03A-01-2-" + (slot < 10 ? "0" : "") + slot))
                    .toList();
            lights.forEach(light -> get(server.link.send(Server.EDGE, light)));

            // WHEN an aisle is asked for, and then stop
            assertThat(server.open(BLOCK, 9).outcome()).isEqualTo(new CommandOutcome.Executed(true));
            StopBlock stop = new StopBlock(
                    new CommandId(UUID.randomUUID()), BLOCK, "li", new Reason(Reason.Kind.SAFETY, "test"));
            get(server.link.send(Server.EDGE, stop));

            // THEN both are carried out, and each light ends as unknown
            assertThat(server.outcome(stop.id())).isEqualTo(new CommandOutcome.Executed(false));
            lights.forEach(light -> assertThat(server.outcome(light.id())).isInstanceOf(CommandOutcome.Unknown.class));
        } finally {
            get(agent.close());
        }
    }

    @Test
    void startsWithoutBrokerAndControllersAndTellsThatDevicesAreSilent() throws Exception {
        // GIVEN nothing to talk to
        broker.kill();
        get(site.unplug("block-1-controller"));
        get(site.unplug("block-2-bus"));

        // WHEN it starts
        EdgeAgent agent = get(EdgeAgent.start(vertx, settings("edge-v1")));

        // THEN it says what does not answer, and recovers by itself
        await().atMost(20, TimeUnit.SECONDS)
                .until(() -> http(agent, "/metrics").contains("vault_edge_device_up{device=\"block-1-controller\"} 0"));
        get(site.plug("block-1-controller"));
        get(site.plug("block-2-bus"));
        broker.restart();
        try (Server server = new Server(vertx, broker.url())) {
            server.awaitReady(BLOCK);
            assertThat(server.events).contains(new EdgeEvent.DeviceHealthChanged("block-1-controller", true, ""));
        } finally {
            get(agent.close());
        }
    }

    @Test
    void failsWithASentenceForAnEdgeThatThePlanDoesNotName() {
        Future<EdgeAgent> started = EdgeAgent.start(vertx, settings("edge-v7"));
        await().until(started::isComplete);
        assertThat(started.cause()).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("edge-v7");
    }

    private static String http(EdgeAgent agent, String path) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + agent.healthPort() + path);
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }
}
