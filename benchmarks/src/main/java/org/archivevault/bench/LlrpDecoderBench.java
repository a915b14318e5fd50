package org.archivevault.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.archivevault.edge.tags.llrp.MalformedMessage;
import org.archivevault.edge.tags.llrp.ReportDecoder;
import org.llrp.ltk.exceptions.InvalidLLRPMessageException;
import org.llrp.ltk.generated.LLRPMessageFactory;
import org.llrp.ltk.generated.messages.RO_ACCESS_REPORT;
import org.llrp.ltk.generated.parameters.AntennaID;
import org.llrp.ltk.generated.parameters.EPC_96;
import org.llrp.ltk.generated.parameters.FirstSeenTimestampUTC;
import org.llrp.ltk.generated.parameters.LastSeenTimestampUTC;
import org.llrp.ltk.generated.parameters.PeakRSSI;
import org.llrp.ltk.generated.parameters.TagReportData;
import org.llrp.ltk.generated.parameters.TagSeenCount;
import org.llrp.ltk.types.Integer96_HEX;
import org.llrp.ltk.types.SignedByte;
import org.llrp.ltk.types.UnsignedInteger;
import org.llrp.ltk.types.UnsignedLong_DATETIME;
import org.llrp.ltk.types.UnsignedShort;

/** How fast tag reports are decoded, beside the LLRP toolkit on the same messages, in turns on one thread. */
final class LlrpDecoderBench {
    private static final int HEADER_BYTES = 10;
    private static final int TAGS_PER_MESSAGE = 20;

    /** Tags that one reader sees again and again: a face of a carriage. */
    private static final int TAGS_SEEN = 500;

    /** So many that none is met again before its place in any cache is taken. */
    private static final int TAGS_UNSEEN = 40_000;

    /** Longer rounds tell nothing more. */
    private static final int MOST_SECONDS = 2;

    private static final double AIM = 100;

    private final BenchSettings settings;
    private final Report report;
    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private long sum;

    /** Decodes one message and tells how many tags it had. */
    private interface Decoder {
        int decode(byte[] message) throws MalformedMessage, InvalidLLRPMessageException;
    }

    LlrpDecoderBench(BenchSettings settings, Report report) {
        this.settings = settings;
        this.report = report;
    }

    void run() {
        report.progress("LLRP tag reports: own decoder and ltkjava in turns");
        List<byte[]> seen = messages(TAGS_SEEN);
        List<byte[]> unseen = messages(TAGS_UNSEEN);
        ReportDecoder own = new ReportDecoder(0);
        Decoder ours =
                message -> own.decode(message, HEADER_BYTES, message.length).size();
        Decoder theirs =
                message -> new RO_ACCESS_REPORT(message).getTagReportDataList().size();
        Decoder factory = message -> ((RO_ACCESS_REPORT) LLRPMessageFactory.createLLRPMessage(message))
                .getTagReportDataList()
                .size();
        List<Double> ownRates = new ArrayList<>();
        List<Double> ownUnseenRates = new ArrayList<>();
        List<Double> toolkitRates = new ArrayList<>();
        List<Double> factoryRates = new ArrayList<>();
        // The first round warms up and does not count.
        for (int round = 0; round <= settings.rounds(); round++) {
            List<Double> rates = List.of(rate(ours, seen), rate(theirs, seen), rate(ours, unseen), rate(factory, seen));
            if (round > 0) {
                ownRates.add(rates.get(0));
                toolkitRates.add(rates.get(1));
                ownUnseenRates.add(rates.get(2));
                factoryRates.add(rates.get(3));
            }
        }
        double toolkit = Medians.of(toolkitRates);
        report.add(Figure.atLeast(
                "LLRP decoder, tags per CPU second", Medians.of(ownRates), "ltkjava", toolkit, "tags/s", AIM));
        report.add(Figure.beside(
                "LLRP decoder, every EPC a new one", Medians.of(ownUnseenRates), "ltkjava", toolkit, "tags/s"));
        report.note(
                "ltkjava through its message factory, as its own network layer calls it: %,.0f tags/s; %,d tags decoded in all",
                Medians.of(factoryRates), sum);
    }

    /** Tags per second of this thread's CPU time. */
    private double rate(Decoder decoder, List<byte[]> messages) {
        long length = Math.min(MOST_SECONDS, settings.seconds()) * 1_000_000_000L;
        long begin = threads.getCurrentThreadCpuTime();
        long tags = 0;
        long used = 0;
        try {
            while (used < length) {
                for (int i = 0; i < messages.size() && used < length; i++) {
                    tags += decoder.decode(messages.get(i));
                    if (i % 16 == 0) {
                        used = threads.getCurrentThreadCpuTime() - begin;
                    }
                }
            }
        } catch (MalformedMessage | InvalidLLRPMessageException failure) {
            throw new IllegalStateException("a good message was not decoded", failure);
        }
        used = threads.getCurrentThreadCpuTime() - begin;
        sum += tags;
        return tags * 1e9 / used;
    }

    private static List<byte[]> messages(int tags) {
        Random random = new Random(BenchSettings.SEED);
        List<byte[]> messages = new ArrayList<>();
        for (int first = 0; first < tags; first += TAGS_PER_MESSAGE) {
            RO_ACCESS_REPORT message = new RO_ACCESS_REPORT();
            message.setMessageID(new UnsignedInteger(first));
            for (int i = 0; i < TAGS_PER_MESSAGE; i++) {
                message.addToTagReportDataList(tag(first + i, random));
            }
            try {
                messages.add(message.encodeBinary());
            } catch (InvalidLLRPMessageException failure) {
                throw new IllegalStateException("the toolkit cannot write its own report", failure);
            }
        }
        return messages;
    }

    private static TagReportData tag(int serial, Random random) {
        EPC_96 epc = new EPC_96();
        epc.setEPC(new Integer96_HEX(String.format(Locale.ROOT, "2c%014x%08x", random.nextInt(1 << 30), serial)));
        AntennaID antenna = new AntennaID();
        antenna.setAntennaID(new UnsignedShort(1 + random.nextInt(4)));
        PeakRSSI rssi = new PeakRSSI();
        rssi.setPeakRSSI(new SignedByte(-40 - random.nextInt(30)));
        FirstSeenTimestampUTC first = new FirstSeenTimestampUTC();
        first.setMicroseconds(new UnsignedLong_DATETIME(1_795_000_000_000_000L + random.nextInt()));
        LastSeenTimestampUTC last = new LastSeenTimestampUTC();
        last.setMicroseconds(new UnsignedLong_DATETIME(1_795_000_001_000_000L + random.nextInt()));
        TagSeenCount count = new TagSeenCount();
        count.setTagCount(new UnsignedShort(1 + random.nextInt(9)));
        TagReportData tag = new TagReportData();
        tag.setEPCParameter(epc);
        tag.setAntennaID(antenna);
        tag.setPeakRSSI(rssi);
        tag.setFirstSeenTimestampUTC(first);
        tag.setLastSeenTimestampUTC(last);
        tag.setTagSeenCount(count);
        return tag;
    }
}
