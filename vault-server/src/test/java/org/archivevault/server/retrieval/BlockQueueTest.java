package org.archivevault.server.retrieval;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.archivevault.protocol.pack.PackNo;
import org.archivevault.server.retrieval.BlockQueue.Entry;
import org.archivevault.server.retrieval.BlockQueue.Verdict;
import org.junit.jupiter.api.Test;

class BlockQueueTest {
    private static final PackNo PACK = new PackNo("P-99");

    private static Entry entry(long ticket, String subject, int aisle, RetrievalState state) {
        return new Entry(
                new UUID(7, ticket),
                ticket,
                subject,
                subject.toUpperCase(java.util.Locale.ROOT),
                "WO-" + ticket,
                new PackNo("P-" + ticket),
                aisle,
                state);
    }

    @Test
    void aFreeBlockIsGivenAtOnce() {
        assertThat(new BlockQueue(List.of()).admit("li", PACK, 3).verdict()).isEqualTo(Verdict.GO);
    }

    @Test
    void aHeldBlockMakesTheNextWaitAndSaysForWhom() {
        BlockQueue queue = new BlockQueue(List.of(entry(1, "li", 3, RetrievalState.OPENING)));

        BlockQueue.Admission admission = queue.admit("wang", PACK, 3);

        assertThat(admission.verdict()).isEqualTo(Verdict.WAIT);
        assertThat(admission.position()).isEqualTo(1);
        assertThat(admission.other())
                .hasValueSatisfying(e -> assertThat(e.displayName()).isEqualTo("LI"));
    }

    @Test
    void nobodyPassesThoseWhoWaitAlready() {
        BlockQueue queue = new BlockQueue(List.of(
                entry(2, "wang", 4, RetrievalState.WAITING),
                entry(1, "li", 3, RetrievalState.OPEN),
                entry(3, "zhao", 4, RetrievalState.WAITING)));

        assertThat(queue.admit("qian", PACK, 3).position()).isEqualTo(3);
        assertThat(queue.positionOf(new UUID(7, 3))).isEqualTo(2);
        assertThat(queue.next()).isEmpty();
    }

    @Test
    void theSamePersonSharesTheAisleThatStandsOpenForThemButNoOther() {
        BlockQueue queue = new BlockQueue(List.of(entry(1, "li", 3, RetrievalState.OPEN)));

        assertThat(queue.admit("li", PACK, 3).verdict()).isEqualTo(Verdict.SHARE);
        assertThat(queue.admit("li", PACK, 4).verdict()).isEqualTo(Verdict.WAIT);
        assertThat(queue.admit("wang", PACK, 3).verdict()).isEqualTo(Verdict.WAIT);
    }

    @Test
    void anAisleThatIsStillOpeningOrUncertainIsNotShared() {
        for (RetrievalState state : List.of(RetrievalState.OPENING, RetrievalState.UNKNOWN, RetrievalState.OFFERED)) {
            assertThat(new BlockQueue(List.of(entry(1, "li", 3, state)))
                            .admit("li", PACK, 3)
                            .verdict())
                    .as("state %s", state)
                    .isEqualTo(Verdict.WAIT);
        }
    }

    @Test
    void askingTwiceForOnePackIsOneRetrieval() {
        BlockQueue queue = new BlockQueue(
                List.of(entry(1, "li", 3, RetrievalState.OPEN), entry(2, "wang", 4, RetrievalState.WAITING)));

        BlockQueue.Admission again = queue.admit("wang", new PackNo("P-2"), 4);

        assertThat(again.verdict()).isEqualTo(Verdict.SAME);
        assertThat(again.position()).isEqualTo(1);
    }

    @Test
    void theOneWhoWaitedLongestIsNextOnceNobodyKeepsTheBlock() {
        BlockQueue queue = new BlockQueue(
                List.of(entry(5, "zhao", 4, RetrievalState.WAITING), entry(4, "wang", 4, RetrievalState.WAITING)));

        assertThat(queue.next()).hasValueSatisfying(e -> assertThat(e.subject()).isEqualTo("wang"));
        assertThat(queue.admit("li", PACK, 4).verdict()).isEqualTo(Verdict.WAIT);
    }

    @Test
    void anOfferKeepsTheBlockForThePersonItWasMadeTo() {
        BlockQueue queue = new BlockQueue(
                List.of(entry(4, "wang", 4, RetrievalState.OFFERED), entry(5, "zhao", 4, RetrievalState.WAITING)));

        assertThat(queue.next()).isEmpty();
        assertThat(queue.admit("li", PACK, 4).other())
                .hasValueSatisfying(e -> assertThat(e.subject()).isEqualTo("wang"));
    }

    @Test
    void theQueueHasAnEnd() {
        List<Entry> entries = new ArrayList<>(List.of(entry(1, "li", 3, RetrievalState.OPEN)));
        for (int i = 0; i < BlockQueue.MAX_WAITING; i++) {
            entries.add(entry(2 + i, "p" + i, 4, RetrievalState.WAITING));
        }

        assertThat(new BlockQueue(entries).admit("last", PACK, 4).verdict()).isEqualTo(Verdict.FULL);
    }
}
