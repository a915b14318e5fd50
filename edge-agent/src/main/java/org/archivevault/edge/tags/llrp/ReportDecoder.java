package org.archivevault.edge.tags.llrp;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.archivevault.edge.tags.TagReport;
import org.archivevault.protocol.pack.Epc;
import org.archivevault.protocol.tag.Tid;
import org.jspecify.annotations.Nullable;

/**
 * Decodes the RO_ACCESS_REPORTs of one connection. Parameters are walked by type and length, so that unknown ones, those
 * of makers, and any order do no harm. A field that is asked for but absent is as it was last told on this connection
 * (LLRP 1.1, 14.2.3); so a decoder begins with the connection and is used by one thread. After a fault nothing counts as
 * told: the reader believes that it has said something that we could not read, and a tag at a wrong antenna is worse than
 * a tag less.
 */
public final class ReportDecoder {
    /** Shortest EPC that can be a pack's: one word (EPC Gen2 counts in words of 16 bits). */
    private static final int MIN_EPC_BYTES = 2;

    /** Longest EPC that {@link Epc} takes. */
    private static final int MAX_EPC_BYTES = 32;

    private static final int TAG_REPORT_DATA = 240;
    private static final int EPC_DATA = 241;
    private static final int C1G2_READ_RESULT = 349;
    private static final int ANTENNA_ID = 1;
    private static final int FIRST_SEEN_UTC = 2;
    private static final int LAST_SEEN_UTC = 4;
    private static final int PEAK_RSSI = 6;
    private static final int TAG_SEEN_COUNT = 8;
    private static final int EPC_96 = 13;

    /** Result, operation id, word count, before the words (LLRP 1.0.1, 16.3.1.5.6.1). */
    private static final int READ_RESULT_HEAD = 5;

    private final EpcCache epcs = new EpcCache();
    private final ParameterCursor tags = new ParameterCursor();
    private final ParameterCursor fields = new ParameterCursor();
    private final TagFields last = new TagFields();
    private final TagFields tag = new TagFields();
    private final int onlyAntennaPort;
    private int faults;
    private @Nullable MalformedMessage firstFault;

    /**
     * Begins with a connection.
     *
     * @param onlyAntennaPort what a tag's antenna is until the reader tells one: the only port in use, 1 upwards, or 0
     *     when there are several; then a tag without antenna is malformed
     */
    public ReportDecoder(int onlyAntennaPort) {
        this.onlyAntennaPort = onlyAntennaPort;
        last.forgetNumbers(onlyAntennaPort);
    }

    /**
     * Decodes a message.
     *
     * @param bytes holds it
     * @param from where its parameters begin: 10 bytes behind its header's begin
     * @param to its end, exclusive
     * @return its tags in the reader's order; tags without EPC, or with one too long for a pack's, are left out
     * @throws MalformedReport when something in it is no tag report; it has the tags before and around that, and the next
     *     message can be decoded
     */
    public List<TagReport> decode(byte[] bytes, int from, int to) throws MalformedReport {
        List<TagReport> reports = new ArrayList<>();
        walk(bytes, from, to, fields -> {
            if (fields.epcBytes >= MIN_EPC_BYTES && fields.epcBytes <= MAX_EPC_BYTES) {
                reports.add(report(fields));
            }
        });
        MalformedMessage fault = firstFault;
        if (fault != null) {
            throw new MalformedReport(String.valueOf(fault.getMessage()), faults, reports);
        }
        return reports;
    }

    /** As {@link #decode(byte[], int, int)}; the sink hears of each sound tag, also in a malformed message. */
    void decode(byte[] bytes, int from, int to, Consumer<TagFields> sink) throws MalformedMessage {
        walk(bytes, from, to, sink);
        MalformedMessage fault = firstFault;
        if (fault != null) {
            throw fault;
        }
    }

    /** A fault within a tag ends with that tag, whose own length holds; one between tags ends the message. */
    private void walk(byte[] bytes, int from, int to, Consumer<TagFields> sink) {
        faults = 0;
        firstFault = null;
        tag.copyNumbers(last);
        tags.over(bytes, from, to);
        try {
            while (tags.next()) {
                if (tags.type() == TAG_REPORT_DATA) {
                    tryTag(bytes, sink);
                }
            }
        } catch (MalformedMessage fault) {
            failed(fault);
        }
        last.copyNumbers(tag);
    }

    private void tryTag(byte[] bytes, Consumer<TagFields> sink) {
        try {
            tag.begin(bytes);
            readTag(bytes, tags.from(), tags.to());
        } catch (MalformedMessage fault) {
            failed(fault);
            return;
        }
        sink.accept(tag);
    }

    private void failed(MalformedMessage fault) {
        faults++;
        firstFault = firstFault == null ? fault : firstFault;
        tag.forgetNumbers(onlyAntennaPort);
    }

    private void readTag(byte[] bytes, int from, int to) throws MalformedMessage {
        fields.over(bytes, from, to);
        while (fields.next()) {
            readField();
        }
        if (tag.epcBytes < 0) {
            throw new MalformedMessage("a tag without EPC");
        }
        if (tag.antennaPort < 1) {
            throw new MalformedMessage("a tag without antenna");
        }
    }

    private void readField() throws MalformedMessage {
        switch (fields.type()) {
            case EPC_96 -> {
                tag.epcFrom = fields.from();
                tag.epcBytes = fields.length();
            }
            case EPC_DATA -> readEpcData();
            case ANTENNA_ID -> tag.antennaPort = fields.u16(0);
            case PEAK_RSSI -> tag.peakRssiDbm = (byte) fields.u8(0);
            case TAG_SEEN_COUNT -> tag.seenCount = fields.u16(0);
            case FIRST_SEEN_UTC -> tag.firstSeenUtcMicros = fields.u64(0);
            case LAST_SEEN_UTC -> tag.lastSeenUtcMicros = fields.u64(0);
            case C1G2_READ_RESULT -> readTid();
            default -> {
                // Whatever it is, it was walked over.
            }
        }
    }

    private void readEpcData() throws MalformedMessage {
        fields.require(2);
        int epcBytes = (fields.u16(0) + 7) / 8;
        fields.require(2 + epcBytes);
        tag.epcFrom = fields.from() + 2;
        tag.epcBytes = epcBytes;
    }

    /** The one read that we ask for is that of the TID. */
    private void readTid() throws MalformedMessage {
        fields.require(READ_RESULT_HEAD);
        int dataBytes = 2 * fields.u16(3);
        fields.require(READ_RESULT_HEAD + dataBytes);
        if (fields.u8(0) == 0) {
            tag.tidFrom = fields.from() + READ_RESULT_HEAD;
            tag.tidBytes = dataBytes;
        }
    }

    private TagReport report(TagFields fields) {
        Epc epc = epcs.of(fields.bytes, fields.epcFrom, fields.epcBytes);
        String tid = fields.tidBytes == 0 ? null : fields.tid();
        return new TagReport(
                (int) fields.antennaPort,
                epc,
                tid == null ? null : new Tid(tid),
                fields.peakRssiDbm == TagFields.NONE ? null : (int) fields.peakRssiDbm,
                (int) Math.max(1, fields.seenCount));
    }
}
