package org.archivevault.bench;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What has arrived in the database: readings of the vault's own way, and rows of the plain pipe. */
final class ClimateTable {
    /** Longest wait for rows still on their way. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final Duration LOOK = Duration.ofSeconds(1);

    private static final String SINCE = " FROM reading WHERE at >= to_timestamp(%d / 1000.0)";
    private static final String MILLIS = " percentile_cont(%s) WITHIN GROUP (ORDER BY extract(epoch FROM %s)) * 1000";
    private static final String COMMIT = "pg_xact_commit_timestamp(tx::xid) - at";
    // The source's time is in the message.
    private static final String PIPED = "at - (payload::jsonb->>'last_seen')::timestamptz";

    private static final String BACKLOGS = "SELECT c.consumer, count(r.tx),"
            + " coalesce(extract(epoch FROM clock_timestamp() - min(r.stored_at)), 0)"
            + " FROM reading_cursor c LEFT JOIN reading r ON r.tx >= c.tx"
            + " AND (r.tx > c.tx OR (r.sensor, r.quantity, r.at) > (c.sensor, c.quantity, c.at))"
            + " GROUP BY c.consumer ORDER BY c.consumer";

    private final Statement statement;

    ClimateTable(Statement statement) {
        this.statement = statement;
    }

    /** From the source's time, in milliseconds. */
    record Lag(double p50Millis, double p99Millis) {}

    void makePipe() throws SQLException {
        statement.execute("CREATE TABLE pipe (topic text, payload text, at timestamptz DEFAULT clock_timestamp())");
    }

    void emptyPipe() throws SQLException {
        statement.execute("TRUNCATE pipe");
    }

    /** Waits until so many readings of that time and later are there, or no more come; how many there are. */
    long awaitReadings(long fromMillis, long expected) throws SQLException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        long there = count(fromMillis);
        while (there < expected && System.nanoTime() < end) {
            Waiting.idle(LOOK);
            there = count(fromMillis);
        }
        return there;
    }

    private long count(long fromMillis) throws SQLException {
        return Math.round(number(String.format(Locale.ROOT, "SELECT count(*)" + SINCE, fromMillis)));
    }

    /**
     * How far a consumer of the feed is behind.
     *
     * @param consumer its name
     * @param readings not taken yet
     * @param seconds since the oldest of them was stored
     */
    record Backlog(String consumer, long readings, double seconds) {
        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%s %,d (%.1f s)", consumer, readings, seconds);
        }
    }

    /** How far each consumer is behind now. */
    List<Backlog> backlogs() throws SQLException {
        List<Backlog> backlogs = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery(BACKLOGS)) {
            while (rows.next()) {
                backlogs.add(new Backlog(rows.getString(1), rows.getLong(2), rows.getDouble(3)));
            }
        }
        return backlogs;
    }

    /** Waits until every consumer has taken everything; how long that was, in seconds. */
    double awaitTaken() throws SQLException {
        long began = System.nanoTime();
        while (backlogs().stream().anyMatch(backlog -> backlog.readings() > 0)) {
            if (System.nanoTime() - began > PATIENCE.toNanos()) {
                throw new IllegalStateException("not everybody has taken all readings: " + backlogs());
            }
            Waiting.idle(LOOK);
        }
        return (System.nanoTime() - began) / 1e9;
    }

    Lag lagOfReadings(long fromMillis) throws SQLException {
        String from = String.format(Locale.ROOT, SINCE, fromMillis);
        return new Lag(
                number("SELECT" + String.format(Locale.ROOT, MILLIS, "0.5", COMMIT) + from),
                number("SELECT" + String.format(Locale.ROOT, MILLIS, "0.99", COMMIT) + from));
    }

    Lag lagOfPipe() throws SQLException {
        return new Lag(
                number("SELECT" + String.format(Locale.ROOT, MILLIS, "0.5", PIPED) + " FROM pipe"),
                number("SELECT" + String.format(Locale.ROOT, MILLIS, "0.99", PIPED) + " FROM pipe"));
    }

    long pipeRows() throws SQLException {
        return Math.round(number("SELECT count(*) FROM pipe"));
    }

    long doubted() throws SQLException {
        return Math.round(number("SELECT count(*) FROM reading WHERE quality <> 'good'"));
    }

    /** With its indexes. */
    double bytesOfAReading() throws SQLException {
        return number("SELECT (SELECT sum(pg_total_relation_size(relid)) FROM pg_partition_tree('reading'))"
                + " / greatest(1, (SELECT count(*) FROM reading))");
    }

    private double number(String sql) throws SQLException {
        try (ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getDouble(1);
        }
    }
}
