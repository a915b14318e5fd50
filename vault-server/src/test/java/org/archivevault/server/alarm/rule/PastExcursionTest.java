package org.archivevault.server.alarm.rule;

import static org.archivevault.server.alarm.rule.LevelTest.at;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.archivevault.server.alarm.rule.PastExcursion.Kept;
import org.junit.jupiter.api.Test;

class PastExcursionTest {
    private static final Level WARM = new Level(24, true, 0.5, Duration.ofMinutes(5), Duration.ofMinutes(30));

    @Test
    void whatADeviceHadKeptBackIsFoundWithItsBeginningEndAndWorstValue() {
        assertThat(PastExcursion.of(
                        WARM, List.of(kept(0, 23), kept(600, 25), kept(1200, 27), kept(1800, 26), kept(2400, 23))))
                .containsExactly(new PastExcursion(at(600), at(2400), 27));
    }

    @Test
    void aShortOneIsNoneAndOneWithoutAnEndEndsWithItsLastReading() {
        assertThat(PastExcursion.of(WARM, List.of(kept(0, 25), kept(200, 25), kept(299, 23))))
                .isEmpty();
        assertThat(PastExcursion.of(WARM, List.of(kept(0, 25), kept(600, 26))))
                .containsExactly(new PastExcursion(at(0), at(600), 26));
    }

    @Test
    void oneThatALiveReadingTookPartInIsNotOfThePast() {
        assertThat(PastExcursion.of(WARM, List.of(kept(0, 25), live(600, 25), kept(1200, 25), live(1800, 23))))
                .isEmpty();
        // a live reading within the limits only bounds it
        assertThat(PastExcursion.of(WARM, List.of(live(0, 23), kept(600, 25), kept(1200, 25), live(1300, 23))))
                .containsExactly(new PastExcursion(at(600), at(1300), 25));
        // and the next one is of the past again
        assertThat(PastExcursion.of(
                        WARM,
                        List.of(
                                live(0, 25),
                                live(600, 25),
                                live(900, 23),
                                kept(1000, 25),
                                kept(1400, 25),
                                kept(1500, 23))))
                .containsExactly(new PastExcursion(at(1000), at(1500), 25));
    }

    private static Kept kept(long second, double value) {
        return new Kept(at(second), value, true);
    }

    private static Kept live(long second, double value) {
        return new Kept(at(second), value, false);
    }
}
