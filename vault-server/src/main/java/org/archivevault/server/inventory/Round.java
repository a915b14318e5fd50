package org.archivevault.server.inventory;

import io.vertx.sqlclient.Row;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One inventory round.
 *
 * @param id its number
 * @param scope what it goes over
 * @param since reads from then on count
 * @param openedBy who began it
 * @param openedAt when
 * @param end how it ended; null while it is open
 */
record Round(
        UUID id,
        Scope scope,
        OffsetDateTime since,
        String openedBy,
        OffsetDateTime openedAt,
        @Nullable End end) {
    /** How many characters of a position code stand behind its face: {@code -BB-L-SS}. */
    static final int SLOT_CHARACTERS = 8;

    /** The columns that {@link #of} reads. */
    static final String COLUMNS =
            "id, scope, since, opened_by, opened_at, closed_by, closed_at, expected, unswept, too_new";

    /**
     * How a round ended.
     *
     * @param closedBy who closed it
     * @param closedAt when
     * @param expected packs that should stand in the scope
     * @param unswept those of them that were not judged: their face was not swept
     * @param tooNew those of them that were not judged: they were put there during or after the sweep
     */
    record End(String closedBy, OffsetDateTime closedAt, long expected, long unswept, long tooNew) {}

    static Round of(Row row) {
        OffsetDateTime closedAt = row.getOffsetDateTime(6);
        return new Round(
                row.getUUID(0),
                new Scope(row.getString(1)),
                row.getOffsetDateTime(2),
                row.getString(3),
                row.getOffsetDateTime(4),
                closedAt == null
                        ? null
                        : new End(row.getString(5), closedAt, row.getLong(7), row.getLong(8), row.getLong(9)));
    }

    boolean isOpen() {
        return end == null;
    }
}
