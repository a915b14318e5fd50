package org.archivevault.edge.tags.llrp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.util.List;
import org.archivevault.edge.tags.TagReport;
import org.archivevault.firmware.reader.ReaderProfile;
import org.archivevault.protocol.pack.Epc;
import org.archivevault.protocol.tag.Tid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.llrp.ltk.exceptions.InvalidLLRPMessageException;
import org.llrp.ltk.generated.messages.ADD_ACCESSSPEC;
import org.llrp.ltk.generated.messages.ADD_ROSPEC;
import org.llrp.ltk.generated.messages.SET_READER_CONFIG;
import org.llrp.ltk.generated.parameters.AISpec;
import org.llrp.ltk.generated.parameters.C1G2InventoryCommand;
import org.llrp.ltk.generated.parameters.C1G2Read;

/** A session with a reader that does everything right. */
@ExtendWith(VertxExtension.class)
final class LlrpSessionTest {
    private static final List<Integer> SEQUENCE = List.of(1, 21, 41, 3, 20, 24, 22, 64);

    @Test
    void theReaderIsConfiguredStartedReadAndLeftInOrder(Vertx vertx) throws IOException {
        try (PeerReader peer = PeerReader.play(talk -> {
            talk.begin();
            talk.send(Llrp.report(Llrp.tag(Llrp.epc96(1), Llrp.antenna(3), "86D8", "880002"), Llrp.tag(Llrp.epc96(2))));
            talk.send(Llrp.keepAlive(4_000_000_001L));
            talk.stay();
        })) {
            Told told = Told.of(vertx, Plans.plan(peer.port()));
            told.awaitReports(2);

            assertThat(told.states()).containsExactly("reading");
            assertThat(told.reports())
                    .containsExactly(
                            new TagReport(3, new Epc("2C0000000000000000000001"), null, -40, 2),
                            new TagReport(3, new Epc("2C0000000000000000000002"), null, -40, 2));
            await().atMost(Told.PATIENCE).until(() -> peer.typesHeard().contains(72));
            told.close();

            assertThat(peer.typesHeard().subList(0, SEQUENCE.size())).isEqualTo(SEQUENCE);
            assertThat(peer.typesHeard()
                            .subList(SEQUENCE.size(), peer.typesHeard().size()))
                    .containsExactly(72, 21, 14);
            assertThat(peer.heard()
                            .filter(heard -> heard.type() == 72)
                            .findFirst()
                            .orElseThrow()
                            .id())
                    .as("a keep-alive is answered with its own id")
                    .isEqualTo(4_000_000_001L);
            assertThat(peer.connections()).isEqualTo(1);
            assertThat(told.states()).containsExactly("reading");
        }
    }

    @Test
    void theReaderIsToldWhatThePlanSays(Vertx vertx) throws IOException, InvalidLLRPMessageException {
        try (PeerReader peer = PeerReader.play(talk -> {
                    talk.begin();
                    talk.stay();
                });
                Told told = Told.of(vertx, Plans.plan(peer.port()))) {
            told.awaitStates("reading");

            // 26 dBm is wished; the reader offers 25 and 30, so it is 25: the sixth entry of its table.
            ADD_ROSPEC add = new ADD_ROSPEC(sent(peer, 20));
            assertThat(add.getROSpec().getCurrentState().intValue()).isZero();
            assertThat(add.getROSpec().getROReportSpec().getN().intValue()).isEqualTo(20);
            assertThat(add.getROSpec().getROReportSpec().getROReportTrigger().toString())
                    .isEqualTo("Upon_N_Tags_Or_End_Of_AISpec");
            AISpec turn = (AISpec) add.getROSpec().getSpecParameterList().get(0);
            assertThat(turn.getAntennaIDs().toShortArray()).containsExactly((short) 1, (short) 3);
            assertThat(turn.getAISpecStopTrigger().getDurationTrigger().intValue())
                    .isEqualTo(400);
            var antennas = turn.getInventoryParameterSpecList().get(0).getAntennaConfigurationList();
            assertThat(antennas)
                    .extracting(each -> each.getAntennaID().intValue())
                    .containsExactly(1, 3);
            assertThat(antennas).allSatisfy(antenna -> {
                assertThat(antenna.getRFTransmitter().getTransmitPower().intValue())
                        .isEqualTo(6);
                assertThat(antenna.getRFTransmitter().getHopTableID().intValue())
                        .isEqualTo(5);
                assertThat(antenna.getRFTransmitter().getChannelIndex().intValue())
                        .isZero();
                C1G2InventoryCommand command = (C1G2InventoryCommand)
                        antenna.getAirProtocolInventoryCommandSettingsList().get(0);
                assertThat(command.getC1G2RFControl().getModeIndex().intValue()).isEqualTo(1000);
                assertThat(command.getC1G2SingulationControl().getSession().intValue())
                        .isEqualTo(2);
                assertThat(command.getC1G2SingulationControl()
                                .getTagPopulation()
                                .intValue())
                        .isEqualTo(64);
            });
            SET_READER_CONFIG config = new SET_READER_CONFIG(sent(peer, 3));
            assertThat(config.getKeepaliveSpec().getPeriodicTriggerValue().intValue())
                    .isEqualTo(60_000);
            assertThat(config.getEventsAndReports()
                            .getHoldEventsAndReportsUponReconnect()
                            .toBoolean())
                    .isTrue();
        }
    }

    @Test
    void tidsAreReadByAnAccessSpec(Vertx vertx) throws IOException, InvalidLLRPMessageException {
        ReaderProfile.Radio withTid = new ReaderProfile.Radio(null, null, 1, 32, true);
        String tid = Llrp.tlv(349, "00", "0001", "0006", "E28011052000719B1CEE0AF5");
        try (PeerReader peer = PeerReader.play(talk -> {
                            talk.begin();
                            talk.send(Llrp.report(Llrp.tag(Llrp.epc96(1), tid)));
                            talk.stay();
                        })
                        .withCapabilities(Llrp.capabilities(false, 10));
                Told told = Told.of(vertx, Plans.plan(peer.port(), Plans.UNHURRIED, withTid, 1))) {
            told.awaitReports(1);

            // The only antenna need not be named.
            assertThat(told.reports())
                    .containsExactly(new TagReport(
                            1, new Epc("2C0000000000000000000001"), new Tid("E28011052000719B1CEE0AF5"), null, 1));
            assertThat(peer.typesHeard()).containsExactly(1, 21, 41, 3, 20, 40, 42, 24, 22, 64);
            C1G2Read read = (C1G2Read) new ADD_ACCESSSPEC(sent(peer, 40))
                    .getAccessSpec()
                    .getAccessCommand()
                    .getAccessCommandOpSpecList()
                    .get(0);
            assertThat(read.getMB().intValue()).as("the TID bank").isEqualTo(2);
            assertThat(read.getWordCount().intValue()).isEqualTo(6);
            // No wished power: the reader's highest. A fixed frequency: its first channel.
            var transmitter = ((AISpec) new ADD_ROSPEC(sent(peer, 20))
                            .getROSpec()
                            .getSpecParameterList()
                            .get(0))
                    .getInventoryParameterSpecList()
                    .get(0)
                    .getAntennaConfigurationList()
                    .get(0)
                    .getRFTransmitter();
            assertThat(transmitter.getTransmitPower().intValue()).isEqualTo(5);
            assertThat(transmitter.getHopTableID().intValue()).isZero();
            assertThat(transmitter.getChannelIndex().intValue()).isEqualTo(1);
        }
    }

    @Test
    void aReaderWithoutAccessSpecsReadsWithoutTids(Vertx vertx) throws IOException {
        ReaderProfile.Radio withTid = new ReaderProfile.Radio(null, null, 1, 32, true);
        try (PeerReader peer = PeerReader.play(talk -> {
                            talk.begin();
                            talk.stay();
                        })
                        .withCapabilities(Llrp.capabilities(true, 0));
                Told told = Told.of(vertx, Plans.plan(peer.port(), Plans.UNHURRIED, withTid, 1))) {
            told.awaitStates("reading");
            assertThat(peer.typesHeard()).containsExactly(1, 21, 3, 20, 24, 22, 64);
        }
    }

    @Test
    void tagsReadBeforeTheSequenceIsDoneAreToldOnceItIs(Vertx vertx) throws IOException {
        try (PeerReader peer = PeerReader.play(talk -> {
                    talk.welcome();
                    PeerReader.Heard start = talk.answerUntil(22);
                    talk.send(Llrp.report(Llrp.tag(Llrp.epc96(7), Llrp.antenna(1))));
                    talk.answer(start);
                    talk.stay();
                });
                Told told = Told.of(vertx, Plans.plan(peer.port()))) {
            told.awaitReports(1);
            assertThat(told.states()).containsExactly("reading");
            assertThat(told.epcs()).containsExactly("2C0000000000000000000007");
        }
    }

    @Test
    void aReaderOfVersion11IsUnderstood(Vertx vertx) throws IOException {
        try (PeerReader peer = PeerReader.play(talk -> {
                    talk.send(Llrp.versioned(2, 63, 0, Llrp.connectionAttempt(0)));
                    PeerReader.Heard first = talk.next();
                    talk.send(Llrp.versioned(2, 11, first.id(), Llrp.capabilities(true, 10)));
                    talk.answerUntil(64);
                    // Message 56 and TVs 19 and 20 are of 1.1.
                    talk.send(Llrp.versioned(2, 56, 900, Llrp.SUCCESS));
                    talk.send(Llrp.versioned(2, 61, 0, Llrp.tag(Llrp.epc96(9), "930001", "940002", Llrp.antenna(3))));
                    talk.stay();
                });
                Told told = Told.of(vertx, Plans.plan(peer.port()))) {
            told.awaitReports(1);
            assertThat(told.states()).containsExactly("reading");
        }
    }

    @Test
    void theStreamMayComeInPiecesOfAnySize(Vertx vertx) throws IOException {
        try (PeerReader peer = PeerReader.play(talk -> {
                    talk.begin();
                    byte[] report = Llrp.report(Llrp.tag(Llrp.epc96(1), Llrp.antenna(1)));
                    for (byte each : report) {
                        talk.send(new byte[] {each});
                    }
                    byte[] three = new byte[3 * report.length];
                    for (int i = 0; i < 3; i++) {
                        System.arraycopy(report, 0, three, i * report.length, report.length);
                    }
                    talk.send(three);
                    talk.stay();
                });
                Told told = Told.of(vertx, Plans.plan(peer.port()))) {
            told.awaitReports(4);
            assertThat(told.epcs()).hasSize(4).containsOnly("2C0000000000000000000001");
        }
    }

    private static byte[] sent(PeerReader peer, int type) {
        return peer.heard()
                .filter(heard -> heard.type() == type)
                .findFirst()
                .orElseThrow()
                .bytes()
                .array();
    }
}
