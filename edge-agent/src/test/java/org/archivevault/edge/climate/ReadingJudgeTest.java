package org.archivevault.edge.climate;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.archivevault.edge.climate.Judged.Left;
import org.archivevault.edge.climate.Judged.Taken;
import org.archivevault.edge.climate.Judged.Why;
import org.archivevault.edge.watch.Plans;
import org.archivevault.firmware.source.Told;
import org.archivevault.protocol.climate.Quality;
import org.archivevault.protocol.climate.Quantity;
import org.archivevault.protocol.climate.Reading;
import org.archivevault.protocol.climate.SensorId;
import org.archivevault.protocol.event.EdgeEvent.SensorChanged;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ReadingJudgeTest {
    private static final Instant START = Instant.parse("2026-11-22T01:00:00Z");
    private static final SensorId A = new SensorId("a");

    private final ReadingJudge judge = new ReadingJudge(Plans.sensors("a", "b", "out"), 0);
    private long millis;
    private Duration wallOff = Duration.ZERO;

    private Instant wall() {
        return START.plusMillis(millis).plus(wallOff);
    }

    private void pass(Duration time) {
        millis += time.toMillis();
    }

    private Judged tell(
            SensorId sensor,
            Quantity quantity,
            double value,
            @Nullable Instant source,
            boolean past,
            boolean retained) {
        return judge.judge(new Told.Measured(sensor, quantity, value, source, past), wall(), retained, millis);
    }

    private Judged live(double celsius) {
        return tell(A, Quantity.TEMPERATURE, celsius, wall(), false, false);
    }

    private Quality after(Duration time, Quantity quantity, double value) {
        pass(time);
        return reading(tell(A, quantity, value, wall(), false, false)).quality();
    }

    private Quality afterMinute(double celsius) {
        return after(Duration.ofMinutes(1), Quantity.TEMPERATURE, celsius);
    }

    private static Reading reading(Judged judged) {
        assertThat(judged).isInstanceOf(Taken.class);
        return ((Taken) judged).reading();
    }

    private static Why why(Judged judged) {
        assertThat(judged).isInstanceOf(Left.class);
        return ((Left) judged).why();
    }

    // ---- when it was received

    @Test
    void theTimeOfReceiptIsKeptToTheMillisecondUnlessItIsAllThatThereIs() {
        Instant received = START.plusNanos(1_234_567);
        Reading timed =
                reading(judge.judge(new Told.Measured(A, Quantity.TEMPERATURE, 20, START, false), received, false, 0));
        Reading untimed =
                reading(judge.judge(new Told.Measured(A, Quantity.HUMIDITY, 50, null, false), received, false, 0));
        assertThat(timed.receivedAt()).isEqualTo(START.plusMillis(1));
        assertThat(untimed.receivedAt()).isEqualTo(START.plusNanos(1_234_000));
    }

    // ---- what comes again

    @Test
    void theSameSourceTimeIsTakenOnceWhateverElseComesBetween() {
        Instant at = wall().minusSeconds(5);
        assertThat(reading(tell(A, Quantity.TEMPERATURE, 21, at, false, false)).sourceTime())
                .isEqualTo(at);
        pass(Duration.ofSeconds(1));
        reading(tell(A, Quantity.TEMPERATURE, 21.1, at.plusSeconds(1), false, false));
        assertThat(why(tell(A, Quantity.TEMPERATURE, 21, at, false, false))).isEqualTo(Why.DUPLICATE);
        assertThat(why(tell(A, Quantity.TEMPERATURE, 21, at, false, true))).isEqualTo(Why.DUPLICATE);
        // but another quantity and another sensor have times of their own
        reading(tell(A, Quantity.HUMIDITY, 50, at, false, false));
        reading(tell(new SensorId("b"), Quantity.TEMPERATURE, 21, at, false, false));
    }

    @Test
    void aValueWithoutATimeIsADuplicateOnlyInTheSameBreath() {
        reading(tell(A, Quantity.TEMPERATURE, 21, null, false, false));
        assertThat(why(tell(A, Quantity.TEMPERATURE, 21, null, false, false))).isEqualTo(Why.DUPLICATE);
        reading(tell(A, Quantity.TEMPERATURE, 21.1, null, false, false));
        pass(Duration.ofMillis(ClimateLimits.SAME_BREATH_MILLIS + 1));
        Reading again = reading(tell(A, Quantity.TEMPERATURE, 21.1, null, false, false));
        assertThat(again.sourceTime()).isNull();
        assertThat(again.at()).isEqualTo(again.receivedAt()).isEqualTo(wall());
    }

    @Test
    void whatTheBrokerKeptIsNoReadingUnlessItSaysOfWhen() {
        assertThat(why(tell(A, Quantity.TEMPERATURE, 21, null, false, true))).isEqualTo(Why.RETAINED);
        Reading old = reading(tell(A, Quantity.TEMPERATURE, 21, wall().minusSeconds(3_600), false, true));
        assertThat(old.historical()).isTrue();
        Reading young = reading(tell(A, Quantity.TEMPERATURE, 21, wall().minusSeconds(60), false, true));
        assertThat(young.historical()).isFalse();
    }

    // ---- time

    @Test
    void whatTheDeviceKeptBackKeepsItsTimeAndIsHistorical() {
        Instant hoursAgo = wall().minusSeconds(7_200);
        Reading past = reading(tell(A, Quantity.TEMPERATURE, 21, hoursAgo, true, false));
        assertThat(past.historical()).isTrue();
        assertThat(past.at()).isEqualTo(hoursAgo);
        assertThat(past.receivedAt()).isEqualTo(wall());
        // without a time, or with one that cannot be, nobody knows of when it tells
        assertThat(why(tell(A, Quantity.TEMPERATURE, 21, null, true, false))).isEqualTo(Why.NO_TIME);
        assertThat(why(tell(A, Quantity.TEMPERATURE, 21, wall().plusSeconds(61), true, false)))
                .isEqualTo(Why.NO_TIME);
        assertThat(why(tell(A, Quantity.TEMPERATURE, 21, Instant.EPOCH, true, false)))
                .isEqualTo(Why.NO_TIME);
    }

    @ParameterizedTest
    @ValueSource(longs = {61, 3_600, 86_400 * 365L})
    void aClockThatIsAheadIsNotBelievedAndThatIsTold(long seconds) {
        Reading reading = reading(tell(A, Quantity.TEMPERATURE, 21, wall().plusSeconds(seconds), false, false));
        assertThat(reading.sourceTime()).isNull();
        assertThat(reading.historical()).isFalse();
        assertThat(judge.changes(millis)).singleElement().satisfies(change -> {
            assertThat(change.sensor()).isEqualTo(A);
            assertThat(change.online()).isTrue();
            assertThat(change.detail()).contains("clock").contains("时钟");
        });
        // and once it is right again, that too, a minute later at the earliest
        pass(Duration.ofSeconds(1));
        live(21);
        assertThat(judge.changes(millis)).isEmpty();
        pass(Duration.ofMinutes(1));
        assertThat(judge.changes(millis)).containsExactly(new SensorChanged(A, true, ""));
    }

    @Test
    void aClockThatWasNeverSetIsNotBelieved() {
        for (int i = 0; i < 5; i++) {
            pass(Duration.ofMinutes(10));
            Reading reading = reading(tell(A, Quantity.TEMPERATURE, 21, Instant.EPOCH.plusSeconds(5), false, false));
            assertThat(reading.sourceTime()).isNull();
        }
        // told once, not with each hour by which it is further behind
        assertThat(judge.changes(millis)).hasSize(1);
        pass(Duration.ofHours(3));
        tell(A, Quantity.TEMPERATURE, 21, Instant.EPOCH.plusSeconds(5), false, false);
        assertThat(judge.changes(millis)).isEmpty();
    }

    @Test
    void aClockThatIsAlwaysBehindByTheSameIsFoundOutAtTheThirdWord() {
        Duration behind = Duration.ofHours(8);
        List<Boolean> historical = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            pass(Duration.ofMinutes(5));
            historical.add(reading(tell(A, Quantity.TEMPERATURE, 21, wall().minus(behind), false, false))
                    .historical());
        }
        assertThat(historical).containsExactly(true, true, false, false, false, false);
        assertThat(judge.changes(millis))
                .singleElement()
                .satisfies(c -> assertThat(c.detail()).contains("-8 h"));
    }

    @Test
    void whatABridgeHadKeptBackIsHistoricalHoweverMuchItIs() {
        // GIVEN two hours of readings, one a minute, that a bridge sends in a second
        Instant from = wall().minusSeconds(7_200);
        int live = 0;
        for (int i = 0; i < 120; i++) {
            millis += 8;
            Reading reading = reading(tell(A, Quantity.TEMPERATURE, 21, from.plusSeconds(60L * i), false, false));
            live += reading.historical() ? 0 : 1;
            assertThat(reading.sourceTime()).isNotNull();
        }
        // THEN only the last ten minutes are of now, and no clock is blamed
        assertThat(live).isBetween(9, 11);
        assertThat(judge.changes(millis)).isEmpty();
    }

    // ---- plausibility

    @ParameterizedTest
    @CsvSource({
        "temperature, 21, good",
        "temperature, -40, good",
        "temperature, -40.1, implausible",
        "temperature, 85.1, implausible",
        "temperature, 1e308, implausible",
        "temperature, 47.9, good",
        "temperature, 48, unit-suspect",
        "temperature, 71.6, unit-suspect",
        "temperature, 84, unit-suspect",
        "humidity, 45, good",
        "humidity, 0, good",
        "humidity, 100.5, implausible",
        "humidity, -1, implausible",
        "humidity, 0.45, unit-suspect",
        "humidity, 1.5, good",
        "pressure, 1013, good",
        "pressure, 101300, implausible",
        "co2, 400, good",
        "co2, -5, implausible",
        "water-leak, 1, good",
        "water-leak, 2, implausible",
        "battery, 101, implausible"
    })
    void theFirstValueOfASensorIsJudgedByWhatASensorCanMean(String quantity, double value, String quality) {
        assertThat(after(Duration.ZERO, Quantity.of(quantity), value)).isEqualTo(Quality.of(quality));
    }

    @Test
    void outdoorsItMayBeHotterBeforeAUnitIsSuspected() {
        SensorId out = new SensorId("out");
        assertThat(reading(tell(out, Quantity.TEMPERATURE, 52, wall(), false, false))
                        .quality())
                .isEqualTo(Quality.GOOD);
        ReadingJudge other = new ReadingJudge(Plans.sensors("out"), 0);
        Told.Measured hot = new Told.Measured(out, Quantity.TEMPERATURE, 61, wall(), false);
        assertThat(reading(other.judge(hot, wall(), false, 0)).quality()).isEqualTo(Quality.UNIT_SUSPECT);
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void whatIsNoNumberIsNoReadingAndTheSensorIsToldOfOnBothEdges(double value) {
        assertThat(why(live(value))).isEqualTo(Why.NO_NUMBER);
        assertThat(why(live(value))).isEqualTo(Why.NO_NUMBER);
        assertThat(judge.changes(millis)).singleElement().satisfies(change -> {
            assertThat(change.online()).isFalse();
            assertThat(change.detail()).contains("temperature").contains("数字");
        });
        // another quantity does not make up for it
        reading(tell(A, Quantity.HUMIDITY, 50, wall(), false, false));
        pass(Duration.ofMinutes(2));
        assertThat(judge.changes(millis)).isEmpty();
        // a number does
        live(21);
        assertThat(judge.changes(millis)).containsExactly(new SensorChanged(A, true, ""));
    }

    @Test
    void aJumpIsDoubtfulUntilTheThirdInARow() {
        assertThat(afterMinute(21)).isEqualTo(Quality.GOOD);
        // 3 °C and 2 °C for the minute
        assertThat(afterMinute(26)).isEqualTo(Quality.GOOD);
        assertThat(afterMinute(31.1)).isEqualTo(Quality.JUMP);
        assertThat(afterMinute(26.1)).as("it was a single one").isEqualTo(Quality.GOOD);
        assertThat(afterMinute(36)).isEqualTo(Quality.JUMP);
        assertThat(afterMinute(37)).isEqualTo(Quality.JUMP);
        assertThat(afterMinute(38)).as("it is really so hot").isEqualTo(Quality.GOOD);
        assertThat(afterMinute(39)).isEqualTo(Quality.GOOD);
    }

    @Test
    void theLongerAgoTheLastValueIsTheFurtherItMayBe() {
        assertThat(afterMinute(21)).isEqualTo(Quality.GOOD);
        assertThat(after(Duration.ofMinutes(10), Quantity.TEMPERATURE, 43)).isEqualTo(Quality.GOOD);
        // but never without end
        assertThat(after(Duration.ofDays(2), Quantity.TEMPERATURE, 17)).isEqualTo(Quality.JUMP);
    }

    @Test
    void lightAndStatesMayJump() {
        assertThat(after(Duration.ZERO, Quantity.ILLUMINANCE, 0)).isEqualTo(Quality.GOOD);
        assertThat(after(Duration.ofSeconds(1), Quantity.ILLUMINANCE, 900)).isEqualTo(Quality.GOOD);
        assertThat(after(Duration.ZERO, Quantity.DOOR_OPEN, 0)).isEqualTo(Quality.GOOD);
        assertThat(after(Duration.ofSeconds(1), Quantity.DOOR_OPEN, 1)).isEqualTo(Quality.GOOD);
    }

    @ParameterizedTest
    @ValueSource(doubles = {14, 18, 22, 24})
    void aSensorThatTurnsToFahrenheitStaysSuspectForAsLongAsItDoes(double celsius) {
        for (int i = 0; i < 5; i++) {
            assertThat(afterMinute(celsius + i * 0.1)).isEqualTo(Quality.GOOD);
        }
        // WHEN it tells °F for a day, while the room goes up and down by a degree
        for (int minute = 0; minute < 1_440; minute++) {
            double fahrenheit = (celsius + Math.sin(minute / 200.0)) * 1.8 + 32;
            assertThat(afterMinute(fahrenheit))
                    .as("minute %d: %s", minute, fahrenheit)
                    .isEqualTo(Quality.UNIT_SUSPECT);
        }
        // THEN it is believed as soon as it tells °C again
        assertThat(afterMinute(celsius)).isEqualTo(Quality.GOOD);
    }

    @Test
    void aFireIsNoUnit() {
        assertThat(afterMinute(22)).isEqualTo(Quality.GOOD);
        List<Quality> seen = new ArrayList<>();
        for (double celsius : new double[] {26, 31, 37, 44, 52, 60, 68, 76, 84}) {
            seen.add(after(Duration.ofMinutes(2), Quantity.TEMPERATURE, celsius));
        }
        assertThat(seen).doesNotContain(Quality.UNIT_SUSPECT, Quality.IMPLAUSIBLE);
        assertThat(seen.subList(4, 7)).contains(Quality.GOOD);
        assertThat(seen.subList(6, 9)).contains(Quality.GOOD);
    }

    @Test
    void aFractionToldAsPercentIsSuspect() {
        assertThat(after(Duration.ZERO, Quantity.HUMIDITY, 48)).isEqualTo(Quality.GOOD);
        assertThat(after(Duration.ofMinutes(1), Quantity.HUMIDITY, 0.49)).isEqualTo(Quality.UNIT_SUSPECT);
        assertThat(after(Duration.ofMinutes(1), Quantity.HUMIDITY, 0.5)).isEqualTo(Quality.UNIT_SUSPECT);
        assertThat(after(Duration.ofMinutes(1), Quantity.HUMIDITY, 49)).isEqualTo(Quality.GOOD);
    }

    @ParameterizedTest
    @CsvSource({"2.0, true", "0.3, false"})
    void aValueThatStandsStillIsStuckOnlyWhileAnotherInTheZoneMoves(double amplitude, boolean stuck) {
        SensorId b = new SensorId("b");
        Quality last = Quality.GOOD;
        Quality beforeSixHours = Quality.GOOD;
        for (int minute = 0; minute <= 8 * 60; minute += 5) {
            last = after(Duration.ofMinutes(5), Quantity.TEMPERATURE, 21.37);
            double other = 21 + amplitude * Math.sin(minute / 60.0);
            assertThat(reading(tell(b, Quantity.TEMPERATURE, other, wall(), false, false))
                            .quality())
                    .isEqualTo(Quality.GOOD);
            beforeSixHours = minute < 5 * 60 + 55 ? last : beforeSixHours;
        }
        assertThat(beforeSixHours).isEqualTo(Quality.GOOD);
        assertThat(last).isEqualTo(stuck ? Quality.STUCK : Quality.GOOD);
        assertThat(after(Duration.ofMinutes(5), Quantity.TEMPERATURE, 21.38)).isEqualTo(Quality.GOOD);
    }

    @Test
    void aSensorThatIsAloneInItsZoneIsNeverStuck() {
        SensorId out = new SensorId("out");
        for (int minute = 0; minute <= 24 * 60; minute += 5) {
            pass(Duration.ofMinutes(5));
            assertThat(afterMinuteOf(out, 11)).isEqualTo(Quality.GOOD);
            after(Duration.ZERO, Quantity.TEMPERATURE, 21 + 3 * Math.sin(minute / 60.0));
        }
    }

    private Quality afterMinuteOf(SensorId sensor, double celsius) {
        return reading(tell(sensor, Quantity.TEMPERATURE, celsius, wall(), false, false))
                .quality();
    }

    @Test
    void whatIsHistoricalTeachesNothingAboutNow() {
        assertThat(afterMinute(21)).isEqualTo(Quality.GOOD);
        Reading past = reading(tell(A, Quantity.TEMPERATURE, 35, wall().minusSeconds(7_200), true, false));
        assertThat(past.quality()).isEqualTo(Quality.GOOD);
        Reading impossible = reading(tell(A, Quantity.TEMPERATURE, 350, wall().minusSeconds(7_100), true, false));
        assertThat(impossible.quality()).isEqualTo(Quality.IMPLAUSIBLE);
        assertThat(afterMinute(21.5)).isEqualTo(Quality.GOOD);
    }

    @Test
    void aClockOfOursThatIsSetBackDoesNotEndTheJudgement() {
        assertThat(afterMinute(21)).isEqualTo(Quality.GOOD);
        wallOff = Duration.ofDays(-1);
        assertThat(afterMinute(21)).isEqualTo(Quality.GOOD);
        assertThat(afterMinute(40)).isEqualTo(Quality.JUMP);
    }

    // ---- how much, and who

    @Test
    void aSensorThatRavesIsHeldBackAndToldOfWhileTheOthersGoOn() {
        int taken = 0;
        for (int i = 0; i < ClimateLimits.MOST_AT_ONCE * 2; i++) {
            Judged judged = tell(A, Quantity.SIGNAL, -60, wall().plusNanos(1_000L * i), false, false);
            taken += judged instanceof Taken ? 1 : 0;
        }
        assertThat(taken).isEqualTo(ClimateLimits.MOST_AT_ONCE);
        reading(tell(new SensorId("b"), Quantity.TEMPERATURE, 21, wall(), false, false));
        assertThat(judge.changes(millis)).singleElement().satisfies(c -> {
            assertThat(c.sensor()).isEqualTo(A);
            assertThat(c.online()).isFalse();
            assertThat(c.detail()).contains("50");
        });
        // a second later it may say fifty more
        pass(Duration.ofSeconds(1));
        taken = 0;
        for (int i = 0; i < 100; i++) {
            taken += tell(A, Quantity.SIGNAL, -61, wall().plusNanos(1_000L * i), false, false) instanceof Taken ? 1 : 0;
        }
        assertThat(taken).isEqualTo(ClimateLimits.MOST_PER_SECOND);
    }

    @Test
    void aSensorThatComesAndGoesIsToldOfOnceAMinute() {
        List<SensorChanged> told = new ArrayList<>();
        for (int second = 0; second < 600; second++) {
            judge.available(A, second % 2 == 1);
            told.addAll(judge.changes(millis));
            pass(Duration.ofSeconds(1));
        }
        assertThat(told.size()).isBetween(5, 11);
        // AND what it is in the end is told in the end
        judge.available(A, false);
        pass(Duration.ofMinutes(1));
        Optional<SensorChanged> last = judge.changes(millis).stream().findFirst();
        assertThat(last.map(SensorChanged::online)
                        .orElse(told.get(told.size() - 1).online()))
                .isFalse();
    }

    @Test
    void aSensorThatThePlanDoesNotNameIsNobody() {
        assertThat(why(tell(new SensorId("stranger"), Quantity.TEMPERATURE, 21, wall(), false, false)))
                .isEqualTo(Why.UNPLANNED);
        judge.available(new SensorId("stranger"), false);
        assertThat(judge.changes(millis)).isEmpty();
    }

    // ---- any day

    @Test
    void onAnyDayOnlyPlantedErrorsAreDoubtedAndEveryOneOfThemIs() {
        for (long seed = 1; seed <= 20; seed++) {
            Random random = new Random(seed);
            ReadingJudge fresh = new ReadingJudge(Plans.sensors("a", "b"), 0);
            double celsius = 15 + 8 * random.nextDouble();
            long at = 0;
            int doubted = 0;
            for (int i = 0; i < 3_000; i++) {
                at += 20_000 + random.nextInt(60_000);
                // a room that drifts by a third of a degree a minute at most, and a sensor's noise
                celsius = Math.max(12, Math.min(26, celsius + (random.nextDouble() - 0.5) * 0.3));
                double value = Math.round((celsius + random.nextGaussian() * 0.1) * 100) / 100.0;
                boolean planted = i > 10 && random.nextInt(50) == 0;
                double told = planted ? plant(random, value) : value;
                Instant time = START.plusMillis(at);
                Quality quality = reading(fresh.judge(
                                new Told.Measured(A, Quantity.TEMPERATURE, told, time, false), time, false, at))
                        .quality();
                assertThat(quality != Quality.GOOD)
                        .as("seed %d, reading %d: %s told as %s is %s", seed, i, value, told, quality)
                        .isEqualTo(planted);
                doubted += planted ? 1 : 0;
            }
            assertThat(doubted).isPositive();
        }
    }

    private static double plant(Random random, double value) {
        return switch (random.nextInt(4)) {
            case 0 -> value * 1.8 + 32;
            case 1 -> -127;
            case 2 -> value + 15 + random.nextInt(20);
            default -> value - 15 - random.nextInt(20);
        };
    }
}
