package org.archivevault.edge.modbus;

/**
 * RTU: unit id, PDU, checksum (Serial Line 1.02, 2.5.1). The end of an answer is known from the question; silences are
 * not used to find it, because neither TCP nor a USB adapter keeps them.
 */
final class RtuFraming implements Framing {
    /** Largest frame (Serial Line 1.02, 2.5.1: 256 bytes). */
    static final int LARGEST_FRAME = 1 + Request.LARGEST_PDU + 2;

    /** Serial Line 1.02, 2.2: 0 is broadcast, 248–255 are reserved. */
    private static final int LARGEST_UNIT = 247;

    private static final int CHECKSUM = 2;

    @Override
    public byte[] frame(int transactionId, Request<?> request) {
        byte[] pdu = request.pdu();
        byte[] frame = new byte[1 + pdu.length + CHECKSUM];
        frame[0] = (byte) request.unit();
        System.arraycopy(pdu, 0, frame, 1, pdu.length);
        int crc = Crc16.of(frame, frame.length - CHECKSUM);
        frame[frame.length - 2] = (byte) crc;
        frame[frame.length - 1] = (byte) (crc >>> 8);
        return frame;
    }

    @Override
    public AnswerAssembler answerTo(int transactionId, Request<?> request) {
        return new Assembler(request);
    }

    @Override
    public void checkUnit(int unit) {
        if (unit < 1 || unit > LARGEST_UNIT) {
            throw new IllegalArgumentException("unit ids over RTU are 1–247, not " + unit);
        }
    }

    @Override
    public boolean carriesTransactionId() {
        return false;
    }

    private static final class Assembler extends AnswerAssembler {
        private final Request<?> request;
        private int frameLength = NOT_YET_KNOWN;

        Assembler(Request<?> request) {
            super(LARGEST_FRAME);
            this.request = request;
        }

        @Override
        void checkHeader() throws Misfit {
            if (length() >= 1) {
                Misfit.unlessEqual("unit id", request.unit(), byteAt(0));
            }
            if (length() >= 2) {
                int pdu = isException(request, byteAt(1)) ? Request.EXCEPTION_LENGTH : request.answerLength();
                frameLength = 1 + pdu + CHECKSUM;
            }
        }

        @Override
        int answerLength() {
            return frameLength;
        }

        @Override
        byte[] pdu(int frameLength) throws Misfit {
            byte[] frame = slice(0, frameLength);
            int sent = byteAt(frameLength - 2) | byteAt(frameLength - 1) << 8;
            Misfit.unlessEqual("checksum", Crc16.of(frame, frameLength - CHECKSUM), sent);
            return slice(1, frameLength - CHECKSUM);
        }
    }
}
