package org.archivevault.edge.watch.drive;

import org.archivevault.edge.watch.WatchLimits;

/**
 * Whether silence means anything. A connection alone does not show that: a broker that hangs, or a cable that was pulled,
 * leaves it standing for many seconds. Where people's lives hang on it, the broker must keep confirming.
 */
final class Link {
    private final boolean mustConfirm;
    private boolean connected;
    private long confirmedAt;

    Link(boolean mustConfirm) {
        this.mustConfirm = mustConfirm;
    }

    boolean mustConfirm() {
        return mustConfirm;
    }

    void connected(boolean now, long at) {
        connected = now;
        confirmedAt = at;
    }

    void confirmed(long at) {
        confirmedAt = Math.max(confirmedAt, at);
    }

    boolean isConnected() {
        return connected;
    }

    /** Whether what a camera does not say counts as said. */
    boolean isOpen(long now) {
        return connected && (!mustConfirm || now - confirmedAt <= WatchLimits.CONFIRM_MILLIS);
    }
}
