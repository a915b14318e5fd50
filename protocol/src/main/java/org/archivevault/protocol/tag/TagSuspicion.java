package org.archivevault.protocol.tag;

/** What may be wrong with a tag. */
public enum TagSuspicion {
    /** One EPC answered with two TIDs. */
    CLONE,
    /** Seen at two places sooner than anybody can walk between them. */
    IMPOSSIBLE_TRAVEL
}
