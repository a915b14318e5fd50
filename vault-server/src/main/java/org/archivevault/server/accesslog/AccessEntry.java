package org.archivevault.server.accesslog;

import org.archivevault.protocol.Json;
import org.archivevault.protocol.Token;

/**
 * One thing that is to be recorded; the log adds number, time and hash.
 *
 * @param kind what happened, for example {@code retrieval-requested}; lower case with hyphens
 * @param subject who did it: a user name, or {@code edge:…}, {@code system}, {@code unknown:…}
 * @param object what it was done to, for example {@code order:WO-1}; at most 200 characters, may be empty
 * @param result how it ended: {@code ok}, {@code refused}, {@code failed}, or a code of the feature; 1–60 characters
 * @param details more, as a JSON object text; {@code {}} when there is none
 */
public record AccessEntry(String kind, String subject, String object, String result, String details) {
    /** The result of a thing that was done. */
    public static final String OK = "ok";

    /** The result of a thing that was not allowed. */
    public static final String REFUSED = "refused";

    private static final int LONGEST_TEXT = 200;
    private static final int LONGEST_DETAILS = 64 * 1024;

    public AccessEntry {
        subject = printable(subject);
        object = printable(object);
        Token.requireRange(kind.length(), 1, 60, "length of the kind of an access entry");
        Token.requireRange(subject.length(), 1, LONGEST_TEXT, "length of the subject of an access entry");
        Token.requireRange(object.length(), 0, LONGEST_TEXT, "length of the object of an access entry");
        Token.requireRange(result.length(), 1, 60, "length of the result of an access entry");
        Token.requireRange(details.length(), 2, LONGEST_DETAILS, "length of the details of an access entry");
    }

    /**
     * An entry without details.
     *
     * @param kind see the record
     * @param subject see the record
     * @param object see the record
     * @param result see the record
     * @return the entry
     */
    public static AccessEntry of(String kind, String subject, String object, String result) {
        return new AccessEntry(kind, subject, object, result, "{}");
    }

    /**
     * An entry with details.
     *
     * @param kind see the record
     * @param subject see the record
     * @param object see the record
     * @param result see the record
     * @param details a map or record that is written as JSON
     * @return the entry
     */
    public static AccessEntry of(String kind, String subject, String object, String result, Object details) {
        return new AccessEntry(kind, subject, object, result, Json.text(details));
    }

    /** Control and bidirectional characters could make a line of the log look like another one. */
    private static String printable(String text) {
        StringBuilder kept = new StringBuilder(text.length());
        text.codePoints()
                .map(point ->
                        Character.isISOControl(point) || Character.getType(point) == Character.FORMAT ? '?' : point)
                .forEach(kept::appendCodePoint);
        return kept.toString();
    }
}
