package org.archivevault.server.alarm;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.archivevault.server.accesslog.AccessEntry;
import org.archivevault.server.accesslog.AccessLog;
import org.archivevault.server.identity.Principal;
import org.archivevault.server.identity.Role;
import org.archivevault.server.testing.TestDatabase;
import org.archivevault.server.testing.Wait;

/** The alarm book on a real PostgreSQL, under a clock that a test sets. */
final class AlarmBench implements AutoCloseable {
    static final Principal FACILITIES = new Principal("chen", "陈", Set.of(Role.FACILITIES));
    static final Principal SECURITY = new Principal("zhou", "周", Set.of(Role.SECURITY));
    static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

    final TestDatabase database = new TestDatabase();
    private volatile Instant now = NOON;
    final InstantSource clock = () -> now;
    final AccessLog accessLog = new AccessLog(database.database(), clock);
    final AlarmFeed feed = new AlarmFeed();
    final AlarmMoves moves;
    final AlarmBook book;
    final AlarmDesk desk;
    final AlarmLook look = new AlarmLook(database.database(), clock);
    final AlarmSweeper sweeper;

    AlarmBench() {
        this(Announcer.NOBODY);
    }

    AlarmBench(Announcer announcer) {
        this.moves = new AlarmMoves(announcer);
        this.book = new AlarmBook(moves, feed, clock, UUID::randomUUID);
        this.desk = new AlarmDesk(database.database(), accessLog, moves, feed, clock);
        this.sweeper = new AlarmSweeper(database.database(), accessLog, moves, feed, clock);
    }

    Instant now() {
        return now;
    }

    void at(Instant time) {
        now = time.truncatedTo(ChronoUnit.MICROS);
    }

    void later(Duration by) {
        at(now.plus(by));
    }

    /** Raises one, and appends its entry as a consumer does. */
    Alarm raise(Cause cause) {
        logged(transaction -> book.raise(transaction, cause, "edge:edge-v1").map(List::of));
        return Wait.until(look.list(filter(true))).stream()
                .filter(alarm -> alarm.kind() == cause.kind()
                        && alarm.subject().equals(cause.subject())
                        && (alarm.aspect() == null ? "" : alarm.aspect()).equals(cause.aspect())
                        && alarm.closedAt() == null)
                .findFirst()
                .orElseThrow();
    }

    boolean clear(Cause cause) {
        return logged(transaction -> book.clear(transaction, cause.key(), now, "", "edge:edge-v1")
                        .map(entry -> entry.map(List::of).orElse(List.of())))
                > 0;
    }

    /** How many entries the work led to. */
    int logged(Function<SqlConnection, Future<List<AccessEntry>>> work) {
        return Wait.untilConnected(() -> database.database()
                .inTransaction(transaction -> work.apply(transaction)
                        .compose(entries -> entries.isEmpty()
                                ? Future.succeededFuture(0)
                                : accessLog.append(transaction, entries).map(entries.size()))));
    }

    /** The newest alarm of a kind. */
    Alarm only(AlarmKind kind) {
        return Wait.until(look.list(filter(true))).stream()
                .filter(alarm -> alarm.kind() == kind)
                .findFirst()
                .orElseThrow();
    }

    List<Alarm> open() {
        return Wait.until(look.list(filter(false)));
    }

    static AlarmLook.Filter filter(boolean all) {
        return new AlarmLook.Filter(all, null, null, null, null, null, null, null, null, null, AlarmLook.MOST_TOLD);
    }

    /** Kind, who and result of each entry of the access log, in order. */
    List<String> log() {
        return rows("SELECT kind, subject, result FROM access_log ORDER BY seq");
    }

    List<String> rows(String sql) {
        List<String> lines = new ArrayList<>();
        for (Row row : database.rows(sql)) {
            List<String> cells = new ArrayList<>();
            for (int i = 0; i < row.size(); i++) {
                cells.add(String.valueOf(row.getValue(i)));
            }
            lines.add(String.join(" ", cells));
        }
        return lines;
    }

    static <T> T await(Future<T> future) {
        return Wait.until(future);
    }

    static Throwable failureOf(Future<?> future) {
        try {
            throw new AssertionError("succeeded with " + Wait.until(future));
        } catch (CompletionException e) {
            return java.util.Objects.requireNonNull(e.getCause());
        }
    }

    @Override
    public void close() {
        database.close();
    }
}
