package org.archivevault.edge.shelving;

import static org.archivevault.edge.shelving.ShelvingLimits.*;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.Stream;
import org.archivevault.edge.modbus.ModbusTiming;
import org.archivevault.firmware.profile.ShelvingProfile;
import org.archivevault.protocol.event.BlockView;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What must hold between the limits, whoever changes one. */
final class ShelvingLimitsTest {
    static Stream<ShelvingProfile> profiles() {
        return Stream.of(Fixture.mailbox().profile(), Fixture.perCarriage().profile());
    }

    @Test
    void agreeWithTheContract() {
        assertThat(FRESHNESS_MILLIS).isEqualTo(500);
        assertThat(COMMAND_LIFE_MILLIS).isEqualTo(3_000);
        assertThat(WATCHDOG_MILLIS).isEqualTo(2_000);
        assertThat(STOP_BOUND_MILLIS).isEqualTo(300);
    }

    @Test
    void standInTheirOrder() {
        // A block is stale, then blind, then lost, then stopped by its own watchdog.
        assertThat(FRESHNESS_MILLIS).isLessThan(BLIND_STOP_MILLIS);
        assertThat(BLIND_STOP_MILLIS).isLessThan(COMMS_LOST_MILLIS);
        assertThat(COMMS_LOST_MILLIS + TICK_MILLIS).isLessThan(WATCHDOG_MILLIS);
        // Confirmation ends with a tick to spare within H, so every command ends within D + H.
        assertThat(CONFIRM_MILLIS + TICK_MILLIS).isLessThan(WATCHDOG_MILLIS);
        assertThat(ASK_WHY_MILLIS).isLessThan(COMMAND_LIFE_MILLIS);
        // A person's stop is tried for less than D, so its last answer is in by D + H.
        assertThat(STOP_TRY_MILLIS).isLessThan(COMMAND_LIFE_MILLIS);
        // Two read-backs may be missed.
        assertThat(VERIFICATION_MILLIS).isGreaterThan(2 * VERIFY_EVERY_MILLIS);
        // A view's beat may be missed once.
        assertThat(VIEW_BEAT_MILLIS + TICK_MILLIS).isLessThan(BlockView.MAX_AGE_MILLIS);
        assertThat(TICK_MILLIS).isLessThan(STOP_BOUND_MILLIS);
    }

    @ParameterizedTest
    @MethodSource("profiles")
    void fitTheShippedProfiles(ShelvingProfile profile) {
        assertThat(profile.watchdog().timeout()).isEqualTo(Duration.ofMillis(WATCHDOG_MILLIS));
        // Three keep-alives may be lost before the watchdog trips.
        assertThat(profile.watchdog().keepAliveInterval().multipliedBy(3))
                .isLessThan(profile.watchdog().timeout());
        for (ShelvingProfile.PollGroup group : profile.pollGroups()) {
            assertThat(group.interval().multipliedBy(2)).isLessThanOrEqualTo(Duration.ofMillis(FRESHNESS_MILLIS));
        }
        assertThat(profile.limits().armWindow().toMillis()).isGreaterThan(COMMAND_LIFE_MILLIS);
        // One lost answer does not stop a motion.
        ModbusTiming timing = ModbusTiming.of(profile.limits());
        Duration blindByOneLoss =
                timing.requestDeadline().plus(timing.quietAfterFailure()).plus(Duration.ofMillis(250));
        assertThat(blindByOneLoss).isLessThan(Duration.ofMillis(BLIND_STOP_MILLIS));
        assertThat(timing.urgentPatience()).isLessThan(Duration.ofMillis(STOP_BOUND_MILLIS));
    }
}
