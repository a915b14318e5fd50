package org.archivevault.server.round;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.archivevault.firmware.source.Keeping;
import org.archivevault.protocol.climate.ZoneId;
import org.archivevault.server.preservation.DewPoint;
import org.archivevault.server.round.Ventilation.Air;
import org.archivevault.server.round.Ventilation.Code;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VentilationTest {
    private static final Instant NOW = Instant.parse("2026-11-21T04:00:00Z");

    private static Optional<Air> air(double celsius, double humidity) {
        return Optional.of(new Air("z", NOW.minusSeconds(60), celsius, humidity));
    }

    @ParameterizedTest
    @CsvSource({
        // inside °C, %RH; outside °C, %RH
        "22, 60, 16, 75, HELPS",
        // relative humidity is no guide: 90 % outside at 10 °C is 42 % at 22 °C, too dry for paper
        "22, 60, 10, 90, TOO_DRY",
        "22, 60, 14, 85, HELPS",
        // a summer's day: 50 % at 30 °C holds more water than 60 % at 22 °C
        "22, 60, 30, 50, NOT_DRIER",
        // the same air on both sides
        "22, 60, 22, 60, NOT_DRIER",
        // a gain within what two sensors are uncertain by
        "22, 60, 22, 55, NOT_DRIER",
        // nothing to do
        "20, 50, 16, 40, DRY_ENOUGH",
        // the packs are colder than the dew point of even drier air would allow
        "15, 95, 18, 70, CONDENSATION",
        // dry, but far too warm
        "22, 60, 30, 32, TOO_WARM_OR_COLD",
        // dry, but far too cold
        "22, 62, 9.9, 99, TOO_WARM_OR_COLD"
    })
    void onlyDrierAirHelpsAndOnlyWhenNothingElseIsHarmed(
            double insideT, double insideRh, double outsideT, double outsideRh, Code code) {
        Ventilation.Advice advice =
                Ventilation.judge(Keeping.PAPER, air(insideT, insideRh), air(outsideT, outsideRh), NOW);
        assertThat(advice.code()).isEqualTo(code);
        assertThat(advice.helps()).isEqualTo(code == Code.HELPS);
        assertThat(advice.sentence().zh()).isNotBlank();
    }

    @Test
    void whatIsNotKnownOrTooOldOrNoClimateDoesNotHelp() {
        Optional<Air> old =
                Optional.of(new Air("z", NOW.minus(Ventilation.FRESH).minusSeconds(1), 16, 55));
        Optional<Air> ahead =
                Optional.of(new Air("z", NOW.plus(Ventilation.FRESH).plusSeconds(1), 16, 55));
        for (Optional<Air> outside : List.of(Optional.<Air>empty(), old, ahead, air(16, 0), air(900, 55))) {
            assertThat(Ventilation.judge(Keeping.PAPER, air(22, 60), outside, NOW)
                            .code())
                    .isEqualTo(Code.UNKNOWN_AIR);
            assertThat(Ventilation.judge(Keeping.PAPER, outside, air(16, 55), NOW)
                            .code())
                    .isEqualTo(Code.UNKNOWN_AIR);
        }
    }

    @Test
    void airThatIsCooledToItsDewPointIsSaturatedAndHumidityGoesThereAndBack() {
        for (double celsius = 0; celsius <= 40; celsius += 2.5) {
            for (double humidity = 5; humidity <= 100; humidity += 5) {
                double dewPoint = DewPoint.celsius(celsius, humidity).orElseThrow();
                assertThat(Ventilation.humidityAt(celsius, dewPoint)).isCloseTo(humidity, within(1e-9));
                assertThat(Ventilation.humidityAt(dewPoint, dewPoint)).isCloseTo(100, within(1e-9));
            }
        }
    }

    @Test
    void adviceToVentilateAlwaysMakesItDrierAndNeverTooDryNorWet() {
        long seed = 7;
        Random random = new Random(seed);
        int helped = 0;
        for (int i = 0; i < 20_000; i++) {
            double inT = 5 + random.nextDouble() * 30;
            double inRh = 20 + random.nextDouble() * 80;
            double outT = -10 + random.nextDouble() * 50;
            double outRh = 5 + random.nextDouble() * 95;
            Ventilation.Advice advice = Ventilation.judge(Keeping.PAPER, air(inT, inRh), air(outT, outRh), NOW);
            if (!advice.helps()) {
                continue;
            }
            helped++;
            String what = "seed " + seed + ", " + inT + " " + inRh + " " + outT + " " + outRh;
            assertThat(advice.humidityAfter()).as(what).isNotNull().isLessThan(inRh);
            assertThat(advice.humidityAfter()).as(what).isGreaterThanOrEqualTo(Keeping.PAPER.driest());
            assertThat(advice.dewPointOutside()).as(what).isNotNull().isLessThan(inT);
            assertThat(outT).as(what).isBetween(10.0, 28.0);
        }
        assertThat(helped).isGreaterThan(500);
    }

    @Test
    void onlyGoodReadingsOfTheZoneCountAndTheAirIsAsOldAsTheOldestOfThem() {
        ZoneId zone = new ZoneId("v1-north");
        Optional<Air> air = VentilationDesk.airOf(
                zone,
                List.of(
                        measured("a", "temperature", "v1-north", 60, 20, "good"),
                        measured("b", "temperature", "v1-north", 300, 22, "good"),
                        measured("c", "temperature", "v1-north", 10, 80, "implausible"),
                        measured("d", "temperature", "v1-south", 10, 5, "good"),
                        measured("a", "humidity", "v1-north", 60, 50, "good"),
                        measured("a", "battery", "v1-north", 9_999, 3, "good")));
        assertThat(air).contains(new Air("v1-north", NOW.minusSeconds(300), 21, 50));
        assertThat(VentilationDesk.airOf(new ZoneId("v1-south"), List.of())).isEmpty();
    }

    private static AirNow.Measured measured(
            String sensor, String quantity, String zone, int secondsAgo, double value, String quality) {
        return new AirNow.Measured(
                sensor,
                quantity,
                zone,
                OffsetDateTime.ofInstant(NOW.minusSeconds(secondsAgo), ZoneOffset.UTC),
                value,
                quality);
    }
}
