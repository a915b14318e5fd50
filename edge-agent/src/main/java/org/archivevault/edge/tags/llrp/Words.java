package org.archivevault.edge.tags.llrp;

import java.nio.charset.StandardCharsets;

/** A reader's own words, made fit for a log and a sentence. */
final class Words {
    /** Longest text kept, in bytes. */
    private static final int MAX_BYTES = 200;

    private Words() {}

    /** The text in these bytes: cut to a sensible length, on one line. */
    static String of(byte[] bytes, int from, int length) {
        return new String(bytes, from, Math.min(length, MAX_BYTES), StandardCharsets.UTF_8)
                .replaceAll("\\p{Cntrl}", " ")
                .strip();
    }
}
