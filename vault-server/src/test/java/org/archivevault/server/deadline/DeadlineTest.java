package org.archivevault.server.deadline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class DeadlineTest {
    private static final Instant DUE = Instant.parse("2026-11-21T10:00:00Z");
    private final Deadline deadline = Deadline.of(DUE, Duration.ofHours(2));

    @Test
    void itIsGreenThenYellowThenRed() {
        assertThat(deadline.standing(DUE.minus(Duration.ofHours(3)))).isEqualTo(Standing.NORMAL);
        assertThat(deadline.standing(DUE.minus(Duration.ofHours(2)).minusNanos(1)))
                .isEqualTo(Standing.NORMAL);
        assertThat(deadline.standing(DUE.minus(Duration.ofHours(2)))).isEqualTo(Standing.WARNING);
        assertThat(deadline.standing(DUE.minusNanos(1))).isEqualTo(Standing.WARNING);
        assertThat(deadline.standing(DUE)).isEqualTo(Standing.OVERDUE);
        assertThat(deadline.standing(DUE.plus(Duration.ofDays(9)))).isEqualTo(Standing.OVERDUE);
    }

    @Test
    void nobodyIsWarnedAfterwards() {
        assertThatThrownBy(() -> new Deadline(DUE.plusMillis(1), DUE)).isInstanceOf(IllegalArgumentException.class);
    }
}
