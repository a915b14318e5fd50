package org.archivevault.server.climate;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.archivevault.server.accesslog.AccessEntry;
import org.archivevault.server.accesslog.AccessLog;
import org.archivevault.server.database.DatabaseSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drops months of the history that are over, whole partitions at a time. Nobody who reads or writes waits for it:
 * detaching concurrently takes no lock that they need. It cannot be done within a transaction, hence JDBC on a worker.
 */
public final class Retention {
    private static final Logger LOG = LoggerFactory.getLogger(Retention.class);

    /** Between two runs. */
    private static final long EVERY_MILLIS = TimeUnit.HOURS.toMillis(6);
    /** The first run waits until the start is over. */
    private static final long FIRST_MILLIS = TimeUnit.MINUTES.toMillis(1);
    /** How long a detachment waits for those who use the table; it is finished by the next run then. */
    private static final String PATIENCE = "SET lock_timeout = '60s'";

    private static final Pattern MONTH = Pattern.compile("reading(?:_5min|_1h)?_(\\d{4})_(\\d{2})");

    private static final String ONE_AT_A_TIME = "SELECT pg_try_advisory_lock(hashtextextended('climate-retention', 0))";
    private static final String PARTITIONS = "SELECT c.relname, i.inhdetachpending FROM pg_inherits i"
            + " JOIN pg_class c ON c.oid = i.inhrelid WHERE i.inhparent = ?::regclass ORDER BY c.relname";
    // Left by a run that was cut short between detaching and dropping.
    private static final String ORPHANS =
            "SELECT c.relname FROM pg_class c WHERE c.relkind = 'r' AND NOT c.relispartition"
                    + " AND c.relnamespace = (SELECT relnamespace FROM pg_class WHERE oid = 'reading'::regclass)";
    private static final String UNREAD = "SELECT c.consumer FROM reading_cursor c WHERE EXISTS (SELECT FROM {part} r"
            + " WHERE r.tx >= c.tx AND (r.tx > c.tx"
            + " OR (r.sensor, r.quantity, r.at) > (c.sensor, c.quantity, c.at))) ORDER BY c.consumer";

    private final Vertx vertx;
    private final DatabaseSettings database;
    private final HistorySettings settings;
    private final AccessLog accessLog;
    private final ReadingMonths months;
    private final InstantSource clock;
    private final AtomicBoolean running = new AtomicBoolean();
    private volatile List<Told> held = List.of();

    /**
     * @param vertx carries the timer and the worker
     * @param database where the history is
     * @param settings how long it is kept
     * @param accessLog where it is recorded that a month was dropped
     * @param months what intake knows of them
     * @param clock the wall clock
     */
    Retention(
            Vertx vertx,
            DatabaseSettings database,
            HistorySettings settings,
            AccessLog accessLog,
            ReadingMonths months,
            InstantSource clock) {
        this.vertx = vertx;
        this.database = database;
        this.settings = settings;
        this.accessLog = accessLog;
        this.months = months;
        this.clock = clock;
    }

    /**
     * What became of a month that is over.
     *
     * @param partition its table
     * @param decision what was done
     * @param unreadBy who had not read it
     */
    record Told(String partition, RetentionDecision decision, List<String> unreadBy) {}

    /**
     * Begins.
     *
     * @return ends it
     */
    public Runnable start() {
        long first = vertx.setTimer(FIRST_MILLIS, tick -> runOnce());
        long timer = vertx.setPeriodic(EVERY_MILLIS, tick -> runOnce());
        return () -> {
            vertx.cancelTimer(first);
            vertx.cancelTimer(timer);
        };
    }

    /**
     * Whether nothing waits beyond its time for somebody to read it.
     *
     * @return false while a month is held
     */
    public boolean isFine() {
        return held.isEmpty();
    }

    private void runOnce() {
        if (running.compareAndSet(false, true)) {
            run().onFailure(failure -> LOG.warn("Old months could not be dropped; tried again later", failure))
                    .onComplete(done -> running.set(false));
        }
    }

    /**
     * Looks once, and drops what is over.
     *
     * @return completes with what was dropped or held; fails when the database does
     */
    Future<List<Told>> run() {
        LocalDate month = ReadingMonths.of(clock.instant());
        return vertx.executeBlocking(() -> drop(month)).compose(told -> {
            months.forget();
            held = told.stream()
                    .filter(each -> each.decision() == RetentionDecision.HOLD)
                    .toList();
            held.forEach(each -> LOG.warn(
                    "{} 已过保留期，但 {} 尚未读取，暂不删除 / is past its time, but {} has not read it; it is kept",
                    each.partition(),
                    each.unreadBy(),
                    each.unreadBy()));
            return record(told).map(told);
        });
    }

    private Future<Void> record(List<Told> told) {
        Future<Void> recorded = Future.succeededFuture();
        for (Told each : told) {
            if (each.decision() != RetentionDecision.HOLD) {
                LOG.info("{} dropped ({})", each.partition(), each.decision().code());
                recorded = recorded.compose(before -> accessLog
                        .record(AccessEntry.of(
                                "climate-month-dropped",
                                "server",
                                "table:" + each.partition(),
                                each.decision().code(),
                                Map.of("unreadBy", each.unreadBy())))
                        .mapEmpty());
            }
        }
        return recorded;
    }

    private List<Told> drop(LocalDate running) throws SQLException {
        List<Told> told = new ArrayList<>();
        try (Connection connection =
                        DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
                Statement statement = connection.createStatement()) {
            try (ResultSet mine = statement.executeQuery(ONE_AT_A_TIME)) {
                if (!mine.next() || !mine.getBoolean(1)) {
                    return told;
                }
            }
            statement.execute(PATIENCE);
            for (String orphan : texts(statement, ORPHANS)) {
                if (MONTH.matcher(orphan).matches()) {
                    statement.execute("DROP TABLE " + orphan);
                }
            }
            for (String table : ReadingMonths.TABLES) {
                for (String partition : partitions(connection, table)) {
                    Told one = judge(connection, table, partition, running);
                    if (one.decision() != RetentionDecision.KEEP) {
                        told.add(one);
                    }
                    if (one.decision() == RetentionDecision.DROP || one.decision() == RetentionDecision.DROP_UNREAD) {
                        statement.execute("ALTER TABLE " + table + " DETACH PARTITION " + partition + " CONCURRENTLY");
                        statement.execute("DROP TABLE " + partition);
                    }
                }
            }
        }
        return told;
    }

    private Told judge(Connection connection, String table, String partition, LocalDate running) throws SQLException {
        Matcher name = MONTH.matcher(partition);
        if (!name.matches()) {
            // Made by hand: not ours to drop.
            return new Told(partition, RetentionDecision.KEEP, List.of());
        }
        LocalDate month = LocalDate.of(Integer.parseInt(name.group(1)), Integer.parseInt(name.group(2)), 1);
        int kept = settings.monthsOf(table);
        RetentionDecision alone = RetentionDecision.of(month, running, kept, List.of());
        if (alone == RetentionDecision.KEEP || !table.equals("reading")) {
            return new Told(partition, alone, List.of());
        }
        try (Statement statement = connection.createStatement()) {
            List<String> unreadBy = texts(statement, UNREAD.replace("{part}", partition));
            return new Told(partition, RetentionDecision.of(month, running, kept, unreadBy), unreadBy);
        }
    }

    /** The partitions of a table; a detachment that was cut short is finished first, and that partition goes. */
    private static List<String> partitions(Connection connection, String table) throws SQLException {
        List<String> attached = new ArrayList<>();
        List<String> pending = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement(PARTITIONS)) {
            query.setString(1, table);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    (rows.getBoolean(2) ? pending : attached).add(rows.getString(1));
                }
            }
        }
        try (Statement statement = connection.createStatement()) {
            for (String partition : pending) {
                statement.execute("ALTER TABLE " + table + " DETACH PARTITION " + partition + " FINALIZE");
                statement.execute("DROP TABLE " + partition);
            }
        }
        return attached;
    }

    private static List<String> texts(Statement statement, String sql) throws SQLException {
        List<String> texts = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
        }
        return texts;
    }
}
