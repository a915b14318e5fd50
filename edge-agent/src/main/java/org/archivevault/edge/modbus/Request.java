package org.archivevault.edge.modbus;

import java.util.Arrays;

/**
 * One question: its bytes, how long its answer must be, and how the answer is read.
 *
 * @param <T> what the answer becomes
 */
final class Request<T> {
    /** Set in the function code of an exception response (Modbus Application Protocol 1.1b3, 7). */
    static final int EXCEPTION_FLAG = 0x80;

    /** Function code and exception code. */
    static final int EXCEPTION_LENGTH = 2;

    /** Largest PDU: 256 bytes of an RTU frame less unit id and checksum (Modbus Application Protocol 1.1b3, 4.1). */
    static final int LARGEST_PDU = 253;

    private final int unit;
    private final boolean write;
    private final byte[] pdu;
    private final int answerLength;
    private final Answer<T> answer;

    /** Reads an answer PDU that has the right length and function. */
    @FunctionalInterface
    interface Answer<T> {
        /**
         * Reads the answer.
         *
         * @param pdu of the expected length and function
         * @return what it says
         * @throws Misfit when it is the answer to another question
         */
        T read(byte[] pdu) throws Misfit;
    }

    Request(int unit, boolean write, byte[] pdu, int answerLength, Answer<T> answer) {
        this.unit = unit;
        this.write = write;
        this.pdu = pdu;
        this.answerLength = answerLength;
        this.answer = answer;
    }

    int unit() {
        return unit;
    }

    int function() {
        return pdu[0];
    }

    boolean isWrite() {
        return write;
    }

    /** The question, function code first. */
    byte[] pdu() {
        return pdu.clone();
    }

    /** Length of the one answer that fits, function code included; exceptions are {@link #EXCEPTION_LENGTH}. */
    int answerLength() {
        return answerLength;
    }

    /**
     * Whether an answer PDU is an exception to this question.
     *
     * @param answerPdu any PDU that an {@link AnswerAssembler} let through
     * @return true for an exception of this question's function
     */
    boolean isException(byte[] answerPdu) {
        return answerPdu.length == EXCEPTION_LENGTH && (answerPdu[0] & 0xFF) == (function() | EXCEPTION_FLAG);
    }

    /**
     * The code of an exception.
     *
     * @param answerPdu for which {@link #isException} holds
     * @return 1–255
     * @throws Misfit when the code is 0, which no table has
     */
    int exceptionCode(byte[] answerPdu) throws Misfit {
        int code = answerPdu[1] & 0xFF;
        if (code == 0) {
            throw new Misfit("exception code 0");
        }
        return code;
    }

    /**
     * Reads the answer.
     *
     * @param answerPdu any PDU
     * @return what it says
     * @throws Misfit when length, function, byte count or echo differ from this question
     */
    T read(byte[] answerPdu) throws Misfit {
        Misfit.unlessEqual("answer length", answerLength, answerPdu.length);
        Misfit.unlessEqual("function", function(), answerPdu[0] & 0xFF);
        return answer.read(answerPdu);
    }

    /** An answer that must repeat the first bytes of the question: the echo of a write. */
    static Answer<Boolean> echoOf(byte[] pdu, int length) {
        byte[] echo = Arrays.copyOf(pdu, length);
        return answer -> {
            for (int i = 1; i < length; i++) {
                Misfit.unlessEqual("echo byte " + i, echo[i] & 0xFF, answer[i] & 0xFF);
            }
            return true;
        };
    }
}
