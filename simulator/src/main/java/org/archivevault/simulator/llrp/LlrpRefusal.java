package org.archivevault.simulator.llrp;

/** A request that is sound but cannot be done. */
public final class LlrpRefusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final StatusCode status;

    /**
     * Makes one.
     *
     * @param status what the reader answers
     * @param sentence its error description
     */
    public LlrpRefusal(StatusCode status, String sentence) {
        super(sentence);
        this.status = status;
    }

    /**
     * What the reader answers.
     *
     * @return never {@link StatusCode#SUCCESS}
     */
    public StatusCode status() {
        return status;
    }
}
