package org.archivevault.link.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.archivevault.link.server.Cursor.Accept;
import org.archivevault.link.server.Cursor.Duplicate;
import org.archivevault.link.server.Cursor.Gap;
import org.archivevault.protocol.event.EdgeEvent;
import org.archivevault.protocol.event.Lane;
import org.archivevault.protocol.link.EdgeId;
import org.archivevault.protocol.link.EventBatch;
import org.archivevault.protocol.link.SequencedEvent;
import org.junit.jupiter.api.Test;

class CursorTest {
    private static EventBatch batch(long... numbers) {
        return new EventBatch(
                new EdgeId("e1"),
                new UUID(1, 1),
                Lane.ACCESS,
                numbers[0],
                LongStream.of(numbers)
                        .mapToObj(
                                n -> new SequencedEvent(n, Instant.EPOCH, new EdgeEvent.EdgeStarted("v" + n, "digest")))
                        .toList());
    }

    private static List<Long> numbers(Accept accept) {
        return accept.newEvents().stream().map(SequencedEvent::seq).toList();
    }

    @Test
    void takesTheNextOnes() {
        assertThat(Cursor.judge(batch(4, 5), 3)).isInstanceOfSatisfying(Accept.class, a -> {
            assertThat(numbers(a)).containsExactly(4L, 5L);
            assertThat(a.gap()).isEmpty();
            assertThat(a.upTo()).isEqualTo(5);
        });
    }

    @Test
    void takesOnlyWhatItDoesNotHave() {
        assertThat(Cursor.judge(batch(2, 3, 4, 5), 3)).isInstanceOfSatisfying(Accept.class, a -> {
            assertThat(numbers(a)).containsExactly(4L, 5L);
            assertThat(a.gap()).isEmpty();
        });
    }

    @Test
    void knowsARepeat() {
        assertThat(Cursor.judge(batch(2, 3), 3)).isEqualTo(new Duplicate(3));
        assertThat(Cursor.judge(batch(2, 3), 7).upTo()).isEqualTo(7);
    }

    @Test
    void namesWhatIsMissing() {
        assertThat(Cursor.judge(batch(7, 8), 3)).isInstanceOfSatisfying(Accept.class, a -> {
            assertThat(a.gap()).isEqualTo(Optional.of(new Gap(4, 6)));
            assertThat(a.upTo()).isEqualTo(8);
        });
    }

    @Test
    void refusesABatchThatIsNotInOrder() {
        for (EventBatch odd : List.of(batch(2, 4), batch(2, 2), batch(3, 2))) {
            assertThat(Cursor.isInOrder(odd)).isFalse();
            assertThatThrownBy(() -> Cursor.judge(odd, 0)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Property
    void whateverIsRepeatedEachEventIsTakenOnceAndInOrder(
            @ForAll @Size(max = 30) List<@IntRange(min = 1, max = 10) Integer> sizes,
            @ForAll @Size(max = 30) List<@LongRange(min = 0, max = 20) Long> stepsBack) {
        long cursor = 0;
        List<Long> taken = new ArrayList<>();
        for (int i = 0; i < sizes.size(); i++) {
            long back = i < stepsBack.size() ? stepsBack.get(i) : 0;
            long first = Math.max(1, cursor + 1 - back);
            long[] numbers = LongStream.range(first, first + sizes.get(i)).toArray();
            Cursor.Judgement judgement = Cursor.judge(batch(numbers), cursor);
            if (judgement instanceof Accept accept) {
                taken.addAll(numbers(accept));
                assertThat(accept.gap()).isEmpty();
            }
            cursor = judgement.upTo();
        }
        assertThat(taken).isEqualTo(LongStream.rangeClosed(1, cursor).boxed().toList());
    }
}
