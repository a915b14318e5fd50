package org.archivevault.edge.tags.llrp;

/**
 * Walks the parameters of a message by type and length, in whatever order they come. A parameter with a length (TLV) that
 * nobody knows is skipped by it; one without (TV) that nobody knows cannot be, and is malformed.
 */
final class ParameterCursor {
    static final int TLV_HEADER_BYTES = 4;

    /** Types below are TVs, from here on TLVs (LLRP 1.0.1, 16.2.1). */
    static final int FIRST_TLV_TYPE = 128;

    private static final int TV_MARK = 0x80;

    /** Bytes of each TV's value by type; 0: no such type (LLRP 1.0.1, 16.2.1.2; 19 and 20 are of 1.1). */
    private static final int[] TV_VALUE_BYTES = {
        0, 2, 8, 8, 8, 8, 1, 2, 2, 4, 2, 2, 2, 12, 2, 2, 4, 2, 4, 2, 2,
    };

    private byte[] bytes = {};
    private int next;
    private int end;
    private int type;
    private int from;

    /** Walks from here on; throws when the range is no part of the array. */
    ParameterCursor over(byte[] source, int start, int stop) {
        if (start < 0 || stop < start || stop > source.length) {
            throw new IndexOutOfBoundsException(start + ".." + stop + " of " + source.length);
        }
        bytes = source;
        next = start;
        end = stop;
        return this;
    }

    /** Goes to the next parameter; false when there is none. */
    boolean next() throws MalformedMessage {
        if (next == end) {
            return false;
        }
        int first = bytes[next] & 0xFF;
        if ((first & TV_MARK) != 0) {
            tv(first & ~TV_MARK);
        } else {
            tlv(first);
        }
        return true;
    }

    private void tv(int tvType) throws MalformedMessage {
        int length = tvType < TV_VALUE_BYTES.length ? TV_VALUE_BYTES[tvType] : 0;
        if (length == 0) {
            throw new MalformedMessage("a parameter without length, of unknown type " + tvType);
        }
        type = tvType;
        from = next + 1;
        next = from + length;
        if (next > end) {
            throw new MalformedMessage("a parameter of type " + tvType + " is cut off");
        }
    }

    private void tlv(int first) throws MalformedMessage {
        if (end - next < TLV_HEADER_BYTES) {
            throw new MalformedMessage((end - next) + " bytes are left over");
        }
        type = ((first & 3) << 8) | (bytes[next + 1] & 0xFF);
        int length = ((bytes[next + 2] & 0xFF) << 8) | (bytes[next + 3] & 0xFF);
        if (length < TLV_HEADER_BYTES || length > end - next) {
            throw new MalformedMessage("a parameter of type " + type + " says it has " + length + " of the "
                    + (end - next) + " bytes left");
        }
        from = next + TLV_HEADER_BYTES;
        next += length;
    }

    /** The parameter's type. */
    int type() {
        return type;
    }

    /** Where its value begins. */
    int from() {
        return from;
    }

    /** Where its value ends, exclusive. */
    int to() {
        return next;
    }

    /** Bytes of its value. */
    int length() {
        return next - from;
    }

    /** Throws unless the value has at least so many bytes. */
    void require(int atLeast) throws MalformedMessage {
        if (length() < atLeast) {
            throw new MalformedMessage("a parameter of type " + type + " has " + length() + " bytes, not " + atLeast);
        }
    }

    /** Byte at an offset of the value, 0–255. */
    int u8(int offset) {
        return bytes[from + offset] & 0xFF;
    }

    /** Two bytes at an offset of the value. */
    int u16(int offset) {
        return (u8(offset) << 8) | u8(offset + 1);
    }

    /** Four bytes at an offset of the value. */
    long u32(int offset) {
        return ((long) u16(offset) << 16) | u16(offset + 2);
    }

    /** Eight bytes at an offset of the value. */
    long u64(int offset) {
        return (u32(offset) << 32) | u32(offset + 4);
    }
}
