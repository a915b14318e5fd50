package org.archivevault.simulator.reader;

import static org.archivevault.simulator.llrp.ParameterType.*;

import java.util.List;
import org.archivevault.simulator.llrp.LlrpRefusal;
import org.archivevault.simulator.llrp.Out;
import org.archivevault.simulator.llrp.StatusCode;

/** What these readers can do (GET_READER_CAPABILITIES_RESPONSE, section 9). */
final class Capabilities {
    static final int MOST_ROSPECS = 4;
    static final int MOST_ACCESSSPECS = 8;
    static final int GEN2 = 1;
    static final int SENSITIVITIES = 1;
    static final int HOP_TABLES = 1;
    /** Transmit powers of 10 to 30 dBm in steps of 1 dB. */
    static final int POWERS = 21;

    static final List<Integer> MODES = List.of(0, 1, 2, 3, 1000, 1002);

    private static final int LEAST_POWER_DBM = 10;
    private static final int HUNDREDTHS = 100;
    /** A vendor number that IANA has given to nobody. */
    private static final long NO_VENDOR = 0xFFFF_FF00L;

    private static final long MODEL = 1;
    private static final String FIRMWARE = "archive-vault simulator 1";
    /** ISO 3166: China. */
    private static final int CHINA = 156;
    /** Section 9.2.4: the Chinese standard has no number of its own, so none. */
    private static final int UNSPECIFIED_STANDARD = 0;

    private static final int CAN_SET_ANTENNA_AND_HAS_UTC = 0xC000;
    private static final int CAN_HOLD_EVENTS_AND_REPORTS = 0x08;
    /** 920.625 to 924.375 MHz in steps of 250 kHz. */
    private static final long FIRST_CHANNEL_KHZ = 920_625;

    static final int CHANNELS = 16;
    private static final long CHANNEL_STEP_KHZ = 250;

    private Capabilities() {}

    /** Writes what a client asks for: 0 all, 1 device, 2 LLRP, 3 regulation, 4 air protocol. */
    static void write(Out out, int asked, int antennaPorts) {
        if (asked > 4) {
            throw new LlrpRefusal(StatusCode.FIELD_ERROR, "no capabilities of kind " + asked);
        }
        if (asked == 0 || asked == 1) {
            device(out, antennaPorts);
        }
        if (asked == 0 || asked == 2) {
            llrp(out);
        }
        if (asked == 0 || asked == 3) {
            regulation(out);
        }
        if (asked == 0 || asked == 4) {
            out.tlv(C1G2_LLRP_CAPABILITIES, air -> air.u8(0).u16(1));
        }
    }

    private static void device(Out out, int antennaPorts) {
        out.tlv(GENERAL_DEVICE_CAPABILITIES, device -> {
            device.u16(antennaPorts)
                    .u16(CAN_SET_ANTENNA_AND_HAS_UTC)
                    .u32(NO_VENDOR)
                    .u32(MODEL);
            device.utf8(FIRMWARE);
            device.tlv(RECEIVE_SENSITIVITY_ENTRY, entry -> entry.u16(1).u16(0));
            device.tlv(GPIO_CAPABILITIES, gpio -> gpio.u16(0).u16(0));
            for (int port = 1; port <= antennaPorts; port++) {
                int antenna = port;
                device.tlv(
                        PER_ANTENNA_AIR_PROTOCOL, air -> air.u16(antenna).u16(1).u8(GEN2));
            }
        });
    }

    private static void llrp(Out out) {
        out.tlv(
                LLRP_CAPABILITIES,
                llrp -> llrp.u8(CAN_HOLD_EVENTS_AND_REPORTS)
                        .u8(0)
                        .u16(0)
                        .u32(MOST_ROSPECS)
                        .u32(MOST_ROSPECS)
                        .u32(1)
                        .u32(MOST_ACCESSSPECS)
                        .u32(1));
    }

    private static void regulation(Out out) {
        out.tlv(REGULATORY_CAPABILITIES, regulation -> {
            regulation.u16(CHINA).u16(UNSPECIFIED_STANDARD);
            regulation.tlv(UHF_BAND_CAPABILITIES, band -> {
                for (int index = 1; index <= POWERS; index++) {
                    int entry = index;
                    band.tlv(
                            TRANSMIT_POWER_ENTRY,
                            power -> power.u16(entry).u16((LEAST_POWER_DBM + entry - 1) * HUNDREDTHS));
                }
                band.tlv(
                        FREQUENCY_INFORMATION,
                        frequencies -> frequencies.u8(0x80).tlv(FREQUENCY_HOP_TABLE, Capabilities::hopTable));
                band.tlv(C1G2_RF_MODE_TABLE, table -> MODES.forEach(mode -> mode(table, mode)));
            });
        });
    }

    private static void hopTable(Out table) {
        table.u8(1).u8(0).u16(CHANNELS);
        for (int channel = 0; channel < CHANNELS; channel++) {
            table.u32(FIRST_CHANNEL_KHZ + channel * CHANNEL_STEP_KHZ);
        }
    }

    /** DR 64/3, Miller 4, dense readers, 274 kbit/s, PIE 2, Tari 20 µs: as a dense-reader mode has it. */
    private static void mode(Out table, int mode) {
        table.tlv(
                C1G2_RF_MODE_ENTRY,
                entry -> entry.u32(mode)
                        .u8(0x80)
                        .u8(2)
                        .u8(1)
                        .u8(2)
                        .u32(274_000)
                        .u32(2_000)
                        .u32(20_000)
                        .u32(20_000)
                        .u32(0));
    }
}
