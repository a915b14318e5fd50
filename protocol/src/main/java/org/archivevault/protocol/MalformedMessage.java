package org.archivevault.protocol;

import org.jspecify.annotations.Nullable;

/** Bytes from outside that are not the message they should be. Checked, because outside bytes are never trusted. */
public final class MalformedMessage extends Exception {
    private static final long serialVersionUID = 1L;

    /**
     * @param message what was wrong
     * @param cause the parser's complaint, if there is one
     */
    public MalformedMessage(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
