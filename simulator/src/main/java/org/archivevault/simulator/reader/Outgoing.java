package org.archivevault.simulator.reader;

import org.archivevault.simulator.llrp.MessageType;

/** A message on its way to the client. */
final class Outgoing {
    private final MessageType type;
    private final byte[] frame;
    private final int tags;

    Outgoing(MessageType type, byte[] frame, int tags) {
        this.type = type;
        this.frame = frame;
        this.tags = tags;
    }

    MessageType type() {
        return type;
    }

    byte[] frame() {
        return frame;
    }

    /** How many TagReportData it holds. */
    int tags() {
        return tags;
    }
}
