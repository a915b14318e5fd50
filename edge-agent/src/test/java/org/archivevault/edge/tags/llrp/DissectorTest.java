package org.archivevault.edge.tags.llrp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.archivevault.firmware.reader.ReaderProfile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Everything that we send, as Wireshark's dissector sees it. */
@ExtendWith(VertxExtension.class)
final class DissectorTest {
    private static final HexFormat BYTES = HexFormat.ofDelimiter(" ");

    @TempDir
    Path folder = Path.of("");

    @BeforeAll
    static void assumeTshark() {
        assumeTrue(
                installed("tshark") && installed("text2pcap"),
                "skipped: tshark is not installed, so nobody else looks at what we send (apt-get install tshark)");
    }

    @Test
    void noMessageOfAWholeSessionIsMalformed(Vertx vertx) throws IOException, InterruptedException {
        List<byte[]> sent = new ArrayList<>();
        sent.addAll(sessionWith(vertx, Plans.RADIO, true));
        sent.addAll(sessionWith(vertx, new ReaderProfile.Radio(null, null, 1, 32, true), false));
        List<Integer> types = sent.stream()
                .map(bytes -> ((bytes[0] & 3) << 8) | (bytes[1] & 0xFF))
                .toList();
        assertThat(types).contains(1, 21, 41, 3, 20, 40, 42, 24, 22, 64, 72, 14);

        List<String> dissected = dissect(sent);

        assertThat(dissected)
                .as("type, then what is malformed, then what the dissector's experts say")
                .isEqualTo(types.stream().map(type -> type + "||").toList());
    }

    @Test
    void theDissectorWouldSayIfSomethingWereMalformed() throws IOException, InterruptedException {
        // An ADD_ROSPEC whose ROSpec ends too soon.
        assertThat(dissect(List.of(Llrp.message(20, 1, Llrp.tlv(177, "00000001")))))
                .singleElement()
                .asString()
                .contains("Malformed");
    }

    private static List<byte[]> sessionWith(Vertx vertx, ReaderProfile.Radio radio, boolean hopping)
            throws IOException {
        try (PeerReader peer = PeerReader.play(talk -> {
                    talk.begin();
                    talk.send(Llrp.keepAlive(77));
                    talk.stay();
                })
                .withCapabilities(Llrp.capabilities(hopping, 10))) {
            try (Told told = Told.of(vertx, Plans.plan(peer.port(), Plans.UNHURRIED, radio, 1, 2, 4))) {
                told.awaitStates("reading");
                await().atMost(Told.PATIENCE).until(() -> peer.typesHeard().contains(72));
            }
            return peer.heard().map(heard -> heard.bytes().array()).toList();
        }
    }

    private List<String> dissect(List<byte[]> messages) throws IOException, InterruptedException {
        StringBuilder dump = new StringBuilder();
        messages.forEach(message ->
                dump.append("000000 ").append(BYTES.formatHex(message)).append("\n\n"));
        Path text = Files.writeString(folder.resolve("sent.txt"), dump, StandardCharsets.US_ASCII);
        Path capture = folder.resolve("sent.pcap");
        run("text2pcap", "-q", "-T", "40000,5084", text.toString(), capture.toString());
        return run(
                "tshark",
                "-r",
                capture.toString(),
                "-d",
                "tcp.port==5084,llrp",
                "-o",
                "tcp.analyze_sequence_numbers:FALSE",
                "-T",
                "fields",
                "-E",
                "separator=|",
                "-e",
                "llrp.type",
                "-e",
                "_ws.malformed",
                "-e",
                "_ws.expert.message");
    }

    private List<String> run(String... command) throws IOException, InterruptedException {
        Path errors = folder.resolve(command[0] + ".err");
        Path output = folder.resolve(command[0] + ".out");
        Process process = new ProcessBuilder(command)
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile())
                .start();
        assertThat(process.waitFor(90, TimeUnit.SECONDS))
                .as("%s ends", command[0])
                .isTrue();
        assertThat(process.exitValue())
                .as("%s: %s", command[0], Files.readString(errors))
                .isZero();
        return Files.readAllLines(output);
    }

    private static boolean installed(String program) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }
}
