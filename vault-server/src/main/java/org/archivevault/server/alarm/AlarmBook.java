package org.archivevault.server.alarm;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.archivevault.server.accesslog.AccessEntry;

/**
 * Where alarms are raised and cleared by what causes them, in the transaction that commits the cause. What people do with
 * them is not here but behind the API.
 */
public final class AlarmBook {
    private final AlarmMoves moves;
    private final AlarmFeed feed;
    private final InstantSource clock;
    private final Supplier<UUID> ids;
    private final AlarmFloods floods;

    AlarmBook(AlarmMoves moves, AlarmFeed feed, InstantSource clock, Supplier<UUID> ids) {
        this.moves = moves;
        this.feed = feed;
        this.clock = clock;
        this.ids = ids;
        this.floods = new AlarmFloods(this, moves);
    }

    /**
     * Raises an alarm, or counts it once more while it is open. People are told unless it is kept quiet or they have been
     * told and it still stands.
     *
     * @param transaction the transaction that commits what caused it; {@link #told} is to be called after its commit
     * @param cause what
     * @param source who tells: {@code edge:<id>} or {@code server}
     * @return completes with the entry for the access log, for the caller to append last; fails when the database does
     */
    public Future<AccessEntry> raise(SqlConnection transaction, Cause cause, String source) {
        Instant now = clock.instant();
        LifeEvent event = cause.kind().momentary() ? LifeEvent.HAPPENED : LifeEvent.RAISED;
        return AlarmRows.lockOrAdd(transaction, cause, ids.get(), now)
                .compose(alarm -> moves.take(
                        transaction,
                        alarm,
                        alarm.life().on(event, cause.kind().latching()),
                        new AlarmMoves.Move(event, source, cause.detail(), now),
                        draft -> draft.happened(cause)))
                .map(alarm -> AlarmMoves.entry(LifeEvent.RAISED.what(), source, cause.detail(), alarm));
    }

    /**
     * The condition of an alarm has gone. One that nobody has acknowledged stays until somebody does.
     *
     * @param transaction as for {@link #raise}
     * @param key which alarm
     * @param at when it went, on the clock of whoever saw it
     * @param why in figures rather than words; may be empty
     * @param source as for {@link #raise}
     * @return completes with the entry for the access log; empty when no such condition was there; fails when the
     *     database does
     */
    public Future<Optional<AccessEntry>> clear(
            SqlConnection transaction, AlarmKey key, Instant at, String why, String source) {
        return AlarmRows.lockOpen(transaction, key)
                .compose(found -> found.isEmpty()
                        ? Future.succeededFuture(Optional.empty())
                        : cleared(transaction, found.get(), at, why, source));
    }

    /**
     * As {@link #clear}, wherever the subject is said to be: a sensor may have been moved to another zone since.
     *
     * @param transaction as for {@link #raise}
     * @param kind what kind
     * @param subject what it is about
     * @param aspect the quantity's wire name; may be empty
     * @param at as for {@link #clear}
     * @param why as for {@link #clear}
     * @param source as for {@link #raise}
     * @return completes with entries for the access log, mostly one or none; fails when the database does
     */
    public Future<List<AccessEntry>> clearWherever(
            SqlConnection transaction,
            AlarmKind kind,
            String subject,
            String aspect,
            Instant at,
            String why,
            String source) {
        return AlarmRows.lockOpenWherever(transaction, kind, subject, aspect).compose(found -> {
            List<AccessEntry> entries = new ArrayList<>();
            Future<Void> done = Future.succeededFuture();
            for (Alarm alarm : found) {
                done = done.compose(before -> cleared(transaction, alarm, at, why, source))
                        .map(entry -> {
                            entry.ifPresent(entries::add);
                            return null;
                        });
            }
            return done.map(entries);
        });
    }

    private Future<Optional<AccessEntry>> cleared(
            SqlConnection transaction, Alarm alarm, Instant at, String why, String source) {
        Instant now = clock.instant();
        AlarmLife.Step step = alarm.life().on(LifeEvent.CLEARED, alarm.kind().latching());
        if (step.kind() != AlarmLife.Step.Kind.MOVED) {
            return Future.succeededFuture(Optional.empty());
        }
        return moves.take(
                        transaction,
                        alarm,
                        step,
                        new AlarmMoves.Move(LifeEvent.CLEARED, source, why, now),
                        draft -> draft.cleared(at))
                .compose(saved -> moves.release(transaction, saved, source, now))
                .map(saved -> Optional.of(AlarmMoves.entry(LifeEvent.CLEARED.what(), source, why, saved)));
    }

    /**
     * Records something that was over before anybody could know, from what a device had kept back: closed at once, told to
     * nobody (I18). Telling it again changes nothing; telling a later end corrects the record.
     *
     * @param transaction as for {@link #raise}
     * @param cause what, with its true beginning
     * @param until when it ended
     * @param source as for {@link #raise}
     * @return completes with the entry for the access log; empty when the record is there already; fails when the
     *     database does
     */
    public Future<Optional<AccessEntry>> recordPast(
            SqlConnection transaction, Cause cause, Instant until, String source) {
        return AlarmRows.addPast(transaction, cause, until, ids.get(), clock.instant())
                .compose(added -> added.isEmpty()
                        ? Future.succeededFuture(Optional.empty())
                        : AlarmRows.note(transaction, added.get(), "past", source, cause.detail())
                                .map(Optional.of(AlarmMoves.entry("past", source, cause.detail(), added.get()))));
    }

    /**
     * Looks at the alarms of one cause: more than so many that stand become one alarm with members, and that one ends when
     * no more than half as many stand. Call it after alarms of that cause have been raised or cleared.
     *
     * @param transaction as for {@link #raise}
     * @param commonCause what they share
     * @param moreThan how many a person can look at one by one, 1 upwards
     * @param source as for {@link #raise}
     * @return completes with entries for the access log, maybe none; fails when the database does
     */
    public Future<List<AccessEntry>> gather(
            SqlConnection transaction, String commonCause, int moreThan, String source) {
        return floods.gather(transaction, commonCause, moreThan, source, clock.instant());
    }

    /** Alarms have been committed by this process: whoever listens is told now. */
    public void told() {
        feed.changed();
    }
}
