package org.archivevault.protocol;

/**
 * The form of a short identifier: so many characters out of a set of ASCII ones. As strict as a regular expression and
 * many times quicker: identifiers are made, and so checked, for every row that is read.
 */
public final class TokenForm {
    private static final int ASCII = 128;

    private final boolean[] first = new boolean[ASCII];
    private final boolean[] rest = new boolean[ASCII];
    private final int shortest;
    private final int longest;
    private final String pattern;

    private TokenForm(String first, String rest, int shortest, int longest) {
        mark(this.first, first);
        mark(this.rest, rest);
        this.shortest = shortest;
        this.longest = longest;
        this.pattern = first.equals(rest)
                ? "[" + rest + "]{" + shortest + "," + longest + "}"
                : "[" + first + "][" + rest + "]{" + (shortest - 1) + "," + (longest - 1) + "}";
    }

    /**
     * A form in which every character is out of the same set.
     *
     * @param characters single ones and ranges, as between the brackets of a regular expression: {@code A-Z0-9_.-}
     * @param shortest least number of characters, 1 upwards
     * @param longest largest number of characters
     * @return the form
     */
    public static TokenForm of(String characters, int shortest, int longest) {
        return new TokenForm(characters, characters, shortest, longest);
    }

    /**
     * This form with another set for the first character.
     *
     * @param first single ones and ranges
     * @param rest those of the other characters
     * @param longest largest number of characters
     * @return the form
     */
    public static TokenForm beginningWith(String first, String rest, int longest) {
        return new TokenForm(first, rest, 1, longest);
    }

    /**
     * Whether a text has the form.
     *
     * @param text any text
     * @return true when all of it fits
     */
    public boolean fits(String text) {
        int length = text.length();
        if (length < shortest || length > longest || !isIn(first, text.charAt(0))) {
            return false;
        }
        for (int i = 1; i < length; i++) {
            if (!isIn(rest, text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    /**
     * The form as a regular expression, for messages.
     *
     * @return the expression
     */
    public String pattern() {
        return pattern;
    }

    private static boolean isIn(boolean[] set, char c) {
        return c < ASCII && set[c];
    }

    private static void mark(boolean[] set, String characters) {
        for (int i = 0; i < characters.length(); i++) {
            boolean range = i + 2 < characters.length() && characters.charAt(i + 1) == '-';
            char last = range ? characters.charAt(i + 2) : characters.charAt(i);
            for (char c = characters.charAt(i); c <= last; c++) {
                set[c] = true;
            }
            i += range ? 2 : 0;
        }
    }
}
