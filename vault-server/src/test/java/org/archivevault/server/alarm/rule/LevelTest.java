package org.archivevault.server.alarm.rule;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.archivevault.protocol.Json;
import org.archivevault.protocol.MalformedMessage;
import org.archivevault.server.alarm.rule.Machine.Sample;
import org.archivevault.server.alarm.rule.Machine.Signal;
import org.archivevault.server.alarm.rule.Machine.Tick;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LevelTest {
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final Duration DELAY = Duration.ofMinutes(5);
    private static final Duration HOLDS = Duration.ofMinutes(30);
    private static final Level WARM = new Level(24, true, 0.5, DELAY, HOLDS);

    /** When it was raised for, and when it was cleared; null while it stands. */
    record Episode(Instant since, @Nullable Instant cleared) {}

    /** A reading, in seconds after noon. */
    record Point(long second, double value) {}

    @Test
    void theLimitItselfIsAllowed() {
        assertThat(episodes(WARM, List.of(new Point(0, 24.0), new Point(3600, 24.0))))
                .isEmpty();
        assertThat(episodes(WARM, List.of(new Point(0, 24.1), new Point(300, 24.1))))
                .hasSize(1);
    }

    @Test
    void anExcursionAsLongAsTheDelayIsToldAndAShorterOneIsNot() {
        assertThat(episodes(WARM, List.of(new Point(0, 25), new Point(299, 25), new Point(299, 23))))
                .isEmpty();
        assertThat(episodes(WARM, List.of(new Point(0, 25), new Point(300, 25), new Point(301, 23))))
                .containsExactly(new Episode(at(0), at(301)));
    }

    @Test
    void aValueWithinTheDeadBandEndsNoAlarmButAnExcursionThatIsNotToldYet() {
        // told, then within the limit but not by the dead band, then back
        assertThat(episodes(
                        WARM,
                        List.of(new Point(0, 25), new Point(400, 25), new Point(500, 23.8), new Point(900, 23.5))))
                .containsExactly(new Episode(at(0), at(900)));
        // not told yet
        assertThat(episodes(WARM, List.of(new Point(0, 25), new Point(200, 23.8), new Point(400, 25))))
                .isEmpty();
    }

    @Test
    void timeAloneTellsItWhileItsLastValueHolds() {
        Level.Memory begun = WARM.on(Level.Memory.NOTHING, sample(0, 25)).state();
        // not before it is due, not while the server has not settled, not when the value has long been silent
        assertThat(WARM.tick(begun, tick(299, true)).signals()).isEmpty();
        assertThat(WARM.tick(begun, tick(300, false)).signals()).isEmpty();
        assertThat(WARM.tick(begun, tick(300, true)).signals()).containsExactly(new Signal.Raised(at(0), at(300), 25));
        Level slow = new Level(24, true, 0.5, Duration.ofMinutes(40), HOLDS);
        assertThat(slow.tick(begun, tick(4000, true)).signals()).isEmpty();
        // and it is told once
        Level.Memory told = WARM.tick(begun, tick(300, true)).state();
        assertThat(WARM.tick(told, tick(900, true)).signals()).isEmpty();
        assertThat(WARM.on(told, sample(1000, 26)).signals()).isEmpty();
    }

    @Test
    void withoutADelayItIsToldAtOnce() {
        Level smoke = new Level(0.5, true, 0, Duration.ZERO, HOLDS);
        assertThat(episodes(smoke, List.of(new Point(0, 0), new Point(10, 1), new Point(20, 0))))
                .containsExactly(new Episode(at(10), at(20)));
    }

    @Test
    void belowWorksAsAboveDoes() {
        Level battery = new Level(20, false, 5, Duration.ZERO, HOLDS);
        assertThat(episodes(
                        battery, List.of(new Point(0, 20), new Point(10, 19), new Point(20, 22), new Point(30, 25))))
                .containsExactly(new Episode(at(10), at(30)));
    }

    @Test
    void aClockThatIsSetBackNeitherLosesNorInventsAnAlarm() {
        // the excursion begins anew with the clock, and is told after the delay on it
        assertThat(episodes(
                        WARM, List.of(new Point(7200, 25), new Point(0, 25), new Point(299, 25), new Point(300, 25))))
                .containsExactly(new Episode(at(0), null));
    }

    @Test
    void anyReadingsTellWhatAnOracleTellsWhateverTheTicksAndRestarts() throws MalformedMessage {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        int told = 0;
        for (int run = 0; run < 3_000; run++) {
            boolean above = random.nextBoolean();
            Level level = new Level(
                    24,
                    above,
                    random.nextInt(3) * 0.5,
                    Duration.ofSeconds(random.nextInt(5) * 100L),
                    Duration.ofSeconds(100 + random.nextInt(10) * 100L));
            List<Point> points = new ArrayList<>();
            long second = 0;
            int length = random.nextInt(30);
            for (int i = 0; i < length; i++) {
                second += random.nextInt(8) == 0 ? random.nextInt(3_000) : random.nextInt(120);
                points.add(new Point(second, 22.5 + random.nextInt(7) * 0.5));
            }
            List<Episode> due = oracle(level, points);
            List<Episode> found = episodes(level, points, random);
            told += due.size();
            assertThat(found)
                    .as("seed " + seed + ", run " + run + ": " + level + " over " + points)
                    .isEqualTo(due);
        }
        assertThat(told).as("the runs must tell something; seed " + seed).isGreaterThan(1_000);
    }

    /** Written anew from the words of the rule, without its state: looks back and forth over all readings. */
    private static List<Episode> oracle(Level level, List<Point> points) {
        List<Episode> episodes = new ArrayList<>();
        int i = 0;
        while (i < points.size()) {
            if (!beyond(level, points.get(i).value())) {
                i++;
                continue;
            }
            int last = i;
            while (last + 1 < points.size()
                    && beyond(level, points.get(last + 1).value())
                    && points.get(last + 1).second() - points.get(last).second()
                            <= level.holds().toSeconds()) {
                last++;
            }
            long held = points.get(last).second() + level.holds().toSeconds();
            long end = last + 1 < points.size()
                    ? Math.min(points.get(last + 1).second(), held)
                    : points.get(last).second();
            if (end - points.get(i).second() < level.delay().toSeconds()) {
                i = last + 1;
                continue;
            }
            int back = last + 1;
            while (back < points.size() && !back(level, points.get(back).value())) {
                back++;
            }
            episodes.add(new Episode(
                    at(points.get(i).second()),
                    back < points.size() ? at(points.get(back).second()) : null));
            i = back + 1;
        }
        return episodes;
    }

    private static boolean beyond(Level level, double value) {
        return level.above() ? value > level.limit() : value < level.limit();
    }

    private static boolean back(Level level, double value) {
        return level.above() ? value <= level.limit() - level.deadBand() : value >= level.limit() + level.deadBand();
    }

    private static List<Episode> episodes(Level level, List<Point> points) {
        List<Signal> signals = new ArrayList<>();
        Level.Memory state = Level.Memory.NOTHING;
        for (Point point : points) {
            Machine.Turn<Level.Memory> turn = level.on(state, sample(point.second(), point.value()));
            signals.addAll(turn.signals());
            state = turn.state();
        }
        return paired(signals);
    }

    /** With ticks strewn in, and with what is remembered written down and read back at any time. */
    private static List<Episode> episodes(Level level, List<Point> points, Random random) throws MalformedMessage {
        List<Signal> signals = new ArrayList<>();
        Level.Memory state = Level.Memory.NOTHING;
        for (int i = 0; i < points.size(); i++) {
            Point point = points.get(i);
            Machine.Turn<Level.Memory> turn = level.on(state, sample(point.second(), point.value()));
            signals.addAll(turn.signals());
            state = turn.state();
            if (random.nextInt(4) == 0) {
                byte[] written = Json.text(state).getBytes(StandardCharsets.UTF_8);
                state = Json.read(Json.read(written, JsonNode.class), level.memory());
            }
            if (i + 1 < points.size() && random.nextInt(3) == 0) {
                long gap = points.get(i + 1).second() - point.second();
                long second = point.second() + (gap == 0 ? 0 : random.nextLong(gap));
                turn = level.tick(state, tick(second, true));
                signals.addAll(turn.signals());
                state = turn.state();
            }
        }
        return paired(signals);
    }

    private static List<Episode> paired(List<Signal> signals) {
        List<Episode> episodes = new ArrayList<>();
        for (Signal signal : signals) {
            if (signal instanceof Signal.Raised raised) {
                episodes.add(new Episode(raised.since(), null));
            } else if (signal instanceof Signal.Cleared cleared) {
                Episode open = episodes.remove(episodes.size() - 1);
                assertThat(open.cleared()).isNull();
                episodes.add(new Episode(open.since(), cleared.at()));
            }
        }
        return episodes;
    }

    static Instant at(long second) {
        return NOON.plusSeconds(second);
    }

    static Tick tick(long second, boolean settled) {
        return new Tick(at(second), Duration.ofSeconds(second), settled);
    }

    static Sample sample(long second, double value) {
        return new Sample(value, at(second), tick(second, true));
    }
}
