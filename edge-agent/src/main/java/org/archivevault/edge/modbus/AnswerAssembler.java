package org.archivevault.edge.modbus;

import java.util.Arrays;
import java.util.Optional;

/**
 * Puts the answer to one question together from bytes as they come. Pure: no clock, no I/O. Every byte is checked as
 * soon as it is there, so that a wrong answer fails at once and not at the deadline.
 */
abstract class AnswerAssembler {
    /** {@link #answerLength()} while too few bytes are there to say. */
    static final int NOT_YET_KNOWN = -1;

    private final byte[] bytes;
    private int length;

    AnswerAssembler(int largestFrame) {
        this.bytes = new byte[largestFrame];
    }

    /**
     * Takes more bytes. Not to be called again after it returned an answer or failed.
     *
     * @param more 0 bytes or more
     * @return the PDU when the frame is complete; empty while more is needed
     * @throws Misfit when what is there cannot be the answer: wrong ids, wrong length, wrong checksum, bytes too many
     */
    final Optional<byte[]> feed(byte[] more) throws Misfit {
        int taken = Math.min(more.length, bytes.length - length);
        System.arraycopy(more, 0, bytes, length, taken);
        length += taken;
        checkHeader();
        int expected = answerLength();
        if (taken < more.length || (expected != NOT_YET_KNOWN && length > expected)) {
            throw new Misfit("bytes after the answer");
        }
        return length == expected ? Optional.of(pdu(expected)) : Optional.empty();
    }

    /** How many bytes are there. */
    final int length() {
        return length;
    }

    /** An unsigned byte that is there. */
    final int byteAt(int index) {
        return bytes[index] & 0xFF;
    }

    /** An unsigned 16-bit number that is there, high byte first. */
    final int wordAt(int index) {
        return byteAt(index) << 8 | byteAt(index + 1);
    }

    final byte[] slice(int from, int to) {
        return Arrays.copyOfRange(bytes, from, to);
    }

    /** Checks whatever part of the header is there. */
    abstract void checkHeader() throws Misfit;

    /** Length of the whole frame, or {@link #NOT_YET_KNOWN}. */
    abstract int answerLength();

    /** The PDU of a frame of that length. */
    abstract byte[] pdu(int frameLength) throws Misfit;

    /** Checks a function code, which is the question's own or its exception. */
    static boolean isException(Request<?> request, int function) throws Misfit {
        if (function == (request.function() | Request.EXCEPTION_FLAG)) {
            return true;
        }
        Misfit.unlessEqual("function", request.function(), function);
        return false;
    }
}
