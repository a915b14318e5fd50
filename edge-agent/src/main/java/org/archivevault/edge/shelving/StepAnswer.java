package org.archivevault.edge.shelving;

/**
 * How a write to a controller ended.
 *
 * @param kind how
 * @param detail for people; may be empty
 */
public record StepAnswer(Kind kind, String detail) {
    /** How a write can end. */
    public enum Kind {
        /** The controller acknowledged exactly this write. */
        DONE,
        /** No byte of it left this process. */
        NOT_SENT,
        /** The controller answered that it did not carry it out. */
        REFUSED,
        /** It may have left, and nobody knows what became of it. */
        UNKNOWN
    }

    /**
     * An acknowledged write.
     *
     * @return done
     */
    public static StepAnswer done() {
        return new StepAnswer(Kind.DONE, "");
    }
}
