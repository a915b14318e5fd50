package org.archivevault.edge.tags.llrp;

import org.llrp.ltk.generated.enumerations.AccessReportTriggerType;
import org.llrp.ltk.generated.enumerations.AccessSpecState;
import org.llrp.ltk.generated.enumerations.AccessSpecStopTriggerType;
import org.llrp.ltk.generated.enumerations.AirProtocols;
import org.llrp.ltk.generated.parameters.AccessCommand;
import org.llrp.ltk.generated.parameters.AccessReportSpec;
import org.llrp.ltk.generated.parameters.AccessSpec;
import org.llrp.ltk.generated.parameters.AccessSpecStopTrigger;
import org.llrp.ltk.generated.parameters.C1G2Read;
import org.llrp.ltk.generated.parameters.C1G2TagSpec;
import org.llrp.ltk.generated.parameters.C1G2TargetTag;
import org.llrp.ltk.types.Bit;
import org.llrp.ltk.types.BitArray_HEX;
import org.llrp.ltk.types.UnsignedInteger;
import org.llrp.ltk.types.UnsignedShort;

/** Compiles "read the TID of every tag" into an AccessSpec: the one way to it that LLRP 1.0.1 has without a maker's extension. */
final class TidReadCompiler {
    /** The only AccessSpec on the reader. */
    static final int ACCESSSPEC_ID = 1;

    private static final int OPERATION_ID = 1;
    private static final int EPC_BANK = 1;
    private static final int TID_BANK = 2;

    /** Where the EPC begins in its bank, in bits: behind CRC and PC. An empty mask there fits every tag. */
    private static final int EPC_POINTER = 32;

    /** Class, maker, model, and the serial of 48 bits that makes it unique: 96 bits. */
    private static final int TID_WORDS = 6;

    private TidReadCompiler() {}

    static AccessSpec accessSpec(UnsignedShort antenna) {
        AccessSpecStopTrigger stop = new AccessSpecStopTrigger();
        stop.setAccessSpecStopTrigger(new AccessSpecStopTriggerType(AccessSpecStopTriggerType.Null));
        stop.setOperationCountValue(new UnsignedShort(0));
        AccessReportSpec report = new AccessReportSpec();
        report.setAccessReportTrigger(
                new AccessReportTriggerType(AccessReportTriggerType.Whenever_ROReport_Is_Generated));
        AccessSpec spec = new AccessSpec();
        spec.setAccessSpecID(new UnsignedInteger(ACCESSSPEC_ID));
        spec.setAntennaID(antenna);
        spec.setProtocolID(new AirProtocols(AirProtocols.EPCGlobalClass1Gen2));
        spec.setCurrentState(new AccessSpecState(AccessSpecState.Disabled));
        spec.setROSpecID(new UnsignedInteger(RoSpecCompiler.ROSPEC_ID));
        spec.setAccessSpecStopTrigger(stop);
        spec.setAccessCommand(readTid());
        spec.setAccessReportSpec(report);
        return spec;
    }

    private static AccessCommand readTid() {
        C1G2TargetTag everyTag = new C1G2TargetTag();
        everyTag.setMB(RoSpecCompiler.twoBits(EPC_BANK));
        everyTag.setMatch(new Bit(true));
        everyTag.setPointer(new UnsignedShort(EPC_POINTER));
        everyTag.setTagMask(new BitArray_HEX());
        everyTag.setTagData(new BitArray_HEX());
        C1G2TagSpec tags = new C1G2TagSpec();
        tags.addToC1G2TargetTagList(everyTag);
        C1G2Read read = new C1G2Read();
        read.setOpSpecID(new UnsignedShort(OPERATION_ID));
        read.setAccessPassword(new UnsignedInteger(0));
        read.setMB(RoSpecCompiler.twoBits(TID_BANK));
        read.setWordPointer(new UnsignedShort(0));
        read.setWordCount(new UnsignedShort(TID_WORDS));
        AccessCommand command = new AccessCommand();
        command.setAirProtocolTagSpec(tags);
        command.addToAccessCommandOpSpecList(read);
        return command;
    }
}
