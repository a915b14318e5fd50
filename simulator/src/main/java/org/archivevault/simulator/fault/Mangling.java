package org.archivevault.simulator.fault;

import java.util.Arrays;

/** How answers are spoilt. */
final class Mangling {
    private static final int HIGHEST_READ_FUNCTION = 4;
    private static final int EXCEPTION_BIT = 0x80;

    private Mangling() {}

    /** The same length and function, other values. */
    static byte[] othersValues(byte[] pdu) {
        byte[] other = pdu.clone();
        int from = isRead(pdu) ? 2 : 1;
        for (int i = from; i < other.length; i++) {
            other[i] ^= 0x55;
        }
        return other;
    }

    static byte[] withoutLastWord(byte[] pdu) {
        byte[] rest = Arrays.copyOf(pdu, Math.max(2, pdu.length - 2));
        if (isRead(pdu)) {
            rest[1] = (byte) (rest.length - 2);
        }
        return rest;
    }

    private static boolean isRead(byte[] pdu) {
        return (pdu[0] & EXCEPTION_BIT) == 0 && pdu[0] <= HIGHEST_READ_FUNCTION;
    }
}
