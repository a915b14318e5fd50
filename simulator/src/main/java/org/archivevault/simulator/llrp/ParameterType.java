package org.archivevault.simulator.llrp;

/** Parameter numbers of LLRP 1.0.1 (section 16.2). Those below 128 have no length. */
public final class ParameterType {
    public static final int ANTENNA_ID = 1;
    public static final int FIRST_SEEN_UTC = 2;
    public static final int LAST_SEEN_UTC = 4;
    public static final int PEAK_RSSI = 6;
    public static final int CHANNEL_INDEX = 7;
    public static final int TAG_SEEN_COUNT = 8;
    public static final int ROSPEC_ID = 9;
    public static final int INVENTORY_PARAMETER_SPEC_ID = 10;
    public static final int C1G2_CRC = 11;
    public static final int C1G2_PC = 12;
    public static final int EPC_96 = 13;
    public static final int SPEC_INDEX = 14;
    public static final int ACCESSSPEC_ID = 16;

    public static final int UTC_TIMESTAMP = 128;
    public static final int GENERAL_DEVICE_CAPABILITIES = 137;
    public static final int RECEIVE_SENSITIVITY_ENTRY = 139;
    public static final int PER_ANTENNA_AIR_PROTOCOL = 140;
    public static final int GPIO_CAPABILITIES = 141;
    public static final int LLRP_CAPABILITIES = 142;
    public static final int REGULATORY_CAPABILITIES = 143;
    public static final int UHF_BAND_CAPABILITIES = 144;
    public static final int TRANSMIT_POWER_ENTRY = 145;
    public static final int FREQUENCY_INFORMATION = 146;
    public static final int FREQUENCY_HOP_TABLE = 147;
    public static final int ROSPEC = 177;
    public static final int RO_BOUNDARY_SPEC = 178;
    public static final int ROSPEC_START_TRIGGER = 179;
    public static final int PERIODIC_TRIGGER = 180;
    public static final int ROSPEC_STOP_TRIGGER = 182;
    public static final int AISPEC = 183;
    public static final int AISPEC_STOP_TRIGGER = 184;
    public static final int INVENTORY_PARAMETER_SPEC = 186;
    public static final int ACCESSSPEC = 207;
    public static final int ACCESSSPEC_STOP_TRIGGER = 208;
    public static final int ACCESS_COMMAND = 209;
    public static final int CONFIGURATION_STATE = 217;
    public static final int IDENTIFICATION = 218;
    public static final int KEEPALIVE_SPEC = 220;
    public static final int ANTENNA_PROPERTIES = 221;
    public static final int ANTENNA_CONFIGURATION = 222;
    public static final int RF_RECEIVER = 223;
    public static final int RF_TRANSMITTER = 224;
    public static final int EVENTS_AND_REPORTS = 226;
    public static final int RO_REPORT_SPEC = 237;
    public static final int TAG_REPORT_CONTENT = 238;
    public static final int ACCESS_REPORT_SPEC = 239;
    public static final int TAG_REPORT_DATA = 240;
    public static final int EPC_DATA = 241;
    public static final int READER_EVENT_SPEC = 244;
    public static final int EVENT_NOTIFICATION_STATE = 245;
    public static final int READER_EVENT_DATA = 246;
    public static final int ROSPEC_EVENT = 249;
    public static final int REPORT_BUFFER_OVERFLOW_EVENT = 251;
    public static final int AISPEC_EVENT = 254;
    public static final int CONNECTION_ATTEMPT_EVENT = 256;
    public static final int LLRP_STATUS = 287;
    public static final int C1G2_LLRP_CAPABILITIES = 327;
    public static final int C1G2_RF_MODE_TABLE = 328;
    public static final int C1G2_RF_MODE_ENTRY = 329;
    public static final int C1G2_INVENTORY_COMMAND = 330;
    public static final int C1G2_RF_CONTROL = 335;
    public static final int C1G2_SINGULATION_CONTROL = 336;
    public static final int C1G2_TAG_SPEC = 338;
    public static final int C1G2_TARGET_TAG = 339;
    public static final int C1G2_READ = 341;
    public static final int C1G2_EPC_MEMORY_SELECTOR = 348;
    public static final int C1G2_READ_RESULT = 349;
    public static final int CUSTOM = 1023;

    private ParameterType() {}
}
