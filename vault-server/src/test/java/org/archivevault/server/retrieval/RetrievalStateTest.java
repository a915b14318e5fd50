package org.archivevault.server.retrieval;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RetrievalStateTest {
    @ParameterizedTest
    @EnumSource
    void everyStateIsReachedFromAskingAndLeadsToAnEnd(RetrievalState state) {
        assertThat(reachableFrom(RetrievalState.REQUESTED)).contains(state);
        assertThat(reachableFrom(state)).anyMatch(RetrievalState::isFinal);
    }

    @ParameterizedTest
    @EnumSource
    void nothingHoldsABlockForEver(RetrievalState state) {
        if (state.keepsBlock()) {
            assertThat(state.isFinal()).isFalse();
        }
    }

    @Test
    void aWaitingRequestNeverBecomesMotionWithoutAnOfferThatSomebodyTakesUp() {
        assertThat(RetrievalState.WAITING.mayBecome(RetrievalState.OPENING)).isFalse();
        assertThat(RetrievalState.WAITING.mayBecome(RetrievalState.OPEN)).isFalse();
        assertThat(RetrievalState.OFFERED.mayBecome(RetrievalState.OPENING)).isTrue();
    }

    @Test
    void whileCarriagesMayMoveARetrievalCannotBeGivenUp() {
        assertThat(RetrievalState.OPENING.mayBecome(RetrievalState.CANCELLED)).isFalse();
        assertThat(RetrievalState.OPENING.mayBecome(RetrievalState.CLOSED)).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void itsNameSurvivesTheWayThroughTheWire(RetrievalState state) {
        assertThat(RetrievalState.of(state.wireName())).isSameAs(state);
    }

    private static Set<RetrievalState> reachableFrom(RetrievalState start) {
        EnumSet<RetrievalState> seen = EnumSet.of(start);
        Deque<RetrievalState> open = new ArrayDeque<>(seen);
        while (!open.isEmpty()) {
            RetrievalState from = open.removeFirst();
            for (RetrievalState next : RetrievalState.values()) {
                if (from.mayBecome(next) && seen.add(next)) {
                    open.addLast(next);
                }
            }
        }
        return seen;
    }
}
