package org.archivevault.edge.tags.llrp;

/**
 * Bytes that are no LLRP. The one failure that decoding has; nothing of the message was taken over, but for what a {@link
 * MalformedReport} has kept.
 *
 * <p>Instances carry no stack trace: what a reader sends is not a fault of ours, and may come often.
 */
public sealed class MalformedMessage extends Exception permits MalformedReport {
    MalformedMessage(String detail) {
        super(detail, null, false, false);
    }
}
