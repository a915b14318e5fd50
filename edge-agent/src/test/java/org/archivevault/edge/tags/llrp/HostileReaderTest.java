package org.archivevault.edge.tags.llrp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.archivevault.edge.tags.llrp.PeerReader.Script;
import org.archivevault.firmware.reader.ReaderPlan;
import org.archivevault.firmware.reader.ReaderProfile;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Readers that misbehave: each is given up and said to be silent, and the next connection reads again. */
@ExtendWith(VertxExtension.class)
final class HostileReaderTest {
    private static final long SEED = 20261121;

    private static final Script GOOD = talk -> {
        talk.begin();
        talk.send(Llrp.report(Llrp.tag(Llrp.epc96(42), Llrp.antenna(3))));
        talk.stay();
    };

    static Stream<Arguments> beforeReading() {
        return Stream.of(
                bad("closes at once", "closed the connection", talk -> {}),
                bad("says that another is connected", "status 2", talk -> {
                    talk.send(Llrp.message(63, 0, Llrp.connectionAttempt(2)));
                    talk.stay();
                }),
                bad("speaks HTTP", "not LLRP", talk -> {
                    talk.send("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                    talk.stay();
                }),
                bad("sends noise", "not LLRP", talk -> {
                    byte[] noise = new byte[100_000];
                    new Random(SEED).nextBytes(noise);
                    noise[0] = (byte) 0xFF;
                    talk.send(noise);
                    talk.stay();
                }),
                bad("sends a message of 4 GiB", "4294967295", talk -> {
                    talk.send(Llrp.bytes("043F" + "FFFFFFFF" + "00000000"));
                    talk.stay();
                }),
                bad("sends a message shorter than a header", "9 bytes", talk -> {
                    talk.send(Llrp.bytes("043F" + "00000009" + "00000000"));
                    talk.stay();
                }),
                bad("refuses the ROSpec", "ADD_ROSPEC (status 101: no such mode)", talk -> {
                    talk.welcome();
                    PeerReader.Heard add = talk.answerUntil(20);
                    talk.send(Llrp.message(30, add.id(), Llrp.status(101, "no such\nmode")));
                    talk.stay();
                }),
                bad("answers with an error message", "SET_READER_CONFIG (status 100: unsupported)", talk -> {
                    talk.welcome();
                    PeerReader.Heard config = talk.answerUntil(3);
                    talk.send(Llrp.message(100, config.id(), Llrp.status(100, "unsupported")));
                    talk.stay();
                }),
                bad("closes in the middle of the sequence", "closed the connection", talk -> {
                    talk.welcome();
                    talk.answerUntil(24);
                }),
                bad("tells capabilities without powers", "not LLRP", talk -> {
                    talk.welcome();
                    talk.send(Llrp.message(11, talk.next().id(), Llrp.SUCCESS));
                    talk.stay();
                }));
    }

    static Stream<Arguments> whileReading() {
        return Stream.of(
                bad("reboots in the middle of a report", "closed the connection", talk -> {
                    talk.begin();
                    byte[] report = Llrp.report(Llrp.tag(Llrp.epc96(1), Llrp.antenna(1)));
                    talk.send(Arrays.copyOf(report, report.length - 5));
                }),
                bad("gives the connection to another client", "closed the connection", talk -> {
                    talk.begin();
                    talk.send(Llrp.message(63, 0, Llrp.event(Llrp.tlv(257))));
                    talk.stay();
                }),
                bad("sends garbage", "not LLRP", talk -> {
                    talk.begin();
                    talk.send(Llrp.bytes("DEADBEEF".repeat(100)));
                    talk.stay();
                }),
                bad("sends nothing but malformed reports", "not LLRP", talk -> {
                    talk.begin();
                    for (int i = 0; i < 10; i++) {
                        talk.send(Llrp.report("00F0" + "FFFF"));
                    }
                    talk.stay();
                }));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("beforeReading")
    void oneThatDoesNotLetUsBeginIsSilentAndTriedAgain(Script script, String sentence, Vertx vertx) throws IOException {
        try (PeerReader peer = PeerReader.play(script, script, GOOD);
                Told told = Told.of(vertx, Plans.plan(peer.port()))) {
            // Twice the same is told once.
            told.awaitStates(sentence, "reading");
            told.awaitReports(1);
            assertThat(told.epcs()).containsExactly("2C000000000000000000002A");
            assertThat(peer.connections()).isEqualTo(3);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("whileReading")
    void oneThatStopsPlayingIsSilentAndReadsAgain(Script script, String sentence, Vertx vertx) throws IOException {
        try (PeerReader peer = PeerReader.play(script, GOOD);
                Told told = Told.of(vertx, Plans.plan(peer.port()))) {
            told.awaitStates("reading", sentence, "reading");
            told.awaitReports(1);
            assertThat(told.epcs()).containsExactly("2C000000000000000000002A");
        }
    }

    @Test
    void oneThatIsNotThereIsSilentUntilItIs(Vertx vertx) throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        try (Told told = Told.of(vertx, Plans.plan(port))) {
            told.awaitStates("cannot be reached");
            try (PeerReader peer = PeerReader.playOn(port, GOOD)) {
                told.awaitStates("cannot be reached", "reading");
                assertThat(peer.connections()).isEqualTo(1);
            }
        }
    }

    @Test
    void oneThatNeverSaysWhetherItTakesUsIsGivenUpInTime(Vertx vertx) throws IOException {
        try (PeerReader peer = PeerReader.play(PeerReader.Talk::stay, GOOD);
                Told told = Told.impatient(vertx, Plans.plan(peer.port()), Duration.ofSeconds(2))) {
            told.awaitStates("READER_EVENT_NOTIFICATION", "reading");
        }
    }

    @Test
    void oneThatDoesNotAnswerAStepIsGivenUpInTimeAlsoWhenItAnswersWithAnotherId(Vertx vertx) throws IOException {
        Script strayAnswer = talk -> {
            talk.welcome();
            PeerReader.Heard request = talk.answerUntil(20);
            talk.send(Llrp.message(30, request.id() + 1_000, Llrp.SUCCESS));
            talk.stay();
        };
        try (PeerReader peer = PeerReader.play(strayAnswer, GOOD);
                Told told = Told.impatient(vertx, Plans.plan(peer.port()), Duration.ofSeconds(2))) {
            told.awaitStates("ADD_ROSPEC", "reading");
        }
    }

    @Test
    void oneWhoseKeepAlivesStopIsSilentHoweverManyTagsItReports(Vertx vertx) throws IOException {
        Script tagsOnly = talk -> {
            talk.begin();
            while (true) {
                talk.send(Llrp.report(Llrp.tag(Llrp.epc96(1), Llrp.antenna(1))));
                talk.pause(20);
            }
        };
        ReaderPlan plan;
        try (PeerReader peer = PeerReader.play(tagsOnly, talk -> {
            talk.begin();
            for (int i = 0; ; i++) {
                talk.send(Llrp.keepAlive(i));
                talk.pause(100);
            }
        })) {
            plan = Plans.plan(peer.port(), Duration.ofSeconds(2), Plans.RADIO, 1, 3);
            try (Told told = Told.of(vertx, plan)) {
                told.awaitStates("reading", "no keep-alive", "reading");
                await().during(Duration.ofSeconds(8))
                        .atMost(Told.PATIENCE)
                        .until(() -> told.states().size() == 3);
            }
        }
    }

    @Test
    void oneBadReportAmongGoodOnesIsDroppedAndTheStreamGoesOn(Vertx vertx) throws IOException {
        try (PeerReader peer = PeerReader.play(talk -> {
                    talk.begin();
                    for (int i = 1; i <= 100; i++) {
                        talk.send(Llrp.report("0000", Llrp.tag(Llrp.epc96(i), Llrp.antenna(1))));
                        talk.send(Llrp.report(Llrp.tag(Llrp.epc96(i), Llrp.antenna(1))));
                    }
                    talk.stay();
                });
                Told told = Told.of(vertx, Plans.plan(peer.port()))) {
            told.awaitReports(100);
            assertThat(told.reports()).hasSize(100);
            assertThat(told.states()).containsExactly("reading");
        }
    }

    @Test
    void oneWhoseAntennaComesOffIsSilentUntilItIsBackWithoutANewConnection(Vertx vertx) throws IOException {
        try (PeerReader peer = PeerReader.play(talk -> {
                    talk.begin();
                    talk.send(antenna(2, 0));
                    talk.send(antenna(3, 0));
                    talk.send(antenna(3, 0));
                    talk.send(antenna(3, 1));
                    talk.stay();
                });
                Told told = Told.of(vertx, Plans.plan(peer.port()))) {
            // Port 2 is not in the plan.
            told.awaitStates("reading", "antenna [3] is not connected", "reading");
            assertThat(peer.connections()).isEqualTo(1);
        }
    }

    @Test
    void oneThatFloodsUsWithoutListeningIsGivenUp(Vertx vertx) throws IOException {
        ByteBuffer flood = ByteBuffer.allocate(64_000);
        while (flood.hasRemaining()) {
            flood.put(Llrp.keepAlive(1));
        }
        try (PeerReader peer = PeerReader.play(
                        talk -> {
                            talk.begin();
                            while (true) {
                                talk.send(flood.array());
                            }
                        },
                        GOOD);
                Told told = Told.of(vertx, Plans.plan(peer.port()))) {
            told.awaitStates("reading", "does not take what we send", "reading");
        }
    }

    @Test
    void oneThatLosesReportsSaysSo(Vertx vertx) throws IOException {
        try (PeerReader peer = PeerReader.play(talk -> {
                    talk.begin();
                    talk.send(Llrp.message(63, 0, Llrp.event(Llrp.tlv(251))));
                    talk.stay();
                });
                Told told = Told.of(vertx, Plans.plan(peer.port()))) {
            told.awaitStates("reading", "buffer overflowed", "reading");
        }
    }

    @Test
    void oneThatStopsReadingWhileItsKeepAlivesGoOnIsStartedAgain(Vertx vertx) throws IOException {
        try (PeerReader peer = PeerReader.play(
                        talk -> {
                            talk.begin();
                            // A turn ends and the next begins: nothing to say. Then one ends for good.
                            talk.send(roSpecEvent(1));
                            talk.send(roSpecEvent(0));
                            talk.send(roSpecEvent(1));
                            for (int i = 0; i < 3; i++) {
                                talk.send(Llrp.keepAlive(i));
                            }
                            talk.stay();
                        },
                        GOOD);
                Told told = Told.of(vertx, Plans.plan(peer.port()))) {
            told.awaitStates("reading", "stopped reading", "reading");
        }
    }

    @Test
    void oneThatCannotDoWhatThePlanAsksIsNamedInAWaySomebodyCanActOn(Vertx vertx) throws IOException {
        ReaderProfile.Radio tooWeak = new ReaderProfile.Radio(5.0, null, 1, 32, false);
        ReaderProfile.Radio oddMode = new ReaderProfile.Radio(20.0, 7, 1, 32, false);
        try (PeerReader peer = PeerReader.play(GOOD);
                Told weak = Told.of(vertx, Plans.plan(peer.port(), Plans.UNHURRIED, tooWeak, 1))) {
            weak.awaitStates("no transmit power up to 5.0 dBm");
        }
        try (PeerReader peer = PeerReader.play(GOOD);
                Told odd = Told.of(vertx, Plans.plan(peer.port(), Plans.UNHURRIED, oddMode, 1))) {
            odd.awaitStates("RF mode 7, the reader has [0, 2, 1000]");
        }
        try (PeerReader peer = PeerReader.play(GOOD);
                Told ports = Told.of(vertx, Plans.plan(peer.port(), Plans.UNHURRIED, Plans.RADIO, 9))) {
            ports.awaitStates("antenna port 9, the reader has 4");
        }
    }

    private static byte[] antenna(int port, int connected) {
        return Llrp.message(63, 0, Llrp.event(Llrp.tlv(255, Llrp.u8(connected), Llrp.u16(port))));
    }

    private static byte[] roSpecEvent(int kind) {
        return Llrp.message(63, 0, Llrp.event(Llrp.tlv(249, Llrp.u8(kind), Llrp.u32(1), Llrp.u32(0))));
    }

    private static Arguments bad(String name, String sentence, Script script) {
        return Arguments.of(Named.of(name, script), sentence);
    }
}
