package org.archivevault.simulator.reader;

import static org.archivevault.simulator.llrp.ParameterType.*;

import java.util.Optional;
import org.archivevault.simulator.llrp.Out;
import org.archivevault.simulator.reader.ReportSpec.Content;
import org.archivevault.simulator.tags.SimulatedTag;

/** What one antenna has read of one tag since the last report (TagReportData, section 13.2.3). */
final class TagEntry {
    private static final int EPC_96_BYTES = 12;
    private static final int MICROS_PER_MILLI = 1_000;
    private static final int CRC_START = 0xFFFF;
    private static final int CRC_POLYNOMIAL = 0x1021;
    private static final int PC_LENGTH_SHIFT = 11;

    private final SimulatedTag tag;
    private final int antenna;
    private final int channel;
    private final long firstMillis;
    private long lastMillis;
    private int count;
    private int peakRssiDbm = Integer.MIN_VALUE;
    private Optional<AccessSpec> access = Optional.empty();

    TagEntry(SimulatedTag tag, int antenna, int channel, long firstMillis) {
        this.tag = tag;
        this.antenna = antenna;
        this.channel = channel;
        this.firstMillis = firstMillis;
    }

    void read(int rssiDbm, long nowMillis, Optional<AccessSpec> performed) {
        lastMillis = nowMillis;
        count++;
        peakRssiDbm = Math.max(peakRssiDbm, rssiDbm);
        access = performed.isPresent() ? performed : access;
    }

    /**
     * Writes it, with the fields asked for, in the order of the specification.
     *
     * @param epochMillis what the wall clock said at the reader's time 0
     */
    void write(Out out, ReportSpec spec, long roSpec, int specIndex, int inventory, long epochMillis) {
        out.tlv(TAG_REPORT_DATA, data -> {
            byte[] epc = tag.epcBytes();
            if (epc.length == EPC_96_BYTES) {
                data.tv(EPC_96).raw(epc);
            } else {
                data.tlv(EPC_DATA, bits -> bits.u16(epc.length * 8).raw(epc));
            }
            if (spec.has(Content.ROSPEC)) {
                data.tv(ROSPEC_ID).u32(roSpec);
            }
            field(data, spec, Content.SPEC_INDEX, SPEC_INDEX, specIndex);
            field(data, spec, Content.INVENTORY_PARAMETER_SPEC, INVENTORY_PARAMETER_SPEC_ID, inventory);
            field(data, spec, Content.ANTENNA, ANTENNA_ID, antenna);
            if (spec.has(Content.PEAK_RSSI)) {
                data.tv(PEAK_RSSI).u8(peakRssiDbm);
            }
            field(data, spec, Content.CHANNEL, CHANNEL_INDEX, channel);
            time(data, spec, Content.FIRST_SEEN, FIRST_SEEN_UTC, epochMillis + firstMillis);
            time(data, spec, Content.LAST_SEEN, LAST_SEEN_UTC, epochMillis + lastMillis);
            field(data, spec, Content.SEEN_COUNT, TAG_SEEN_COUNT, count);
            memory(data, spec, epc);
            access.ifPresent(performed -> {
                if (spec.has(Content.ACCESSSPEC)) {
                    data.tv(ACCESSSPEC_ID).u32(performed.id());
                }
                performed.writeResults(data, tag);
            });
        });
    }

    private static void field(Out out, ReportSpec spec, Content content, int type, int value) {
        if (spec.has(content)) {
            out.tv(type).u16(value);
        }
    }

    private static void time(Out out, ReportSpec spec, Content content, int type, long epochMillis) {
        if (spec.has(content)) {
            out.tv(type).u64(epochMillis * MICROS_PER_MILLI);
        }
    }

    private static void memory(Out out, ReportSpec spec, byte[] epc) {
        int pc = (epc.length / 2) << PC_LENGTH_SHIFT;
        if ((spec.memory() & ReportSpec.PC) != 0) {
            out.tv(C1G2_PC).u16(pc);
        }
        if ((spec.memory() & ReportSpec.CRC) != 0) {
            out.tv(C1G2_CRC).u16(crc(new Out().u16(pc).raw(epc).bytes()));
        }
    }

    /** CRC-16 of EPC Gen2, over PC and EPC. */
    private static int crc(byte[] bytes) {
        int crc = CRC_START;
        for (byte one : bytes) {
            crc ^= (one & 0xFF) << 8;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 0x8000) != 0 ? (crc << 1) ^ CRC_POLYNOMIAL : crc << 1;
            }
        }
        return ~crc & 0xFFFF;
    }
}
