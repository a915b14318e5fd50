package org.archivevault.server.alarm;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.archivevault.server.accesslog.AccessEntry;

/** Makes one alarm with members of many that have one cause, and undoes that. */
final class AlarmFloods {
    private static final String OF_CAUSE = "SELECT " + AlarmRows.COLUMNS + " FROM alarm WHERE common_cause = $1::text"
            + " AND closed_at IS NULL AND kind <> 'alarm-flood' ORDER BY id FOR UPDATE";
    /** What has not been sent of a member need not be. */
    private static final String UNSEND =
            "DELETE FROM alarm_notice WHERE alarm = $1::uuid AND next_at IS NOT NULL AND tries = 0";
    /** Members named in the sentence; the rest are counted. */
    private static final int NAMED = 5;

    private final AlarmBook book;
    private final AlarmMoves moves;

    AlarmFloods(AlarmBook book, AlarmMoves moves) {
        this.book = book;
        this.moves = moves;
    }

    Future<List<AccessEntry>> gather(
            SqlConnection transaction, String commonCause, int moreThan, String source, Instant now) {
        Future<List<Alarm>> all = transaction
                .preparedQuery(OF_CAUSE)
                .execute(Tuple.of(commonCause))
                .map(AlarmRows::readAll);
        AlarmKey key = AlarmKey.of(AlarmKind.ALARM_FLOOD, commonCause, "");
        return all.compose(alarms -> AlarmRows.lockOpen(transaction, key).compose(group -> {
            List<Alarm> standing = alarms.stream()
                    .filter(alarm -> alarm.state().isActive())
                    .filter(alarm -> alarm.quiet() == null || alarm.memberOf() != null)
                    .toList();
            boolean told = group.filter(open -> open.state().isActive()).isPresent();
            return switch (Flood.of(standing.size(), told, moreThan)) {
                case NONE -> Future.succeededFuture(List.of());
                case BEGINS -> begin(transaction, commonCause, standing, source, now);
                case GOES_ON -> join(transaction, group.orElseThrow(), standing, source, now);
                case ENDS -> end(transaction, key, alarms, source, now);
            };
        }));
    }

    private Future<List<AccessEntry>> begin(
            SqlConnection transaction, String commonCause, List<Alarm> standing, String source, Instant now) {
        Instant first = standing.stream()
                .map(alarm -> alarm.happenedAt().toInstant())
                .min(Comparator.naturalOrder())
                .orElse(now);
        Priority most = standing.stream()
                .map(Alarm::priority)
                .max(Comparator.naturalOrder())
                .orElse(Priority.MEDIUM);
        boolean late = standing.stream().allMatch(Alarm::toldLate);
        Cause cause = Cause.of(AlarmKind.ALARM_FLOOD, commonCause, "", first)
                .detail(named(standing))
                .priority(most)
                .toldLate(late);
        return book.raise(transaction, cause, source)
                .compose(entry -> AlarmRows.lockOpen(transaction, cause.key())
                        .compose(group -> join(transaction, group.orElseThrow(), standing, source, now))
                        .map(entries -> {
                            List<AccessEntry> both = new ArrayList<>(List.of(entry));
                            both.addAll(entries);
                            return both;
                        }));
    }

    private Future<List<AccessEntry>> join(
            SqlConnection transaction, Alarm group, List<Alarm> standing, String source, Instant now) {
        List<AccessEntry> entries = new ArrayList<>();
        Future<Void> done = Future.succeededFuture();
        for (Alarm alarm : standing) {
            if (alarm.memberOf() == null) {
                done = done.compose(before -> joined(transaction, group.id(), alarm, source, now, entries));
            }
        }
        String named = named(standing);
        return done.compose(all -> named.equals(group.detail())
                        ? Future.succeededFuture()
                        : AlarmRows.save(
                                        transaction, new AlarmDraft(group, now).detail(named), "members", source, named)
                                .mapEmpty())
                .map(entries);
    }

    private Future<Void> joined(
            SqlConnection transaction, UUID group, Alarm alarm, String source, Instant now, List<AccessEntry> entries) {
        String why = "member of " + group;
        AlarmMoves.Move move = new AlarmMoves.Move(LifeEvent.SUPPRESSED, source, why, now);
        return moves.take(
                        transaction,
                        alarm,
                        alarm.life().on(LifeEvent.SUPPRESSED, alarm.kind().latching()),
                        move,
                        draft -> draft.quiet(null, source, why).memberOf(group))
                .compose(saved -> {
                    entries.add(AlarmMoves.entry(LifeEvent.SUPPRESSED.what(), source, why, saved));
                    return transaction
                            .preparedQuery(UNSEND)
                            .execute(Tuple.of(alarm.id()))
                            .mapEmpty();
                });
    }

    /**
     * Those that still stand are heard again. Those that have gone unseen are owed by the group, unless it is over itself.
     */
    private Future<List<AccessEntry>> end(
            SqlConnection transaction, AlarmKey key, List<Alarm> alarms, String source, Instant now) {
        List<AccessEntry> entries = new ArrayList<>();
        return book.clear(transaction, key, now, "", source)
                .compose(cleared -> {
                    cleared.ifPresent(entries::add);
                    return AlarmRows.lockOpen(transaction, key);
                })
                .compose(group -> {
                    Future<Void> done = Future.succeededFuture();
                    for (Alarm alarm : alarms) {
                        boolean member =
                                alarm.memberOf() != null && alarm.life().quiet() == Quiet.SUPPRESSED;
                        if (member && (alarm.state().isActive() || group.isEmpty())) {
                            done = done.compose(before -> moves.freed(transaction, alarm, source, now))
                                    .map(saved -> {
                                        entries.add(AlarmMoves.entry(LifeEvent.UNSUPPRESSED.what(), source, "", saved));
                                        return null;
                                    });
                        }
                    }
                    return done.map(entries);
                });
    }

    private static String named(List<Alarm> standing) {
        String names = standing.stream()
                .map(alarm -> alarm.subject().substring(alarm.subject().indexOf(':') + 1))
                .sorted()
                .distinct()
                .limit(NAMED)
                .collect(Collectors.joining(", "));
        return standing.size() + ": " + names + (standing.size() > NAMED ? ", …" : "");
    }
}
