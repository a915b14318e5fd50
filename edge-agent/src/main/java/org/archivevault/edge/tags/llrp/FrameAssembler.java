package org.archivevault.edge.tags.llrp;

import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Cuts what comes from a reader into messages, whatever the pieces it comes in. A header that cannot be one ends it: where
 * the next message begins is not known then, so that only a new connection helps.
 */
final class FrameAssembler {
    /** Longest message taken, in bytes: holds 20,000 tags; a wrong length must not make us wait for 4 GiB. */
    static final int MAX_MESSAGE_BYTES = 1 << 20;

    /** LLRP 1.0.1 and 1.1; we speak the first. */
    private static final int LAST_VERSION = 2;

    /** Room at the start, in bytes: most messages fit. */
    private static final int FIRST_ROOM = 4_096;

    private byte[] buffer = new byte[FIRST_ROOM];
    private int filled;

    /**
     * Takes what has come.
     *
     * @param piece any number of bytes
     * @param handler gets each message that is complete, in order; may throw, the rest stays in order
     * @throws MalformedMessage when the next message has an impossible header; nothing may be given to it after that
     */
    void accept(byte[] piece, Consumer<Frame> handler) throws MalformedMessage {
        makeRoom(piece.length);
        System.arraycopy(piece, 0, buffer, filled, piece.length);
        filled += piece.length;
        int from = 0;
        try {
            while (filled - from >= Frame.HEADER_BYTES) {
                int length = checkedLength(from);
                if (filled - from < length) {
                    break;
                }
                int begin = from;
                from += length;
                handler.accept(new Frame(u16(begin) & 0x3FF, u32(begin + 6), buffer, begin, from));
            }
        } finally {
            System.arraycopy(buffer, from, buffer, 0, filled - from);
            filled -= from;
        }
        if (filled == 0 && buffer.length > MAX_MESSAGE_BYTES / 4) {
            buffer = new byte[FIRST_ROOM];
        }
    }

    /** Bytes of the message that is not complete yet. */
    int pending() {
        return filled;
    }

    private int checkedLength(int at) throws MalformedMessage {
        int first = buffer[at] & 0xFF;
        int version = (first >> 2) & 7;
        if ((first >> 5) != 0 || version < 1 || version > LAST_VERSION) {
            throw new MalformedMessage("a message begins with byte " + first);
        }
        long length = u32(at + 2);
        if (length < Frame.HEADER_BYTES || length > MAX_MESSAGE_BYTES) {
            throw new MalformedMessage("a message says it has " + length + " bytes");
        }
        return (int) length;
    }

    private void makeRoom(int more) {
        if (buffer.length - filled < more) {
            buffer = Arrays.copyOf(buffer, Math.max(filled + more, 2 * buffer.length));
        }
    }

    private int u16(int at) {
        return ((buffer[at] & 0xFF) << 8) | (buffer[at + 1] & 0xFF);
    }

    private long u32(int at) {
        return ((long) u16(at) << 16) | u16(at + 2);
    }
}
