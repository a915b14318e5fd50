package org.archivevault.server.preservation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExposureTest {
    @Test
    void aSteadyClimateHasItsOwnIndex() {
        Exposure year = Exposure.of(8_766, 46, false);

        assertThat(year.twpi()).hasValueCloseTo(46.0, within(1e-9));
        assertThat(year.lifeUsed()).isCloseTo(1 / 46.0, within(1e-9));
    }

    @Test
    void badTimesWeighMoreThanGoodOnes() {
        // GIVEN half a year at 100 years and half at 25
        Exposure year = Exposure.of(4_383, 100, false).plus(Exposure.of(4_383, 25, false));

        // THEN it is not their mean of 62.5: 2 / (1/100 + 1/25)
        assertThat(year.twpi()).hasValueCloseTo(40.0, within(1e-9));
    }

    @Test
    void timeThatNobodyMeasuredIsNeitherGoodNorBad() {
        // GIVEN 18 known hours of 24
        Exposure day = Exposure.of(18, 46, false);

        assertThat(day.twpi()).hasValueCloseTo(46.0, within(1e-9));
        assertThat(day.knownShare(24)).isEqualTo(0.75);
    }

    @Test
    void nothingIsToldOfNothing() {
        assertThat(Exposure.NONE.twpi()).isEmpty();
        assertThat(Exposure.NONE.mouldShare()).isEmpty();
        assertThat(Exposure.NONE.knownShare(24)).isZero();
        assertThat(Exposure.NONE.knownShare(0)).isZero();
    }

    @Test
    void theMouldShareIsOfTheKnownTime() {
        Exposure day = Exposure.of(6, 20, true).plus(Exposure.of(18, 46, false));

        assertThat(day.mouldShare()).hasValueCloseTo(0.25, within(1e-9));
    }

    @ParameterizedTest
    @CsvSource({"21, RISK", "44.99, RISK", "45, FAIR", "74.99, FAIR", "75, GOOD", "100, GOOD", "100.01, EXCELLENT"})
    void theClassesMeetWhereTheyArePublishedTo(double twpi, PreservationClass expected) {
        assertThat(PreservationClass.of(twpi)).isEqualTo(expected);
    }

    @Property
    void aTwpiLiesWithinItsIndicesAndNotAboveTheirMean(
            @ForAll @Size(min = 1, max = 50) List<@DoubleRange(min = 1, max = 2_000) Double> indices) {
        Exposure all =
                indices.stream().map(index -> Exposure.of(1, index, false)).reduce(Exposure.NONE, Exposure::plus);
        double twpi = all.twpi().orElseThrow();

        assertThat(twpi)
                .isGreaterThanOrEqualTo(
                        indices.stream().mapToDouble(x -> x).min().orElseThrow() - 1e-6)
                .isLessThanOrEqualTo(
                        indices.stream().mapToDouble(x -> x).average().orElseThrow() + 1e-6);
    }
}
