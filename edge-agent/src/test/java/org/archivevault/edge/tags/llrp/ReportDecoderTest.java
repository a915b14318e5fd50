package org.archivevault.edge.tags.llrp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import java.util.HexFormat;
import java.util.List;
import org.archivevault.edge.tags.TagReport;
import org.archivevault.protocol.pack.Epc;
import org.archivevault.protocol.tag.Tid;
import org.junit.jupiter.api.Test;

final class ReportDecoderTest {
    private static final String EPC_1 = "8D" + "2CAABBCCDDEEFF0011223344";
    private static final String EPC_2 = "8D" + "2CAABBCCDDEEFF0011223355";
    private static final String ANTENNA_3 = "810003";
    private static final String RSSI_MINUS_40 = "86D8";
    private static final String COUNT_7 = "880007";
    private static final String UNKNOWN_TLV = "0384" + "0007" + "010203";
    private static final String IMPINJ_CUSTOM = "03FF" + "000E" + "0000651A" + "00000039" + "0102";

    private final ReportDecoder decoder = new ReportDecoder(0);

    @Test
    void aTagIsReadWithAntennaSignalAndCount() throws MalformedMessage {
        assertThat(decode(tag(EPC_1, ANTENNA_3, RSSI_MINUS_40, COUNT_7)))
                .containsExactly(new TagReport(3, new Epc("2CAABBCCDDEEFF0011223344"), null, -40, 7));
    }

    @Test
    void parametersMayComeInAnyOrderWithUnknownOnesBetween() throws MalformedMessage {
        String reordered = tag(UNKNOWN_TLV, COUNT_7, IMPINJ_CUSTOM, RSSI_MINUS_40, EPC_1, UNKNOWN_TLV, ANTENNA_3);
        assertThat(decode(UNKNOWN_TLV + reordered + IMPINJ_CUSTOM + tag(EPC_2)))
                .containsExactly(
                        new TagReport(3, new Epc("2CAABBCCDDEEFF0011223344"), null, -40, 7),
                        new TagReport(3, new Epc("2CAABBCCDDEEFF0011223355"), null, -40, 7));
    }

    @Test
    void whatIsAbsentIsAsItWasLastToldOnThisConnectionAlsoInAnEarlierMessage() throws MalformedMessage {
        decode(tag(EPC_1, ANTENNA_3, RSSI_MINUS_40));
        assertThat(decode(tag(EPC_2, "810004") + tag(EPC_1, "86C4")))
                .extracting(TagReport::antennaPort, TagReport::rssiDbm)
                .containsExactly(tuple(4, -40), tuple(4, -60));
        // A new connection knows nothing of it.
        assertThatThrownBy(() -> new ReportDecoder(0).decode(bytes(tag(EPC_1)), 0, bytes(tag(EPC_1)).length))
                .isInstanceOf(MalformedMessage.class)
                .hasMessageContaining("antenna");
    }

    @Test
    void afterAFaultNothingCountsAsToldUntilItIsToldAgain() throws MalformedMessage {
        decode(tag(EPC_1, ANTENNA_3));
        assertThatThrownBy(() -> decode(tag(EPC_1, "810009") + "0000")).isInstanceOf(MalformedMessage.class);
        // The reader may believe that it has told antenna 9, or 3, or another.
        assertThatThrownBy(() -> decode(tag(EPC_2))).hasMessageContaining("a tag without antenna");
        assertThat(decode(tag(EPC_2, ANTENNA_3)))
                .extracting(TagReport::antennaPort)
                .containsExactly(3);
    }

    @Test
    void soundTagsBeforeAndAroundAFaultyOneAreKept() {
        // GIVEN tags of which the second has an EPC cut off, the fourth none, and the sixth a TV of no known type
        String faulty = tag(ANTENNA_3, "00F1" + "0008" + "0080" + "1122");
        String message = tag(EPC_1, ANTENNA_3)
                + faulty
                + tag(EPC_2, ANTENNA_3, RSSI_MINUS_40)
                + tag(ANTENNA_3)
                + tag(EPC_1, "810004")
                + tag(EPC_2, "95")
                + UNKNOWN_TLV;

        MalformedReport fault = faultOf(message);

        assertThat(fault.kept())
                .containsExactly(
                        new TagReport(3, new Epc("2CAABBCCDDEEFF0011223344"), null, null, 1),
                        new TagReport(3, new Epc("2CAABBCCDDEEFF0011223355"), null, -40, 1),
                        new TagReport(4, new Epc("2CAABBCCDDEEFF0011223344"), null, null, 1));
        assertThat(fault.faults()).isEqualTo(3);
    }

    @Test
    void whatComesBeforeALengthThatCannotBeIsKept() {
        MalformedReport fault = faultOf(tag(EPC_1, ANTENNA_3) + tag(EPC_2) + "00F0FFFF" + tag(EPC_1, ANTENNA_3));
        assertThat(fault.kept()).extracting(TagReport::antennaPort).containsExactly(3, 3);
        assertThat(fault.faults()).isEqualTo(1);
    }

    @Test
    void aTagThatLeansOnAFaultyOneIsNotGuessedAt() {
        // The faulty tag may have told another antenna: of the next one, which names none, nobody knows where it is.
        MalformedReport fault = faultOf(tag(EPC_1, ANTENNA_3) + tag("810004", "95") + tag(EPC_2));
        assertThat(fault.kept()).hasSize(1);
        assertThat(fault.faults()).isEqualTo(2);
    }

    @Test
    void aReaderWithOneAntennaIsUnderstoodAlsoAfterAFault() {
        byte[] message = bytes(tag(EPC_1, "95") + tag(EPC_2));
        assertThatThrownBy(() -> new ReportDecoder(2).decode(message, 0, message.length))
                .isInstanceOfSatisfying(
                        MalformedReport.class,
                        fault -> assertThat(fault.kept())
                                .containsExactly(new TagReport(2, new Epc("2CAABBCCDDEEFF0011223355"), null, null, 1)));
    }

    private MalformedReport faultOf(String hex) {
        try {
            throw new AssertionError("read as " + decode(hex));
        } catch (MalformedReport fault) {
            return fault;
        }
    }

    @Test
    void aReaderWithOneAntennaNeedNotNameIt() throws MalformedMessage {
        byte[] report = bytes(tag(EPC_1));
        assertThat(new ReportDecoder(2).decode(report, 0, report.length))
                .containsExactly(new TagReport(2, new Epc("2CAABBCCDDEEFF0011223344"), null, null, 1));
    }

    @Test
    void theTidIsWhatASuccessfulReadBroughtAndIsNeverCarriedToTheNextTag() throws MalformedMessage {
        String read = "015D" + "0015" + "00" + "0001" + "0006" + "E28011052000719B1CEE0AF5";
        String failed = "015D" + "0009" + "03" + "0001" + "0000";
        assertThat(decode(tag(EPC_1, ANTENNA_3, read) + tag(EPC_2, failed) + tag(EPC_1)))
                .extracting(TagReport::tid)
                .containsExactly(new Tid("E28011052000719B1CEE0AF5"), null, null);
    }

    @Test
    void anEpcOfAnotherLengthIsReadAndOneThatCannotBeAPacksIsLeftOut() throws MalformedMessage {
        String epc128 = "00F1" + "0016" + "0080" + "112233445566778899AABBCCDDEEFF00";
        String noEpc = "00F1" + "0006" + "0000";
        String epc272 = "00F1" + "0028" + "0110" + "11".repeat(34);
        assertThat(decode(tag(ANTENNA_3, epc128) + tag(noEpc) + tag(epc272)))
                .extracting(TagReport::epc)
                .containsExactly(new Epc("112233445566778899AABBCCDDEEFF00"));
    }

    @Test
    void everyKindOfBrokenMessageIsADeclaredFailure() {
        for (String broken : List.of(
                "00F0",
                "00F00003",
                "00F00000",
                "00F0FFFF" + EPC_1,
                tag(ANTENNA_3),
                tag(ANTENNA_3, "95"),
                tag(ANTENNA_3, "80"),
                tag(ANTENNA_3, EPC_1.substring(0, 20)),
                tag(ANTENNA_3, "00F1" + "0008" + "0080" + "1122"),
                tag(ANTENNA_3, EPC_1, "015D" + "0009" + "00" + "0001" + "0006"),
                tag(ANTENNA_3, EPC_1, "015D" + "0006" + "0000"),
                tag("810000", EPC_1))) {
            assertThatThrownBy(() -> decode(broken)).as(broken).isInstanceOf(MalformedMessage.class);
        }
    }

    private List<TagReport> decode(String hex) throws MalformedReport {
        // Not at the array's begin, so that a mistaken offset shows.
        byte[] body = bytes("FFFF" + hex + "FFFF");
        return decoder.decode(body, 2, body.length - 2);
    }

    private static String tag(String... parameters) {
        String all = String.join("", parameters);
        return "00F0" + HexFormat.of().toHexDigits((short) (all.length() / 2 + 4)) + all;
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }
}
