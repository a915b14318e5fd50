package org.archivevault.edge.tags;

import static org.archivevault.edge.tags.Played.A;
import static org.archivevault.edge.tags.Played.B1_02A;
import static org.archivevault.edge.tags.Played.B1_02B;
import static org.archivevault.edge.tags.Played.B2_02A;
import static org.archivevault.edge.tags.Played.DESK;
import static org.archivevault.edge.tags.Played.INNER;
import static org.archivevault.edge.tags.Played.OUTER;
import static org.archivevault.edge.tags.Played.tid;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.archivevault.protocol.event.EdgeEvent.TagSuspected;
import org.archivevault.protocol.tag.TagSuspicion;
import org.archivevault.protocol.tag.Tid;
import org.junit.jupiter.api.Test;

/** What may be wrong with a tag. */
final class SuspicionTest {
    private static List<TagSuspicion> suspicions(Played world) {
        return world.told(TagSuspected.class).stream()
                .map(TagSuspected::suspicion)
                .toList();
    }

    @Test
    void oneEpcWithTwoTidsIsToldOnceAndNamesBoth() {
        // GIVEN a tag at the desk
        Played world = new Played().put(A, DESK, -50, tid(1)).settled();
        // WHEN another one answers the same for an hour
        world.put(A, DESK, -50, tid(2)).pass(3_600_000);
        // THEN it is told, once
        assertThat(world.told(TagSuspected.class)).singleElement().satisfies(s -> {
            assertThat(s.suspicion()).isEqualTo(TagSuspicion.CLONE);
            assertThat(s.detail()).contains(tid(1).value(), tid(2).value(), "desk");
        });
        // AND a third one is another pair
        world.put(A, DESK, -50, tid(3)).pass(10_000);
        assertThat(suspicions(world)).hasSize(2);
        world.put(A, DESK, -50, tid(2)).pass(10_000);
        world.put(A, DESK, -50, tid(1)).pass(10_000);
        assertThat(suspicions(world)).hasSize(2);
    }

    @Test
    void aCloneIsNoticedAlsoAfterTheFirstTagHasGone() {
        Played world = new Played().put(A, DESK, -50, tid(1)).settled();
        world.take(A, DESK).pass(600_000).put(A, DESK, -50, tid(2)).pass(5_000);
        assertThat(suspicions(world)).containsExactly(TagSuspicion.CLONE);
    }

    @Test
    void oneStrangeTidIsAReadError() {
        Played world = new Played().put(A, DESK, -50, tid(1)).settled();
        world.glimpse(A, DESK, tid(2));
        world.pass(600_000);
        assertThat(suspicions(world)).isEmpty();
    }

    @Test
    void aTidThatIsReadOnlyInPartIsTheSame() {
        Played world = new Played().put(A, DESK, -50, new Tid("E2801160")).settled();
        world.put(A, DESK, -50, tid(1)).pass(5_000);
        assertThat(suspicions(world)).isEmpty();
        world.put(A, DESK, -50, tid(2)).pass(5_000);
        assertThat(suspicions(world)).containsExactly(TagSuspicion.CLONE);
    }

    @Test
    void atADeskAndOnAFaceAtTheSameTimeNobodyCanBe() {
        Played world = new Played().put(A, B1_02A).settled();
        world.put(A, DESK).pass(3_600_000);
        assertThat(suspicions(world)).containsExactly(TagSuspicion.IMPOSSIBLE_TRAVEL);
        assertThat(world.told(TagSuspected.class).get(0).detail()).contains("b1-02a", "desk");
    }

    @Test
    void fromOneBlockToAnotherInNoTimeNobodyWalks() {
        Played world = new Played().put(A, B1_02A).settled();
        world.put(A, B2_02A).pass(10_000);
        assertThat(suspicions(world)).containsExactly(TagSuspicion.IMPOSSIBLE_TRAVEL);
    }

    @Test
    void aPackThatIsCarriedRaisesNothing() {
        // GIVEN a pack carried from the face over the desk through the gate, at a walk
        Played world = new Played().put(A, B1_02A, -50, tid(1)).settled();
        world.take(A, B1_02A).pass(3_000);
        world.put(A, DESK, -50, tid(1)).pass(5_000);
        world.take(A, DESK).put(A, INNER, -50, tid(1)).pass(600);
        world.take(A, INNER).put(A, OUTER, -50, tid(1)).pass(600);
        world.take(A, OUTER).pass(10_000);
        assertThat(suspicions(world)).isEmpty();
    }

    @Test
    void ghostsRaiseNothing() {
        Played world = new Played().put(A, B1_02A).settled();
        for (int i = 0; i < 50; i++) {
            world.glimpse(A, i % 2 == 0 ? DESK : OUTER, -40);
            world.pass(4_000);
        }
        assertThat(suspicions(world)).isEmpty();
    }

    @Test
    void aGhostWhereATagWasLongAgoRaisesNothing() {
        // GIVEN a pack that went to a block whose reader was away
        Played world = new Played().put(A, B1_02A).settled();
        world.silent(Readers.SHELF_2);
        world.take(A, B1_02A).pass(20_000).put(A, B2_02A).pass(10_000);

        // WHEN a ghost is read where it was, just before that reader is back
        world.glimpse(A, B1_02A, -45);
        world.reading(Readers.SHELF_2);
        world.pass(20_000);
        assertThat(suspicions(world)).isEmpty();
        assertThat(world.story()).containsExactly("A moved b1-02a b2-02a");
    }

    @Test
    void whatIsOverheardFromAfarRaisesNothing() {
        Played world = new Played().put(A, B1_02A).settled();
        world.put(A, DESK, -72).pass(60_000);
        assertThat(suspicions(world)).isEmpty();
    }

    @Test
    void neighbouringFacesMayBothHearIt() {
        Played world = new Played().put(A, B1_02A).settled();
        world.put(A, B1_02B).pass(60_000);
        assertThat(suspicions(world)).isEmpty();
    }
}
