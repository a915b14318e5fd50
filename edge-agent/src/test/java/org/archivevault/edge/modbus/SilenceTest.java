package org.archivevault.edge.modbus;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SilenceTest {
    private static final long MILLI = 1_000_000;
    private final Vertx vertx = Vertx.vertx();

    @AfterAll
    void stop() {
        Waits.get(vertx.close());
    }

    @Test
    void startsQuietBecauseAnEarlierProcessMayHaveAsked() {
        Silence fresh = new Silence(Duration.ofMillis(4), Duration.ofMillis(300), 0);
        assertThat(fresh.isQuiet(299 * MILLI)).isTrue();
        assertThat(fresh.isQuiet(300 * MILLI)).isFalse();
        assertThat(fresh.nanosLeft(waiting(false), 0)).isEqualTo(300 * MILLI);
    }

    @Test
    void keepsTheSilenceBetweenFramesAfterTheLastByte() {
        Silence line = new Silence(Duration.ofMillis(4), Duration.ofMillis(300), 0);
        line.traffic(1_000 * MILLI);
        assertThat(line.nanosLeft(waiting(false), 1_001 * MILLI)).isEqualTo(3 * MILLI);
    }

    @Test
    void listensBeforeEveryRequestEvenOnALineLongSilent() {
        Silence line = new Silence(Duration.ofMillis(4), Duration.ofMillis(300), 0);
        Waiting<?> next = waiting(false);
        assertThat(line.nanosLeft(next, 9_000 * MILLI)).isEqualTo(MILLI);
        assertThat(line.nanosLeft(next, 9_001 * MILLI)).isNotPositive();
        assertThat(line.nanosLeft(waiting(false), 9_001 * MILLI)).isEqualTo(MILLI);
    }

    @Test
    void letsAnUrgentWriteOutAfterTheEndOfAFrameAlthoughTheLineIsQuiet() {
        Silence line = new Silence(Duration.ofMillis(4), Duration.ofMillis(300), 0);
        line.traffic(1_000 * MILLI);
        line.failure(1_000 * MILLI);
        assertThat(line.nanosLeft(waiting(false), 1_000 * MILLI)).isEqualTo(300 * MILLI);
        assertThat(line.nanosLeft(waiting(true), 1_000 * MILLI)).isEqualTo(4 * MILLI);
    }

    @Test
    void isNotNeededWhereAnswersCarryTransactionIds() {
        Silence none = Silence.notNeeded(0);
        none.traffic(10);
        none.failure(10);
        assertThat(none.isQuiet(10)).isFalse();
        assertThat(none.nanosLeft(waiting(false), 10)).isNotPositive();
    }

    @Test
    void theQueueIsBoundedAndLetsUrgentRequestsPass() {
        RequestQueue queue = new RequestQueue();
        Waiting<?> first = waiting(false);
        assertThat(queue.offer(first)).isTrue();
        for (int i = 1; i < RequestQueue.MOST_WAITING; i++) {
            assertThat(queue.offer(waiting(false))).isTrue();
        }
        assertThat(queue.offer(waiting(false))).isFalse();
        Waiting<?> stop = waiting(true);
        Waiting<?> secondStop = waiting(true);
        assertThat(queue.offer(stop)).isTrue();
        assertThat(queue.offer(secondStop)).isTrue();
        assertThat(queue.peek()).isSameAs(stop);
        queue.remove();
        assertThat(queue.peek()).isSameAs(secondStop);
        queue.remove();
        assertThat(queue.peek()).isSameAs(first);
        assertThat(queue.drain()).hasSize(RequestQueue.MOST_WAITING).first().isSameAs(first);
        assertThat(queue.peek()).isNull();
    }

    private Waiting<?> waiting(boolean urgent) {
        return new Waiting<>(Requests.writeCoil(1, 0, true), urgent, WriteGate.open(), vertx.getOrCreateContext());
    }
}
