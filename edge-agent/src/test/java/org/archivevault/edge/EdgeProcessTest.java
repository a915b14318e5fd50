package org.archivevault.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.archivevault.firmware.plan.SitePlan;
import org.archivevault.firmware.plan.SitePlanLoader;
import org.archivevault.link.testing.MosquittoBroker;
import org.archivevault.protocol.address.BlockId;
import org.archivevault.protocol.command.CommandOutcome;
import org.archivevault.protocol.command.OpenAisle;
import org.archivevault.simulator.SimulatedSite;
import org.archivevault.simulator.SimulatorOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/** The edge agent as a process of its own, as people start it. */
@Execution(ExecutionMode.SAME_THREAD)
@ResourceLock(value = "processors", mode = ResourceAccessMode.READ)
final class EdgeProcessTest {
    /** What {@code ./vault edge} gives the JVM. */
    private static final List<String> SMALL = List.of(
            "-Xmx48m",
            "-Xss512k",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:MaxMetaspaceSize=64m",
            "-XX:ReservedCodeCacheSize=24m",
            "-XX:MaxDirectMemorySize=16m");

    private static final int RESIDENT_LIMIT_MB = 128;

    @TempDir
    Path folder;

    private Process start(List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(SMALL);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), EdgeAgent.class.getName()));
        command.addAll(arguments);
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    private List<String> arguments(Path plan, String edge, String mqtt) {
        return List.of(
                "--plan",
                plan.toString(),
                "--edge",
                edge,
                "--mqtt",
                mqtt,
                "--data",
                folder.resolve("data").toString(),
                "--health-port",
                "0");
    }

    private static String output(Process process) throws IOException {
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private Path demoPlan(SimulatedSite site) throws IOException {
        try (InputStream bundled = Objects.requireNonNull(SitePlan.class.getResourceAsStream("/sites/demo.yaml"))) {
            String text = new String(bundled.readAllBytes(), StandardCharsets.UTF_8)
                    .replace("port: 15020", "port: " + site.port("block-1-controller"))
                    .replace("port: 15021", "port: " + site.port("block-2-bus"))
                    .replace("port: 15084", "port: " + site.port("gate-reader"))
                    .replace("port: 15085", "port: " + site.port("desk-reader"))
                    .replace("port: 15086", "port: " + site.port("shelf-reader-b1"))
                    .replace("port: 15023", "port: " + site.port("lights-b1"));
            return Files.writeString(folder.resolve("site.yaml"), text);
        }
    }

    @Test
    void doesNotStartOnAPlanWithMistakesAndSaysWhere() throws Exception {
        // GIVEN a plan with a slip of the pen
        Path plan = Files.writeString(folder.resolve("plan.yaml"), "kind: site-plan\nsite: ES\nvauIts: []\n");

        // WHEN the edge is started on it
        Process process = start(arguments(plan, "edge-v1", "tcp://127.0.0.1:1"));
        String output = output(process);

        // THEN it ends with the code for mistakes, and names file and line
        assertThat(process.waitFor()).isEqualTo(2);
        assertThat(output).contains("plan.yaml").contains("did not start").contains("vauIts");
        assertThat(folder.resolve("data")).doesNotExist();
    }

    @Test
    void doesNotStartWithoutItsOptions() throws Exception {
        Process process = start(List.of("--edge", "edge-v1"));
        assertThat(output(process)).contains("--plan");
        assertThat(process.waitFor()).isEqualTo(2);
    }

    static boolean brokerIsInstalled() {
        return MosquittoBroker.isInstalled();
    }

    @Test
    @EnabledIf("brokerIsInstalled")
    @EnabledOnOs(OS.LINUX)
    void opensAnAisleStaysSmallAndEndsOnSigterm() throws Exception {
        Vertx vertx = Vertx.vertx();
        SimulatedSite site =
                get(SimulatedSite.start(vertx, SitePlanLoader.loadBundled("demo"), SimulatorOptions.forTests()));
        Process process;
        try (MosquittoBroker broker = MosquittoBroker.start(folder);
                Server server = new Server(vertx, broker.url())) {
            // GIVEN an edge process with a block that is ready
            process = start(arguments(demoPlan(site), "edge-v1", broker.url()));
            BufferedReader lines =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
            awaitLine(lines, "is ready");
            BlockId block = BlockId.parse("ES-V1-B2");
            server.awaitReady(block);

            // WHEN it has opened an aisle
            OpenAisle command = server.openCommand(block, 4);
            get(server.link.send(Server.EDGE, command));
            assertThat(server.outcome(command.id())).isEqualTo(new CommandOutcome.Executed(true));

            // THEN it is still small
            long residentMb = residentMb(process.pid());
            System.out.println("edge process: resident " + residentMb + " MB");
            assertThat(residentMb).isLessThan(RESIDENT_LIMIT_MB);

            // AND SIGTERM ends it in good time
            process.destroy();
            assertThat(process.waitFor(15, TimeUnit.SECONDS)).isTrue();
        } finally {
            get(site.close());
            get(vertx.close());
        }
        assertThat(process.isAlive()).isFalse();
    }

    private static void awaitLine(BufferedReader lines, String text) throws IOException {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.contains(text)) {
                Thread drain = new Thread(() -> lines.lines().forEach(rest -> {}), "drain");
                drain.setDaemon(true);
                drain.start();
                return;
            }
        }
        throw new AssertionError("the process ended without saying \"" + text + "\"");
    }

    private static long residentMb(long pid) throws IOException {
        return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
                .filter(line -> line.startsWith("VmRSS"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                .findFirst()
                .orElseThrow();
    }

    private static <T> T get(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }
}
