package org.archivevault.edge.modbus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.archivevault.edge.modbus.Breaker.State;
import org.junit.jupiter.api.Test;

class BreakerTest {
    private static final Backoff PAUSES = new Backoff(Duration.ofNanos(100), Duration.ofNanos(350));
    private static final boolean READ = true;
    private static final boolean WRITE = false;

    @Test
    void staysClosedBelowTheThreshold() {
        Breaker twoFailures = fail(fail(Breaker.NEW, 1), 2);
        assertThat(twoFailures.allows(3, WRITE)).isTrue();
        assertThat(fail(twoFailures.answered(), 4).state()).isEqualTo(State.CLOSED);
    }

    @Test
    void opensAtTheThresholdForThePause() {
        Breaker open = open(1_000);
        assertThat(open.allows(1_099, READ)).isFalse();
        assertThat(open.remaining(1_000)).isEqualTo(Duration.ofNanos(100));
        assertThat(open.allows(1_100, READ)).isTrue();
        assertThat(open.remaining(1_100)).isZero();
    }

    @Test
    void letsOneReadProbeAndNoWrite() {
        Breaker open = open(1_000);
        assertThat(open.allows(1_100, WRITE)).isFalse();
        Breaker probing = open.asked(1_100);
        assertThat(probing.state()).isEqualTo(State.HALF_OPEN);
        assertThat(probing.allows(1_100, READ)).isFalse();
        assertThat(probing.answered().allows(1_101, WRITE)).isTrue();
    }

    @Test
    void pausesLongerAfterEachFailedProbeUpToTheLongest() {
        Breaker breaker = open(0);
        long now = 100;
        for (long pause : new long[] {200, 350, 350}) {
            breaker = fail(breaker.asked(now), now);
            assertThat(breaker.remaining(now)).isEqualTo(Duration.ofNanos(pause));
            now += pause;
        }
    }

    @Test
    void mayProbeAgainAtOnceWhenTheProbeGaveWay() {
        assertThat(open(0).asked(100).undecided().allows(101, READ)).isTrue();
    }

    @Test
    void isNotMovedByAnUrgentWriteThatFailsWhileOpen() {
        Breaker open = open(0);
        assertThat(fail(open.asked(50), 50).remaining(50)).isEqualTo(Duration.ofNanos(50));
    }

    @Property
    void worksWhereverTheClockStands(@ForAll @LongRange(min = Long.MIN_VALUE, max = Long.MAX_VALUE) long now) {
        Breaker open = open(now);
        assertThat(open.allows(now + 99, READ)).isFalse();
        assertThat(open.allows(now + 100, READ)).isTrue();
    }

    @Test
    void doublesPausesWithoutOverflow() {
        Backoff backoff = new Backoff(Duration.ofMillis(50), Duration.ofDays(36_500));
        assertThat(backoff.after(1)).isEqualTo(Duration.ofMillis(50));
        assertThat(backoff.after(3)).isEqualTo(Duration.ofMillis(200));
        assertThat(backoff.after(Integer.MAX_VALUE)).isPositive();
        assertThatIllegalArgumentException().isThrownBy(() -> backoff.after(0));
        assertThatIllegalArgumentException().isThrownBy(() -> new Backoff(Duration.ZERO, Duration.ofMillis(1)));
    }

    @Test
    void pausesBeforeReconnectingGrowOnlyWhileNothingAnswers() {
        Pause pause = Pause.none(0);
        assertThat(pause.remaining(0)).isZero();
        pause = pause.afterUseless(0, PAUSES).afterUseless(0, PAUSES);
        assertThat(pause.remaining(0)).isEqualTo(Duration.ofNanos(200));
        assertThat(pause.afterAnswer().afterUseless(0, PAUSES).remaining(0)).isEqualTo(Duration.ofNanos(100));
        assertThat(pause.afterWorking(0).remaining(0)).isEqualTo(Pause.AFTER_WORKING_CONNECTION);
    }

    private static Breaker open(long now) {
        return fail(fail(fail(Breaker.NEW, now), now), now);
    }

    private static Breaker fail(Breaker breaker, long now) {
        return breaker.failed(now, 3, PAUSES);
    }
}
