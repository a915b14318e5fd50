package org.archivevault.server.search;

import java.text.Normalizer;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What somebody has typed so far, made comparable: full-width digits and letters become narrow, blanks at the ends go.
 *
 * @param text 1–{@value #LONGEST} characters
 */
public record SearchText(String text) {
    /** Longest text that is searched for, in characters: the longest name or number. */
    public static final int LONGEST = 80;

    /** From here on a number is long enough for a typing error to be told from another number. */
    static final int NEAR_FROM = 4;

    public SearchText {
        text = Normalizer.normalize(text, Normalizer.Form.NFKC).strip().replace("\0", "");
        if (text.isEmpty() || text.length() > LONGEST) {
            throw new IllegalArgumentException("search text has 1 to " + LONGEST + " characters");
        }
    }

    /** Whether it may be (the beginning of) a number or bar code: those have no character beyond ASCII. */
    boolean mayBeNumber() {
        return text.chars().allMatch(c -> c > ' ' && c < 0x7F);
    }

    /** The text as typed and, when that differs, in capitals. */
    List<String> spellings() {
        Set<String> spellings = new LinkedHashSet<>(List.of(text, text.toUpperCase(Locale.ROOT)));
        return List.copyOf(spellings);
    }

    /** Texts one typing error away; none for a short text. */
    List<String> nearMisses() {
        if (!mayBeNumber()) {
            return List.copyOf(NearMisses.ofName(text));
        }
        return text.length() < NEAR_FROM ? List.of() : List.copyOf(NearMisses.of(text.toUpperCase(Locale.ROOT)));
    }
}
