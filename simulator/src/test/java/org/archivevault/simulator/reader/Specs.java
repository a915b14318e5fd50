package org.archivevault.simulator.reader;

/** Requests as the specification has them, byte by byte. */
final class Specs {
    static final int ADD_ROSPEC = 20;
    static final int DELETE_ROSPEC = 21;
    static final int START_ROSPEC = 22;
    static final int STOP_ROSPEC = 23;
    static final int ENABLE_ROSPEC = 24;
    static final int DISABLE_ROSPEC = 25;
    static final int SET_READER_CONFIG = 3;
    static final int RO_ACCESS_REPORT = 61;
    static final int READER_EVENT = 63;

    /** LLRPStatus, success. */
    static final String DONE = "011F000800000000";

    /** Report after 10 tags or at the end of each AISpec: antenna, RSSI, first and last seen, count. */
    static final String REPORT = "00ED000D 01 000A 00EE0006 1780";
    /** Null start, null stop. */
    static final String WHEN_STARTED = "00B20012 00B3000500 00B600090000000000";

    static final String IMMEDIATELY = "00B20012 00B3000501 00B600090000000000";
    /** Antennas 1 and 2, 200 ms, inventory parameter spec 1, Gen2. */
    static final String TURN = "00B7001A 0002 00010002 00B8000901000000C8 00BA0007000101";

    private Specs() {}

    /** ROSpec 1, priority 0, disabled. */
    static String roSpec(String boundary) {
        return "00B10043 00000001 00 00 " + boundary + TURN + REPORT;
    }

    /** Keep-alive every so many milliseconds. */
    static String keepAlive(int millis) {
        return "00 00DC0009 01" + String.format("%08X", millis);
    }

    /** AccessSpec 7: on every tag, whatever antenna and ROSpec, read six words of the TID from word 0. */
    static final String ACCESSSPEC_FOR_TID = "00CF0039 00000007 0000 01 00 00000000 00D00007 00 0000 "
            + "00D10022 0152000F 0153000B 60 0000 0000 0000 0155000F 0001 00000000 80 0000 0006";
}
