package org.archivevault.server.preservation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DewPointTest {
    @ParameterizedTest
    @CsvSource({"20, 50, 9.3", "25, 60, 16.7", "14, 45, 2.2", "30, 80, 26.2", "0, 70, -4.8"})
    void agreesWithPublishedValues(double temperature, double humidity, double expected) {
        assertThat(DewPoint.celsius(temperature, humidity)).hasValueCloseTo(expected, within(0.1));
    }

    /** Tasmota's documentation has 24.7 °C, 61.9 %RH and 16.8 °C, by other coefficients and rounded three times. */
    @Test
    void agreesWithWhatASensorComputesItself() {
        assertThat(DewPoint.celsius(24.7, 61.9)).hasValueCloseTo(16.8, within(0.15));
    }

    @Test
    void ofSaturatedAirIsItsTemperature() {
        for (double t = DewPoint.COLDEST; t <= DewPoint.WARMEST; t += 2.5) {
            assertThat(DewPoint.celsius(t, 100)).hasValueCloseTo(t, within(1e-9));
        }
    }

    @Test
    void neverExceedsTheTemperatureAndRisesWithHumidity() {
        for (double t = DewPoint.COLDEST; t <= DewPoint.WARMEST; t += 5) {
            double before = Double.NEGATIVE_INFINITY;
            for (double rh = DewPoint.DRIEST; rh <= 100; rh += 1) {
                double dewPoint = DewPoint.celsius(t, rh).orElseThrow();
                assertThat(dewPoint).isGreaterThan(before).isLessThanOrEqualTo(t + 1e-9);
                before = dewPoint;
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"-45.1, 50", "60.1, 50", "20, 0", "20, 0.9", "20, 100.1", "NaN, 50", "20, NaN"})
    void isNotToldOutsideOfItsRange(double temperature, double humidity) {
        assertThat(DewPoint.celsius(temperature, humidity)).isEmpty();
    }
}
