package org.archivevault.simulator.fault;

import org.archivevault.simulator.modbus.ModbusRequest;

/** One request and its answer, in the hands of a fault. */
public interface Exchange {
    /**
     * What was asked.
     *
     * @return the request
     */
    ModbusRequest request();

    /**
     * The MBAP transaction id of the request.
     *
     * @return 0–65,535, or −1 on RTU
     */
    int transaction();

    /**
     * The unit id of the request.
     *
     * @return 0–255
     */
    int unit();

    /**
     * The answer of a faultless controller.
     *
     * @return a fresh copy
     */
    byte[] pdu();

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
     * The faultless answer, packed.
     *
     * @return the bytes for the wire
     */
    default byte[] frame() {
        return pack(transaction(), unit(), pdu());
    }

    /**
     * Spoils the check of the framing: the CRC, or the protocol id.
     *
     * @param frame a packed answer
     * @return a spoilt copy
     */
    byte[] spoilt(byte[] frame);

    /**
     * Sends bytes.
     *
     * @param delayMillis 0 for at once
     * @param bytes for the wire
     */
    void send(long delayMillis, byte[] bytes);

    /** Closes the connection (on a serial line: nothing). */
    void close();

    /** Breaks the connection with RST (on a serial line: nothing). */
    void reset();

    /** From now on nothing that comes on this connection is heard or answered, but it stays open. */
    void halfOpen();

    /** The same, and the bytes are not even read, so that the peer's send buffer fills. */
    void stopReading();
}
