package org.archivevault.server.preservation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PreservationIndexTest {
    @ParameterizedTest
    @CsvSource({"20, 45, 46", "20, 50, 42", "14, 45, 101", "14, 60, 75", "24, 45, 28", "24, 60, 21"})
    void agreesWithPublishedValues(double temperature, double humidity, long years) {
        assertThat(Math.round(PreservationIndex.years(temperature, humidity).orElseThrow()))
                .isEqualTo(years);
    }

    @Test
    void theBandThatIsAllowedForPaperSpansAFactorOfFive() {
        double best = PreservationIndex.years(14, 45).orElseThrow();
        double worst = PreservationIndex.years(24, 60).orElseThrow();

        assertThat(best / worst).isCloseTo(4.8, within(0.1));
    }

    @Test
    void fallsWithWarmthAndWithHumidity() {
        double before = Double.POSITIVE_INFINITY;
        for (double t = PreservationIndex.COLDEST; t <= PreservationIndex.WARMEST; t += 1) {
            double years = PreservationIndex.years(t, 50).orElseThrow();
            assertThat(years).isPositive().isLessThan(before);
            before = years;
        }
        assertThat(PreservationIndex.years(20, 60).orElseThrow())
                .isLessThan(PreservationIndex.years(20, 59).orElseThrow());
    }

    @Test
    void dryAirPromisesNoEternalLife() {
        assertThat(PreservationIndex.years(20, 0)).isEqualTo(PreservationIndex.years(20, PreservationIndex.DRIEST));
    }

    @ParameterizedTest
    @CsvSource({"-23.1, 50", "65.1, 50", "20, -0.1", "20, 100.1", "NaN, 50", "20, NaN"})
    void isNotToldOutsideOfItsRange(double temperature, double humidity) {
        assertThat(PreservationIndex.years(temperature, humidity)).isEmpty();
    }
}
