package org.archivevault.server.accesslog;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import org.archivevault.server.database.Database;
import org.jspecify.annotations.Nullable;

/** Reads pages of the log, oldest first. */
final class AccessLogReader {
    private static final String COLUMNS =
            "SELECT seq, at, kind, subject, object, result, details, algorithm, prev_hash, hash FROM access_log";
    private static final String PAGE = COLUMNS
            + " WHERE seq > $1::bigint AND ($2::text IS NULL OR object = $2::text)"
            + " AND ($3::text IS NULL OR subject = $3::text) ORDER BY seq LIMIT $4::int";
    private static final String NEWEST = "SELECT * FROM (" + COLUMNS
            + " WHERE ($1::text IS NULL OR object = $1::text) AND ($2::text IS NULL OR subject = $2::text)"
            + " ORDER BY seq DESC LIMIT $3::int) newest ORDER BY seq";

    private final Database database;

    AccessLogReader(Database database) {
        this.database = database;
    }

    Future<List<LogLine>> after(long seq, @Nullable String object, @Nullable String subject, int limit) {
        return lines(
                PAGE,
                Tuple.tuple().addLong(seq).addValue(object).addValue(subject).addInteger(limit));
    }

    Future<List<LogLine>> newest(@Nullable String object, @Nullable String subject, int limit) {
        return lines(NEWEST, Tuple.tuple().addValue(object).addValue(subject).addInteger(limit));
    }

    private Future<List<LogLine>> lines(String sql, Tuple arguments) {
        return database.reads().preparedQuery(sql).execute(arguments).map(rows -> {
            List<LogLine> lines = new ArrayList<>(rows.size());
            for (Row row : rows) {
                lines.add(LogLine.of(chained(row)));
            }
            return lines;
        });
    }

    private static ChainedEntry chained(Row row) {
        return new ChainedEntry(
                row.getLong("seq"),
                row.getOffsetDateTime("at").toInstant(),
                new AccessEntry(
                        row.getString("kind"),
                        row.getString("subject"),
                        row.getString("object"),
                        row.getString("result"),
                        row.getString("details")),
                row.getString("algorithm"),
                row.getBuffer("prev_hash").getBytes(),
                row.getBuffer("hash").getBytes());
    }
}
