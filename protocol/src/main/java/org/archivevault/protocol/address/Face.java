package org.archivevault.protocol.address;

/** Side of a carriage: A looks towards carriage n−1, B towards carriage n+1. */
public enum Face {
    /** Looks towards the carriage with the next lower number. */
    A,
    /** Looks towards the carriage with the next higher number. */
    B
}
