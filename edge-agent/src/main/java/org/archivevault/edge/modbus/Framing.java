package org.archivevault.edge.modbus;

/** How a PDU travels. */
interface Framing {
    /**
     * Frames a question.
     *
     * @param transactionId 0–65535
     * @param request the question
     * @return the bytes to send
     */
    byte[] frame(int transactionId, Request<?> request);

    /**
     * Prepares for its answer.
     *
     * @param transactionId of the question
     * @param request the question
     * @return takes the bytes of the answer
     */
    AnswerAssembler answerTo(int transactionId, Request<?> request);

    /**
     * Checks a unit id.
     *
     * @param unit any number
     * @throws IllegalArgumentException when no single unit can answer to it
     */
    void checkUnit(int unit);

    /**
     * Whether an answer says which question it belongs to. Where it does not, only time keeps a late answer apart.
     *
     * @return true for Modbus TCP
     */
    boolean carriesTransactionId();
}
