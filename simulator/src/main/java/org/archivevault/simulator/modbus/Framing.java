package org.archivevault.simulator.modbus;

import java.util.Arrays;
import java.util.List;

/** How requests and answers are packed. One instance per connection: it keeps the bytes of an unfinished request. */
public interface Framing {
    /** The transaction id of a request that has none (RTU). */
    int NO_TRANSACTION = -1;

    /**
     * One request, unpacked.
     *
     * @param transaction MBAP transaction id, or {@link #NO_TRANSACTION}
     * @param unit unit id
     * @param pdu function code and what follows
     */
    @SuppressWarnings("ArrayRecordComponent") // handed on once, never compared
    record Request(int transaction, int unit, byte[] pdu) {}

    /**
     * Takes bytes as they come.
     *
     * @param bytes any number
     * @return the requests that are complete now
     * @throws BrokenStream when nothing after these bytes can be understood any more
     */
    List<Request> take(byte[] bytes) throws BrokenStream;

    /**
     * Whether bytes wait for more to come, or for {@link #silence} to end them.
     *
     * @return always false on Modbus TCP, which knows no silence
     */
    boolean unfinished();

    /**
     * The line has been silent: on RTU that ends a frame.
     *
     * @return the requests that are complete now
     */
    List<Request> silence();

    /**
     * Packs an answer.
     *
     * @param transaction MBAP transaction id; without meaning on RTU
     * @param unit unit id
     * @param pdu function code and what follows
     * @return the bytes for the wire
     */
    byte[] pack(int transaction, int unit, byte[] pdu);

    /**
     * Spoils the check that the framing has: the CRC, or the protocol id.
     *
     * @param frame a packed answer
     * @return a spoilt copy
     */
    byte[] spoilt(byte[] frame);

    /** The bytes cannot be a request; a real server closes such a connection. */
    final class BrokenStream extends Exception {
        private static final long serialVersionUID = 1;

        BrokenStream(String why) {
            super(why);
        }
    }

    /**
     * Two arrays in one.
     *
     * @param first the first bytes
     * @param second what follows
     * @return all of them
     */
    static byte[] joined(byte[] first, byte[] second) {
        byte[] all = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
    }
}
