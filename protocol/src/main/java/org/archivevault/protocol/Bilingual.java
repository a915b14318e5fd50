package org.archivevault.protocol;

import java.util.Objects;

/**
 * One sentence in the two languages of every screen.
 *
 * @param zh Chinese
 * @param en English
 */
public record Bilingual(String zh, String en) {
    public Bilingual {
        Objects.requireNonNull(zh, "zh");
        Objects.requireNonNull(en, "en");
    }

    /**
     * Fills {@code {}} placeholders, in order, in both languages.
     *
     * @param values what to put in; missing ones leave the placeholder as it stands
     * @return the filled sentence
     */
    public Bilingual with(Object... values) {
        return new Bilingual(fill(zh, values), fill(en, values));
    }

    private static String fill(String text, Object[] values) {
        StringBuilder filled = new StringBuilder(text.length() + 32);
        int from = 0;
        for (Object value : values) {
            int at = text.indexOf("{}", from);
            if (at < 0) {
                break;
            }
            filled.append(text, from, at).append(value);
            from = at + 2;
        }
        return filled.append(text, from, text.length()).toString();
    }

    @Override
    public String toString() {
        return zh + " / " + en;
    }
}
