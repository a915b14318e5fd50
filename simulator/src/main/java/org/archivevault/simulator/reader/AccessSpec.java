package org.archivevault.simulator.reader;

import static org.archivevault.simulator.llrp.ParameterType.*;

import java.util.ArrayList;
import java.util.List;
import org.archivevault.simulator.llrp.In;
import org.archivevault.simulator.llrp.LlrpRefusal;
import org.archivevault.simulator.llrp.Out;
import org.archivevault.simulator.llrp.StatusCode;
import org.archivevault.simulator.tags.SimulatedTag;

/** One AccessSpec: memory that is read of the tags that match (section 11). These readers only read. */
final class AccessSpec {
    private static final int STATE_AT = 11;
    private static final int ACTIVE = 0x80;
    private static final int TID_BANK = 2;
    private static final int EPC_BANK = 1;
    /** CRC and PC stand before the EPC in its bank. */
    private static final int EPC_AT_BIT = 32;

    private static final int RESULT_SUCCESS = 0;
    private static final int RESULT_TAG_ERROR = 1;
    private static final int BYTES_PER_WORD = 2;

    /** A pattern that a tag must have, or must not have. */
    private record Target(int bank, boolean match, int pointer, In.Bits mask, In.Bits data) {
        boolean fits(SimulatedTag tag) {
            if (mask.count() == 0) {
                return true;
            }
            byte[] memory = bank == TID_BANK ? tag.tidBytes() : tag.epcBytes();
            int offset = bank == EPC_BANK ? pointer - EPC_AT_BIT : pointer;
            boolean equal = true;
            for (int i = 0; i < Math.min(mask.count(), data.count()); i++) {
                equal &= !mask.at(i) || In.bit(memory, offset + i) == data.at(i);
            }
            return equal == match;
        }
    }

    /** One read. */
    private record Read(int opSpecId, int bank, int wordPointer, int wordCount) {}

    private final byte[] raw;
    private final long id;
    private final int antenna;
    private final long roSpecId;
    private final int operations;
    private final List<Target> targets;
    private final List<Read> reads;
    private boolean enabled;
    private int done;

    private AccessSpec(In.Parameter parameter, In in, long id) {
        this.raw = parameter.whole();
        this.id = id;
        this.antenna = in.u16();
        in.u8(); // air protocol: there is one
        in.u8(); // state: it is added disabled
        this.roSpecId = in.u32();
        this.targets = new ArrayList<>();
        this.reads = new ArrayList<>();
        int count = 0;
        for (In.Parameter one : in.parameters()) {
            In content = one.content();
            switch (one.type()) {
                case ACCESSSPEC_STOP_TRIGGER -> count = Math.min(content.u8(), 1) * content.u16();
                case ACCESS_COMMAND -> command(content);
                case ACCESS_REPORT_SPEC -> content.u8();
                default -> throw new LlrpRefusal(StatusCode.UNKNOWN_PARAMETER, "parameter " + one.type());
            }
        }
        this.operations = count;
        if (reads.isEmpty()) {
            throw new LlrpRefusal(StatusCode.MISSING_PARAMETER, "an AccessSpec needs an AccessCommand with a C1G2Read");
        }
    }

    static AccessSpec parse(In.Parameter parameter) {
        In in = parameter.content();
        long id = in.u32();
        if (id == 0) {
            throw new LlrpRefusal(StatusCode.FIELD_ERROR, "AccessSpecID 0 means all, it cannot be added");
        }
        return new AccessSpec(parameter, in, id);
    }

    private void command(In in) {
        for (In.Parameter one : in.parameters()) {
            In content = one.content();
            if (one.type() == C1G2_TAG_SPEC) {
                content.parameters().forEach(target -> targets.add(target(target.content())));
            } else if (one.type() == C1G2_READ) {
                int opSpecId = content.u16();
                content.u32(); // the access password: these tags have none
                reads.add(new Read(opSpecId, content.u8() >> 6, content.u16(), content.u16()));
            } else {
                throw new LlrpRefusal(StatusCode.UNSUPPORTED_PARAMETER, "operation " + one.type() + ": only C1G2Read");
            }
        }
    }

    private static Target target(In in) {
        int bits = in.u8();
        return new Target(bits >> 6, (bits & 0x20) != 0, in.u16(), in.bits(), in.bits());
    }

    long id() {
        return id;
    }

    boolean enabled() {
        return enabled;
    }

    void enable(boolean on) {
        enabled = on;
        done = 0;
    }

    /** As it was added, with the state that it is in. */
    byte[] whole() {
        byte[] now = raw.clone();
        now[STATE_AT] = (byte) (enabled ? ACTIVE : 0);
        return now;
    }

    boolean fits(SimulatedTag tag, int heardBy, long runningRoSpec) {
        return enabled
                && (antenna == 0 || antenna == heardBy)
                && (roSpecId == 0 || roSpecId == runningRoSpec)
                && targets.stream().allMatch(target -> target.fits(tag));
    }

    /** Does it once, and counts. */
    void performed() {
        done++;
        enabled = operations == 0 || done < operations;
    }

    /** Writes what a tag has answered: its TID; it has nothing else to tell. */
    void writeResults(Out out, SimulatedTag tag) {
        for (Read read : reads) {
            byte[] bank = read.bank() == TID_BANK ? tag.tidBytes() : new byte[0];
            int from = read.wordPointer() * BYTES_PER_WORD;
            int to = read.wordCount() == 0 ? bank.length : from + read.wordCount() * BYTES_PER_WORD;
            boolean there = bank.length > 0 && from < bank.length && to <= bank.length;
            out.tlv(C1G2_READ_RESULT, result -> {
                result.u8(there ? RESULT_SUCCESS : RESULT_TAG_ERROR).u16(read.opSpecId());
                result.u16(there ? (to - from) / BYTES_PER_WORD : 0);
                for (int at = from; there && at < to; at++) {
                    result.u8(bank[at]);
                }
            });
        }
    }
}
