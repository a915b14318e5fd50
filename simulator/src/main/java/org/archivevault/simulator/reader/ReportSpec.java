package org.archivevault.simulator.reader;

import static org.archivevault.simulator.llrp.ParameterType.*;

import org.archivevault.simulator.llrp.In;
import org.archivevault.simulator.llrp.LlrpRefusal;
import org.archivevault.simulator.llrp.Out;
import org.archivevault.simulator.llrp.StatusCode;

/**
 * When reports are sent and what they hold (ROReportSpec, section 13.2.1).
 *
 * @param trigger 0 when asked for, 1 after N or at the end of an AISpec, 2 after N or at the end of the ROSpec
 * @param everyTags N; 0 for no such limit
 * @param content bits of the TagReportContentSelector, {@link Content}
 * @param memory bits of the C1G2EPCMemorySelector: 0x80 CRC, 0x40 PC
 */
record ReportSpec(int trigger, int everyTags, int content, int memory) {
    static final int ON_REQUEST = 0;
    static final int END_OF_AISPEC = 1;
    static final int END_OF_ROSPEC = 2;
    static final int CRC = 0x80;
    static final int PC = 0x40;

    /** What a reader reports that has been told nothing: all but what belongs to access. */
    static final ReportSpec FACTORY = new ReportSpec(END_OF_ROSPEC, 0, 0xFF80, 0);

    /** Fields of a report, in the order of their bits. */
    enum Content {
        ROSPEC(0x8000),
        SPEC_INDEX(0x4000),
        INVENTORY_PARAMETER_SPEC(0x2000),
        ANTENNA(0x1000),
        CHANNEL(0x0800),
        PEAK_RSSI(0x0400),
        FIRST_SEEN(0x0200),
        LAST_SEEN(0x0100),
        SEEN_COUNT(0x0080),
        ACCESSSPEC(0x0040);

        private final int bit;

        Content(int bit) {
            this.bit = bit;
        }
    }

    boolean has(Content field) {
        return (content & field.bit) != 0;
    }

    static ReportSpec parse(In.Parameter parameter) {
        In in = parameter.content();
        int trigger = in.u8();
        if (trigger > END_OF_ROSPEC) {
            throw new LlrpRefusal(StatusCode.FIELD_ERROR, "no report trigger " + trigger);
        }
        int everyTags = in.u16();
        int content = 0;
        int memory = 0;
        for (In.Parameter one : in.parameters()) {
            if (one.type() != TAG_REPORT_CONTENT) {
                throw new LlrpRefusal(StatusCode.UNKNOWN_PARAMETER, "parameter " + one.type());
            }
            In selector = one.content();
            content = selector.u16();
            for (In.Parameter bank : selector.parameters()) {
                memory =
                        bank.type() == C1G2_EPC_MEMORY_SELECTOR ? bank.content().u8() : memory;
            }
        }
        return new ReportSpec(trigger, everyTags, content, memory);
    }

    void write(Out out) {
        out.tlv(
                RO_REPORT_SPEC,
                spec -> spec.u8(trigger)
                        .u16(everyTags)
                        .tlv(
                                TAG_REPORT_CONTENT,
                                selector ->
                                        selector.u16(content).tlv(C1G2_EPC_MEMORY_SELECTOR, bank -> bank.u8(memory))));
    }
}
