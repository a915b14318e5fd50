package org.archivevault.edge.modbus;

/** Bytes that are not the answer to the question. Carries no stack trace: bad bytes are an ordinary outcome. */
final class Misfit extends Exception {
    /**
     * A misfit.
     *
     * @param detail what differs, with both values, in English
     */
    Misfit(String detail) {
        super(detail, null, false, false);
    }

    /**
     * Fails unless two numbers are equal.
     *
     * @param what the field
     * @param expected from the question
     * @param actual from the answer
     * @throws Misfit when they differ
     */
    static void unlessEqual(String what, int expected, int actual) throws Misfit {
        if (expected != actual) {
            throw new Misfit(what + " " + actual + " instead of " + expected);
        }
    }
}
