package org.archivevault.edge.shelving;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.archivevault.firmware.profile.ShelvingProfile.Direction;
import org.archivevault.protocol.command.CommandId;
import org.archivevault.protocol.command.Goal;
import org.archivevault.protocol.event.EdgeEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MotionWatchTest {
    private static final CommandId COMMAND = new CommandId(new UUID(7, 1));

    @ParameterizedTest
    @ValueSource(strings = {"ES-V1-B1", "ES-V1-B2"})
    void aMotionThatWasOverBetweenTwoPollsIsToldByItsOpenAisle(String block) {
        // GIVEN a motion write that left, and a controller that says it was executed
        BlockLayout layout = Fixture.layout(block);
        MotionWatch watch = executed(layout, 3, 1_000);

        // WHEN the first readings after it show the aisle open and everything at rest
        // THEN the end of the motion is told once
        assertThat(watch.look(Fixture.clear(layout, 3, 1_100), 1_110))
                .containsExactly(new EdgeEvent.MotionStopped(layout.id(), 3, COMMAND, false));
        assertThat(watch.look(Fixture.clear(layout, 3, 1_200), 1_210)).isEmpty();
        assertThat(watch.mayBeMoving()).isFalse();
    }

    @Test
    void aSpreadThatWasOverBetweenTwoPollsIsToldAsSpread() {
        BlockLayout layout = Fixture.mailbox();
        MotionWatch watch = executed(layout, Fixture.SPREAD, 1_000);
        assertThat(watch.look(Fixture.clear(layout, Fixture.SPREAD, 1_100), 1_110))
                .containsExactly(new EdgeEvent.MotionStopped(layout.id(), 0, COMMAND, true));
        assertThat(watch.mayBeMoving()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ES-V1-B1", "ES-V1-B2"})
    void aCommandThatMovedNothingIsNoMotion(String block) {
        BlockLayout layout = Fixture.layout(block);
        MotionWatch watch = executed(layout, 3, 1_000);

        // WHEN the readings after it show another aisle open and everything at rest
        assertThat(watch.look(Fixture.clear(layout, 2, 1_100), 1_110)).isEmpty();

        // THEN what moves later is not taken for it
        assertThat(watch.cause()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ES-V1-B1", "ES-V1-B2"})
    void readingsFromBeforeTheWriteSayNothing(String block) {
        BlockLayout layout = Fixture.layout(block);
        MotionWatch watch = executed(layout, 3, 1_000);

        assertThat(watch.look(Fixture.clear(layout, 3, 990), 1_010)).isEmpty();
        assertThat(watch.mayBeMoving()).isTrue();
    }

    private static MotionWatch executed(BlockLayout layout, int aisle, long leftAt) {
        MotionWatch watch = new MotionWatch(layout.id());
        watch.look(Fixture.clear(layout, 2, leftAt - 100), leftAt - 90);
        watch.caused(
                COMMAND, new Move(new Goal(aisle), layout.units().iterator().next(), Direction.ANY), leftAt);
        watch.settled(true);
        return watch;
    }
}
