package org.archivevault.edge.tags.llrp;

import java.util.List;
import org.archivevault.firmware.reader.ReaderProfile;
import org.llrp.ltk.generated.enumerations.AISpecStopTriggerType;
import org.llrp.ltk.generated.enumerations.AirProtocols;
import org.llrp.ltk.generated.enumerations.ROReportTriggerType;
import org.llrp.ltk.generated.enumerations.ROSpecStartTriggerType;
import org.llrp.ltk.generated.enumerations.ROSpecState;
import org.llrp.ltk.generated.enumerations.ROSpecStopTriggerType;
import org.llrp.ltk.generated.parameters.AISpec;
import org.llrp.ltk.generated.parameters.AISpecStopTrigger;
import org.llrp.ltk.generated.parameters.AntennaConfiguration;
import org.llrp.ltk.generated.parameters.C1G2InventoryCommand;
import org.llrp.ltk.generated.parameters.C1G2RFControl;
import org.llrp.ltk.generated.parameters.C1G2SingulationControl;
import org.llrp.ltk.generated.parameters.InventoryParameterSpec;
import org.llrp.ltk.generated.parameters.RFTransmitter;
import org.llrp.ltk.generated.parameters.ROBoundarySpec;
import org.llrp.ltk.generated.parameters.ROReportSpec;
import org.llrp.ltk.generated.parameters.ROSpec;
import org.llrp.ltk.generated.parameters.ROSpecStartTrigger;
import org.llrp.ltk.generated.parameters.ROSpecStopTrigger;
import org.llrp.ltk.generated.parameters.TagReportContentSelector;
import org.llrp.ltk.types.Bit;
import org.llrp.ltk.types.TwoBitField;
import org.llrp.ltk.types.UnsignedByte;
import org.llrp.ltk.types.UnsignedInteger;
import org.llrp.ltk.types.UnsignedShort;
import org.llrp.ltk.types.UnsignedShortArray;

/**
 * Compiles how a reader is to read into its one ROSpec: one turn over all antennas, at whose end what was read is
 * reported. The start trigger is "immediate", so that the reader begins the next turn by itself; LLRP 1.0.1 knows no
 * loop within a ROSpec.
 */
final class RoSpecCompiler {
    /** The only ROSpec on the reader: all others are deleted first. */
    static final int ROSPEC_ID = 1;

    private static final int INVENTORY_SPEC_ID = 1;
    private static final int TOP_PRIORITY = 0;

    /** Tari of the RF mode as the reader likes it. */
    private static final int DEFAULT_TARI = 0;

    /** Tags stand on shelves, or take longer through a gate than a turn. */
    private static final int NO_TRANSIT_TIME = 0;

    private RoSpecCompiler() {}

    static ROSpec roSpec(Radio radio, ReaderProfile.Reporting reporting) {
        ROSpec spec = new ROSpec();
        spec.setROSpecID(new UnsignedInteger(ROSPEC_ID));
        spec.setPriority(new UnsignedByte(TOP_PRIORITY));
        spec.setCurrentState(new ROSpecState(ROSpecState.Disabled));
        spec.setROBoundarySpec(boundary());
        spec.addToSpecParameterList(turn(radio, reporting));
        spec.setROReportSpec(report(reporting));
        return spec;
    }

    private static ROBoundarySpec boundary() {
        ROSpecStartTrigger start = new ROSpecStartTrigger();
        start.setROSpecStartTriggerType(new ROSpecStartTriggerType(ROSpecStartTriggerType.Immediate));
        ROSpecStopTrigger stop = new ROSpecStopTrigger();
        stop.setROSpecStopTriggerType(new ROSpecStopTriggerType(ROSpecStopTriggerType.Null));
        stop.setDurationTriggerValue(new UnsignedInteger(0));
        ROBoundarySpec boundary = new ROBoundarySpec();
        boundary.setROSpecStartTrigger(start);
        boundary.setROSpecStopTrigger(stop);
        return boundary;
    }

    private static AISpec turn(Radio radio, ReaderProfile.Reporting reporting) {
        AISpecStopTrigger stop = new AISpecStopTrigger();
        stop.setAISpecStopTriggerType(new AISpecStopTriggerType(AISpecStopTriggerType.Duration));
        stop.setDurationTrigger(new UnsignedInteger(reporting.turn().toMillis()));
        InventoryParameterSpec inventory = new InventoryParameterSpec();
        inventory.setInventoryParameterSpecID(new UnsignedShort(INVENTORY_SPEC_ID));
        inventory.setProtocolID(new AirProtocols(AirProtocols.EPCGlobalClass1Gen2));
        radio.antennaPorts().forEach(port -> inventory.addToAntennaConfigurationList(antenna(port, radio)));
        AISpec spec = new AISpec();
        spec.setAntennaIDs(antennaIds(radio.antennaPorts()));
        spec.setAISpecStopTrigger(stop);
        spec.addToInventoryParameterSpecList(inventory);
        return spec;
    }

    private static UnsignedShortArray antennaIds(List<Integer> ports) {
        UnsignedShortArray ids = new UnsignedShortArray(ports.size());
        for (int i = 0; i < ports.size(); i++) {
            ids.set(i, new UnsignedShort(ports.get(i)));
        }
        return ids;
    }

    private static AntennaConfiguration antenna(int port, Radio radio) {
        RFTransmitter transmitter = new RFTransmitter();
        transmitter.setHopTableID(new UnsignedShort(radio.hopTable()));
        transmitter.setChannelIndex(new UnsignedShort(radio.channel()));
        transmitter.setTransmitPower(new UnsignedShort(radio.powerIndex()));
        C1G2SingulationControl singulation = new C1G2SingulationControl();
        singulation.setSession(twoBits(radio.session()));
        singulation.setTagPopulation(new UnsignedShort(radio.tagPopulation()));
        singulation.setTagTransitTime(new UnsignedInteger(NO_TRANSIT_TIME));
        C1G2InventoryCommand command = new C1G2InventoryCommand();
        command.setTagInventoryStateAware(new Bit(false));
        radio.mode().ifPresent(mode -> command.setC1G2RFControl(rfControl(mode)));
        command.setC1G2SingulationControl(singulation);
        AntennaConfiguration antenna = new AntennaConfiguration();
        antenna.setAntennaID(new UnsignedShort(port));
        antenna.setRFTransmitter(transmitter);
        antenna.addToAirProtocolInventoryCommandSettingsList(command);
        return antenna;
    }

    private static C1G2RFControl rfControl(int mode) {
        C1G2RFControl control = new C1G2RFControl();
        control.setModeIndex(new UnsignedShort(mode));
        control.setTari(new UnsignedShort(DEFAULT_TARI));
        return control;
    }

    /** Two bits with a value; the toolkit counts them from the left. */
    static TwoBitField twoBits(int value) {
        return new TwoBitField(new Bit[] {new Bit((value >> 1) & 1), new Bit(value & 1)});
    }

    private static ROReportSpec report(ReaderProfile.Reporting reporting) {
        TagReportContentSelector content = new TagReportContentSelector();
        content.setEnableROSpecID(new Bit(false));
        content.setEnableSpecIndex(new Bit(false));
        content.setEnableInventoryParameterSpecID(new Bit(false));
        content.setEnableAntennaID(new Bit(true));
        content.setEnableChannelIndex(new Bit(false));
        content.setEnablePeakRSSI(new Bit(true));
        content.setEnableFirstSeenTimestamp(new Bit(true));
        content.setEnableLastSeenTimestamp(new Bit(true));
        content.setEnableTagSeenCount(new Bit(true));
        content.setEnableAccessSpecID(new Bit(false));
        ROReportSpec report = new ROReportSpec();
        report.setROReportTrigger(new ROReportTriggerType(ROReportTriggerType.Upon_N_Tags_Or_End_Of_AISpec));
        report.setN(new UnsignedShort(reporting.everyTags()));
        report.setTagReportContentSelector(content);
        return report;
    }
}
