package org.archivevault.protocol.tag;

/** Which way a tag went through a gate. */
public enum Direction {
    /** Into the vault. */
    IN,
    /** Out of the vault. */
    OUT,
    /** Only one side of the gate saw it, or both at once: to be treated as out. */
    UNKNOWN
}
