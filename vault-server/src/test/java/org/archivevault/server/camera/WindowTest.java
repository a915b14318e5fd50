package org.archivevault.server.camera;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class WindowTest {
    private static final Instant NOON = Instant.parse("2026-11-21T04:00:00Z");

    @Test
    void aRetrievalIsLookedAtFromAMinuteBeforeItUntilTheWayToTheDoorIsWalked() {
        assertThat(Window.ofRetrieval(NOON, NOON.plusSeconds(300), NOON.plus(Duration.ofDays(9))))
                .isEqualTo(new Window(NOON.minusSeconds(60), NOON.plusSeconds(420)));
        // one that goes on, until now
        assertThat(Window.ofRetrieval(NOON, null, NOON.plusSeconds(30)))
                .isEqualTo(new Window(NOON.minusSeconds(60), NOON.plusSeconds(150)));
        // whatever two clocks say of each other
        assertThat(Window.ofRetrieval(NOON, NOON.minusSeconds(5), NOON).to()).isEqualTo(NOON.plusSeconds(120));
    }

    @Test
    void noStretchIsLongerThanAWorkingDay() {
        Window window = Window.ofRetrieval(NOON, null, NOON.plus(Duration.ofDays(3)));
        assertThat(Duration.between(window.from(), window.to())).isEqualTo(Window.LONGEST);
    }

    @Test
    void anEndBeforeTheBeginningIsRefused() {
        assertThatThrownBy(() -> new Window(NOON, NOON)).isInstanceOf(IllegalArgumentException.class);
    }
}
