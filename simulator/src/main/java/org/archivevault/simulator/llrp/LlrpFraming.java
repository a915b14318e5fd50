package org.archivevault.simulator.llrp;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Cuts a byte stream into messages. One per connection. */
public final class LlrpFraming {
    /** Far above any request that we take; whoever announces more is not an LLRP client. */
    private static final int LARGEST_MESSAGE_BYTES = 1 << 16;

    private static final int HEADER_BYTES = 10;

    private byte[] held = new byte[0];

    /** One message as it came. */
    public static final class Request {
        private final byte[] bytes;

        private Request(byte[] bytes) {
            this.bytes = bytes;
        }

        /**
         * The protocol version that its header names.
         *
         * @return 1 for LLRP 1.0.1, 2 for 1.1
         */
        public int version() {
            return bytes[0] >> 2 & 7;
        }

        public int type() {
            return (bytes[0] & 3) << 8 | (bytes[1] & 0xFF);
        }

        public long id() {
            return new In(Arrays.copyOfRange(bytes, 6, HEADER_BYTES)).u32();
        }

        /**
         * What follows the header.
         *
         * @return reads it
         */
        public In body() {
            return new In(Arrays.copyOfRange(bytes, HEADER_BYTES, bytes.length));
        }
    }

    /**
     * Takes what came.
     *
     * @param more any part of the stream
     * @return the messages that are whole now
     * @throws MalformedLlrp when the stream is no LLRP; nothing after it can be read
     */
    public List<Request> take(byte[] more) {
        byte[] all = Arrays.copyOf(held, held.length + more.length);
        System.arraycopy(more, 0, all, held.length, more.length);
        List<Request> whole = new ArrayList<>();
        int at = 0;
        while (all.length - at >= HEADER_BYTES) {
            long length = new In(Arrays.copyOfRange(all, at + 2, at + 6)).u32();
            if (length < HEADER_BYTES || length > LARGEST_MESSAGE_BYTES) {
                throw new MalformedLlrp("a message of " + length + " bytes");
            }
            if (all.length - at < length) {
                break;
            }
            whole.add(new Request(Arrays.copyOfRange(all, at, at + (int) length)));
            at += (int) length;
        }
        held = Arrays.copyOfRange(all, at, all.length);
        return whole;
    }
}
