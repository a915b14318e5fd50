package org.archivevault.simulator.modbus;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * RTU: unit id, PDU, CRC. Requests of known functions are told apart by their length (in a TCP stream there is no silence
 * between frames to go by); any other is what stands between two silences. A frame with a bad CRC is skipped;
 * the next silence sets right what was told apart wrongly.
 */
public final class RtuFraming implements Framing {
    private static final int CRC_LENGTH = 2;
    private static final int SHORTEST_FRAME = 4;
    /** The longest frame of the standard. */
    private static final int LONGEST_FRAME = 256;

    private static final int CRC_START = 0xFFFF;
    private static final int CRC_POLYNOMIAL = 0xA001;

    private byte[] pending = {};

    @Override
    public List<Request> take(byte[] bytes) {
        pending = Framing.joined(pending, bytes);
        List<Request> complete = new ArrayList<>();
        while (pending.length >= SHORTEST_FRAME) {
            byte[] start = Arrays.copyOfRange(pending, 1, pending.length);
            Optional<Integer> pduLength = ModbusRequest.expectedLength(start, start.length);
            int end = pduLength.orElse(LONGEST_FRAME) + 1 + CRC_LENGTH;
            if (pending.length < end) {
                break;
            }
            if (intact(pending, end)) {
                complete.add(unpacked(end));
            } else {
                pending = Arrays.copyOfRange(pending, end, pending.length);
            }
        }
        return complete;
    }

    @Override
    public boolean unfinished() {
        return pending.length > 0;
    }

    @Override
    public List<Request> silence() {
        int end = pending.length;
        boolean frame = end >= SHORTEST_FRAME && end <= LONGEST_FRAME && intact(pending, end);
        List<Request> complete = frame ? List.of(unpacked(end)) : List.of();
        pending = new byte[0];
        return complete;
    }

    private Request unpacked(int end) {
        byte[] pdu = Arrays.copyOfRange(pending, 1, end - CRC_LENGTH);
        int unit = pending[0] & 0xFF;
        pending = Arrays.copyOfRange(pending, end, pending.length);
        return new Request(NO_TRANSACTION, unit, pdu);
    }

    @Override
    public byte[] pack(int transaction, int unit, byte[] pdu) {
        byte[] frame = new byte[1 + pdu.length + CRC_LENGTH];
        frame[0] = (byte) unit;
        System.arraycopy(pdu, 0, frame, 1, pdu.length);
        int crc = crc(frame, frame.length - CRC_LENGTH);
        frame[frame.length - 2] = (byte) crc;
        frame[frame.length - 1] = (byte) (crc >>> Byte.SIZE);
        return frame;
    }

    @Override
    public byte[] spoilt(byte[] frame) {
        byte[] copy = frame.clone();
        copy[copy.length - 1] ^= 1;
        return copy;
    }

    private static boolean intact(byte[] frame, int end) {
        int crc = crc(frame, end - CRC_LENGTH);
        return (frame[end - 2] & 0xFF) == (crc & 0xFF) && (frame[end - 1] & 0xFF) == crc >>> Byte.SIZE;
    }

    static int crc(byte[] bytes, int length) {
        int crc = CRC_START;
        for (int i = 0; i < length; i++) {
            crc ^= bytes[i] & 0xFF;
            for (int bit = 0; bit < Byte.SIZE; bit++) {
                crc = (crc & 1) == 0 ? crc >>> 1 : (crc >>> 1) ^ CRC_POLYNOMIAL;
            }
        }
        return crc;
    }
}
