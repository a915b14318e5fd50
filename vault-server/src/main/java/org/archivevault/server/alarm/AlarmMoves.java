package org.archivevault.server.alarm;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.archivevault.server.accesslog.AccessEntry;
import org.archivevault.server.alarm.Announcer.Occasion;
import org.jspecify.annotations.Nullable;

/** Takes an alarm whose row is locked one step on: row, history, and what people are told. */
final class AlarmMoves {
    private final Announcer announcer;

    AlarmMoves(Announcer announcer) {
        this.announcer = announcer;
    }

    /**
     * A step that is to be taken.
     *
     * @param event what befell it
     * @param by who or what did it
     * @param why in that one's words; may be empty
     * @param now on the server's clock
     */
    record Move(LifeEvent event, String by, String why, Instant now) {}

    /**
     * Takes the step.
     *
     * @param transaction the one that holds the lock
     * @param alarm as it is
     * @param step what the table says, a move
     * @param move what befell it
     * @param more what else changes
     * @return completes with it as it is now; fails when the database does
     */
    Future<Alarm> take(
            SqlConnection transaction, Alarm alarm, AlarmLife.Step step, Move move, Consumer<AlarmDraft> more) {
        AlarmDraft draft = new AlarmDraft(alarm, move.now()).life(step.to());
        more.accept(draft);
        if (step.tells()) {
            draft.escalation(0, next(alarm.priority(), 0, move.now()).orElse(null));
        }
        return AlarmRows.save(transaction, draft, move.event().what(), move.by(), move.why())
                .compose(saved -> occasion(step, move.event(), saved)
                        .map(why -> announcer.announce(transaction, saved, why))
                        .orElse(Future.succeededFuture())
                        .map(saved));
    }

    /** Hands an alarm that nobody acknowledges on to the next recipients. */
    Future<Alarm> escalate(SqlConnection transaction, Alarm alarm, String by, Instant now) {
        int level = alarm.escalationLevel() + 1;
        AlarmDraft draft = new AlarmDraft(alarm, now)
                .escalation(level, next(alarm.priority(), level, now).orElse(null));
        return AlarmRows.save(transaction, draft, "escalated", by, "level " + level)
                .compose(saved -> announcer
                        .announce(transaction, saved, Occasion.ESCALATED)
                        .map(saved));
    }

    /** A member of a flood of which nothing is left to be told needs no quiet: it is over. */
    Future<Alarm> release(SqlConnection transaction, Alarm alarm, String by, Instant now) {
        boolean over = alarm.memberOf() != null
                && alarm.state() == AlarmState.NORMAL
                && alarm.life().quiet() == Quiet.SUPPRESSED;
        return over ? freed(transaction, alarm, by, now) : Future.succeededFuture(alarm);
    }

    /** A member of a flood stands for itself again. */
    Future<Alarm> freed(SqlConnection transaction, Alarm alarm, String by, Instant now) {
        return take(
                transaction,
                alarm,
                alarm.life().on(LifeEvent.UNSUPPRESSED, alarm.kind().latching()),
                new Move(LifeEvent.UNSUPPRESSED, by, "", now),
                draft -> {
                    if (alarm.state() != AlarmState.NORMAL) {
                        draft.memberOf(null);
                    }
                });
    }

    private Optional<Instant> next(Priority priority, int level, Instant now) {
        Optional<Duration> after = announcer.escalatesAfter(priority, level);
        return after.map(now::plus);
    }

    private static Optional<Occasion> occasion(AlarmLife.Step step, LifeEvent event, Alarm saved) {
        if (step.tells()) {
            return Optional.of(Occasion.RAISED);
        }
        if (saved.quiet() != null) {
            return Optional.empty();
        }
        return switch (event) {
            case CLEARED -> Optional.of(Occasion.CLEARED);
            case ACKNOWLEDGED -> Optional.of(Occasion.ACKNOWLEDGED);
            default -> Optional.empty();
        };
    }

    /** The entry for the access log. */
    static AccessEntry entry(String what, String by, @Nullable String why, Alarm alarm) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("alarm", alarm.id());
        facts.put("place", alarm.place());
        if (alarm.aspect() != null) {
            facts.put("aspect", alarm.aspect());
        }
        facts.put("happenedAt", alarm.happenedAt());
        facts.put("times", alarm.times());
        facts.put("state", alarm.state());
        facts.put("quiet", alarm.life().quiet());
        if (alarm.toldLate()) {
            facts.put("toldLate", true);
        }
        if (alarm.retrieval() != null) {
            facts.put("retrieval", alarm.retrieval());
        }
        if (why != null && !why.isEmpty()) {
            facts.put("reason", why);
        }
        return AccessEntry.of("alarm-" + what, by, alarm.subject(), alarm.kind().code(), facts);
    }
}
