package org.archivevault.edge.modbus;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** How a hostile peer reads questions and frames answers. Written apart from the client, from the specification alone. */
enum PeerFormat {
    MBAP {
        @Override
        Asked read(DataInputStream in, int number) throws IOException {
            int transaction = in.readUnsignedShort();
            in.readUnsignedShort();
            byte[] rest = new byte[in.readUnsignedShort()];
            in.readFully(rest);
            return new Asked(number, transaction, rest[0] & 0xFF, Arrays.copyOfRange(rest, 1, rest.length));
        }

        @Override
        byte[] frame(int transaction, int unit, byte[] pdu) {
            return ByteBuffer.allocate(7 + pdu.length)
                    .putShort((short) transaction)
                    .putShort((short) 0)
                    .putShort((short) (pdu.length + 1))
                    .put((byte) unit)
                    .put(pdu)
                    .array();
        }
    },
    RTU {
        @Override
        Asked read(DataInputStream in, int number) throws IOException {
            int unit = in.readUnsignedByte();
            byte[] head = new byte[5];
            in.readFully(head);
            byte[] pdu = head;
            if (head[0] == 15 || head[0] == 16) {
                int count = in.readUnsignedByte();
                pdu = ByteBuffer.allocate(6 + count).put(head).put((byte) count).array();
                in.readFully(pdu, 6, count);
            }
            int crc = in.readUnsignedByte() | (in.readUnsignedByte() << 8);
            byte[] all = ByteBuffer.allocate(1 + pdu.length)
                    .put((byte) unit)
                    .put(pdu)
                    .array();
            if (crc != bitwiseCrc(all)) {
                throw new IOException("the client sent a wrong checksum");
            }
            return new Asked(number, 0, unit, pdu);
        }

        @Override
        byte[] frame(int transaction, int unit, byte[] pdu) {
            byte[] all = ByteBuffer.allocate(1 + pdu.length)
                    .put((byte) unit)
                    .put(pdu)
                    .array();
            int crc = bitwiseCrc(all);
            return ByteBuffer.allocate(all.length + 2)
                    .put(all)
                    .put((byte) crc)
                    .put((byte) (crc >> 8))
                    .array();
        }
    };

    /** Reads one question, or fails when the stream ends. */
    abstract Asked read(DataInputStream in, int number) throws IOException;

    /** Frames any PDU. */
    abstract byte[] frame(int transaction, int unit, byte[] pdu);

    /** The checksum straight from its definition: shift, test, xor. */
    static int bitwiseCrc(byte[] bytes) {
        int crc = 0xFFFF;
        for (byte b : bytes) {
            crc ^= b & 0xFF;
            for (int i = 0; i < 8; i++) {
                boolean carry = (crc & 1) == 1;
                crc >>= 1;
                if (carry) {
                    crc ^= 0xA001;
                }
            }
        }
        return crc;
    }

    /**
     * A question as the peer received it.
     *
     * @param number counted by the peer, 1 upwards over all its connections
     * @param transaction transaction id; 0 for RTU
     * @param unit unit id
     * @param pdu function code and what follows
     */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    record Asked(int number, int transaction, int unit, byte[] pdu) {
        int function() {
            return pdu[0];
        }

        int address() {
            return ((pdu[1] & 0xFF) << 8) | (pdu[2] & 0xFF);
        }

        /** Count of a read or of a multiple write; value of a single write. */
        int countOrValue() {
            return ((pdu[3] & 0xFF) << 8) | (pdu[4] & 0xFF);
        }

        boolean isWrite() {
            return function() == 5 || function() == 6 || function() == 15 || function() == 16;
        }

        boolean readsBits() {
            return function() == 1 || function() == 2;
        }

        Asked with(int otherAddress, int otherCount) {
            byte[] changed = pdu.clone();
            ByteBuffer.wrap(changed).putShort(1, (short) otherAddress).putShort(3, (short) otherCount);
            return new Asked(number, transaction, unit, changed);
        }

        /** The honest answer. Every value depends on address, unit and number of the question, so none fits another. */
        byte[] honest() {
            if (isWrite()) {
                return Arrays.copyOf(pdu, 5);
            }
            int count = countOrValue();
            if (readsBits()) {
                byte[] answer = new byte[2 + (count + 7) / 8];
                answer[0] = pdu[0];
                answer[1] = (byte) (answer.length - 2);
                for (int i = 0; i < count; i++) {
                    if (bit(address() + i, unit, number)) {
                        answer[2 + i / 8] |= (byte) (1 << i % 8);
                    }
                }
                return answer;
            }
            ByteBuffer answer = ByteBuffer.allocate(2 + 2 * count).put(pdu[0]).put((byte) (2 * count));
            for (int i = 0; i < count; i++) {
                answer.putShort((short) register(address() + i, unit, number));
            }
            return answer.array();
        }

        static int register(int address, int unit, int number) {
            int mixed = (address * 0x9E3779B1) ^ (unit * 0x85EBCA6B) ^ (number * 0xC2B2AE35);
            mixed ^= mixed >>> 15;
            mixed *= 0x2C1B3C6D;
            return (mixed >>> 13) & 0xFFFF;
        }

        static boolean bit(int address, int unit, int number) {
            return (register(address, unit, number) & 1) == 1;
        }
    }
}
