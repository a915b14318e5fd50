package org.archivevault.firmware.reader;

import java.util.Locale;

/** What kind of place a read point sees. */
public enum ReadPointKind {
    /** The vault's side of a gate. */
    GATE_INNER,
    /** The outer side of a gate. */
    GATE_OUTER,
    /** The desk where packs are handed over and come back. */
    DESK,
    /** A face of a carriage. */
    SHELF;

    /**
     * The name in a site plan.
     *
     * @return lower case with hyphens
     */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * Whether it is a side of a gate.
     *
     * @return true for the two sides of a gate
     */
    public boolean ofGate() {
        return this == GATE_INNER || this == GATE_OUTER;
    }
}
