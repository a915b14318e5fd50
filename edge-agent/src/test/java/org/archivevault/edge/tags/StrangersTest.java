package org.archivevault.edge.tags;

import static org.archivevault.edge.tags.Played.A;
import static org.archivevault.edge.tags.Played.B;
import static org.archivevault.edge.tags.Played.DESK;
import static org.archivevault.edge.tags.Played.INNER;
import static org.archivevault.edge.tags.Played.OUTER;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.archivevault.protocol.event.EdgeEvent.GatePassed;
import org.archivevault.protocol.event.EdgeEvent.TagArrived;
import org.archivevault.protocol.event.EdgeEvent.TagDeparted;
import org.archivevault.protocol.event.EdgeEvent.TagsWithheld;
import org.archivevault.protocol.pack.Epc;
import org.junit.jupiter.api.Test;

/** Foreign tags, or a device that answers with ever new EPCs, do not fill the record; packs are told all the same. */
final class StrangersTest {
    private static final int FLOOD = 5_000;

    /** Every one of them is read often enough to be an arrival, in one moment. */
    private static void flood(Played world, int from, int count) {
        for (int n = from; n < from + count; n++) {
            world.glimpse(stranger(n), DESK, -50);
            world.glimpse(stranger(n), DESK, -50);
        }
    }

    private static Epc stranger(int n) {
        return Played.epc(1_000_000 + n);
    }

    private static long withheld(Played world) {
        return world.told(TagsWithheld.class).stream()
                .mapToLong(TagsWithheld::tags)
                .sum();
    }

    @Test
    void aFloodOfNewTagsIsToldUpToTheAllowanceAndTheRestIsCountedAtOnce() {
        Played world = new Played().settled();

        flood(world, 1, FLOOD);
        world.pass(TagLimits.TICK_MILLIS);

        assertThat(world.told(TagArrived.class)).hasSize(TagLimits.NEW_TAGS_AT_ONCE);
        assertThat(world.told(TagsWithheld.class))
                .containsExactly(new TagsWithheld("desk", FLOOD - TagLimits.NEW_TAGS_AT_ONCE, TagLimits.TICK_MILLIS));

        // AND once they are gone, only what was told as there is told as gone
        world.pass(60_000);
        assertThat(world.told(TagDeparted.class))
                .extracting(TagDeparted::epc)
                .containsExactlyInAnyOrderElementsOf(world.told(TagArrived.class).stream()
                        .map(TagArrived::epc)
                        .toList());

        // AND a minute without any is told as the end, once
        world.pass(10 * TagLimits.MINUTE_MILLIS);
        assertThat(world.told(TagsWithheld.class))
                .extracting(TagsWithheld::isOver)
                .containsExactly(false, true);

        // AND the next flood begins anew
        flood(world, 2 * FLOOD, FLOOD);
        world.pass(TagLimits.TICK_MILLIS);
        assertThat(world.told(TagsWithheld.class))
                .extracting(TagsWithheld::isOver)
                .containsExactly(false, true, false);
    }

    @Test
    void anHourOfRandomTagsIsBoundedAndToldOnceAMinute() {
        Played world = new Played().settled();
        for (int second = 0; second < 3_600; second++) {
            flood(world, second * 10, 10);
            world.pass(1_000);
        }
        int most = TagLimits.NEW_TAGS_AT_ONCE + 61 * TagLimits.NEW_TAGS_PER_MINUTE;
        List<TagArrived> arrived = world.told(TagArrived.class);
        assertThat(arrived).hasSizeBetween(TagLimits.NEW_TAGS_AT_ONCE, most);
        assertThat(world.told(TagsWithheld.class)).hasSizeBetween(30, 61);
        assertThat(withheld(world) + arrived.size()).isBetween(35_000L, 40_000L);
    }

    @Test
    void aPackThatWasThereOrToldBeforeIsNeverWithheld() {
        // GIVEN a pack that was there when the reader began, and one that came before the flood
        Played world = new Played().put(A, DESK).settled();
        world.put(B, DESK).pass(2_000);
        assertThat(world.told(TagArrived.class)).extracting(TagArrived::epc).containsExactly(B);
        world.take(A, DESK).take(B, DESK).pass(10_000);

        // WHEN both come in the middle of a flood
        flood(world, 1, FLOOD);
        world.events.clear();
        world.put(A, DESK).put(B, DESK).pass(1_000);

        // THEN both are told at once
        assertThat(world.told(TagArrived.class)).extracting(TagArrived::epc).contains(A, B);
    }

    @Test
    void aNewPackThatStaysIsToldAsSoonAsThereIsAllowance() {
        // GIVEN an allowance that is used up by tags that go again
        Played world = new Played().settled();
        flood(world, 1, TagLimits.NEW_TAGS_AT_ONCE);

        // WHEN a new pack is laid on the desk
        Epc pack = Played.epc(77);
        world.put(pack, DESK).pass(5_000);

        // THEN it is told, if a little late, and then as gone
        assertThat(world.told(TagArrived.class)).extracting(TagArrived::epc).contains(pack);
        world.take(pack, DESK).pass(10_000);
        assertThat(world.told(TagDeparted.class)).extracting(TagDeparted::epc).contains(pack);
    }

    @Test
    void aPackOfAShelfIsToldAtAGateThatIsFlooded() {
        // GIVEN a pack that the edge has seen on a shelf, and a gate whose allowance is used up
        Played world = new Played().put(A, Played.B1_02A).settled();
        for (int n = 0; n < TagLimits.NEW_TAGS_AT_ONCE + 500; n += 500) {
            for (int k = n; k < n + 500; k++) {
                for (int read = 0; read < 3; read++) {
                    world.glimpse(stranger(k), INNER, -50);
                }
            }
            world.pass(2_000);
        }
        assertThat(world.told(GatePassed.class)).hasSizeBetween(1_900, 2_100);
        assertThat(withheld(world)).isPositive();
        world.events.clear();

        // WHEN it is carried out
        world.move(A, Played.B1_02A, INNER).pass(600).move(A, INNER, OUTER).pass(600);
        world.take(A, OUTER).pass(2_000);

        // THEN its passage is told
        assertThat(world.story()).contains("A gate OUT");
    }
}
