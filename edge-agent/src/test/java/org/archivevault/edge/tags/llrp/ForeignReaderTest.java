package org.archivevault.edge.tags.llrp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.archivevault.edge.tags.TagReport;
import org.archivevault.firmware.reader.ReaderPlan;
import org.archivevault.protocol.pack.Epc;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** A whole session with a reader that this project did not write: the reader side of llrpjs. */
@ExtendWith(VertxExtension.class)
@Timeout(value = 5, unit = TimeUnit.MINUTES)
final class ForeignReaderTest {
    private static final String LIBRARY = "llrpjs@1.0.1";
    private static final Path FOLDER = Path.of("target", "llrpjs").toAbsolutePath();
    private static final Path MODULES = FOLDER.resolve("node_modules");
    private static final Path AUTHORITIES = Path.of("/etc/ssl/certs/ca-certificates.crt");
    private static final Path SCRIPT = Path.of("src", "test", "resources", "llrp", "reader.js");

    @BeforeAll
    static void install() throws IOException, InterruptedException {
        if (Files.isDirectory(MODULES.resolve("llrpjs").resolve("dist"))) {
            return;
        }
        Files.createDirectories(FOLDER);
        Path log = FOLDER.resolve("install.log");
        int exit = -1;
        ProcessBuilder install = new ProcessBuilder(
                        "npm",
                        "install",
                        "--no-audit",
                        "--no-fund",
                        "--ignore-scripts",
                        "--fetch-retries=1",
                        "--prefix",
                        FOLDER.toString(),
                        LIBRARY)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        if (Files.exists(AUTHORITIES)) {
            // Node trusts its own list only; the machine's may know an authority more, that of a company's gateway.
            install.environment().putIfAbsent("NODE_EXTRA_CA_CERTS", AUTHORITIES.toString());
        }
        try {
            Process npm = install.start();
            if (npm.waitFor(1, TimeUnit.MINUTES)) {
                exit = npm.exitValue();
            } else {
                npm.destroyForcibly();
            }
        } catch (IOException absent) {
            Files.writeString(log, String.valueOf(absent.getMessage()));
        }
        assumeTrue(
                exit == 0,
                "skipped: npm could not install " + LIBRARY
                        + " (apt-get install nodejs npm, and a way to its registry): " + Files.readString(log));
    }

    @Test
    void aWholeSessionWorksBothWays(Vertx vertx) throws IOException {
        try (Foreign foreign = new Foreign()) {
            ReaderPlan plan = Plans.plan(foreign.port(), Duration.ofSeconds(1), Plans.RADIO, 1, 3);
            try (Told told = Told.of(vertx, plan)) {
                told.awaitReports(50);
                await().atMost(Told.PATIENCE).until(() -> foreign.count("KEEPALIVE_ACK 7000") >= 3);

                assertThat(told.states()).containsExactly("reading");
                assertThat(told.reports())
                        .contains(
                                new TagReport(1, new Epc("2C0000000000000000000001"), null, -45, 3),
                                new TagReport(3, new Epc("2C0000000000000000000002"), null, -45, 3),
                                new TagReport(1, new Epc("2C0000000000000000000004"), null, -45, 3));
                // It numbers its keep-alives from 70,001 and saw those numbers come back.
                assertThat(foreign.count("KEEPALIVE_ACK 70001")).isEqualTo(1);
                assertThat(foreign.count("SET_READER_CONFIG Periodic 1000")).isEqualTo(1);
                JsonNode spec = foreign.roSpec();
                assertThat(spec.at("/ROBoundarySpec/ROSpecStartTrigger/ROSpecStartTriggerType")
                                .asText())
                        .isEqualTo("Immediate");
                assertThat(spec.at("/AISpec/AntennaIDs").toString()).isEqualTo("[1,3]");
                assertThat(spec.at("/AISpec/InventoryParameterSpec/AntennaConfiguration/0/RFTransmitter/TransmitPower")
                                .asInt())
                        .as("25 dBm, the nearest not above 26")
                        .isEqualTo(2);
            }
            await().atMost(Told.PATIENCE).until(() -> foreign.count("CLOSE_CONNECTION") == 1);
            assertThat(foreign.count("error")).as(foreign.said.toString()).isZero();
        }
    }

    @Test
    void aReaderThatDiesAndComesBackReadsAgain(Vertx vertx) throws IOException {
        Foreign first = new Foreign();
        int port = first.port();
        try (Told told = Told.of(vertx, Plans.plan(port))) {
            told.awaitReports(1);
            first.close();
            await().atMost(Told.PATIENCE).until(() -> told.states().size() >= 2);
            try (Foreign second = new Foreign(port)) {
                await().atMost(Told.PATIENCE)
                        .until(() -> told.states().get(told.states().size() - 1).equals("reading"));
                int before = told.reports().size();
                told.awaitReports(before + 10);
                assertThat(second.count("error")).as(second.said.toString()).isZero();
            }
        }
    }

    /** The other process. */
    private static final class Foreign implements Closeable {
        private final List<String> said = new CopyOnWriteArrayList<>();
        private final Process process;

        Foreign() throws IOException {
            this(0);
        }

        Foreign(int port) throws IOException {
            ProcessBuilder builder = new ProcessBuilder(
                            "node", SCRIPT.toAbsolutePath().toString(), String.valueOf(port))
                    .redirectErrorStream(true);
            builder.environment().put("NODE_PATH", MODULES.toString());
            process = builder.start();
            Thread reader = new Thread(this::listen, "foreign-reader");
            reader.setDaemon(true);
            reader.start();
            await().atMost(Told.PATIENCE).until(() -> count("port") == 1 || !process.isAlive());
            assertThat(process.isAlive()).as(said.toString()).isTrue();
        }

        private void listen() {
            try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
                lines.lines().forEach(said::add);
            } catch (IOException | UncheckedIOException over) {
                said.add("the process has ended");
            }
        }

        int port() {
            return Integer.parseInt(first("port ").substring("port ".length()));
        }

        JsonNode roSpec() throws IOException {
            return new ObjectMapper()
                    .readTree(first("ADD_ROSPEC ").substring("ADD_ROSPEC ".length()))
                    .get("ROSpec");
        }

        long count(String beginning) {
            return said.stream().filter(line -> line.startsWith(beginning)).count();
        }

        private String first(String beginning) {
            return said.stream()
                    .filter(line -> line.startsWith(beginning))
                    .findFirst()
                    .orElseThrow();
        }

        @Override
        public void close() {
            process.destroy();
            process.onExit().orTimeout(60, TimeUnit.SECONDS).join();
        }
    }
}
