package org.archivevault.standalone;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.archivevault.edge.EdgeAgent;
import org.archivevault.edge.EdgeSettings;
import org.archivevault.edge.uplink.Uplink;
import org.archivevault.firmware.plan.SitePlan;
import org.archivevault.firmware.plan.SitePlanLoader;
import org.archivevault.link.outbox.OutboxLimits;
import org.archivevault.postgres.EmbeddedPostgres;
import org.archivevault.postgres.PostgresSettings;
import org.archivevault.protocol.link.EdgeId;
import org.archivevault.server.BrokerSettings;
import org.archivevault.server.ServerSettings;
import org.archivevault.server.VaultServer;
import org.archivevault.server.account.SessionSettings;
import org.archivevault.server.database.DatabaseSettings;
import org.archivevault.server.http.HttpSettings;
import org.archivevault.server.label.LabelSettings;
import org.archivevault.simulator.SimulatedSite;
import org.archivevault.simulator.SimulatorOptions;
import org.archivevault.standalone.broker.BrokerAccount;
import org.archivevault.standalone.broker.EmbeddedBroker;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The parts of the one-machine start, started from the ground up and stopped from the top down. */
final class OneMachine {
    /** What a stop may take in all; then the process ends anyway, and the watchdog of PostgreSQL stops that. */
    private static final Duration STOP_LIMIT = Duration.ofSeconds(15);

    /**
     * With a company prefix of GS1's for examples, so that {@code ./vault label} can give a new pack its EPC; a real site has its own.
     */
    private static final LabelSettings LABELS = new LabelSettings("952123456", "789", 3, null);

    private final Path home;
    private final int httpPort;
    private final int devicePort;
    private final int packs;
    private final Deque<AutoCloseable> running = new ArrayDeque<>();
    private boolean stopping;
    private String oneTimePassword = "";
    private int serverPort;

    /**
     * @param home folder for everything that is kept
     * @param httpPort where the server listens
     * @param devicePort where the first controller listens; the second, the broker and the three tag readers take the next five
     * @param packs how many packs the sample archive has
     */
    OneMachine(Path home, int httpPort, int devicePort, int packs) {
        this.home = home;
        this.httpPort = httpPort;
        this.devicePort = devicePort;
        this.packs = packs;
    }

    Path home() {
        return home;
    }

    URI server() {
        return URI.create("http://127.0.0.1:" + serverPort);
    }

    /** The administrator's first password; empty unless this was the very first start. */
    String oneTimePassword() {
        return oneTimePassword;
    }

    SitePlan plan() {
        return SitePlanLoader.load(planFile());
    }

    /** Blocks until everything runs. */
    void start() {
        Path planFile = writePlan();
        SitePlan plan = plan();
        String serverSecret = secret();
        String edgeSecret = secret();
        String deviceSecret = deviceSecret();
        CompletableFuture<EmbeddedBroker> broker = startBroker(plan, serverSecret, edgeSecret, deviceSecret);
        EmbeddedPostgres postgres =
                EmbeddedPostgres.start(PostgresSettings.in(home.resolve("pg"), home.resolve("bin")));
        opened(postgres);
        Vertx vertx = Vertx.vertx();
        opened(() -> join(vertx.close()));
        SimulatedSite site = join(SimulatedSite.start(
                vertx,
                plan,
                SimulatorOptions.usual()
                        .recordingTo(home.resolve("truth.jsonl"))
                        .publishingTo(new SimulatorOptions.Devices(
                                "",
                                Optional.empty(),
                                Optional.of(deviceSecret),
                                SimulatorOptions.Devices.USUAL_MILLIS))));
        opened(() -> join(site.close()));
        furnish(site, plan);
        // Server and edge look for the broker until it is there: its start is the longest, so nobody waits for it.
        String brokerUrl = EmbeddedBroker.url(brokerPort());
        startServer(vertx, postgres, planFile, new BrokerSettings(brokerUrl, "server", serverSecret));
        startEdges(vertx, plan, brokerUrl, edgeSecret);
        EmbeddedBroker started = broker.join();
        opened(() -> started.stop().get(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS));
    }

    /** Tags on the shelves, and a way for {@code ./vault person} to carry them about. */
    private void furnish(SimulatedSite site, SitePlan plan) {
        SimulatedTags tags = new SimulatedTags(site.tags(), home.resolve("tags.txt"));
        int control = join(site.openControlPort(0));
        try {
            tags.restore(plan, SampleArchive.generator(plan, packs));
            opened(tags::save);
            Files.writeString(home.resolve("control-port"), Integer.toString(control));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private CompletableFuture<EmbeddedBroker> startBroker(
            SitePlan plan, String serverSecret, String edgeSecret, String deviceSecret) {
        List<BrokerAccount> accounts = new ArrayList<>();
        accounts.add(new BrokerAccount("server", serverSecret, List.of("vault/#")));
        plan.vaults()
                .forEach(v -> accounts.add(
                        new BrokerAccount(v.edge().value(), edgeSecret, List.of("vault/" + v.edge() + "/#"))));
        // Simulated devices, and the edge that listens to them and asks the broker whether it still hears.
        accounts.add(new BrokerAccount(
                "devices", deviceSecret, List.of("zigbee2mqtt/#", "tele/#", "frigate/#", "vault/+/watching")));
        try {
            return EmbeddedBroker.start(home.resolve("broker"), brokerPort(), accounts);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private int brokerPort() {
        return devicePort + 2;
    }

    private void startServer(Vertx vertx, EmbeddedPostgres postgres, Path planFile, BrokerSettings broker) {
        DatabaseSettings database = DatabaseSettings.of(
                "postgresql://" + postgres.host() + ":" + postgres.port() + "/" + postgres.database(),
                postgres.user(),
                postgres.password());
        VaultServer server = join(VaultServer.start(
                vertx,
                new ServerSettings(
                        HttpSettings.loopback(httpPort),
                        database,
                        SessionSettings.defaults(),
                        broker,
                        planFile.toString(),
                        home.resolve("server").toString(),
                        Duration.ofSeconds(30),
                        LABELS)));
        opened(() -> join(server.close()));
        serverPort = server.port();
        oneTimePassword = server.oneTimePassword().orElse("");
    }

    private void startEdges(Vertx vertx, SitePlan plan, String brokerUrl, String edgeSecret) {
        for (SitePlan.Vault vault : plan.vaults()) {
            EdgeId edge = vault.edge();
            EdgeAgent agent = join(EdgeAgent.start(
                    vertx,
                    new EdgeSettings(
                            plan,
                            edge,
                            new Uplink.Broker(brokerUrl, edge.value(), edgeSecret),
                            home.resolve(edge.value()),
                            0,
                            InstantSource.system(),
                            OutboxLimits.DEFAULT,
                            home)));
            opened(() -> join(agent.close()));
        }
    }

    private Path planFile() {
        return home.resolve("site.yaml");
    }

    /** The demo's plan as a file, as the server reads it everywhere; only the ports are this machine's. */
    private Path writePlan() {
        try (InputStream bundled = Objects.requireNonNull(SitePlan.class.getResourceAsStream("/sites/demo.yaml"))) {
            String plan = new String(bundled.readAllBytes(), StandardCharsets.UTF_8)
                    // First: the gate's reader takes that port here.
                    .replace("port: 15023", "port: " + (devicePort + 6))
                    .replace("port: 15020", "port: " + devicePort)
                    .replace("port: 15021", "port: " + (devicePort + 1))
                    .replace("port: 15084", "port: " + (devicePort + 3))
                    .replace("port: 15085", "port: " + (devicePort + 4))
                    .replace("port: 15086", "port: " + (devicePort + 5))
                    .replace("profile: shelf-1", "profile: shelf-demo.yaml");
            plan += watched();
            Files.createDirectories(home);
            writeShelfProfile();
            return Files.writeString(planFile(), plan);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + planFile(), e);
        }
    }

    /** The vault's zones, sensors and cameras: the last lines of the plan's only vault. */
    private String watched() throws IOException {
        try (InputStream watch = Objects.requireNonNull(OneMachine.class.getResourceAsStream("/demo-watch.yaml"))) {
            return new String(watch.readAllBytes(), StandardCharsets.UTF_8)
                    .replace("127.0.0.1:15022", "127.0.0.1:" + brokerPort());
        }
    }

    /** The devices' password, in a file of its own beside the plan, as the edge reads it everywhere. */
    private String deviceSecret() {
        String secret = secret();
        try {
            Files.writeString(home.resolve("devices.password"), secret);
            return secret;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Nobody watches a demo for the two minutes that a real shelf takes to miss a tag. The reader needs about ten seconds for
     * one round of its five full faces, which the edge measures.
     */
    private void writeShelfProfile() throws IOException {
        String bundled = "/profiles/readers/shelf-1.yaml";
        try (InputStream profile = Objects.requireNonNull(SitePlan.class.getResourceAsStream(bundled))) {
            String quick = new String(profile.readAllBytes(), StandardCharsets.UTF_8)
                    .replace("departsAfter: 2min", "departsAfter: 60s");
            Files.writeString(home.resolve("shelf-demo.yaml"), quick);
        }
    }

    private static String secret() {
        byte[] random = new byte[16];
        new SecureRandom().nextBytes(random);
        return HexFormat.of().formatHex(random);
    }

    private static <T> T join(Future<T> future) {
        return future.toCompletionStage().toCompletableFuture().join();
    }

    private synchronized void opened(AutoCloseable part) {
        if (stopping) {
            close(part);
            throw new CompletionException(new IllegalStateException("stopped while starting"));
        }
        running.push(part);
    }

    /** Stops what runs, the newest first. A part that cannot be stopped holds up none of the others. */
    synchronized void stop() {
        stopping = true;
        while (!running.isEmpty()) {
            close(running.pop());
        }
    }

    private static void close(AutoCloseable part) {
        Logger log = LoggerFactory.getLogger(OneMachine.class);
        CompletableFuture<Void> closing = CompletableFuture.runAsync(() -> {
            try {
                part.close();
            } catch (Exception e) {
                log.warn("A part did not stop as it should", e);
            }
        });
        closing.completeOnTimeout(null, STOP_LIMIT.toSeconds(), TimeUnit.SECONDS)
                .join();
    }
}
