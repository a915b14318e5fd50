package org.archivevault.server.alarm.notice;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Notices as rows. */
final class NoticeTable {
    /** A process that has taken a notice and is gone leaves it to the others after this. */
    static final Duration LEASE = Duration.ofSeconds(60);
    /** What a device or mail server answers is kept up to that. */
    private static final int LONGEST_ERROR = 500;

    private static final String CLAIM =
            "UPDATE alarm_notice SET tries = tries + 1, next_at = $2::timestamptz WHERE id IN"
                    + " (SELECT id FROM alarm_notice WHERE next_at <= $1::timestamptz ORDER BY id LIMIT $3::int FOR UPDATE SKIP"
                    + " LOCKED) RETURNING id, alarm, recipient, occasion, created_at, body::text AS body, tries";
    private static final String SENT = "UPDATE alarm_notice SET sent_at = $2::timestamptz, next_at = NULL WHERE id ="
            + " $1::bigint AND next_at IS NOT NULL";
    private static final String FAILED = "UPDATE alarm_notice SET next_at = $2::timestamptz, given_up_at ="
            + " $3::timestamptz, last_error = $4::text WHERE id = $1::bigint AND next_at IS NOT NULL";

    private NoticeTable() {}

    /** Takes notices that are due, for as long as the lease. */
    static Future<List<Notice>> claim(SqlConnection transaction, Instant now, int limit) {
        return transaction
                .preparedQuery(CLAIM)
                .execute(Tuple.of(utc(now), utc(now.plus(LEASE)), limit))
                .map(rows -> {
                    List<Notice> notices = new ArrayList<>(rows.size());
                    for (Row row : rows) {
                        notices.add(new Notice(
                                row.getLong("id"),
                                row.getUUID("alarm"),
                                row.getString("recipient"),
                                row.getString("occasion"),
                                row.getOffsetDateTime("created_at").toInstant(),
                                row.getString("body"),
                                row.getInteger("tries")));
                    }
                    return notices;
                });
    }

    static Future<Void> sent(SqlConnection transaction, Notice notice, Instant now) {
        return transaction
                .preparedQuery(SENT)
                .execute(Tuple.of(notice.id(), utc(now)))
                .mapEmpty();
    }

    /** To be tried again then, or given up. */
    static Future<Void> failed(
            SqlConnection transaction, Notice notice, Optional<Instant> next, Instant now, String error) {
        return transaction
                .preparedQuery(FAILED)
                .execute(Tuple.tuple()
                        .addLong(notice.id())
                        .addOffsetDateTime(next.map(NoticeTable::utc).orElse(null))
                        .addOffsetDateTime(next.isPresent() ? null : utc(now))
                        .addString(error.length() <= LONGEST_ERROR ? error : error.substring(0, LONGEST_ERROR)))
                .mapEmpty();
    }

    private static OffsetDateTime utc(Instant at) {
        return OffsetDateTime.ofInstant(at, ZoneOffset.UTC);
    }
}
