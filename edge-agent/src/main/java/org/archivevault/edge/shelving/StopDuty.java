package org.archivevault.edge.shelving;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.archivevault.protocol.command.CommandId;
import org.archivevault.protocol.command.CommandOutcome;
import org.archivevault.protocol.command.RefusalCode;
import org.archivevault.protocol.command.StopBlock;
import org.jspecify.annotations.Nullable;

/**
 * When to send stop, and how a person's stop ends. Stop may be sent again and again: it is the one write for which that
 * is right. A guard's stop is asked for as soon as the guard is seen, and again while carriages may still move.
 */
final class StopDuty {
    private static final long NEVER = Long.MIN_VALUE;

    /** A stop to send now, with the number under which it is answered. */
    record Ask(int number, String cause) {}

    /** How a person's stop ended. */
    record End(CommandId command, CommandOutcome outcome) {}

    private static final class ByPerson {
        private final StopBlock command;
        private final long since;
        private int firstAsk;
        private boolean mayHaveBeenSent;
        private String lastDetail = "no answer";

        ByPerson(StopBlock command, long since) {
            this.command = command;
            this.since = since;
        }
    }

    private final List<ByPerson> waiting = new ArrayList<>();
    private int lastNumber;
    private int lastAnswered;
    private boolean lastConfirmed;
    private long lastAnswerAt = NEVER;
    private boolean guardAsked;

    /** A person asks: at once, whatever else is under way. */
    Ask byPerson(StopBlock command, long now) {
        ByPerson person = new ByPerson(command, now);
        person.firstAsk = lastNumber + 1;
        waiting.add(person);
        return ask(cause(command));
    }

    /** The process asks: at once. */
    Ask byItself(String cause) {
        return ask(cause);
    }

    private static String cause(StopBlock command) {
        return "command " + command.id() + " by " + command.subject();
    }

    private Ask ask(String cause) {
        lastNumber++;
        return new Ask(lastNumber, cause);
    }

    /**
     * Looks whether a stop is due.
     *
     * @param guard the guard that demands it; null when none does
     * @return null when none is due
     */
    @Nullable
    Ask look(@Nullable String guard, long now) {
        if (guard != null && !guardAsked) {
            guardAsked = true;
            return ask(guard);
        }
        guardAsked = guard != null;
        boolean answered = lastAnswered == lastNumber;
        if (guard != null && answered && now - lastAnswerAt >= pause()) {
            return ask(guard);
        }
        boolean personWaits = !waiting.isEmpty() && now - waiting.get(0).since < ShelvingLimits.STOP_TRY_MILLIS;
        if (personWaits && answered && now - lastAnswerAt >= ShelvingLimits.STOP_RETRY_MILLIS) {
            return ask(cause(waiting.get(0).command));
        }
        return null;
    }

    private long pause() {
        return lastConfirmed ? ShelvingLimits.STOP_AGAIN_MILLIS : ShelvingLimits.STOP_RETRY_MILLIS;
    }

    /** A stop was answered: ends what it ends. */
    List<End> answered(int number, StepAnswer answer, long now) {
        lastAnswered = Math.max(lastAnswered, number);
        lastAnswerAt = now;
        lastConfirmed = answer.kind() == StepAnswer.Kind.DONE;
        List<End> ends = new ArrayList<>();
        for (Iterator<ByPerson> all = waiting.iterator(); all.hasNext(); ) {
            ByPerson person = all.next();
            if (person.firstAsk > number) {
                continue;
            }
            person.mayHaveBeenSent |= answer.kind() == StepAnswer.Kind.UNKNOWN;
            person.lastDetail = answer.detail();
            if (lastConfirmed) {
                ends.add(new End(person.command.id(), new CommandOutcome.Executed(false)));
                all.remove();
            } else if (now - person.since >= ShelvingLimits.STOP_TRY_MILLIS) {
                ends.add(new End(person.command.id(), unconfirmed(person)));
                all.remove();
            }
        }
        return ends;
    }

    private static CommandOutcome unconfirmed(ByPerson person) {
        return person.mayHaveBeenSent
                ? new CommandOutcome.Unknown(person.lastDetail)
                : new CommandOutcome.Refused(RefusalCode.CONTROLLER_UNREACHABLE, person.lastDetail);
    }

    /** Ends stops that no answer ended. */
    List<End> tick(long now) {
        List<End> ends = new ArrayList<>();
        for (Iterator<ByPerson> all = waiting.iterator(); all.hasNext(); ) {
            ByPerson person = all.next();
            if (now - person.since >= ShelvingLimits.COMMAND_LIFE_MILLIS) {
                ends.add(new End(person.command.id(), new CommandOutcome.Unknown(person.lastDetail)));
                all.remove();
            }
        }
        return ends;
    }
}
