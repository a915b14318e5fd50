package org.archivevault.server.alarm.rule;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.archivevault.protocol.climate.Quantity;
import org.archivevault.server.accesslog.AccessEntry;
import org.archivevault.server.alarm.AlarmBook;
import org.archivevault.server.alarm.AlarmFamily;
import org.archivevault.server.alarm.AlarmKind;
import org.archivevault.server.alarm.Cause;
import org.archivevault.server.alarm.rule.Machine.Signal;

/** Makes alarms of what the rules say, in one transaction. */
final class SignalBook {
    /** What is told later than this after it was due is told late: something of ours was away. */
    static final Duration LATE = Duration.ofSeconds(60);

    private static final String SERVER = "server";

    private final AlarmBook book;
    private final SqlConnection transaction;
    private final Instant now;
    private final int floodMoreThan;
    private final List<AccessEntry> entries = new ArrayList<>();
    private final Set<String> causes = new LinkedHashSet<>();

    SignalBook(AlarmBook book, SqlConnection transaction, Instant now, int floodMoreThan) {
        this.book = book;
        this.transaction = transaction;
        this.now = now;
        this.floodMoreThan = floodMoreThan;
    }

    /** For the access log, so far. */
    List<AccessEntry> entries() {
        return entries;
    }

    /** Raises and clears, in order; then gathers what has one cause. */
    Future<Void> tell(List<RuleEngine.Told> told) {
        Future<Void> done = Future.succeededFuture();
        for (RuleEngine.Told one : told) {
            done = done.compose(before -> tell(one));
        }
        return done.compose(all -> gather());
    }

    private Future<Void> tell(RuleEngine.Told told) {
        Rule<?> rule = told.rule();
        if (told.signal() instanceof Signal.Raised raised) {
            boolean late = Duration.between(raised.due(), now).compareTo(LATE) > 0;
            Cause cause = cause(told.sensor(), rule, raised.since())
                    .detail(rule.figures().of(raised.value()))
                    .toldLate(late);
            cause.commonCause().ifPresent(causes::add);
            return book.raise(transaction, cause, SERVER).map(entry -> {
                entries.add(entry);
                return null;
            });
        }
        Signal.Cleared cleared = (Signal.Cleared) told.signal();
        Cause cause = cause(told.sensor(), rule, cleared.at());
        cause.commonCause().ifPresent(causes::add);
        return ended(cause.kind(), cause.subject(), cause.aspect(), cleared.at(), "");
    }

    private Future<Void> ended(AlarmKind kind, String subject, String aspect, Instant at, String why) {
        return book.clearWherever(transaction, kind, subject, aspect, at, why, SERVER)
                .map(more -> {
                    entries.addAll(more);
                    return null;
                });
    }

    /** A rule holds no longer, because the settings or the plan have changed: so does its alarm. */
    Future<Void> lapsed(RuleMemory.Lapsed rule) {
        AlarmKind kind = AlarmKind.of(rule.rule().split("/", 2)[0]);
        String aspect = Rule.quantityOf(rule.rule())
                .filter(quantity -> named(kind))
                .map(Quantity::wireName)
                .orElse("");
        return ended(kind, "sensor:" + rule.sensor(), aspect, now, "no such rule any longer");
    }

    /** Whether the kind alone does not say which quantity it is about. */
    private static boolean named(AlarmKind kind) {
        return kind.family() == AlarmFamily.CLIMATE || kind == AlarmKind.SENSOR_FAULT;
    }

    /** Something that only a device had known of. */
    Future<Void> past(WatchedSensor sensor, Rule<?> rule, PastExcursion found) {
        Cause cause = cause(sensor, rule, found.since()).detail(rule.figures().of(found.worst()));
        return book.recordPast(transaction, cause, found.until(), SERVER).map(this::added);
    }

    private Void added(Optional<AccessEntry> entry) {
        entry.ifPresent(entries::add);
        return null;
    }

    private Future<Void> gather() {
        Future<Void> done = Future.succeededFuture();
        for (String cause : causes) {
            done = done.compose(before -> book.gather(transaction, cause, floodMoreThan, SERVER))
                    .map(more -> {
                        entries.addAll(more);
                        return null;
                    });
        }
        return done;
    }

    private static Cause cause(WatchedSensor sensor, Rule<?> rule, Instant at) {
        AlarmKind kind = rule.kind();
        Cause cause = Cause.of(kind, "sensor:" + sensor.id(), sensor.zone().value(), at);
        boolean named = kind.family() == AlarmFamily.CLIMATE || kind == AlarmKind.SENSOR_FAULT;
        Cause about =
                named && rule.about().isPresent() ? cause.about(rule.about().get()) : cause;
        return switch (kind.family()) {
            case CLIMATE -> about.sharing("zone:" + sensor.zone() + "/" + rule.name());
            // A battery is one sensor's own; so is a danger, and a door.
            case SENSOR -> kind == AlarmKind.BATTERY_LOW ? about : about.sharing("source:" + sensor.source());
            default -> about;
        };
    }
}
