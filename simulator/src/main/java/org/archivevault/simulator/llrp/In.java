package org.archivevault.simulator.llrp;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Reads numbers and parameters; whatever does not fit is {@link MalformedLlrp}. */
public final class In {
    private static final int TLV_HEADER_BYTES = 4;
    private static final int TYPE_BITS = 0x3FF;
    private static final int TV_FLAG = 0x80;

    private final byte[] bytes;
    private final int end;
    private int at;

    /**
     * Reads all of them.
     *
     * @param bytes not changed
     */
    public In(byte[] bytes) {
        this(bytes, 0, bytes.length);
    }

    private In(byte[] bytes, int from, int end) {
        this.bytes = bytes;
        this.at = from;
        this.end = end;
    }

    /**
     * How much is left.
     *
     * @return bytes
     */
    public int left() {
        return end - at;
    }

    public int u8() {
        need(1);
        return bytes[at++] & 0xFF;
    }

    public int u16() {
        return u8() << 8 | u8();
    }

    public long u32() {
        return (long) u16() << 16 | u16();
    }

    /**
     * Reads bits with their count before them.
     *
     * @return the bits, most significant first, padded to whole bytes
     */
    public Bits bits() {
        int count = u16();
        int length = (count + 7) / 8;
        need(length);
        byte[] value = Arrays.copyOfRange(bytes, at, at + length);
        at += length;
        return new Bits(value, count);
    }

    /**
     * Reads the parameters up to the end.
     *
     * @return in their order; those with type only never come from a client
     */
    public List<Parameter> parameters() {
        List<Parameter> all = new ArrayList<>();
        while (left() > 0) {
            int start = at;
            if ((bytes[at] & TV_FLAG) != 0) {
                throw new MalformedLlrp("a parameter without length: " + (bytes[at] & 0x7F));
            }
            int type = u16() & TYPE_BITS;
            int length = u16();
            if (length < TLV_HEADER_BYTES || start + length > end) {
                throw new MalformedLlrp(
                        "parameter " + type + " says that it has " + length + " bytes, " + (end - start) + " are left");
            }
            all.add(new Parameter(type, bytes, start, start + length));
            at = start + length;
        }
        return all;
    }

    private void need(int count) {
        if (left() < count) {
            throw new MalformedLlrp(count + " more bytes are due, " + left() + " are left");
        }
    }

    /** Some bits. */
    public static final class Bits {
        private final byte[] value;
        private final int count;

        private Bits(byte[] value, int count) {
            this.value = value;
            this.count = count;
        }

        /**
         * How many.
         *
         * @return 0–65,535
         */
        public int count() {
            return count;
        }

        /**
         * One of them.
         *
         * @param index 0 for the first
         * @return whether it is set
         */
        public boolean at(int index) {
            return bit(value, index);
        }
    }

    /**
     * One bit of many bytes.
     *
     * @param bytes most significant bit first
     * @param index 0 upwards
     * @return whether it is set; false beyond the end
     */
    public static boolean bit(byte[] bytes, int index) {
        return index / 8 < bytes.length && (bytes[index / 8] >> (7 - index % 8) & 1) != 0;
    }

    /** A parameter with type and length. */
    public static final class Parameter {
        private final int type;
        private final byte[] bytes;
        private final int start;
        private final int end;

        private Parameter(int type, byte[] bytes, int start, int end) {
            this.type = type;
            this.bytes = bytes;
            this.start = start;
            this.end = end;
        }

        public int type() {
            return type;
        }

        /**
         * Its content.
         *
         * @return reads what follows type and length
         */
        public In content() {
            return new In(bytes, start + TLV_HEADER_BYTES, end);
        }

        /**
         * As it came.
         *
         * @return a copy, type and length included
         */
        public byte[] whole() {
            return Arrays.copyOfRange(bytes, start, end);
        }
    }
}
