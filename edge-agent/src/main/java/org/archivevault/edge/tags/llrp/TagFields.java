package org.archivevault.edge.tags.llrp;

import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** What one TagReportData says, field by field; reused for the next one. Missing numbers are {@link #NONE}. */
final class TagFields {
    /** Not told, and never told before on this connection. */
    static final long NONE = Long.MIN_VALUE;

    private static final HexFormat HEX = HexFormat.of().withUpperCase();
    private static final int MIN_TID_BYTES = 4;
    private static final int MAX_TID_BYTES = 32;

    byte[] bytes = {};
    int epcFrom;
    int epcBytes;
    int tidFrom;
    int tidBytes;
    long antennaPort = NONE;
    long peakRssiDbm = NONE;
    long firstSeenUtcMicros = NONE;
    long lastSeenUtcMicros = NONE;
    long seenCount = NONE;

    /** The EPC in capital hex digits; empty when the tag has none. */
    String epc() {
        return HEX.formatHex(bytes, epcFrom, epcFrom + epcBytes);
    }

    /** The TID in capital hex digits, when one of a sensible length was read. */
    @Nullable
    String tid() {
        return tidBytes < MIN_TID_BYTES || tidBytes > MAX_TID_BYTES
                ? null
                : HEX.formatHex(bytes, tidFrom, tidFrom + tidBytes);
    }

    /** Begins a tag: what is not said of it is as it was last said (LLRP 1.1, 14.2.3). */
    void begin(byte[] source) {
        bytes = source;
        epcBytes = -1;
        tidBytes = 0;
    }

    /** Nothing counts as told; the antenna is the only one in use, when there is only one (else 0). */
    void forgetNumbers(int onlyAntennaPort) {
        antennaPort = onlyAntennaPort > 0 ? onlyAntennaPort : NONE;
        peakRssiDbm = NONE;
        firstSeenUtcMicros = NONE;
        lastSeenUtcMicros = NONE;
        seenCount = NONE;
    }

    /** Takes over the numbers, not the tag. */
    void copyNumbers(TagFields other) {
        antennaPort = other.antennaPort;
        peakRssiDbm = other.peakRssiDbm;
        firstSeenUtcMicros = other.firstSeenUtcMicros;
        lastSeenUtcMicros = other.lastSeenUtcMicros;
        seenCount = other.seenCount;
    }
}
