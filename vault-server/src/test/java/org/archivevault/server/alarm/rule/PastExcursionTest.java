package org.archivevault.server.alarm.rule;

import static org.archivevault.server.alarm.rule.LevelTest.at;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.archivevault.server.alarm.rule.PastExcursion.Kept;
import org.junit.jupiter.api.Test;

class PastExcursionTest {
    private static final Level WARM = new Level(24, true, 0.5, Duration.ofMinutes(5), Duration.ofMinutes(30));

    private static final Spread SWING =
            new Spread(Duration.ofHours(24), Duration.ofMinutes(10), 2, Optional.empty(), 0.2);

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

    @Test
    void aSwingThatOnlyTheReadingsKeptBackTellOfIsFound() {
        // GIVEN live readings of 20 °C, and kept ones of 16 and 21 °C between them: 5 °C within a day
        List<Kept> readings = List.of(live(0, 20), kept(3_600, 16), kept(7_200, 21), live(10_800, 20));
        assertThat(PastExcursion.of(SWING, readings)).containsExactly(new PastExcursion(at(7_200), at(10_800), 5));
        // a day later it is over: 20 °C to 21 °C
        assertThat(PastExcursion.of(
                        SWING,
                        List.of(
                                live(0, 20),
                                kept(3_600, 16),
                                kept(7_200, 21),
                                live(10_800, 20),
                                live(3_600 + 86_400 + 700, 20.5))))
                .containsExactly(new PastExcursion(at(7_200), at(3_600 + 86_400 + 700), 5));
        // and exactly what is allowed is none
        assertThat(PastExcursion.of(SWING, List.of(kept(0, 17), kept(3_600, 21))))
                .isEmpty();
    }

    @Test
    void aSwingOfWhichLiveReadingsTellIsNotOfThePast() {
        assertThat(PastExcursion.of(
                        SWING,
                        List.of(live(0, 16), kept(3_600, 15), live(7_200, 21), kept(10_800, 22), live(14_400, 20))))
                .isEmpty();
        // but a fast change before it is, which they do not tell of
        Spread hour = new Spread(Duration.ofHours(1), Duration.ofMinutes(5), 2, Optional.empty(), 0.2);
        assertThat(PastExcursion.of(
                        hour,
                        List.of(live(0, 16), kept(1_800, 21), live(7_200, 21), live(20_000, 16), live(21_000, 21))))
                .containsExactly(new PastExcursion(at(1_800), at(7_200), 5));
    }

    private static Kept kept(long second, double value) {
        return new Kept(at(second), value, true);
    }

    private static Kept live(long second, double value) {
        return new Kept(at(second), value, false);
    }
}
