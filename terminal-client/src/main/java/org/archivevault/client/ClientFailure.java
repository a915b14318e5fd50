package org.archivevault.client;

import org.archivevault.protocol.Bilingual;

/** Why a command could not be carried out, as a sentence and an exit code. */
final class ClientFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** The server said no: refused, not found, not allowed. */
    static final int REFUSED = 1;
    /** The server does not answer. */
    static final int UNREACHABLE = 3;
    /** Nobody is signed in, or the session has ended. */
    static final int NOT_SIGNED_IN = 4;

    private final int exitCode;
    private final String code;

    ClientFailure(int exitCode, String code, Bilingual sentence) {
        super(sentence.toString());
        this.exitCode = exitCode;
        this.code = code;
    }

    int exitCode() {
        return exitCode;
    }

    /** The server's stable error code; empty for a failure of our own. */
    String code() {
        return code;
    }
}
