package org.archivevault.server.retrieval;

import java.util.Objects;
import java.util.Optional;
import org.archivevault.protocol.command.CommandId;
import org.archivevault.protocol.command.CommandOutcome;
import org.archivevault.protocol.command.RefusalCode;
import org.archivevault.protocol.event.EdgeEvent;
import org.jspecify.annotations.Nullable;

/** How what happened at the edge moves a retrieval on. Pure: state and event in, step out. */
final class RetrievalProgress {
    private RetrievalProgress() {}

    /**
     * One change of a retrieval.
     *
     * @param next the state it takes
     * @param code why, as a stable code; null when the state says it all
     * @param detail what is known; may be empty
     */
    record Step(RetrievalState next, @Nullable String code, String detail) {
        static Step to(RetrievalState next) {
            return new Step(next, null, "");
        }
    }

    /**
     * What an event means for the retrieval that holds its block.
     *
     * @param state where the retrieval stands
     * @param aisle the aisle it asked for
     * @param command its last command; null when it shares an open aisle
     * @param event what happened in its block
     * @return the step, when there is one and the table allows it
     */
    static Optional<Step> after(RetrievalState state, int aisle, @Nullable CommandId command, EdgeEvent event) {
        return meaning(state, aisle, command, event)
                .filter(step -> step.next() != state && state.mayBecome(step.next()));
    }

    private static Optional<Step> meaning(
            RetrievalState state, int aisle, @Nullable CommandId command, EdgeEvent event) {
        if (event instanceof EdgeEvent.CommandEnded ended) {
            return ended.command().equals(command) && state != RetrievalState.OPEN
                    ? afterOutcome(ended.outcome())
                    : Optional.empty();
        }
        if (event instanceof EdgeEvent.MotionStarted started) {
            return afterMotionStarted(state, command, started);
        }
        if (event instanceof EdgeEvent.MotionStopped stopped) {
            return afterMotionStopped(state, aisle, command, stopped);
        }
        return Optional.empty();
    }

    private static Optional<Step> afterOutcome(CommandOutcome outcome) {
        if (outcome instanceof CommandOutcome.Executed executed) {
            // Motion has only begun: the aisle is open when the carriages have come to rest.
            return executed.moved() ? Optional.empty() : Optional.of(Step.to(RetrievalState.OPEN));
        }
        if (outcome instanceof CommandOutcome.Refused refused) {
            return Optional.of(new Step(RetrievalState.REFUSED, refused.code().code(), refused.detail()));
        }
        if (outcome instanceof CommandOutcome.Expired expired) {
            return Optional.of(new Step(RetrievalState.EXPIRED, "command-expired", expired.lateByMillis() + " ms"));
        }
        if (outcome instanceof CommandOutcome.Unknown unknown) {
            return Optional.of(new Step(RetrievalState.UNKNOWN, "outcome-unknown", unknown.detail()));
        }
        throw new IllegalStateException("an outcome that is none of the four: " + outcome);
    }

    private static Optional<Step> afterMotionStarted(
            RetrievalState state, @Nullable CommandId command, EdgeEvent.MotionStarted started) {
        boolean ours = command != null && command.equals(started.cause());
        return state == RetrievalState.OPEN && !ours
                ? Optional.of(new Step(RetrievalState.UNKNOWN, "moved-by-another", "the carriages move again"))
                : Optional.empty();
    }

    private static Optional<Step> afterMotionStopped(
            RetrievalState state, int aisle, @Nullable CommandId command, EdgeEvent.MotionStopped stopped) {
        boolean ours = command != null && command.equals(stopped.cause());
        if (Objects.equals(stopped.openAisle(), aisle)) {
            // An aisle that stands open stands open, whoever moved it; but before our command is under way it says
            // nothing.
            return ours || state == RetrievalState.UNKNOWN
                    ? Optional.of(Step.to(RetrievalState.OPEN))
                    : Optional.empty();
        }
        if (!ours) {
            return Optional.empty();
        }
        Integer open = stopped.openAisle();
        return Optional.of(new Step(
                RetrievalState.STOPPED,
                RefusalCode.STOPPED.code(),
                open == null ? "open aisle unknown" : "open aisle " + open));
    }
}
