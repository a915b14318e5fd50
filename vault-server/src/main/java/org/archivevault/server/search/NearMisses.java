package org.archivevault.server.search;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Every text that is one typing error away: a character wrong, missing, too many, or two swapped. They are then looked up
 * in the ordinary indexes, some hundred probes of microseconds each; an index of its own for near misses would be many
 * times larger than the data (consecutive numbers share nearly all their trigrams).
 */
final class NearMisses {
    /** What stands in a number where a digit stands. */
    private static final String DIGITS = "0123456789";

    /** What may stand where a letter stands. */
    private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

    /** Longer texts are no numbers that somebody types; the count of near misses grows with the length. */
    static final int LONGEST = 40;

    private NearMisses() {}

    /**
     * The near misses of a number.
     *
     * @param text what was typed
     * @return each once, without the text itself; empty when it is longer than {@value #LONGEST}
     */
    static Set<String> of(String text) {
        Set<String> near = new LinkedHashSet<>();
        if (text.length() > LONGEST) {
            return near;
        }
        swapped(text, near);
        wrong(text, near);
        tooMany(text, near);
        missing(text, near);
        near.remove(text);
        near.remove("");
        return near;
    }

    /**
     * The near misses of a name. A wrong or missing character is not guessed: any of tens of thousands could stand there.
     *
     * @param text what was typed
     * @return each once, without the text itself
     */
    static Set<String> ofName(String text) {
        Set<String> near = new LinkedHashSet<>();
        if (text.length() > 2 && text.length() <= LONGEST) {
            swapped(text, near);
            tooMany(text, near);
            near.remove(text);
        }
        return near;
    }

    private static void swapped(String text, Set<String> near) {
        for (int i = 0; i + 1 < text.length(); i++) {
            near.add(text.substring(0, i) + text.charAt(i + 1) + text.charAt(i) + text.substring(i + 2));
        }
    }

    private static void wrong(String text, Set<String> near) {
        for (int i = 0; i < text.length(); i++) {
            for (char c : alphabetAt(text, i).toCharArray()) {
                near.add(text.substring(0, i) + c + text.substring(i + 1));
            }
        }
    }

    private static void tooMany(String text, Set<String> near) {
        for (int i = 0; i < text.length(); i++) {
            near.add(text.substring(0, i) + text.substring(i + 1));
        }
    }

    private static void missing(String text, Set<String> near) {
        for (int i = 0; i <= text.length(); i++) {
            for (char c : alphabetAt(text, Math.max(0, i - 1)).toCharArray()) {
                near.add(text.substring(0, i) + c + text.substring(i));
            }
        }
    }

    /** Letters where a letter was typed, digits elsewhere: a digit for a letter is a rare error. */
    private static String alphabetAt(String text, int i) {
        if (text.isEmpty()) {
            return DIGITS;
        }
        return Character.isLetter(text.charAt(i)) ? LETTERS : DIGITS;
    }
}
