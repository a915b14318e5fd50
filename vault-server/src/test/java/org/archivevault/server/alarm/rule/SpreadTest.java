package org.archivevault.server.alarm.rule;

import static org.archivevault.server.alarm.rule.LevelTest.at;
import static org.archivevault.server.alarm.rule.LevelTest.sample;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.archivevault.protocol.Json;
import org.archivevault.protocol.MalformedMessage;
import org.archivevault.server.alarm.rule.LevelTest.Point;
import org.archivevault.server.alarm.rule.Machine.Signal;
import org.junit.jupiter.api.Test;

/** JGJ 25-2010 §5.2.3: no more than ±2 °C within a day and night. */
class SpreadTest {
    private static final Duration DAY = Duration.ofHours(24);
    private static final Duration STEP = Duration.ofMinutes(10);
    private static final Spread TEMPERATURE = new Spread(DAY, STEP, 2, Optional.empty(), 0.2);
    private static final long HOUR = 3_600;

    @Test
    void fourDegreesBetweenTheHighestAndTheLowestOf24HoursAreAllowedAndMoreAreNot() {
        // ±2 °C around 20 °C, which could have been chosen
        assertThat(told(TEMPERATURE, List.of(new Point(0, 18), new Point(8 * HOUR, 22))))
                .isEmpty();
        assertThat(told(TEMPERATURE, List.of(new Point(0, 18), new Point(8 * HOUR, 22.1))))
                .containsExactly("raised at " + at(8 * HOUR));
        // no reading is more than 2 °C from the one before, and yet
        assertThat(told(
                        TEMPERATURE,
                        List.of(
                                new Point(0, 18),
                                new Point(4 * HOUR, 20),
                                new Point(8 * HOUR, 22),
                                new Point(9 * HOUR, 22.5))))
                .containsExactly("raised at " + at(9 * HOUR));
    }

    @Test
    void whatIsOlderThan24HoursDoesNotCountAndEndsIt() {
        // up to one step longer than 24 h
        assertThat(told(TEMPERATURE, List.of(new Point(0, 18), new Point(24 * HOUR + 600, 23))))
                .isEmpty();
        assertThat(told(TEMPERATURE, List.of(new Point(0, 18), new Point(HOUR, 23), new Point(24 * HOUR + 600, 23))))
                .containsExactly("raised at " + at(HOUR), "cleared at " + at(24 * HOUR + 600));
    }

    @Test
    void aroundAChosenValueEachReadingMustBeWithinTwoDegreesOfIt() {
        Spread chosen = new Spread(DAY, STEP, 2, Optional.of(20.0), 0.2);
        // 3 °C apart, so some value could have been chosen, but 20 °C was
        assertThat(told(TEMPERATURE, List.of(new Point(0, 20), new Point(HOUR, 23))))
                .isEmpty();
        assertThat(told(chosen, List.of(new Point(0, 20), new Point(HOUR, 23))))
                .containsExactly("raised at " + at(HOUR));
        assertThat(told(chosen, List.of(new Point(0, 18), new Point(HOUR, 22)))).isEmpty();
    }

    @Test
    void anyReadingsTellWhatAnOracleTellsAcrossRestarts() throws MalformedMessage {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        int told = 0;
        for (int run = 0; run < 300; run++) {
            Optional<Double> chosen = random.nextBoolean() ? Optional.empty() : Optional.of(20.0);
            Spread spread = new Spread(Duration.ofHours(1), Duration.ofMinutes(5), 2, chosen, 0.5);
            List<Point> points = new ArrayList<>();
            long second = random.nextInt(1_000);
            double value = 20;
            for (int i = 0; i < 120; i++) {
                second += random.nextInt(400);
                value += random.nextGaussian() * 0.5;
                points.add(new Point(second, Math.round(value * 10) / 10.0));
            }
            List<String> due = oracle(spread, points);
            told += due.size();
            assertThat(told(spread, points, random))
                    .as("seed " + seed + ", run " + run)
                    .isEqualTo(due);
        }
        assertThat(told).as("the runs must tell something; seed " + seed).isGreaterThan(100);
    }

    private static List<String> oracle(Spread spread, List<Point> points) {
        List<String> told = new ArrayList<>();
        boolean raised = false;
        for (int i = 0; i < points.size(); i++) {
            double least = Double.MAX_VALUE;
            double greatest = -Double.MAX_VALUE;
            long newest = step(spread, points.get(i));
            for (int j = 0; j <= i; j++) {
                if (step(spread, points.get(j)) >= newest - 12) {
                    least = Math.min(least, points.get(j).value());
                    greatest = Math.max(greatest, points.get(j).value());
                }
            }
            double figure = greatest - least;
            if (spread.chosen().isPresent()) {
                double middle = spread.chosen().get();
                figure = 2 * Math.max(greatest - middle, middle - least);
            }
            if (!raised && figure > 4) {
                raised = true;
                told.add("raised at " + at(points.get(i).second()));
            } else if (raised && figure <= 3.5) {
                raised = false;
                told.add("cleared at " + at(points.get(i).second()));
            }
        }
        return told;
    }

    private static long step(Spread spread, Point point) {
        return Math.floorDiv(at(point.second()).getEpochSecond(), spread.step().toSeconds());
    }

    private static List<String> told(Spread spread, List<Point> points) {
        try {
            return told(spread, points, new Random(1));
        } catch (MalformedMessage e) {
            throw new AssertionError(e);
        }
    }

    private static List<String> told(Spread spread, List<Point> points, Random random) throws MalformedMessage {
        List<String> told = new ArrayList<>();
        Spread.Memory state = spread.fresh(LevelTest.tick(0, true));
        for (Point point : points) {
            Machine.Turn<Spread.Memory> turn = spread.on(state, sample(point.second(), point.value()));
            state = turn.state();
            assertThat(state.steps().size())
                    .isLessThanOrEqualTo(
                            (int) (spread.window().toMillis() / spread.step().toMillis()) + 1);
            if (random.nextInt(10) == 0) {
                state = Json.read(Json.text(state).getBytes(StandardCharsets.UTF_8), spread.memory());
            }
            for (Signal signal : turn.signals()) {
                told.add(
                        signal instanceof Signal.Raised raised
                                ? "raised at " + raised.since()
                                : "cleared at " + ((Signal.Cleared) signal).at());
            }
        }
        return told;
    }
}
