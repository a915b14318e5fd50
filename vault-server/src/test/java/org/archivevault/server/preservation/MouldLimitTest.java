package org.archivevault.server.preservation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MouldLimitTest {
    @Test
    void agreesWithThePublishedValue() {
        assertThat(MouldLimit.humidity(20)).hasValueCloseTo(75.6, within(0.05));
    }

    /** At 30 °C cosh is 1, so that 0.02633 + 0.7153 is left; the line is as high on either side of it. */
    @Test
    void isLowestWhereMouldGrowsBest() {
        assertThat(MouldLimit.humidity(30)).hasValueCloseTo(74.163, within(1e-9));
        assertThat(MouldLimit.humidity(25).orElseThrow())
                .isCloseTo(MouldLimit.humidity(35).orElseThrow(), within(1e-9))
                .isGreaterThan(74.163);
        assertThat(MouldLimit.humidity(MouldLimit.COLDEST).orElseThrow()).isBetween(93.0, 94.0);
    }

    @ParameterizedTest
    @CsvSource({
        "20, 75.5, false",
        "20, 75.7, true",
        "1.9, 99, false",
        "45.1, 99, false",
        "NaN, 99, false",
        "20, NaN, false"
    })
    void isReachedOnAndAboveTheLineOnly(double temperature, double humidity, boolean reached) {
        assertThat(MouldLimit.isReached(temperature, humidity)).isEqualTo(reached);
    }

    @ParameterizedTest
    @CsvSource({"1.9", "45.1", "NaN"})
    void isNotToldOutsideOfItsRange(double temperature) {
        assertThat(MouldLimit.humidity(temperature)).isEmpty();
    }
}
