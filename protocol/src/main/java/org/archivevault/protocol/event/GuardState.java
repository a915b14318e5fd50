package org.archivevault.protocol.event;

/** What a guard reads. Unknown counts as tripped. */
public enum GuardState {
    /** Read, and safe. */
    CLEAR,
    /** Read, and unsafe. */
    TRIPPED,
    /** Not read, or read too long ago. */
    UNKNOWN
}
