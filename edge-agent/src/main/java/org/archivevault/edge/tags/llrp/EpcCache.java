package org.archivevault.edge.tags.llrp;

import java.util.Arrays;
import java.util.HexFormat;
import org.archivevault.protocol.pack.Epc;
import org.jspecify.annotations.Nullable;

/** The EPCs read lately, so that one that is read ten times a second is not written out in digits ten times. */
final class EpcCache {
    /** EPCs kept, a power of two: what one reader's antennas see at a time, at about 150 bytes each. */
    private static final int PLACES = 1 << 11;

    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private final byte[] @Nullable [] keys = new byte[PLACES][];
    private final @Nullable Epc[] epcs = new Epc[PLACES];

    /** The EPC of these bytes; another one with the same place is forgotten. */
    Epc of(byte[] bytes, int from, int length) {
        int place = place(bytes, from, length);
        byte[] key = keys[place];
        Epc known = epcs[place];
        if (key != null && known != null && Arrays.equals(key, 0, key.length, bytes, from, from + length)) {
            return known;
        }
        Epc epc = new Epc(HEX.formatHex(bytes, from, from + length));
        keys[place] = Arrays.copyOfRange(bytes, from, from + length);
        epcs[place] = epc;
        return epc;
    }

    private static int place(byte[] bytes, int from, int length) {
        int hash = length;
        for (int i = from; i < from + length; i++) {
            hash = 31 * hash + bytes[i];
        }
        hash *= 0x9E3779B1;
        return hash >>> (32 - Integer.numberOfTrailingZeros(PLACES));
    }
}
