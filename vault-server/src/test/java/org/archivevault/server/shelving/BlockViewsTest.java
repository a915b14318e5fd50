package org.archivevault.server.shelving;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.archivevault.firmware.plan.SitePlan;
import org.archivevault.protocol.address.BlockId;
import org.archivevault.protocol.command.EdgeInstant;
import org.archivevault.protocol.command.RefusalCode;
import org.archivevault.protocol.event.BlockView;
import org.archivevault.protocol.event.Obstacle;
import org.junit.jupiter.api.Test;

class BlockViewsTest {
    private static final BlockId BLOCK = TestPlan.BLOCK;
    private static final UUID BOOT = new UUID(1, 1);

    private final AtomicLong millis = new AtomicLong(5_000);
    private final SitePlan plan = TestPlan.plan();
    private boolean online = true;
    private final BlockViews views = new BlockViews(plan, edge -> online, millis::get);

    private static BlockView view(UUID boot, long millis, Obstacle... obstacles) {
        return new BlockView(
                BLOCK,
                new EdgeInstant(boot, millis),
                20L,
                0,
                false,
                false,
                null,
                false,
                false,
                List.of(),
                List.of(),
                List.of(obstacles),
                List.of());
    }

    private List<RefusalCode> obstacles() {
        return views.obstaclesOf(BLOCK).stream().map(Obstacle::code).toList();
    }

    @Test
    void aFreshViewWithoutObstaclesForbidsNothing() {
        views.received(view(BOOT, 100), millis.get());

        assertThat(obstacles()).isEmpty();
    }

    @Test
    void whatTheEdgeNamesForbids() {
        views.received(view(BOOT, 100, new Obstacle(RefusalCode.PERSON_IN_AISLE, "3")), millis.get());

        assertThat(obstacles()).containsExactly(RefusalCode.PERSON_IN_AISLE);
    }

    @Test
    void aBlockNeverSeenIsUnknown() {
        assertThat(obstacles()).containsExactly(RefusalCode.UNKNOWN_STATE);
    }

    @Test
    void anOldViewSaysNothingAndForbids() {
        views.received(view(BOOT, 100), millis.get());

        millis.addAndGet(BlockView.MAX_AGE_MILLIS);
        assertThat(obstacles()).isEmpty();
        millis.addAndGet(1);

        assertThat(obstacles()).containsExactly(RefusalCode.STALE_STATE);
        assertThat(views.fresh(BLOCK)).isEmpty();
    }

    @Test
    void anEdgeThatIsAwayForbidsHoweverFreshItsViewIs() {
        views.received(view(BOOT, 100), millis.get());
        online = false;

        assertThat(obstacles()).containsExactly(RefusalCode.EDGE_OFFLINE);
    }

    @Test
    void anOvertakenViewDoesNotReplaceANewerOneNorMakeItLookFresh() {
        views.received(view(BOOT, 200, new Obstacle(RefusalCode.DOOR_OPEN, "")), millis.get());
        millis.addAndGet(BlockView.MAX_AGE_MILLIS);

        views.received(view(BOOT, 100), millis.get());

        assertThat(obstacles()).containsExactly(RefusalCode.DOOR_OPEN);
        millis.addAndGet(1);
        assertThat(obstacles()).containsExactly(RefusalCode.STALE_STATE);
    }

    @Test
    void aRestartedEdgeIsBelievedThoughItsClockIsYounger() {
        views.received(view(BOOT, 90_000, new Obstacle(RefusalCode.DOOR_OPEN, "")), millis.get());

        views.received(view(new UUID(2, 2), 10), millis.get());

        assertThat(obstacles()).isEmpty();
    }

    @Test
    void watchersAreToldUntilTheyEnd() {
        List<BlockView> told = new ArrayList<>();
        Runnable end = views.watch(BLOCK, told::add);

        views.received(view(BOOT, 100), millis.get());
        end.run();
        views.received(view(BOOT, 200), millis.get());

        assertThat(told).hasSize(1);
    }
}
