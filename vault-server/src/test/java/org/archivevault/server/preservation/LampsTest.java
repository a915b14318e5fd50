package org.archivevault.server.preservation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import org.archivevault.firmware.source.Keeping;
import org.junit.jupiter.api.Test;

class LampsTest {
    private static final Instant AT = Instant.parse("2026-06-01T12:30:00Z");
    private static final Duration YEAR = Ageing.YEAR;

    // ------------------------------------------------------------------------------------ compliance

    @Test
    void aDayWithinTheLimitsIsCompliant() {
        Lamp lamp = Compliance.judge(Keeping.PAPER, now(19, 50), day(24, hour -> 19, hour -> 50), AT);

        assertThat(lamp.light()).isEqualTo(Light.GREEN);
        assertThat(lamp.sentence().en()).contains("paper: 14-24 °C, 45-60 %RH", "±2 °C", "±5 %RH");
        assertThat(lamp.sentence().zh()).contains("纸质档案：14–24 °C，45–60 %RH", "±2 °C、±5 %RH");
    }

    @Test
    void theLimitsThemselvesAreStillAllowed() {
        for (double[] corner : new double[][] {{14, 45}, {14, 60}, {24, 45}, {24, 60}}) {
            Lamp lamp = Compliance.judge(
                    Keeping.PAPER, now(corner[0], corner[1]), day(24, hour -> corner[0], hour -> corner[1]), AT);
            assertThat(lamp.light()).as("%s", corner).isEqualTo(Light.GREEN);
        }
    }

    @Test
    void whatIsTooWarmOrTooDampNowIsABreachAndBothAreTold() {
        Lamp lamp = Compliance.judge(Keeping.PAPER, now(24.3, 61.5), day(24, hour -> 24, hour -> 60), AT);

        assertThat(lamp.light()).isEqualTo(Light.RED);
        assertThat(lamp.sentence().en())
                .isEqualTo("the temperature is 24.3 °C, above 24; the humidity is 61.5 %RH, above 60");
        assertThat(lamp.sentence().zh()).isEqualTo("温度 24.3 °C，高于 24；湿度 61.5 %RH，高于 60");
    }

    @Test
    void anHourOutsideTheLimitsIsABreachForADayAfterwards() {
        // GIVEN an hour at 13.5 °C twenty hours ago, and all well since
        Lamp lamp =
                Compliance.judge(Keeping.PAPER, now(15, 50), day(24, hour -> hour == 20 ? 13.5 : 15, hour -> 50), AT);

        assertThat(lamp.light()).isEqualTo(Light.RED);
        assertThat(lamp.sentence().en())
                .contains("for 1 of the last 24 h the temperature was outside 14-24 °C", "13.5");
    }

    @Test
    void aDailySwingBeyondTheRuleIsABreachThoughEveryHourIsWithinTheLimits() {
        Lamp warm =
                Compliance.judge(Keeping.PAPER, now(19, 50), day(24, hour -> hour < 12 ? 16.9 : 21.1, hour -> 50), AT);
        Lamp calm =
                Compliance.judge(Keeping.PAPER, now(19, 50), day(24, hour -> hour < 12 ? 17.1 : 20.9, hour -> 50), AT);
        Lamp damp = Compliance.judge(Keeping.PAPER, now(19, 50), day(24, hour -> 19, hour -> hour < 12 ? 46 : 57), AT);

        assertThat(warm.light()).isEqualTo(Light.RED);
        assertThat(warm.sentence().en()).isEqualTo("the temperature swung by 2.1 °C within 24 h, more than ±2");
        assertThat(calm.light()).isEqualTo(Light.GREEN);
        assertThat(damp.light()).isEqualTo(Light.RED);
        assertThat(damp.sentence().zh()).isEqualTo("湿度日波动 5.5 %RH，超过 ±5");
    }

    @Test
    void otherThingsHaveOtherLimits() {
        assertThat(Compliance.judge(Keeping.PAPER, now(19, 58), day(24, hour -> 19, hour -> 58), AT)
                        .light())
                .isEqualTo(Light.GREEN);
        assertThat(Compliance.judge(Keeping.SPECIAL, now(19, 58), day(24, hour -> 19, hour -> 58), AT)
                        .light())
                .isEqualTo(Light.RED);
        assertThat(Compliance.judge(Keeping.FILM_MASTER, now(14, 40), day(24, hour -> 14, hour -> 40), AT)
                        .light())
                .isEqualTo(Light.GREEN);
    }

    @Test
    void withTooFewHoursNobodyCanTellThatTheDayWasKept() {
        int enough = (int) Compliance.DAY.toHours() - Compliance.MISSING_HOURS;

        assertThat(Compliance.judge(Keeping.PAPER, now(19, 50), day(enough, hour -> 19, hour -> 50), AT)
                        .light())
                .isEqualTo(Light.GREEN);
        Lamp lamp = Compliance.judge(Keeping.PAPER, now(19, 50), day(enough - 1, hour -> 19, hour -> 50), AT);
        assertThat(lamp.light()).isEqualTo(Light.UNKNOWN);
        assertThat(lamp.sentence().en()).contains("only 20 of the last 24 h");
        // but a breach that was seen is one, however little was seen
        assertThat(Compliance.judge(Keeping.PAPER, now(25, 50), day(1, hour -> 25, hour -> 50), AT)
                        .light())
                .isEqualTo(Light.RED);
    }

    // ------------------------------------------------------------------------------------ preservation

    @Test
    void aVaultMayKeepTheLimitsAndBeAtRisk() {
        // GIVEN a year at 24 °C and 60 %RH: allowed, and the worst that is
        Exposure year = exposure(24, 60, 8_760);

        Lamp compliance = Compliance.judge(Keeping.PAPER, now(24, 60), day(24, hour -> 24, hour -> 60), AT);
        Lamp preservation = Ageing.judge(Keeping.PAPER, now(24, 60), year, YEAR, AT);

        assertThat(compliance.light()).isEqualTo(Light.GREEN);
        assertThat(preservation.light()).isEqualTo(Light.RED);
        assertThat(preservation.sentence().en())
                .isEqualTo(
                        "the TWPI is 21 years (at risk), over 365 days of which 100 % are known; the climate now, 24.0 °C and"
                                + " 60.0 %RH, has a PI of 21 years");
        assertThat(preservation.sentence().zh()).contains("TWPI 为 21 年（有风险）", "365 天", "PI 为 21 年");
    }

    @Test
    void theLightIsThatOfTheClass() {
        assertThat(light(20, 45)).isEqualTo(Light.AMBER); // 46
        assertThat(light(15, 50)).isEqualTo(Light.GREEN); // 79
        assertThat(light(14, 45)).isEqualTo(Light.GREEN); // 101
        assertThat(light(21, 50)).isEqualTo(Light.RED); // 37
    }

    @Test
    void lessThanAYearIsSaidToBeAFirstLook() {
        Lamp lamp = Ageing.judge(Keeping.PAPER, now(20, 45), exposure(20, 45, 24 * 30), Duration.ofDays(30), AT);

        assertThat(lamp.light()).isEqualTo(Light.AMBER);
        assertThat(lamp.sentence().en()).contains("over 30 days", "less than a year: a first look");
        assertThat(lamp.sentence().zh()).contains("不足一年");
    }

    @Test
    void tooLittleKnownIsUnknown() {
        assertThat(Ageing.judge(Keeping.PAPER, now(20, 45), Exposure.NONE, Duration.ZERO, AT)
                        .light())
                .isEqualTo(Light.UNKNOWN);
        assertThat(Ageing.judge(Keeping.PAPER, now(20, 45), exposure(20, 45, 23.9), Duration.ofHours(24), AT)
                        .light())
                .isEqualTo(Light.UNKNOWN);
        Lamp gappy = Ageing.judge(Keeping.PAPER, now(20, 45), exposure(20, 45, 24 * 49), Duration.ofDays(100), AT);
        assertThat(gappy.light()).isEqualTo(Light.UNKNOWN);
        assertThat(gappy.sentence().en()).isEqualTo("of 100 days only 49 % of the time is known: too little to judge");
    }

    // ------------------------------------------------------------------------------------ both

    @Test
    void silentSensorsTurnBothLampsToUnknownWhateverThePastWas() {
        ZoneNow silent = new ZoneNow(
                new ZoneNow.Latest(25, AT.minusSeconds(60 * 200), 0), new ZoneNow.Latest(50, AT.minusSeconds(60), 1));
        List<ZoneHour> day = day(24, hour -> 25, hour -> 50);

        for (Lamp lamp : List.of(
                Compliance.judge(Keeping.PAPER, silent, day, AT),
                Ageing.judge(Keeping.PAPER, silent, exposure(25, 50, 8_760), YEAR, AT))) {
            assertThat(lamp.light()).isEqualTo(Light.UNKNOWN);
            assertThat(lamp.sentence().en()).contains("the newest temperature is 200 min old");
            assertThat(lamp.sentence().zh()).contains("温度", "200 分钟");
        }
    }

    @Test
    void aQuantityThatNobodyMeasuresTurnsBothLampsToUnknown() {
        ZoneNow dry = new ZoneNow(new ZoneNow.Latest(20, AT, 1), null);

        assertThat(Compliance.judge(Keeping.PAPER, dry, List.of(), AT)
                        .sentence()
                        .en())
                .isEqualTo("there is no reading of humidity");
        assertThat(Ageing.judge(Keeping.PAPER, dry, Exposure.NONE, Duration.ZERO, AT)
                        .sentence()
                        .zh())
                .isEqualTo("没有湿度读数");
    }

    @Test
    void theAirOutsideIsNotJudged() {
        assertThat(Compliance.judge(Keeping.OUTDOOR, ZoneNow.NOTHING, List.of(), AT)
                        .light())
                .isEqualTo(Light.NONE);
        assertThat(Ageing.judge(Keeping.OUTDOOR, ZoneNow.NOTHING, Exposure.NONE, Duration.ZERO, AT)
                        .light())
                .isEqualTo(Light.NONE);
    }

    private static Light light(double temperature, double humidity) {
        return Ageing.judge(Keeping.PAPER, now(temperature, humidity), exposure(temperature, humidity, 8_760), YEAR, AT)
                .light();
    }

    private static ZoneNow now(double temperature, double humidity) {
        return new ZoneNow(new ZoneNow.Latest(temperature, AT, 1), new ZoneNow.Latest(humidity, AT, 1));
    }

    private static Exposure exposure(double temperature, double humidity, double hours) {
        return Exposure.of(hours, PreservationIndex.years(temperature, humidity).orElseThrow(), false);
    }

    /** The newest hours first in the number: 0 is the running one. */
    private static List<ZoneHour> day(int hours, IntToDoubleFunction temperature, IntToDoubleFunction humidity) {
        List<ZoneHour> day = new ArrayList<>();
        for (int hour = hours - 1; hour >= 0; hour--) {
            day.add(new ZoneHour(
                    "z",
                    ZoneHour.hourOf(AT).minus(Duration.ofHours(hour)),
                    temperature.applyAsDouble(hour),
                    humidity.applyAsDouble(hour)));
        }
        return day;
    }
}
