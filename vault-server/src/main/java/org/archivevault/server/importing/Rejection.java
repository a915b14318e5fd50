package org.archivevault.server.importing;

import org.archivevault.protocol.Bilingual;

/**
 * Why one line was not taken in.
 *
 * @param lineNo its number in the file, 1 is the header
 * @param code stable, lower case with hyphens
 * @param reason what is wrong, and with what it collides
 * @param text the line as it stands in the file, without its line end, at most {@value #LONGEST_TEXT} characters
 */
record Rejection(long lineNo, String code, Bilingual reason, String text) {
    /** How much of a rejected line is kept, in characters: a legal line is shorter. */
    static final int LONGEST_TEXT = 4000;

    Rejection {
        if (text.length() > LONGEST_TEXT) {
            text = text.substring(0, LONGEST_TEXT);
        }
        // PostgreSQL text holds no NUL.
        text = text.replace('\0', '\uFFFD');
    }
}
