package org.archivevault.server.alarm.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.archivevault.server.alarm.rule.Machine.Sample;
import org.archivevault.server.alarm.rule.Machine.Signal;
import org.archivevault.server.alarm.rule.Machine.Tick;
import org.junit.jupiter.api.Test;

class SilenceTest {
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final Silence SILENCE = new Silence(Duration.ofMinutes(15));
    private static final long LONGEST = 15 * 60 + Silence.LAG.toSeconds();

    @Test
    void aSensorIsSilentWhenNothingWasHeardOfItWhileTheServerListened() {
        Silence.Memory state = SILENCE.fresh(tick(0, 0));
        assertThat(SILENCE.tick(state, tick(LONGEST - 1, LONGEST - 1)).signals())
                .isEmpty();
        Machine.Turn<Silence.Memory> turn = SILENCE.tick(state, tick(LONGEST, LONGEST));
        assertThat(turn.signals())
                .singleElement()
                .isInstanceOfSatisfying(
                        Signal.Raised.class,
                        raised -> assertThat(raised.since()).isEqualTo(NOON));
        // once, and its next word ends it
        assertThat(SILENCE.tick(turn.state(), tick(2 * LONGEST, 2 * LONGEST)).signals())
                .isEmpty();
        assertThat(SILENCE.on(turn.state(), word(3000, 3000)).signals())
                .singleElement()
                .isInstanceOf(Signal.Cleared.class);
    }

    @Test
    void timeInWhichTheServerDidNotListenIsNoSilence() {
        Silence.Memory state = SILENCE.fresh(tick(0, 0));
        // a week on the wall clock, ten minutes of listening
        assertThat(SILENCE.tick(state, tick(7 * 86_400, 600)).signals()).isEmpty();
        assertThat(SILENCE.tick(state, tick(7 * 86_400 + 400, 1_000)).signals()).hasSize(1);
    }

    @Test
    void whatIsRememberedLagsByLittleAndNeverMakesItSilentTooSoon() {
        Silence.Memory state = SILENCE.fresh(tick(0, 0));
        int written = 0;
        for (int second = 1; second <= 100; second++) {
            Silence.Memory next = SILENCE.on(state, word(second, second)).state();
            written += next.equals(state) ? 0 : 1;
            state = next;
        }
        assertThat(written).isEqualTo(10);
        long due = 100 + 15 * 60;
        assertThat(SILENCE.tick(state, tick(due, due)).signals()).isEmpty();
        assertThat(SILENCE.tick(state, tick(due + 10, due + 10)).signals()).hasSize(1);
    }

    private static Tick tick(long second, long listened) {
        return new Tick(NOON.plusSeconds(second), Duration.ofSeconds(listened), true);
    }

    private static Sample word(long second, long listened) {
        return new Sample(1, NOON.plusSeconds(second), tick(second, listened));
    }
}
