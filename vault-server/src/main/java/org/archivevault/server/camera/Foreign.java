package org.archivevault.server.camera;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * What a camera system says, made fit for a row. PostgreSQL takes no NUL and not every time, and an event that it refused
 * would come again for ever and stop its lane.
 */
final class Foreign {
    /** A camera's clock that is further from the edge's than this, says nothing. A week of outage fits in many times. */
    static final Duration FURTHEST = Duration.ofDays(366);

    private Foreign() {}

    /** Without control characters, and no longer than that. */
    static String text(String text, int longest) {
        StringBuilder kept = new StringBuilder(Math.min(text.length(), longest));
        for (int i = 0; i < text.length() && kept.length() < longest; i++) {
            char c = text.charAt(i);
            kept.append(Character.isISOControl(c) ? '?' : c);
        }
        return kept.toString();
    }

    /** A camera's time, when it can be meant; else null. */
    static @Nullable Instant time(@Nullable Instant told, Instant edgeTime) {
        if (told == null || told.isBefore(edgeTime.minus(FURTHEST)) || told.isAfter(edgeTime.plus(FURTHEST))) {
            return null;
        }
        return told;
    }

    /** As the database takes it. */
    static OffsetDateTime utc(Instant at) {
        return OffsetDateTime.ofInstant(at, ZoneOffset.UTC);
    }

    /** As the database takes it. */
    static @Nullable OffsetDateTime utcOrNull(@Nullable Instant at) {
        return at == null ? null : utc(at);
    }
}
