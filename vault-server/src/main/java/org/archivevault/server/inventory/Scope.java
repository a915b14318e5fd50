package org.archivevault.server.inventory;

import java.util.regex.Pattern;

/**
 * What a round goes over: a vault, a block, a carriage or a face. Position codes are written so that each of these is a
 * range of them.
 *
 * @param text {@code ES-V1}, {@code ES-V1-B1}, {@code ES-V1-B1-03} or {@code ES-V1-B1-03A}
 */
record Scope(String text) {
    private static final Pattern CARRIAGE = Pattern.compile("[A-Z0-9]{1,8}-[A-Z0-9]{1,4}-[A-Z0-9]{1,4}-\\d{2}");
    private static final Pattern OTHERS = Pattern.compile("[A-Z0-9]{1,8}-[A-Z0-9]{1,4}(-[A-Z0-9]{1,4}(-\\d{2}[AB])?)?");

    Scope {
        if (!CARRIAGE.matcher(text).matches() && !OTHERS.matcher(text).matches()) {
            throw new IllegalArgumentException("\"" + text
                    + "\" is no vault (ES-V1), block (ES-V1-B1), carriage (ES-V1-B1-03) or face (ES-V1-B1-03A)");
        }
    }

    /** The first position code that it could have. */
    String from() {
        return CARRIAGE.matcher(text).matches() ? text : text + "-";
    }

    /** The first text behind its position codes. */
    String to() {
        String from = from();
        int last = from.length() - 1;
        return from.substring(0, last) + (char) (from.charAt(last) + 1);
    }

    /**
     * Whether a face lies in it.
     *
     * @param face its printed form
     */
    boolean hasFace(String face) {
        return (face + "-").startsWith(from());
    }
}
