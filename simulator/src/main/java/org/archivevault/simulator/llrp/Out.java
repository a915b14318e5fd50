package org.archivevault.simulator.llrp;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;

/** Writes numbers, most significant byte first, and parameters. */
public final class Out {
    private static final int FIRST_CAPACITY = 128;
    private static final int VERSION_1_0_1 = 1;
    private static final int TV_FLAG = 0x80;

    private byte[] bytes = new byte[FIRST_CAPACITY];
    private int length;

    /**
     * Writes a whole message.
     *
     * @param type which
     * @param id message id, 32 bits
     * @param body writes what follows the header
     * @return its bytes
     */
    public static byte[] message(MessageType type, long id, Consumer<Out> body) {
        Out out = new Out();
        out.u16(VERSION_1_0_1 << 10 | type.code()).u32(0).u32(id);
        body.accept(out);
        out.patch32(2, out.length);
        return out.bytes();
    }

    /**
     * Writes a parameter with type and length.
     *
     * @param type 128–1,023
     * @param body writes what follows
     * @return itself
     */
    public Out tlv(int type, Consumer<Out> body) {
        int start = length;
        u16(type).u16(0);
        body.accept(this);
        int size = length - start;
        bytes[start + 2] = (byte) (size >> 8);
        bytes[start + 3] = (byte) size;
        return this;
    }

    /**
     * Begins a parameter with type only, whose value must follow.
     *
     * @param type 1–127
     * @return itself
     */
    public Out tv(int type) {
        return u8(TV_FLAG | type);
    }

    public Out u8(int value) {
        room(1);
        bytes[length++] = (byte) value;
        return this;
    }

    public Out u16(int value) {
        return u8(value >> 8).u8(value);
    }

    public Out u32(long value) {
        return u16((int) (value >> 16)).u16((int) value);
    }

    public Out u64(long value) {
        return u32(value >>> 32).u32(value);
    }

    public Out raw(byte[] value) {
        room(value.length);
        System.arraycopy(value, 0, bytes, length, value.length);
        length += value.length;
        return this;
    }

    /**
     * Writes a text with its length in bytes.
     *
     * @param text any
     * @return itself
     */
    public Out utf8(String text) {
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        return u16(encoded.length).raw(encoded);
    }

    /**
     * Writes LLRPStatus, without sub-parameters.
     *
     * @param code status code
     * @param sentence error description
     * @return itself
     */
    public Out status(int code, String sentence) {
        return tlv(ParameterType.LLRP_STATUS, status -> status.u16(code).utf8(sentence));
    }

    /**
     * What has been written.
     *
     * @return a copy
     */
    public byte[] bytes() {
        return Arrays.copyOf(bytes, length);
    }

    private void patch32(int at, int value) {
        bytes[at] = (byte) (value >> 24);
        bytes[at + 1] = (byte) (value >> 16);
        bytes[at + 2] = (byte) (value >> 8);
        bytes[at + 3] = (byte) value;
    }

    private void room(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
        }
    }
}
