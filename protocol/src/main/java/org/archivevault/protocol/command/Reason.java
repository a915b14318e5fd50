package org.archivevault.protocol.command;

/**
 * Why a command is given (safety.md, I12).
 *
 * @param kind what sort of work it serves
 * @param reference the number of that work, for example the retrieval's id; may be a free text for maintenance
 */
public record Reason(Kind kind, String reference) {
    /** What sort of work a command serves. */
    public enum Kind {
        /** A retrieval for a business order. */
        RETRIEVAL,
        /** Putting packs on the shelf. */
        PUT_AWAY,
        /** Ventilating a block; the reference is the number of its record. */
        VENTILATION,
        /** Work on the shelving itself. */
        MAINTENANCE,
        /** Something looks wrong: stop or lock out. */
        SAFETY
    }
}
