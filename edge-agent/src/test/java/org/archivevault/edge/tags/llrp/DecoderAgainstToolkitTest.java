package org.archivevault.edge.tags.llrp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.llrp.ltk.exceptions.InvalidLLRPMessageException;
import org.llrp.ltk.generated.interfaces.EPCParameter;
import org.llrp.ltk.generated.messages.RO_ACCESS_REPORT;
import org.llrp.ltk.generated.parameters.C1G2ReadOpSpecResult;
import org.llrp.ltk.generated.parameters.EPCData;
import org.llrp.ltk.generated.parameters.EPC_96;
import org.llrp.ltk.generated.parameters.TagReportData;

/** The decoder says of generated reports what the toolkit's says, where the toolkit can read them. */
final class DecoderAgainstToolkitTest {
    private static final long SEED = 20261121;
    private static final int MESSAGES = 60;

    @RepeatedTest(value = 4, name = "seed + {currentRepetition}")
    void bothDecodersAgreeOnEveryField(RepetitionInfo repetition) throws InvalidLLRPMessageException, MalformedMessage {
        long seed = SEED + repetition.getCurrentRepetition();
        Random random = new Random(seed);
        for (int i = 0; i < MESSAGES; i++) {
            byte[] message =
                    i % 2 == 0 ? Reports.full(random, random.nextInt(12)) : Reports.rich(random, random.nextInt(8));
            List<String> ours = new ArrayList<>();
            new ReportDecoder(0).decode(message, Frame.HEADER_BYTES, message.length, fields -> ours.add(said(fields)));
            List<String> theirs = new ArrayList<>();
            for (TagReportData tag : new RO_ACCESS_REPORT(message).getTagReportDataList()) {
                theirs.add(said(tag));
            }
            assertThat(ours).as("message %d of seed %d", i, seed).isEqualTo(theirs);
        }
    }

    @Test
    void whereTheToolkitLosesTagsSilentlyOursReadsThem() throws InvalidLLRPMessageException, MalformedMessage {
        // GIVEN a parameter that nobody knows behind the first of three tags
        byte[] message = Llrp.report(
                Llrp.tag(Llrp.epc96(1), Llrp.antenna(1)),
                Llrp.tlv(900, "010203"),
                Llrp.tag(Llrp.epc96(2), Llrp.antenna(1)),
                Llrp.tag(Llrp.epc96(3), Llrp.antenna(1)));
        // WHEN both decode it THEN the toolkit has one tag, we have three: why its decoder is not used for the stream
        assertThat(new RO_ACCESS_REPORT(message).getTagReportDataList()).hasSize(1);
        assertThat(new ReportDecoder(0).decode(message, Frame.HEADER_BYTES, message.length))
                .hasSize(3);
    }

    private static String said(TagFields fields) {
        return String.join(
                " ",
                fields.epc(),
                String.valueOf(fields.antennaPort),
                String.valueOf(fields.peakRssiDbm),
                String.valueOf(fields.firstSeenUtcMicros),
                String.valueOf(fields.lastSeenUtcMicros),
                String.valueOf(fields.seenCount),
                fields.tidBytes == 0 ? "no TID" : Objects.requireNonNull(fields.tid()));
    }

    private static String said(TagReportData tag) {
        return String.join(
                " ",
                epc(tag.getEPCParameter()),
                String.valueOf(tag.getAntennaID().getAntennaID().intValue()),
                String.valueOf((byte) tag.getPeakRSSI().getPeakRSSI().intValue()),
                String.valueOf(tag.getFirstSeenTimestampUTC().getMicroseconds().toLong()),
                String.valueOf(tag.getLastSeenTimestampUTC().getMicroseconds().toLong()),
                String.valueOf(tag.getTagSeenCount().getTagCount().intValue()),
                tag.getAccessCommandOpSpecResultList().stream()
                        .filter(C1G2ReadOpSpecResult.class::isInstance)
                        .map(result -> words((C1G2ReadOpSpecResult) result))
                        .findFirst()
                        .orElse("no TID"));
    }

    private static String epc(EPCParameter epc) {
        String hex = epc instanceof EPC_96 epc96
                ? epc96.getEPC().toString()
                : ((EPCData) epc).getEPC().toString();
        return hex.toUpperCase(Locale.ROOT);
    }

    private static String words(C1G2ReadOpSpecResult result) {
        StringBuilder hex = new StringBuilder();
        for (short word : result.getReadData().toShortArray()) {
            hex.append(Llrp.u16(word));
        }
        return hex.toString().toUpperCase(Locale.ROOT);
    }
}
