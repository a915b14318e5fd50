package org.archivevault.link.edge;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LaneProgressTest {
    private static final LaneProgress SENT = LaneProgress.START.sent(200, 1_000);

    @Test
    void theAnswerToTheBatchOnItsWayEndsIt() {
        assertThat(SENT.answered(200)).isEqualTo(new LaneProgress(200, 0, 0, LaneProgress.NOT_SILENT));
    }

    @Test
    void anAnswerToAnEarlierBatchLeavesTheOneOnItsWay() {
        LaneProgress second = SENT.answered(200).sent(400, 2_000);
        assertThat(second.answered(200)).isEqualTo(second);
        assertThat(second.answered(300).inFlight()).isTrue();
    }

    @Test
    void aServerThatHasForgottenIsSentItAgainFromThere() {
        LaneProgress second = SENT.answered(200).sent(400, 2_000);
        assertThat(second.answered(50)).isEqualTo(new LaneProgress(50, 0, 0, LaneProgress.NOT_SILENT));
    }

    @Test
    void withoutAnAnswerItIsOverdueAfterTwoSecondsAndNotBefore() {
        assertThat(SENT.overdue(2_999)).isFalse();
        assertThat(SENT.overdue(3_000)).isTrue();
        assertThat(SENT.again().overdue(9_000)).isFalse();
        assertThat(SENT.again().committed()).isZero();
    }

    @Test
    void sendingAgainIsNoAnswer() {
        LaneProgress repeated = SENT.again().sent(200, 3_000).again().sent(200, 5_000);
        assertThat(SENT.silent(2_999)).isFalse();
        assertThat(repeated.silent(5_000)).isTrue();
        assertThat(repeated.answered(200).silent(99_000)).isFalse();
    }
}
