package org.archivevault.edge.tags.llrp;

/**
 * Bytes that are no LLRP. The one failure that decoding has; nothing of the message was taken over.
 *
 * <p>Instances carry no stack trace: what a reader sends is not a fault of ours, and may come often.
 */
public final class MalformedMessage extends Exception {
    MalformedMessage(String detail) {
        super(detail, null, false, false);
    }
}
