package org.archivevault.server;

import org.archivevault.protocol.Bilingual;
import org.jspecify.annotations.Nullable;

/** Why the server did not start: a sentence, and the exit code of the process. */
public final class StartFailure extends RuntimeException {
    /** Exit code: something that has no code of its own. */
    public static final int OTHER = 1;
    /** Exit code: the settings or the command line are wrong. */
    public static final int SETTINGS = 2;
    /** Exit code: the database did not answer in time, or its schema could not be migrated. */
    public static final int DATABASE = 3;
    /** Exit code: the address to listen on is taken or not ours. */
    public static final int ADDRESS = 4;

    private static final long serialVersionUID = 1L;

    private final int exitCode;
    private final transient Bilingual sentence;

    StartFailure(int exitCode, Bilingual sentence, @Nullable Throwable cause) {
        super(sentence.toString(), cause);
        this.exitCode = exitCode;
        this.sentence = sentence;
    }

    /**
     * The exit code of the process.
     *
     * @return one of the constants here
     */
    public int exitCode() {
        return exitCode;
    }

    /**
     * What is wrong and what to do.
     *
     * @return both languages
     */
    public Bilingual sentence() {
        return sentence;
    }
}
