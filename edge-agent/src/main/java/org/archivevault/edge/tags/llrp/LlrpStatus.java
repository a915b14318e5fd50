package org.archivevault.edge.tags.llrp;

/**
 * What a reader says of a request (LLRPStatus).
 *
 * @param code 0 for success (LLRP 1.0.1, 14.1)
 * @param description its words, cut to a sensible length; may be empty
 */
record LlrpStatus(int code, String description) {
    private static final int LLRP_STATUS = 287;
    private static final int FIXED_BYTES = 4;

    boolean isSuccess() {
        return code == 0;
    }

    /** The status that a response carries. */
    static LlrpStatus of(Frame response) throws MalformedMessage {
        ParameterCursor cursor = new ParameterCursor().over(response.bytes(), response.body(), response.to());
        while (cursor.next()) {
            if (cursor.type() == LLRP_STATUS) {
                cursor.require(FIXED_BYTES);
                int length = cursor.u16(2);
                cursor.require(FIXED_BYTES + length);
                return new LlrpStatus(cursor.u16(0), Words.of(response.bytes(), cursor.from() + FIXED_BYTES, length));
            }
        }
        throw new MalformedMessage("a response of type " + response.type() + " has no status");
    }

    @Override
    public String toString() {
        return description.isBlank() ? "status " + code : "status " + code + ": " + description;
    }
}
