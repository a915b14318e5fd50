package org.archivevault.link;

/** A message could not be handed over. Whoever sent it decides what that means; nothing is sent again by itself. */
public final class LinkFailure extends Exception {
    private static final long serialVersionUID = 1L;

    /** What happened. */
    public enum Kind {
        /** No connection to the broker; nothing left this process. */
        NOT_CONNECTED(false),
        /** The edge said good-bye, died, or was never seen; nothing was sent to it, save a stop. */
        EDGE_OFFLINE(false),
        /** Too much is waiting already; nothing left this process. */
        TOO_MUCH_WAITING(false),
        /** The deadline passed before it was its turn; nothing left this process. */
        NEVER_SENT_IN_TIME(false),
        /** The broker did not say in time that it has it. */
        NOT_CONFIRMED_IN_TIME(true),
        /** The connection died before the broker said that it has it. */
        CONNECTION_LOST(true),
        /** The broker refuses what was asked. */
        REFUSED(false);

        private final boolean mayHaveBeenSent;

        Kind(boolean mayHaveBeenSent) {
            this.mayHaveBeenSent = mayHaveBeenSent;
        }
    }

    private final Kind kind;

    /**
     * @param kind what happened
     * @param detail to whom or where
     */
    public LinkFailure(Kind kind, String detail) {
        super(kind + ": " + detail, null, false, false);
        this.kind = kind;
    }

    /**
     * What happened.
     *
     * @return the kind
     */
    public Kind kind() {
        return kind;
    }

    /**
     * Whether the other end may get it all the same: for a command, whether its outcome is unknown.
     *
     * @return false when it certainly never left
     */
    public boolean mayHaveBeenSent() {
        return kind.mayHaveBeenSent;
    }
}
