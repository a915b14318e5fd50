package org.archivevault.server.retrieval;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.archivevault.protocol.address.BlockId;
import org.archivevault.protocol.command.CommandId;
import org.archivevault.protocol.command.CommandOutcome;
import org.archivevault.protocol.command.RefusalCode;
import org.archivevault.protocol.event.EdgeEvent;
import org.archivevault.server.retrieval.RetrievalProgress.Step;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RetrievalProgressTest {
    private static final BlockId BLOCK = BlockId.parse("ES-V1-B1");
    private static final CommandId OURS = new CommandId(new UUID(0, 1));
    private static final CommandId ANOTHER = new CommandId(new UUID(0, 2));
    private static final int AISLE = 3;

    private static Optional<RetrievalState> after(RetrievalState state, EdgeEvent event) {
        return RetrievalProgress.after(state, AISLE, OURS, event).map(Step::next);
    }

    private static EdgeEvent ended(CommandId command, CommandOutcome outcome) {
        return new EdgeEvent.CommandEnded(command, BLOCK, outcome);
    }

    private static EdgeEvent stopped(@Nullable Integer openAisle, @Nullable CommandId cause) {
        return new EdgeEvent.MotionStopped(BLOCK, openAisle, cause, null);
    }

    @Test
    void theAisleIsOpenWhenTheCarriagesRestAndNotWhenTheyBegin() {
        assertThat(after(RetrievalState.OPENING, ended(OURS, new CommandOutcome.Executed(true))))
                .isEmpty();
        assertThat(after(RetrievalState.OPENING, stopped(AISLE, OURS))).contains(RetrievalState.OPEN);
    }

    @Test
    void anAisleThatStoodOpenAlreadyIsOpenAtOnce() {
        assertThat(after(RetrievalState.OPENING, ended(OURS, new CommandOutcome.Executed(false))))
                .contains(RetrievalState.OPEN);
    }

    @Test
    void carriagesThatRestElsewhereHaveBeenStopped() {
        assertThat(after(RetrievalState.OPENING, stopped(0, OURS))).contains(RetrievalState.STOPPED);
        assertThat(after(RetrievalState.OPENING, stopped(null, OURS))).contains(RetrievalState.STOPPED);
        assertThat(after(RetrievalState.OPENING, stopped(AISLE + 1, OURS))).contains(RetrievalState.STOPPED);
    }

    @Test
    void everyOutcomeThatIsNotExecutedEndsOrClouds() {
        CommandOutcome refused = new CommandOutcome.Refused(RefusalCode.DOOR_OPEN, "");
        assertThat(RetrievalProgress.after(RetrievalState.OPENING, AISLE, OURS, ended(OURS, refused)))
                .contains(new Step(RetrievalState.REFUSED, "door-open", ""));
        assertThat(after(RetrievalState.OPENING, ended(OURS, new CommandOutcome.Expired(5))))
                .contains(RetrievalState.EXPIRED);
        assertThat(after(RetrievalState.OPENING, ended(OURS, new CommandOutcome.Unknown(""))))
                .contains(RetrievalState.UNKNOWN);
    }

    @Test
    void anotherCommandsEndAndMotionMeanNothingToAnOpeningOne() {
        assertThat(after(RetrievalState.OPENING, ended(ANOTHER, new CommandOutcome.Expired(5))))
                .isEmpty();
        assertThat(after(RetrievalState.OPENING, stopped(AISLE, ANOTHER))).isEmpty();
        assertThat(after(RetrievalState.OPENING, stopped(0, null))).isEmpty();
    }

    @Test
    void whatBecameOfAnUnknownOneIsTakenFromALateWord() {
        assertThat(after(RetrievalState.UNKNOWN, stopped(AISLE, OURS))).contains(RetrievalState.OPEN);
        assertThat(after(RetrievalState.UNKNOWN, ended(OURS, new CommandOutcome.Expired(9))))
                .contains(RetrievalState.EXPIRED);
        assertThat(after(RetrievalState.UNKNOWN, ended(OURS, new CommandOutcome.Unknown("still"))))
                .isEmpty();
    }

    @Test
    void anOpenAisleThatSomebodyElseMovesIsNotKnownToBeOpenUntilItRestsOpen() {
        EdgeEvent localButton = new EdgeEvent.MotionStarted(BLOCK, null, null);
        assertThat(after(RetrievalState.OPEN, localButton)).contains(RetrievalState.UNKNOWN);
        assertThat(after(RetrievalState.UNKNOWN, stopped(AISLE, null))).contains(RetrievalState.OPEN);
        assertThat(after(RetrievalState.UNKNOWN, stopped(AISLE + 1, null))).isEmpty();
    }

    @Test
    void theEndOfItsOwnCommandDoesNotTouchAnAisleThatIsOpenAlready() {
        assertThat(after(RetrievalState.OPEN, ended(OURS, new CommandOutcome.Unknown("late"))))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void noEventEverBreaksTheTable(RetrievalState state) {
        List<EdgeEvent> events = List.of(
                ended(OURS, new CommandOutcome.Executed(true)),
                ended(OURS, new CommandOutcome.Executed(false)),
                ended(OURS, new CommandOutcome.Refused(RefusalCode.OBSTRUCTION, "2")),
                ended(OURS, new CommandOutcome.Expired(1)),
                ended(OURS, new CommandOutcome.Unknown("")),
                new EdgeEvent.MotionStarted(BLOCK, AISLE, OURS),
                new EdgeEvent.MotionStarted(BLOCK, null, null),
                stopped(AISLE, OURS),
                stopped(0, OURS),
                stopped(AISLE, null));
        for (EdgeEvent event : events) {
            after(state, event)
                    .ifPresent(next -> assertThat(state.mayBecome(next))
                            .as("%s after %s", state, event)
                            .isTrue());
        }
    }
}
