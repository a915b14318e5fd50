package org.archivevault.edge.tags;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Days in virtual time from seeds. A failing run names its seed; {@code -Dseed=N} plays only that one, and
 * {@code -Dtrace=EPC} tells what happened to one tag.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
final class TagDayTest {
    private static final long DAY_MILLIS = 900_000;
    private static final int SEEDS = 6;

    /** Which rule notices which bug. */
    private static final Map<Bug, List<String>> NOTICED_BY = new EnumMap<>(Map.ofEntries(
            Map.entry(Bug.GHOSTS_ARRIVE, List.of("arrival", "ghost")),
            Map.entry(Bug.DEPARTS_EARLY, List.of("departure")),
            Map.entry(Bug.DEPARTS_NEVER, List.of("absent")),
            Map.entry(Bug.IGNORES_SILENCE, List.of("silence")),
            Map.entry(Bug.NO_SETTLING, List.of("was-there-before")),
            Map.entry(Bug.NO_MARGIN, List.of("present")),
            Map.entry(Bug.SIDES_SWAPPED, List.of("gate")),
            Map.entry(Bug.LATE_TICKS, List.of("gate")),
            Map.entry(Bug.SWALLOWS_EVENTS, List.of("gate", "present", "absent", "scan-missing")),
            Map.entry(Bug.TELLS_TWICE, List.of("arrival-twice", "departure-from", "move-from", "gate")),
            Map.entry(Bug.FORGETS_TIDS, List.of("clone-told")),
            Map.entry(Bug.TRAVEL_TOO_EAGER, List.of("suspicion")),
            Map.entry(Bug.LOSES_PARTS, List.of("scan-parts", "present")),
            Map.entry(Bug.AISLES_STAY_OPEN, List.of("scan-missing"))));

    private static long[] seeds() {
        Long only = Long.getLong("seed");
        return only != null
                ? new long[] {only}
                : LongStream.rangeClosed(1, SEEDS).toArray();
    }

    @Test
    void noRuleIsBrokenOnAnyDay() {
        int passages = 0;
        int certainties = 0;
        for (long seed : seeds()) {
            TagDayRules day = new TagDay(seed, Bug.NONE).run(DAY_MILLIS);
            System.out.printf(
                    "tag day %d: %d arrived, %d moved, %d departed, %d passed, %d scan parts, %d suspicions, %d certainties%n",
                    seed,
                    day.arrivals,
                    day.moves,
                    day.departures,
                    day.passages,
                    day.scans,
                    day.suspicions,
                    day.certainties);
            assertThat(day.broken).as("seed %d", seed).isEmpty();
            // A day on which nothing happens proves nothing.
            assertThat(day.arrivals).isGreaterThan(20);
            assertThat(day.moves).isGreaterThan(20);
            assertThat(day.departures).isGreaterThan(20);
            assertThat(day.scans).isGreaterThan(50);
            passages += day.passages;
            certainties += day.certainties;
        }
        assertThat(passages).isGreaterThan(20);
        assertThat(certainties).isGreaterThan(1_000);
    }

    @ParameterizedTest
    @EnumSource(value = Bug.class, mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void everyPlantedBugIsNoticed(Bug bug) {
        List<String> by = NOTICED_BY.getOrDefault(bug, List.of());
        assertThat(by).isNotEmpty();
        for (long seed = 1; seed <= SEEDS; seed++) {
            TagDayRules day = new TagDay(seed, bug).run(DAY_MILLIS);
            if (day.broken.stream().anyMatch(b -> by.contains(b.substring(0, b.indexOf(' '))))) {
                return;
            }
        }
        throw new AssertionError(bug + " was not noticed by " + by);
    }
}
