package org.archivevault.simulator.modbus;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Modbus TCP: each PDU behind an MBAP header. */
public final class TcpFraming implements Framing {
    private static final int HEADER_LENGTH = 7;
    private static final int LENGTH_OFFSET = 4;
    /** Unit id and a PDU of at most 253 bytes. */
    private static final int MAX_LENGTH_FIELD = 254;

    private byte[] pending = {};

    @Override
    public List<Request> take(byte[] bytes) throws BrokenStream {
        pending = Framing.joined(pending, bytes);
        List<Request> complete = new ArrayList<>();
        while (pending.length >= HEADER_LENGTH) {
            int length = ModbusRequest.word(pending, LENGTH_OFFSET);
            if (ModbusRequest.word(pending, 2) != 0 || length < 2 || length > MAX_LENGTH_FIELD) {
                throw new BrokenStream("not an MBAP header");
            }
            int end = HEADER_LENGTH - 1 + length;
            if (pending.length < end) {
                break;
            }
            byte[] pdu = Arrays.copyOfRange(pending, HEADER_LENGTH, end);
            complete.add(new Request(ModbusRequest.word(pending, 0), pending[HEADER_LENGTH - 1] & 0xFF, pdu));
            pending = Arrays.copyOfRange(pending, end, pending.length);
        }
        return complete;
    }

    @Override
    public boolean unfinished() {
        return false;
    }

    @Override
    public List<Request> silence() {
        return List.of();
    }

    @Override
    public byte[] pack(int transaction, int unit, byte[] pdu) {
        return ByteBuffer.allocate(HEADER_LENGTH + pdu.length)
                .putShort((short) transaction)
                .putShort((short) 0)
                .putShort((short) (pdu.length + 1))
                .put((byte) unit)
                .put(pdu)
                .array();
    }

    @Override
    public byte[] spoilt(byte[] frame) {
        byte[] copy = frame.clone();
        copy[3] ^= 1;
        return copy;
    }
}
