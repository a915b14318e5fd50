package org.archivevault.server.mirror;

import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What became of a request with lines.
 *
 * @param kind what kind of answer it was
 * @param detail the answer's own words, or the failure's
 * @param retryAfter how long the answer asked to wait; null when it did not
 */
record SendResult(Kind kind, String detail, @Nullable Duration retryAfter) {
    /** All lines are in. */
    static final SendResult ACCEPTED = new SendResult(Kind.ACCEPTED, "", null);

    /** Kinds of answers. */
    enum Kind {
        /** 204: all are in. */
        ACCEPTED,
        /** All are in that the bucket's retention does not drop at once. */
        BEYOND_RETENTION,
        /** 400, 413, 422: something is wrong with the lines. */
        REFUSED,
        /** 401, 403: the token is wrong, or may not write there. */
        NOT_ALLOWED,
        /** 404: no such organisation or bucket, or no InfluxDB 2 at all. */
        NOT_FOUND,
        /** 429, 5xx: later. */
        LATER,
        /** No answer. */
        UNREACHABLE
    }

    /**
     * Reads an answer. Pure.
     *
     * @param status of the HTTP answer
     * @param body what it says
     * @param retryAfter how long it asks to wait
     */
    static SendResult of(int status, String body, @Nullable Duration retryAfter) {
        return new SendResult(kind(status, body), "HTTP " + status + " " + body, retryAfter);
    }

    private static Kind kind(int status, String body) {
        // InfluxDB writes the rest, and says so in an error: "partial write: points beyond retention policy dropped=3".
        if ((status == 400 || status == 422) && body.toLowerCase(Locale.ROOT).contains("retention policy")) {
            return Kind.BEYOND_RETENTION;
        }
        return switch (status) {
            case 400, 413, 422 -> Kind.REFUSED;
            case 401, 403 -> Kind.NOT_ALLOWED;
            case 404 -> Kind.NOT_FOUND;
            default -> status >= 200 && status < 300 ? Kind.ACCEPTED : Kind.LATER;
        };
    }

    boolean isIn() {
        return kind == Kind.ACCEPTED || kind == Kind.BEYOND_RETENTION;
    }
}
