package org.archivevault.server.round;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.archivevault.server.accesslog.AccessEntry;
import org.archivevault.server.alarm.AlarmBook;
import org.archivevault.server.alarm.AlarmKey;
import org.archivevault.server.alarm.AlarmKind;
import org.archivevault.server.alarm.Cause;
import org.archivevault.server.round.RoundRows.Kept;

/** Tells the book of alarms what is overdue, what is no longer, and what was found. */
final class OverdueAlarms {
    /** Told later than this after it was due: the server or the database was away. */
    private static final Duration LATE_AFTER = Duration.ofMinutes(1);
    /** Who tells. */
    private static final String SOURCE = "server";

    private final AlarmBook book;

    OverdueAlarms(AlarmBook book) {
        this.book = book;
    }

    /** Raises it; completes with the entry for the access log. */
    Future<AccessEntry> raise(SqlConnection transaction, Kept kept, Instant now) {
        Schedule schedule = kept.schedule();
        Cause cause = Cause.of(
                        kindOf(schedule), subject(schedule), schedule.vault().toString(), kept.dueAt())
                .detail(kept.dueAt().toString())
                .toldLate(kept.dueAt().plus(LATE_AFTER).isBefore(now));
        return book.raise(transaction, cause, SOURCE);
    }

    /** It has been done, or is no longer to be; completes with entries for the access log. */
    Future<List<AccessEntry>> clear(SqlConnection transaction, Kept kept, Instant now) {
        Schedule schedule = kept.schedule();
        AlarmKey key = AlarmKey.of(
                kindOf(schedule), subject(schedule), schedule.vault().toString());
        return book.clear(transaction, key, now, "", SOURCE)
                .map(entry -> entry.stream().toList());
    }

    /** Something was found; completes with the entry for the access log, empty when nothing was. */
    Future<Optional<AccessEntry>> finding(
            SqlConnection transaction, Schedule schedule, List<String> findings, Instant now) {
        if (findings.isEmpty()) {
            return Future.succeededFuture(Optional.empty());
        }
        Cause cause = Cause.of(
                        AlarmKind.ROUND_FINDING,
                        subject(schedule),
                        schedule.vault().toString(),
                        now)
                .detail(String.join(", ", findings));
        return book.raise(transaction, cause, SOURCE).map(Optional::of);
    }

    /** What was raised or cleared has been committed. */
    void told() {
        book.told();
    }

    private static AlarmKind kindOf(Schedule schedule) {
        return schedule.kind() == RoundKind.DISINFECTION ? AlarmKind.DISINFECTION_OVERDUE : AlarmKind.ROUND_OVERDUE;
    }

    private static String subject(Schedule schedule) {
        return "round:" + schedule.id();
    }
}
