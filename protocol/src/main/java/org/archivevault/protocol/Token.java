package org.archivevault.protocol;

import java.util.regex.Pattern;

/** Shared check for short textual identifiers. */
public final class Token {
    private Token() {}

    /**
     * Returns the text when it has the given form.
     *
     * @param text what came in
     * @param form the form it must have as a whole
     * @param what the name of the thing, for the message
     * @return the text
     * @throws IllegalArgumentException when it has another form
     */
    public static String require(String text, Pattern form, String what) {
        if (!form.matcher(text).matches()) {
            throw new IllegalArgumentException(what + " \"" + text + "\" does not have the form " + form.pattern());
        }
        return text;
    }

    /**
     * Returns the text when it has the given form.
     *
     * @param text what came in
     * @param form the form it must have
     * @param what the name of the thing, for the message
     * @return the text
     * @throws IllegalArgumentException when it has another form
     */
    public static String require(String text, TokenForm form, String what) {
        if (!form.fits(text)) {
            throw new IllegalArgumentException(what + " \"" + text + "\" does not have the form " + form.pattern());
        }
        return text;
    }

    /**
     * Returns the number when it lies in the range.
     *
     * @param value what came in
     * @param min smallest allowed
     * @param max largest allowed
     * @param what the name of the thing, for the message
     * @return the number
     * @throws IllegalArgumentException when it lies outside
     */
    public static int requireRange(int value, int min, int max, String what) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(what + " is not in [" + min + ".." + max + "]: " + value);
        }
        return value;
    }

    /**
     * Returns the number when it is one.
     *
     * @param value what came in
     * @param what the name of the thing, for the message
     * @return the number
     * @throws IllegalArgumentException when it is NaN or infinite
     */
    public static double requireFinite(double value, String what) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException(what + " is no number: " + value);
        }
        return value;
    }
}
