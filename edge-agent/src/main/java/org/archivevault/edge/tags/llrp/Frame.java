package org.archivevault.edge.tags.llrp;

import java.util.Arrays;

/** One message of a reader, as it lies in the receive buffer; good only until the handler returns. */
final class Frame {
    /** Version, type, length, id (LLRP 1.0.1, 16.1). */
    static final int HEADER_BYTES = 10;

    private final int type;
    private final long id;
    private final byte[] bytes;
    private final int from;
    private final int to;

    Frame(int type, long id, byte[] bytes, int from, int to) {
        this.type = type;
        this.id = id;
        this.bytes = bytes;
        this.from = from;
        this.to = to;
    }

    /** Message type, 0–1,023. */
    int type() {
        return type;
    }

    /** Message id, 32 bits. */
    long id() {
        return id;
    }

    /** The buffer that holds it. */
    byte[] bytes() {
        return bytes;
    }

    /** Where the message's own fields begin. */
    int body() {
        return from + HEADER_BYTES;
    }

    /** End of the message, exclusive. */
    int to() {
        return to;
    }

    /** A copy of the whole message, header included. */
    byte[] copy() {
        return Arrays.copyOfRange(bytes, from, to);
    }
}
