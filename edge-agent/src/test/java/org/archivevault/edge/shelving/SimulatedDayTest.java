package org.archivevault.edge.shelving;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Days in virtual time from seeds. A failing run names its seed; {@code -Dseed=N} plays only that one.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
// It keeps a processor busy all the time; tests that hold others to a time must not run beside it.
@ResourceLock("processors")
final class SimulatedDayTest {
    private static final long DAY_MILLIS = 600_000;
    private static final int SEEDS = 6;
    /** A bug that shows only when two rare things meet may take some days; most show on the first. */
    private static final int MUTANT_SEEDS = 40;

    /** Which rule notices which bug; a bug may break more than one. */
    private static final Map<Mutation, List<String>> NOTICED_BY = Map.ofEntries(
            Map.entry(Mutation.ONLY_THE_TARGET_AISLE, List.of("I4")),
            Map.entry(Mutation.ONLY_THE_CLOSING_AISLE, List.of("I4")),
            Map.entry(Mutation.IGNORES_BUSY, List.of("I1")),
            Map.entry(Mutation.PREPARES_ANOTHER_GOAL, List.of("I14")),
            Map.entry(Mutation.DEAF_TO_CAMERAS, List.of("I4", "I5")),
            Map.entry(Mutation.UNKNOWN_IS_EMPTY, List.of("I4")),
            Map.entry(Mutation.BELIEVES_OLD_VALUES, List.of("I4")),
            Map.entry(Mutation.NO_GATE, List.of("I3", "I4", "I8", "I10")),
            Map.entry(Mutation.REPEATS_MOTION_WRITE, List.of("I8")),
            Map.entry(Mutation.FORGETS_TOKENS, List.of("I7")),
            Map.entry(Mutation.FORGETS_LATCH, List.of("I10")),
            Map.entry(Mutation.ALWAYS_FEEDS, List.of("I11")),
            Map.entry(Mutation.BELIEVES_TO_HAVE_FED, List.of("I11")),
            Map.entry(Mutation.SWALLOWS_OUTCOMES, List.of("I13")),
            Map.entry(Mutation.LATE_STOP, List.of("I5")),
            Map.entry(Mutation.INTENT_NOT_AWAITED, List.of("I17")),
            Map.entry(Mutation.ENDS_DUPLICATES_AGAIN, List.of("I13")));

    static Stream<BlockLayout> layouts() {
        return Stream.of(
                Fixture.mailbox(),
                Fixture.perCarriage(),
                Fixture.watched("ES-V1-B1", 1, 3),
                Fixture.watched("ES-V1-B2", 2));
    }

    /** Bugs that only a controller that spreads, or that starts from anywhere, can show. */
    private static final Set<Mutation> OF_MAILBOX =
            EnumSet.of(Mutation.ONLY_THE_CLOSING_AISLE, Mutation.IGNORES_BUSY, Mutation.PREPARES_ANOTHER_GOAL);
    /** A spread has no target aisle that such a bug could look at. */
    private static final Set<Mutation> OF_OPENING = EnumSet.of(Mutation.ONLY_THE_TARGET_AISLE);

    private static final double SOME = 0.3;
    private static final double ALL = 1;

    static Stream<Arguments> mutants() {
        return Stream.of(Fixture.mailbox(), Fixture.perCarriage())
                .flatMap(layout -> Arrays.stream(Mutation.values())
                        .filter(m -> m != Mutation.NONE)
                        .filter(m -> layout.profile().spread() != null || !OF_MAILBOX.contains(m))
                        .map(m -> Arguments.of(layout.id().toString(), m)));
    }

    static Stream<Mutation> mutantsOfSpreads() {
        return Arrays.stream(Mutation.values()).filter(m -> m != Mutation.NONE && !OF_OPENING.contains(m));
    }

    private static List<Long> seeds() {
        Long only = Long.getLong("seed");
        if (only != null) {
            return List.of(only);
        }
        List<Long> seeds = new ArrayList<>();
        for (long seed = 1; seed <= SEEDS; seed++) {
            seeds.add(seed);
        }
        return seeds;
    }

    @ParameterizedTest
    @MethodSource("layouts")
    void noRuleIsBrokenOnAnyDay(BlockLayout layout) {
        int executed = 0;
        int refused = 0;
        int otherwise = 0;
        int spread = 0;
        for (long seed : seeds()) {
            DayRules day = new SimulatedDay(layout, seed, Mutation.NONE, SOME).run(DAY_MILLIS);
            assertThat(day.broken).as("seed %d, block %s", seed, layout.id()).isEmpty();
            executed += day.executed;
            refused += day.refused;
            otherwise += day.otherwise;
            spread += day.spread;
        }
        System.out.printf(
                "%s: %d days, %d moved (%d spread), %d refused, %d expired or unknown%n",
                layout.id(), seeds().size(), executed, spread, refused, otherwise);
        // A day on which nothing happens proves nothing.
        int least = layout.watchedAisles().isEmpty() ? 10 : 5;
        assertThat(executed).isGreaterThan(least * seeds().size());
        assertThat(refused).isGreaterThan(10 * seeds().size());
        assertThat(otherwise).isPositive();
        if (layout.profile().spread() == null) {
            assertThat(spread).as("a block that cannot").isZero();
        } else {
            assertThat(spread).isGreaterThan(2 * seeds().size());
        }
    }

    private static BlockLayout layoutFor(String block, Mutation mutation) {
        boolean ofCameras = mutation == Mutation.DEAF_TO_CAMERAS || mutation == Mutation.UNKNOWN_IS_EMPTY;
        return ofCameras ? Fixture.watched(block, 1, 2) : Fixture.layout(block);
    }

    @ParameterizedTest
    @MethodSource("mutants")
    void everyPlantedBugIsNoticed(String block, Mutation mutation) {
        mustBeNoticed(block, mutation, SOME);
    }

    @ParameterizedTest
    @MethodSource("mutantsOfSpreads")
    void everyPlantedBugIsNoticedWhereNothingIsAskedForButSpreads(Mutation mutation) {
        mustBeNoticed(Fixture.mailbox().id().toString(), mutation, ALL);
    }

    private static void mustBeNoticed(String block, Mutation mutation, double spreads) {
        List<String> expected = NOTICED_BY.getOrDefault(mutation, List.of());
        assertThat(expected).isNotEmpty();
        for (long seed = 1; seed <= MUTANT_SEEDS; seed++) {
            DayRules day = new SimulatedDay(layoutFor(block, mutation), seed, mutation, spreads).run(DAY_MILLIS);
            boolean noticed = day.broken.stream().anyMatch(b -> expected.contains(b.substring(0, b.indexOf(' '))));
            if (noticed) {
                return;
            }
        }
        throw new AssertionError(mutation + " was not noticed by " + expected);
    }
}
