package org.archivevault.edge.modbus;

import java.nio.ByteBuffer;

/** Modbus TCP: a header of transaction id, protocol id 0, length and unit id (Messaging on TCP/IP 1.0b, 3.1.3). */
final class MbapFraming implements Framing {
    /** Transaction id, protocol id, length, unit id. */
    static final int HEADER = 7;
    /** Where the length field begins. */
    private static final int LENGTH_AT = 4;
    /** Largest frame: header and the largest PDU (Modbus Application Protocol 1.1b3, 4.1: 260 bytes). */
    static final int LARGEST_FRAME = HEADER + Request.LARGEST_PDU;

    private static final int PROTOCOL_ID = 0;
    private static final int LARGEST_UNIT = 255;

    @Override
    public byte[] frame(int transactionId, Request<?> request) {
        byte[] pdu = request.pdu();
        return ByteBuffer.allocate(HEADER + pdu.length)
                .putShort((short) transactionId)
                .putShort((short) PROTOCOL_ID)
                .putShort((short) (1 + pdu.length))
                .put((byte) request.unit())
                .put(pdu)
                .array();
    }

    @Override
    public AnswerAssembler answerTo(int transactionId, Request<?> request) {
        return new Assembler(transactionId, request);
    }

    @Override
    public void checkUnit(int unit) {
        if (unit < 0 || unit > LARGEST_UNIT) {
            throw new IllegalArgumentException("unit ids over Modbus TCP are 0–255, not " + unit);
        }
    }

    @Override
    public boolean carriesTransactionId() {
        return true;
    }

    private static final class Assembler extends AnswerAssembler {
        private final int transactionId;
        private final Request<?> request;

        Assembler(int transactionId, Request<?> request) {
            super(LARGEST_FRAME);
            this.transactionId = transactionId;
            this.request = request;
        }

        @Override
        void checkHeader() throws Misfit {
            if (length() >= 2) {
                Misfit.unlessEqual("transaction id", transactionId, wordAt(0));
            }
            if (length() >= LENGTH_AT) {
                Misfit.unlessEqual("protocol id", PROTOCOL_ID, wordAt(2));
            }
            if (length() >= LENGTH_AT + 2 && wordAt(LENGTH_AT) != 1 + Request.EXCEPTION_LENGTH) {
                Misfit.unlessEqual("length field", 1 + request.answerLength(), wordAt(LENGTH_AT));
            }
            if (length() >= HEADER) {
                Misfit.unlessEqual("unit id", request.unit(), byteAt(HEADER - 1));
            }
            if (length() > HEADER) {
                int pdu = isException(request, byteAt(HEADER)) ? Request.EXCEPTION_LENGTH : request.answerLength();
                Misfit.unlessEqual("length field", 1 + pdu, wordAt(LENGTH_AT));
            }
        }

        @Override
        int answerLength() {
            return length() < LENGTH_AT + 2 ? NOT_YET_KNOWN : LENGTH_AT + 2 + wordAt(LENGTH_AT);
        }

        @Override
        byte[] pdu(int frameLength) {
            return slice(HEADER, frameLength);
        }
    }
}
