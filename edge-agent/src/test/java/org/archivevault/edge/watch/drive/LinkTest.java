package org.archivevault.edge.watch.drive;

import static org.assertj.core.api.Assertions.assertThat;

import org.archivevault.edge.watch.WatchLimits;
import org.junit.jupiter.api.Test;

final class LinkTest {
    @Test
    void withCamerasAConnectionCountsOnlyWhileTheBrokerConfirms() {
        Link link = new Link(true);
        assertThat(link.isOpen(0)).isFalse();
        link.connected(true, 1_000);
        assertThat(link.isOpen(1_000 + WatchLimits.CONFIRM_MILLIS)).isTrue();
        assertThat(link.isOpen(1_001 + WatchLimits.CONFIRM_MILLIS)).isFalse();
        link.confirmed(3_000);
        assertThat(link.isOpen(3_000 + WatchLimits.CONFIRM_MILLIS)).isTrue();
        // a late confirmation of an early question moves nothing back
        link.confirmed(2_000);
        assertThat(link.isOpen(3_000 + WatchLimits.CONFIRM_MILLIS)).isTrue();
        link.connected(false, 3_100);
        assertThat(link.isOpen(3_100)).isFalse();
    }

    @Test
    void withoutCamerasAConnectionIsEnough() {
        Link link = new Link(false);
        link.connected(true, 0);
        assertThat(link.isOpen(1_000_000)).isTrue();
    }

    @Test
    void thatTheBrokerIsGoneIsKnownWithinTwoSeconds() {
        assertThat(WatchLimits.CONFIRM_MILLIS + WatchLimits.TICK_MILLIS).isLessThanOrEqualTo(2_000);
        assertThat(WatchLimits.CONFIRM_MILLIS).isGreaterThan(2 * WatchLimits.CONFIRM_EVERY_MILLIS);
    }
}
