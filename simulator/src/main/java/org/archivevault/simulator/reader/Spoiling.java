package org.archivevault.simulator.reader;

import java.util.Arrays;
import java.util.Random;

/** What readers have been seen to do to their own reports, and worse. */
final class Spoiling {
    private static final int HEADER_BYTES = 10;
    private static final int LENGTH_AT = 2;
    private static final int UNKNOWN_TLV = 900;
    private static final int CUSTOM_TLV = 1_023;
    /** A vendor number that IANA has given to nobody. */
    private static final int NO_VENDOR = 0xFFFF_FF00;

    private static final int TV_OF_UNKNOWN_LENGTH = 0x80 | 0x7E;
    private static final int WAYS = 5;

    private Spoiling() {}

    static byte[] withForeignParameters(byte[] frame) {
        byte[] unknown = {UNKNOWN_TLV >> 8, (byte) UNKNOWN_TLV, 0, 6, 1, 2};
        byte[] custom = {
            CUSTOM_TLV >> 8,
            (byte) CUSTOM_TLV,
            0,
            13,
            (byte) (NO_VENDOR >> 24),
            (byte) (NO_VENDOR >> 16),
            (byte) (NO_VENDOR >> 8),
            (byte) NO_VENDOR,
            0,
            0,
            0,
            7,
            42
        };
        byte[] spoilt = new byte[frame.length + unknown.length + custom.length];
        System.arraycopy(frame, 0, spoilt, 0, HEADER_BYTES);
        System.arraycopy(unknown, 0, spoilt, HEADER_BYTES, unknown.length);
        System.arraycopy(custom, 0, spoilt, HEADER_BYTES + unknown.length, custom.length);
        System.arraycopy(
                frame,
                HEADER_BYTES,
                spoilt,
                HEADER_BYTES + unknown.length + custom.length,
                frame.length - HEADER_BYTES);
        setLength(spoilt);
        return spoilt;
    }

    /** The first parameter of the body gets a wrong length, an unknown type, or an end too soon. */
    static byte[] malformed(byte[] frame, Random random) {
        byte[] spoilt = frame.clone();
        int at = HEADER_BYTES;
        switch (random.nextInt(WAYS)) {
            case 0 -> setTlvLength(spoilt, at, 0);
            case 1 -> setTlvLength(spoilt, at, 3);
            case 2 -> setTlvLength(spoilt, at, 0xFFFF);
            case 3 -> spoilt[at + 4] = (byte) TV_OF_UNKNOWN_LENGTH;
            default -> {
                spoilt = Arrays.copyOf(frame, frame.length - 1);
                setLength(spoilt);
            }
        }
        return spoilt;
    }

    static byte[] noise(int length, Random random) {
        byte[] noise = new byte[length];
        random.nextBytes(noise);
        // Never by chance a plausible frame: version 7, and a length beyond any buffer.
        noise[0] = (byte) 0xFF;
        Arrays.fill(noise, LENGTH_AT, LENGTH_AT + 4, (byte) 0xFF);
        return noise;
    }

    private static void setTlvLength(byte[] frame, int at, int length) {
        frame[at + 2] = (byte) (length >> 8);
        frame[at + 3] = (byte) length;
    }

    private static void setLength(byte[] frame) {
        for (int i = 0; i < 4; i++) {
            frame[LENGTH_AT + i] = (byte) (frame.length >> (8 * (3 - i)));
        }
    }
}
