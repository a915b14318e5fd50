package org.archivevault.server.retrieval;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * What papers are wanted for, in the words of the person who asks; part of the record (safety.md, I12).
 *
 * @param text 1–200 characters after trimming, without control characters
 */
public record Purpose(@JsonValue String text) {
    /** Longest purpose: two lines on a screen, in characters. */
    public static final int MAX_CHARS = 200;

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public Purpose {
        text = text.strip();
        if (text.isEmpty() || text.length() > MAX_CHARS) {
            throw new IllegalArgumentException("a purpose has 1.." + MAX_CHARS + " characters, not " + text.length());
        }
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("a purpose has no control characters");
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
