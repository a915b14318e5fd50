package org.archivevault.server.alarm;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.archivevault.protocol.Bilingual;
import org.archivevault.server.accesslog.AccessEntry;
import org.archivevault.server.accesslog.AccessLog;
import org.archivevault.server.database.Database;
import org.archivevault.server.http.ErrorCode;
import org.archivevault.server.http.Problem;
import org.archivevault.server.identity.Principal;
import org.archivevault.server.identity.Role;
import org.jspecify.annotations.Nullable;

/** What people do with alarms: each act durable and in the access log before it is answered. */
final class AlarmDesk {
    /** Nobody puts an alarm aside for longer: whoever wants that takes it out of service. */
    static final Duration LONGEST_SHELF = Duration.ofHours(24);

    private final Database database;
    private final AccessLog accessLog;
    private final AlarmMoves moves;
    private final AlarmFeed feed;
    private final InstantSource clock;

    AlarmDesk(Database database, AccessLog accessLog, AlarmMoves moves, AlarmFeed feed, InstantSource clock) {
        this.database = database;
        this.accessLog = accessLog;
        this.moves = moves;
        this.feed = feed;
        this.clock = clock;
    }

    /** What is done to one alarm, in a transaction that has locked it. */
    private interface Act {
        Future<Alarm> on(SqlConnection transaction, Alarm alarm, List<AccessEntry> entries);
    }

    /**
     * A person has looked. Acknowledging the alarm that stands for a flood acknowledges its members.
     *
     * @param id which alarm
     * @param by who
     * @param reason what it was, in that person's words
     * @return completes with the alarm; acknowledging it again changes nothing. Fails with {@code alarm-not-found} or
     *     {@code not-allowed}
     */
    Future<Alarm> acknowledge(UUID id, Principal by, String reason) {
        return act(
                id,
                by,
                (transaction, alarm, entries) -> step(
                                transaction,
                                alarm,
                                move(LifeEvent.ACKNOWLEDGED, by, reason),
                                draft -> draft.acknowledged(by.userName(), reason),
                                entries)
                        .compose(done -> alarm.kind() == AlarmKind.ALARM_FLOOD
                                ? members(transaction, done, by, reason, entries)
                                        .map(done)
                                : Future.succeededFuture(done)));
    }

    /**
     * Puts an alarm aside until a certain time.
     *
     * @param until its end: later than now, at most {@link #LONGEST_SHELF} away
     * @return as {@link #acknowledge}; fails also with {@code alarm-state} and {@code bad-request}
     */
    Future<Alarm> shelve(UUID id, Principal by, String reason, Instant until) {
        Instant now = clock.instant();
        if (!until.isAfter(now) || until.isAfter(now.plus(LONGEST_SHELF))) {
            return Future.failedFuture(Problem.of(
                    ErrorCode.BAD_REQUEST,
                    new Bilingual(
                                    "搁置须在 {} 小时以内结束；更长时间请停用（out-of-service）",
                                    "a shelved alarm comes back within {} h; for longer, take it out of service")
                            .with(LONGEST_SHELF.toHours())));
        }
        return quieten(id, by, LifeEvent.SHELVED, reason, until);
    }

    /**
     * Keeps an alarm quiet, or takes it up again.
     *
     * @param event one of the events that begin or end quiet, but shelving
     * @return as {@link #shelve}
     */
    Future<Alarm> quieten(UUID id, Principal by, LifeEvent event, String reason, @Nullable Instant until) {
        return act(
                id,
                by,
                (transaction, alarm, entries) -> step(
                        transaction,
                        alarm,
                        move(event, by, reason),
                        draft -> {
                            switch (event) {
                                case SHELVED, SUPPRESSED, TAKEN_OUT -> draft.quiet(until, by.userName(), reason);
                                default -> {
                                    // What ended has been forgotten by the draft itself.
                                }
                            }
                        },
                        entries));
    }

    /**
     * Adds a remark.
     *
     * @param text the remark
     * @return as {@link #acknowledge}; a closed alarm can be remarked on too
     */
    Future<Alarm> comment(UUID id, Principal by, String text) {
        return act(
                id,
                by,
                (transaction, alarm, entries) -> noted(transaction, alarm, "commented", by, text, entries, d -> {}));
    }

    /**
     * Makes it somebody's task.
     *
     * @param to the user name; null for nobody's
     * @return as {@link #acknowledge}
     */
    Future<Alarm> assign(UUID id, Principal by, @Nullable String to, String reason) {
        return act(
                id,
                by,
                (transaction, alarm, entries) ->
                        noted(transaction, alarm, "assigned", by, who(to) + reason, entries, d -> d.assigned(to)));
    }

    private static String who(@Nullable String to) {
        return to == null ? "→ – " : "→ " + to + " ";
    }

    private Future<Alarm> act(UUID id, Principal by, Act act) {
        return database.promptly(transaction -> {
                    List<AccessEntry> entries = new ArrayList<>();
                    return AlarmRows.lock(transaction, id)
                            .compose(found -> act.on(
                                    transaction,
                                    allowed(found.orElseThrow(() -> Problem.of(ErrorCode.ALARM_NOT_FOUND, id)), by),
                                    entries))
                            .compose(done -> entries.isEmpty()
                                    ? Future.succeededFuture(done)
                                    : accessLog.append(transaction, entries).map(done));
                })
                .map(alarm -> {
                    feed.changed();
                    return alarm;
                });
    }

    private static Alarm allowed(Alarm alarm, Principal by) {
        if (!by.hasAny(alarm.family().keepers())) {
            throw Problem.of(
                    ErrorCode.NOT_ALLOWED,
                    alarm.family().keepers().stream().map(Role::code).collect(Collectors.joining(", ")));
        }
        return alarm;
    }

    private AlarmMoves.Move move(LifeEvent event, Principal by, String reason) {
        return new AlarmMoves.Move(event, by.userName(), reason, clock.instant());
    }

    private Future<Alarm> step(
            SqlConnection transaction,
            Alarm alarm,
            AlarmMoves.Move move,
            Consumer<AlarmDraft> more,
            List<AccessEntry> entries) {
        // A closed record is history: what comes now is another alarm.
        boolean begins = move.event() != LifeEvent.ACKNOWLEDGED;
        AlarmLife.Step step = alarm.life().on(move.event(), alarm.kind().latching());
        if (step.kind() == AlarmLife.Step.Kind.ILLEGAL || (begins && alarm.closedAt() != null)) {
            throw Problem.of(ErrorCode.ALARM_STATE, alarm.id(), stateOf(alarm));
        }
        if (step.kind() == AlarmLife.Step.Kind.UNCHANGED) {
            return Future.succeededFuture(alarm);
        }
        return moves.take(transaction, alarm, step, move, more).map(saved -> {
            entries.add(AlarmMoves.entry(move.event().what(), move.by(), move.why(), saved));
            return saved;
        });
    }

    private static String stateOf(Alarm alarm) {
        return alarm.quiet() == null
                ? alarm.state().code()
                : alarm.quiet().how().code();
    }

    private Future<Void> members(
            SqlConnection transaction, Alarm group, Principal by, String reason, List<AccessEntry> entries) {
        return AlarmRows.lockMembers(transaction, group.id()).compose(members -> {
            Future<Void> done = Future.succeededFuture();
            for (Alarm member : members) {
                done = done.compose(before -> step(
                                transaction,
                                member,
                                move(LifeEvent.ACKNOWLEDGED, by, reason),
                                draft -> draft.acknowledged(by.userName(), reason),
                                entries)
                        .compose(saved -> moves.release(transaction, saved, by.userName(), clock.instant()))
                        .mapEmpty());
            }
            return done;
        });
    }

    private Future<Alarm> noted(
            SqlConnection transaction,
            Alarm alarm,
            String what,
            Principal by,
            String text,
            List<AccessEntry> entries,
            Consumer<AlarmDraft> more) {
        AlarmDraft draft = new AlarmDraft(alarm, clock.instant());
        more.accept(draft);
        return AlarmRows.save(transaction, draft, what, by.userName(), text).map(saved -> {
            entries.add(AlarmMoves.entry(what, by.userName(), text, saved));
            return saved;
        });
    }
}
