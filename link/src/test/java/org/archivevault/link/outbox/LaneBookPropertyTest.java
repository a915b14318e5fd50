package org.archivevault.link.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

class LaneBookPropertyTest {
    private static final int SIZE = 100;

    @Property
    void numbersNeverRepeatAndNeverSkipWhateverIsTakenAway(
            @ForAll @Size(max = 60) List<@IntRange(min = 0, max = 5) Integer> takeAfterEachAppend) {
        LaneBook book = LaneBook.empty(0);
        long expected = 1;
        for (int take : takeAfterEachAppend) {
            assertThat(book.nextSeq()).isEqualTo(expected++);
            book = book.appended(SIZE);
            long upTo = Math.min(book.oldestSeq() + take - 1, book.lastSeq());
            book = book.without(upTo, SIZE * Math.max(0, upTo - book.oldestSeq() + 1));
            assertThat(book.bytes()).isEqualTo(SIZE * book.count());
        }
    }

    @Property
    void takingAwayWhatIsGoneAlreadyChangesNothing(
            @ForAll @LongRange(min = 0, max = 1000) long last, @ForAll @LongRange(min = 0, max = 1000) long upTo) {
        LaneBook empty = LaneBook.empty(last);
        assertThat(empty.without(Math.min(upTo, last), 0)).isEqualTo(empty);
    }

    @Property
    void whatGoesWhenTheLaneIsFullIsAtLeastOneAndATenthAndNeverAll(
            @ForAll @LongRange(min = 1, max = 100_000) long count,
            @ForAll @LongRange(min = 0, max = 1000) long before) {
        LaneBook book = new LaneBook(before + 1, before + count, count * SIZE);
        long dropped = book.dropUpTo() - before;
        assertThat(dropped).isBetween(1L, Math.max(1, count / 2));
    }
}
