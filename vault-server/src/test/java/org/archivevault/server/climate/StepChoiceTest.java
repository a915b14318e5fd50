package org.archivevault.server.climate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import org.archivevault.server.climate.StepChoice.Source;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StepChoiceTest {
    private static final Instant FROM = Instant.parse("2026-11-01T00:00:00Z");

    private static StepChoice of(Duration range, @Nullable String asked) {
        return StepChoice.of(FROM, FROM.plus(range), asked);
    }

    @Test
    void withoutAWishAChartGetsAsManyStepsAsItCanShow() {
        assertThat(of(Duration.ofMinutes(30), null)).isEqualTo(new StepChoice(Duration.ofSeconds(10), Source.RAW));
        assertThat(of(Duration.ofDays(1), null)).isEqualTo(new StepChoice(Duration.ofMinutes(5), Source.FIVE_MINUTES));
        assertThat(of(Duration.ofDays(14), null)).isEqualTo(new StepChoice(Duration.ofHours(1), Source.HOUR));
        assertThat(of(Duration.ofDays(3_000), null)).isEqualTo(new StepChoice(Duration.ofDays(7), Source.HOUR));
        assertThat(of(Duration.ofDays(36_500), null)).isEqualTo(new StepChoice(Duration.ofDays(30), Source.HOUR));
    }

    @Test
    void stepsAreMadeFromTheCoarsestThatMakesThemExactly() {
        assertThat(of(Duration.ofHours(2), "7m").source()).isEqualTo(Source.RAW);
        assertThat(of(Duration.ofHours(2), "300s").source()).isEqualTo(Source.FIVE_MINUTES);
        assertThat(of(Duration.ofHours(2), "90m").source()).isEqualTo(Source.FIVE_MINUTES);
        assertThat(of(Duration.ofDays(9), "1d").source()).isEqualTo(Source.HOUR);
    }

    @Test
    void aRangeThatIsNoneOrHasTooManyStepsIsRefusedInBothLanguages() {
        assertThatThrownBy(() -> of(Duration.ZERO, null)).hasMessageContaining("from must be before to");
        assertThatThrownBy(() -> of(Duration.ofDays(1), "1s")).hasMessageContaining("more than 5000 steps");
        assertThatThrownBy(() -> of(Duration.ofDays(1), "1w")).hasMessageContaining("step must look like");
    }
}
