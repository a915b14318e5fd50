package org.archivevault.simulator.reader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.archivevault.protocol.pack.Epc;
import org.archivevault.simulator.tags.Air;
import org.archivevault.simulator.tags.SimulatedTag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Wireshark's LLRP dissector, which this project did not write, reads what the simulator sends. */
class DissectorTest {
    private static final long PATIENCE_SECONDS = 120;

    private static <T> T wait(Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .join();
    }

    private static String run(Path folder, String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(said).isZero();
        return said;
    }

    private static boolean installed(String program) {
        return List.of(System.getenv("PATH").split(":")).stream()
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    /** Every kind of message that a reader sends in a session with tag reports, TIDs, events and refusals. */
    private static List<String> session() throws IOException {
        Air air = antenna -> List.of(
                new Air.Heard(SimulatedTag.of(new Epc("2C0000000000000000000001")), -50),
                new Air.Heard(SimulatedTag.of(new Epc("ABCD1234")), -60));
        Vertx vertx = Vertx.vertx();
        try {
            SimulatedReader reader = wait(SimulatedReader.start(vertx, ReaderSettings.onFreePort("r", 500), air));
            try (RawLlrp client = new RawLlrp(reader.port());
                    RawLlrp second = new RawLlrp(reader.port())) {
                client.ask(1, 1, "00");
                // All kinds but Identification: the dissector leaves the count before the id out of its sum, with real
                // readers too.
                for (int kind : new int[] {2, 3, 4, 5, 6, 7, 8, 11}) {
                    client.ask(2, 2, "0000" + String.format("%02X", kind) + "00000000");
                }
                client.ask(
                        3,
                        3,
                        "00 00DC0009 01 00000064 00E2000500 00F40012 00F5000700 0280 00F5000700 0680".replace(" ", ""));
                client.ask(20, 4, Specs.roSpec(Specs.IMMEDIATELY).replace("1780", "FFC0"));
                client.ask(40, 5, Specs.ACCESSSPEC_FOR_TID);
                client.ask(42, 6, "00000007");
                client.ask(24, 7, "00000001");
                client.awaiting(Specs.RO_ACCESS_REPORT);
                client.awaiting(Specs.RO_ACCESS_REPORT);
                client.ask(26, 8, "");
                client.ask(44, 9, "");
                client.ask(22, 10, "00000009");
                client.send(46, 11, "");
                client.awaiting(100);
                client.ask(25, 12, "00000001");
                client.ask(21, 13, "00000000");
                client.ask(41, 14, "00000000");
                client.send(14, 15, "");
                client.awaiting(4);
                second.next();
                client.came.addAll(second.came);
                return client.came;
            }
        } finally {
            wait(vertx.close());
        }
    }

    @Test
    void nothing_that_a_reader_sends_is_malformed(@TempDir Path folder) throws Exception {
        assumeThat(installed("tshark") && installed("text2pcap"))
                .as("tshark and text2pcap are not installed: the dissector cannot be asked")
                .isTrue();
        // GIVEN
        List<String> frames = session();
        StringBuilder dump = new StringBuilder();
        for (String frame : frames) {
            for (int at = 0; at < frame.length(); at += 32) {
                dump.append(String.format("%06x", at / 2));
                for (int i = at; i < Math.min(at + 32, frame.length()); i += 2) {
                    dump.append(' ').append(frame, i, i + 2);
                }
                dump.append('\n');
            }
            dump.append('\n');
        }
        Files.writeString(folder.resolve("frames.txt"), dump);

        // WHEN
        run(folder, "text2pcap", "-q", "-T", "5084,40000", "frames.txt", "frames.pcap");
        String read = run(folder, "tshark", "-r", "frames.pcap", "-d", "tcp.port==5084,llrp", "-V", "-O", "llrp");

        // THEN
        assertThat(frames).hasSizeGreaterThan(18);
        assertThat(read.split("Low Level Reader Protocol", -1)).hasSizeGreaterThan(frames.size());
        assertThat(read)
                .contains(
                        "Tag Report Data",
                        "C1G2 UHF RF Mode Table Entry",
                        "Another connection attempted",
                        "RO Spec Event",
                        "C1G2 Read")
                .doesNotContain("Malformed")
                .doesNotContainIgnoringCase("unknown parameter")
                .doesNotContain("Invalid");
    }
}
