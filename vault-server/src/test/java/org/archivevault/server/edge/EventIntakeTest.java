package org.archivevault.server.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.archivevault.protocol.event.EdgeEvent;
import org.archivevault.protocol.event.Lane;
import org.archivevault.protocol.link.EdgeId;
import org.archivevault.protocol.link.EventBatch;
import org.archivevault.protocol.link.SequencedEvent;
import org.archivevault.server.edge.EventIntake.Gap;
import org.junit.jupiter.api.Test;

class EventIntakeTest {
    private static EventBatch batch(long oldestSeq, Long... seqs) {
        List<SequencedEvent> events = Arrays.stream(seqs)
                .map(seq -> new SequencedEvent(seq, Instant.EPOCH, new EdgeEvent.EdgeStarted("1", "d")))
                .toList();
        return new EventBatch(new EdgeId("edge-v1"), new UUID(1, 1), Lane.ACCESS, oldestSeq, events);
    }

    private static List<Long> seqs(EventIntake intake) {
        return intake.fresh().stream().map(SequencedEvent::seq).toList();
    }

    @Test
    void theNextEventsAreFresh() {
        EventIntake intake = EventIntake.of(4, batch(5, 5L, 6L, 7L));

        assertThat(seqs(intake)).containsExactly(5L, 6L, 7L);
        assertThat(intake.cursor()).isEqualTo(7);
        assertThat(intake.gaps()).isEmpty();
    }

    @Test
    void whatIsCommittedAlreadyIsNotTakenInAgain() {
        assertThat(EventIntake.of(7, batch(5, 5L, 6L, 7L)).fresh()).isEmpty();
        assertThat(EventIntake.of(7, batch(5, 5L, 6L, 7L)).cursor()).isEqualTo(7);
        assertThat(seqs(EventIntake.of(6, batch(5, 5L, 6L, 7L)))).containsExactly(7L);
    }

    @Test
    void whatTheEdgeNoLongerHasIsAGap() {
        EventIntake intake = EventIntake.of(4, batch(8, 8L, 9L));

        assertThat(intake.gaps()).containsExactly(new Gap(5, 7));
        assertThat(seqs(intake)).containsExactly(8L, 9L);
        assertThat(intake.cursor()).isEqualTo(9);
    }

    @Test
    void aHoleWithinABatchIsAGap() {
        EventIntake intake = EventIntake.of(2, batch(3, 3L, 4L, 9L));

        assertThat(intake.gaps()).containsExactly(new Gap(5, 8));
        assertThat(intake.cursor()).isEqualTo(9);
    }

    @Test
    void aBatchThatOvertookAnotherIsNotAGapButMustComeAgain() {
        EventIntake intake = EventIntake.of(4, batch(5, 8L, 9L));

        assertThat(intake.outOfTurn()).isTrue();
        assertThat(intake.fresh()).isEmpty();
        assertThat(intake.gaps()).isEmpty();
        assertThat(intake.cursor()).isEqualTo(4);
    }

    @Test
    void whateverIsLostRepeatedOrOvertakenEachEventIsTakenOnceAndInOrder() {
        long seed = System.nanoTime();
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        for (int run = 0; run < 200; run++) {
            List<Long> taken = deliver(random, 60);
            assertThat(taken).as("seed %d run %d", seed, run).isSorted().doesNotHaveDuplicates();
            assertThat(new TreeSet<>(taken)).as("seed %d run %d", seed, run).hasSize(60);
        }
    }

    /** An edge that sends from its oldest, a wire that drops batches, repeats them and loses acknowledgements. */
    private static List<Long> deliver(RandomGenerator random, int total) {
        List<Long> taken = new ArrayList<>();
        long committed = 0;
        long acknowledged = 0;
        List<EventBatch> underway = new ArrayList<>();
        while (acknowledged < total) {
            long from = acknowledged + 1;
            long to = Math.min(total, from + random.nextInt(1, 12));
            Long[] seqs = new Long[(int) (to - from + 1)];
            Arrays.setAll(seqs, i -> from + i);
            underway.add(batch(from, seqs));
            if (random.nextInt(4) == 0) {
                continue;
            }
            EventBatch next = underway.get(random.nextInt(underway.size()));
            EventIntake intake = EventIntake.of(committed, next);
            taken.addAll(seqs(intake));
            assertThat(intake.gaps()).isEmpty();
            committed = intake.cursor();
            if (random.nextInt(3) != 0) {
                acknowledged = committed;
            }
        }
        return taken;
    }
}
