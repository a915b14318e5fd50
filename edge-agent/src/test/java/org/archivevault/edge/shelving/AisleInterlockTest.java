package org.archivevault.edge.shelving;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.archivevault.firmware.profile.ShelvingProfile.Direction;
import org.archivevault.firmware.profile.ShelvingProfile.Role;
import org.archivevault.protocol.command.Goal;
import org.archivevault.protocol.command.RefusalCode;
import org.archivevault.protocol.event.Guard;
import org.archivevault.protocol.event.GuardState;
import org.archivevault.protocol.event.Obstacle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class AisleInterlockTest {
    private static final long NOW = 10_000;
    private static final long OLD = NOW - ShelvingLimits.FRESHNESS_MILLIS - 1;
    private static final int OPEN = 1;

    private final AisleInterlock interlock = new AisleInterlock();

    /** How one input can be found. */
    private enum Reading {
        CLEAR,
        TRIPPED,
        UNREAD,
        STALE
    }

    static Stream<BlockLayout> layouts() {
        return Stream.of(Fixture.mailbox(), Fixture.perCarriage());
    }

    private Verdict judge(BlockState state, int aisle) {
        return interlock.judge(state, Fixture.open(state.layout(), aisle, 1, NOW), NOW);
    }

    private static List<RefusalCode> codes(List<Obstacle> obstacles) {
        return obstacles.stream().map(Obstacle::code).toList();
    }

    @ParameterizedTest
    @MethodSource("layouts")
    void saysGoToEveryOtherAisleWhenEverythingIsClearAndFresh(BlockLayout layout) {
        BlockState state = Fixture.clear(layout, OPEN, NOW);
        for (int aisle = 2; aisle <= layout.block().aisleCount(); aisle++) {
            assertThat(judge(state, aisle)).isInstanceOf(Verdict.Go.class);
        }
        assertThat(interlock.obstacles(state, NOW)).isEmpty();
    }

    @Test
    void anAisleThatACameraWatchesMustBeSaidToBeEmptyLately() {
        BlockLayout layout = Fixture.watched("ES-V1-B1", 2, 4);
        BlockState clear = Fixture.clear(layout, OPEN, NOW);
        // nothing said, somebody, not known, said too long ago: no aisle of the block opens, whichever is asked for
        long tooOld = NOW - ShelvingLimits.SIGHT_MILLIS - 1;
        Map<String, BlockState> refused = Map.of(
                "silence", clear,
                "somebody", clear.with(Fixture.seen(layout, GuardState.TRIPPED, 0, NOW)),
                "unknown", clear.with(Fixture.seen(layout, GuardState.UNKNOWN, 0, NOW)),
                "old", clear.with(Fixture.seen(layout, GuardState.CLEAR, 0, tooOld)),
                "old somebody", clear.with(Fixture.seen(layout, GuardState.TRIPPED, 0, tooOld)),
                "one aisle only",
                        clear.with(new AislesSeen(NOW, Map.of(2, new AislesSeen.Sight(GuardState.CLEAR, 0, "cam")))));
        refused.forEach((why, state) -> {
            for (int aisle = 2; aisle <= layout.block().aisleCount(); aisle++) {
                assertThat(judge(state, aisle)).as("%s, aisle %d", why, aisle).isInstanceOf(Verdict.Refusal.class);
            }
            assertThat(codes(interlock.obstacles(state, NOW))).as(why).containsOnly(RefusalCode.PERSON_SEEN);
        });
        // at the limit of its age it is believed
        BlockState seen = clear.with(Fixture.seen(layout, GuardState.CLEAR, 0, NOW - ShelvingLimits.SIGHT_MILLIS));
        assertThat(judge(seen, 3)).isInstanceOf(Verdict.Go.class);
        assertThat(interlock.obstacles(seen, NOW)).isEmpty();
    }

    @Test
    void aCameraLiftsNoRefusal() {
        BlockLayout layout = Fixture.watched("ES-V1-B1", 2);
        BlockState state = Fixture.with(Fixture.clear(layout, OPEN, NOW), Role.PRESENCE, 2, 1, NOW)
                .with(Fixture.seen(layout, GuardState.CLEAR, 0, NOW));
        assertThat(codes(interlock.obstacles(state, NOW))).containsExactly(RefusalCode.PERSON_IN_AISLE);
        BlockState unread = BlockState.unread(layout).with(Fixture.seen(layout, GuardState.CLEAR, 0, NOW));
        assertThat(judge(unread, 3)).isInstanceOf(Verdict.Refusal.class);
    }

    @Test
    void anOlderWordOfACameraDoesNotReplaceANewerOne() {
        BlockLayout layout = Fixture.watched("ES-V1-B1", 2);
        BlockState state = Fixture.clear(layout, OPEN, NOW)
                .with(Fixture.seen(layout, GuardState.TRIPPED, 0, NOW))
                .with(Fixture.seen(layout, GuardState.CLEAR, 0, NOW - 1));
        assertThat(judge(state, 3)).isInstanceOf(Verdict.Refusal.class);
    }

    @Test
    void whatACameraSaysOfAnAisleThatThePlanDoesNotGiveItCountsForNothing() {
        BlockLayout layout = Fixture.mailbox();
        BlockState state = Fixture.clear(layout, OPEN, NOW)
                .with(new AislesSeen(NOW, Map.of(2, new AislesSeen.Sight(GuardState.TRIPPED, 0, "cam"))));
        assertThat(judge(state, 3)).isInstanceOf(Verdict.Go.class);
    }

    @ParameterizedTest
    @MethodSource("layouts")
    void saysGoOnlyWhenEveryGuardOfEveryAisleIsClear(BlockLayout layout) {
        int cases = 0;
        int go = 0;
        Guard[] guards = Guard.values();
        Reading[] readings = Reading.values();
        int combinations = (int) Math.pow(readings.length, guards.length);
        for (int aisle = 1; aisle <= layout.block().aisleCount(); aisle++) {
            for (int combination = 0; combination < combinations; combination++) {
                // GIVEN each guard of one aisle in one of four readings, all other aisles clear
                Map<Guard, Reading> chosen = new EnumMap<>(Guard.class);
                int rest = combination;
                for (Guard guard : guards) {
                    chosen.put(guard, readings[rest % readings.length]);
                    rest /= readings.length;
                }
                BlockState state = guarded(layout, aisle, chosen);

                // WHEN the nearest and the farthest other aisle are judged
                // THEN only the all-clear combination may go, and the screen says the same
                boolean allClear = chosen.values().stream().allMatch(r -> r == Reading.CLEAR);
                for (int target : new int[] {2, layout.block().aisleCount()}) {
                    Verdict verdict = judge(state, target);
                    assertThat(verdict instanceof Verdict.Go)
                            .as("aisle %d %s, target %d: %s", aisle, chosen, target, verdict)
                            .isEqualTo(allClear);
                    cases++;
                    go += allClear ? 1 : 0;
                }
                assertThat(interlock.obstacles(state, NOW).isEmpty()).isEqualTo(allClear);
            }
        }
        assertThat(cases).isEqualTo(2 * combinations * layout.block().aisleCount());
        assertThat(go).isEqualTo(2 * layout.block().aisleCount());
    }

    private static BlockState guarded(BlockLayout layout, int aisle, Map<Guard, Reading> chosen) {
        Set<Integer> unread = new HashSet<>();
        List<int[]> changed = new ArrayList<>();
        for (Guard guard : Guard.values()) {
            int[] wires = layout.wires(BlockLayout.roleOf(guard), guard.perAisle() ? aisle : 0);
            assertThat(wires).isNotEmpty();
            Reading reading = chosen.getOrDefault(guard, Reading.CLEAR);
            if (reading == Reading.UNREAD || reading == Reading.STALE) {
                Arrays.stream(wires).forEach(unread::add);
            }
            if (reading == Reading.STALE || reading == Reading.TRIPPED) {
                int tripped = reading == Reading.TRIPPED ? 1 : 0;
                Arrays.stream(wires).forEach(wire -> changed.add(new int[] {wire, tripped}));
            }
        }
        BlockState state = Fixture.clearExcept(layout, OPEN, NOW, unread::contains);
        for (int[] change : changed) {
            state = Fixture.with(state, change[0], change[1], change[1] == 1 ? NOW : OLD);
        }
        return state;
    }

    @ParameterizedTest
    @MethodSource("layouts")
    void refusesWhenOneOfSeveralObserversOfAGuardIsTrippedUnreadOrStale(BlockLayout layout) {
        for (Guard guard : Guard.values()) {
            for (int wire : layout.wires(BlockLayout.roleOf(guard))) {
                BlockState tripped = Fixture.with(Fixture.clear(layout, OPEN, NOW), wire, 1, NOW);
                BlockState unread = Fixture.clearExcept(layout, OPEN, NOW, w -> w == wire);
                BlockState stale = Fixture.with(unread, wire, 0, OLD);
                for (int target = 2; target <= layout.block().aisleCount(); target++) {
                    assertThat(((Verdict.Refusal) judge(tripped, target)).code())
                            .isEqualTo(guard.refusal());
                    assertThat(judge(unread, target)).isInstanceOf(Verdict.Refusal.class);
                    assertThat(judge(stale, target)).isInstanceOf(Verdict.Refusal.class);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("layouts")
    void refusesWhenAnyInputWhateverIsUnreadOrStale(BlockLayout layout) {
        for (int wire = 0; wire < layout.wires().size(); wire++) {
            int left = wire;
            BlockState unread = Fixture.clearExcept(layout, OPEN, NOW, w -> w == left);
            assertThat(judge(unread, 2))
                    .as("unread %s", layout.wires().get(wire))
                    .isInstanceOf(Verdict.Refusal.class);
            BlockState stale = Fixture.with(unread, wire, 0, OLD);
            assertThat(judge(stale, 2)).as("stale %s", layout.wires().get(wire)).isInstanceOf(Verdict.Refusal.class);
        }
    }

    @ParameterizedTest
    @MethodSource("layouts")
    void refusesEachStateOfTheControllerThatForbidsMotion(BlockLayout layout) {
        BlockState clear = Fixture.clear(layout, OPEN, NOW);
        int carriage = layout.carriageOf(layout.units().get(0));
        assertThat(code(Fixture.with(clear, Role.LOCAL_MODE, carriage, 1, NOW))).isEqualTo(RefusalCode.LOCAL_MODE);
        assertThat(code(Fixture.with(clear, Role.FAULT, carriage, 1, NOW))).isEqualTo(RefusalCode.CONTROLLER_FAULT);
        assertThat(code(Fixture.with(clear, Role.WATCHDOG_TRIPPED, carriage, 1, NOW)))
                .isEqualTo(RefusalCode.WATCHDOG_NOT_SET);
        assertThat(code(Fixture.with(clear, Role.MOVING, carriage, 1, NOW))).isEqualTo(RefusalCode.BLOCK_BUSY);
        assertThat(code(Fixture.with(clear, Role.LAST_RESULT, carriage, 2, NOW)))
                .isEqualTo(RefusalCode.BLOCK_BUSY);
    }

    private RefusalCode code(BlockState state) {
        return ((Verdict.Refusal) judge(state, 3)).code();
    }

    @ParameterizedTest
    @MethodSource("layouts")
    void refusesAUnitThatIsNotVerifiedOrNotAnyMore(BlockLayout layout) {
        BlockState clear = Fixture.clear(layout, OPEN, NOW);
        for (int unit : layout.units()) {
            assertThat(code(clear.withoutVerification(unit))).isEqualTo(RefusalCode.UNKNOWN_STATE);
            assertThat(code(clear.with(new Verification(unit, NOW, false, false, "identity"))))
                    .isEqualTo(RefusalCode.UNKNOWN_STATE);
            assertThat(code(clear.with(new Verification(unit, NOW, true, false, "time-out 0"))))
                    .isEqualTo(RefusalCode.WATCHDOG_NOT_SET);
            long longAgo = NOW - ShelvingLimits.VERIFICATION_MILLIS - 1;
            assertThat(code(clear.with(new Verification(unit, longAgo, true, true, ""))))
                    .isEqualTo(RefusalCode.UNKNOWN_STATE);
        }
    }

    @ParameterizedTest
    @MethodSource("layouts")
    void refusesWhileAWatchdogHasNotBeenFedForHalfItsTime(BlockLayout layout) {
        // GIVEN units that took a keep-alive half a watchdog's time ago, and one a moment earlier
        long half = layout.profile().watchdog().timeout().toMillis() / 2;
        BlockState fed = Fixture.clear(layout, OPEN, NOW - half);
        for (int unit : layout.units()) {
            fed = fed.with(Fixture.readings(layout, unit, OPEN, NOW, 3, wire -> true));
        }
        // THEN the first may move, and a millisecond later nothing may: the watchdog would stop it soon
        assertThat(judge(fed, 2)).isInstanceOf(Verdict.Go.class);
        assertThat(interlock.obstacles(fed, NOW + 1))
                .extracting(Obstacle::code)
                .containsExactly(RefusalCode.WATCHDOG_NOT_SET);
    }

    @ParameterizedTest
    @MethodSource("layouts")
    void refusesAUnitWhoseHeartbeatStandsStillThoughItAnswers(BlockLayout layout) {
        // GIVEN a unit that answers afresh for a second, always with the same count
        BlockState state = Fixture.clear(layout, OPEN, NOW - 1_000);
        for (int unit : layout.units()) {
            state = state.with(Fixture.readings(layout, unit, OPEN, NOW, 2, wire -> true));
        }
        // THEN nothing it says is believed
        assertThat(code(state)).isIn(RefusalCode.UNKNOWN_STATE, RefusalCode.STALE_STATE);
        assertThat(state.isFresh(NOW)).isFalse();
    }

    @ParameterizedTest
    @MethodSource("layouts")
    void refusesALockedOutOrLatchedOrBusyBlock(BlockLayout layout) {
        BlockState clear = Fixture.clear(layout, OPEN, NOW);
        assertThat(code(clear.with(new Standing(true, false, null)))).isEqualTo(RefusalCode.LOCKED_OUT);
        assertThat(code(clear.with(new Standing(false, true, null)))).isEqualTo(RefusalCode.COMMS_LOST);
        assertThat(code(clear.with(new Standing(
                        false, false, Fixture.open(layout, 2, 99, NOW).id()))))
                .isEqualTo(RefusalCode.BLOCK_BUSY);
    }

    @ParameterizedTest
    @MethodSource("layouts")
    void anOpenAisleNeedsNoMoveAndNoGuard(BlockLayout layout) {
        // GIVEN aisle 3 open and somebody in it
        BlockState state = Fixture.with(Fixture.clear(layout, 3, NOW), Role.PRESENCE, 3, 1, NOW);
        assertThat(judge(state, 3)).isEqualTo(new Verdict.AlreadyThere());
        assertThat(judge(state, 2)).isInstanceOf(Verdict.Refusal.class);
        // BUT an open aisle in a state that is too old is no answer
        BlockState old = Fixture.clear(layout, 3, OLD);
        assertThat(judge(old, 3)).isInstanceOf(Verdict.Refusal.class);
    }

    @Test
    void namesEveryAisleThatTheBlockDoesNotHave() {
        BlockState state = Fixture.clear(Fixture.perCarriage(), OPEN, NOW);
        assertThat(judge(state, 6)).isEqualTo(new Verdict.Refusal(RefusalCode.NO_SUCH_AISLE, "ES-V1-B2/6"));
    }

    @Test
    void movesTheCarriageThatBordersTheNewAisleTowardsTheOpenOne() {
        BlockLayout layout = Fixture.perCarriage();
        int aisles = layout.block().aisleCount();
        for (int open = 1; open <= aisles; open++) {
            for (int target = 1; target <= aisles; target++) {
                Verdict verdict = judge(Fixture.clear(layout, open, NOW), target);
                if (open == target) {
                    assertThat(verdict).isEqualTo(new Verdict.AlreadyThere());
                } else {
                    // The demo's units are numbered like their carriages.
                    Move expected = open < target
                            ? new Move(Goal.open(target), target, Direction.LEFT)
                            : new Move(Goal.open(target), target + 1, Direction.RIGHT);
                    assertThat(verdict).isEqualTo(new Verdict.Go(expected));
                }
            }
        }
    }

    @Test
    void refusesCarriagesThatStandSpreadWhenEachHasItsOwnController() {
        BlockLayout layout = Fixture.perCarriage();
        BlockState spread = Fixture.with(
                Fixture.clear(layout, OPEN, NOW), Role.POSITION, 2, Fixture.position(layout, 2, OPEN) - 300, NOW);
        assertThat(spread.openAisle(NOW)).isZero();
        assertThat(code(spread)).isEqualTo(RefusalCode.UNKNOWN_STATE);
    }

    @Test
    void lets_a_mailbox_controller_gather_carriages_that_stand_spread() {
        BlockLayout layout = Fixture.mailbox();
        BlockState spread = Fixture.with(
                Fixture.clear(layout, OPEN, NOW), Role.POSITION, 2, Fixture.position(layout, 2, OPEN) - 300, NOW);
        assertThat(judge(Fixture.with(spread, Role.OPEN_AISLE, 0, 0, NOW), 3)).isInstanceOf(Verdict.Go.class);
    }

    @Test
    void refusesWhenTheOpenAisleRegisterAndThePositionsDisagree() {
        BlockLayout layout = Fixture.mailbox();
        BlockState clear = Fixture.clear(layout, OPEN, NOW);
        for (int register : new int[] {0, 2, 9, 40_000}) {
            BlockState state = Fixture.with(clear, Role.OPEN_AISLE, 0, register, NOW);
            assertThat(state.openAisle(NOW)).isNull();
            assertThat(code(state)).isEqualTo(RefusalCode.UNKNOWN_STATE);
        }
    }

    @ParameterizedTest
    @MethodSource("layouts")
    void refusesPositionsThatCannotBe(BlockLayout layout) {
        BlockState clear = Fixture.clear(layout, OPEN, NOW);
        // GIVEN carriage 3 standing inside carriage 2
        BlockState overlapping = Fixture.with(clear, Role.POSITION, 3, Fixture.position(layout, 2, OPEN) + 10, NOW);
        assertThat(overlapping.openAisle(NOW)).isNull();
        assertThat(code(overlapping)).isEqualTo(RefusalCode.UNKNOWN_STATE);
        // AND one beyond the end of the rails
        BlockState beyond = Fixture.with(clear, Role.POSITION, 3, layout.block().railLengthMm(), NOW);
        assertThat(code(beyond)).isEqualTo(RefusalCode.UNKNOWN_STATE);
    }

    @ParameterizedTest
    @MethodSource("layouts")
    void saysOneLineWhenNothingIsFreshAndEveryLineWhenItIs(BlockLayout layout) {
        assertThat(codes(interlock.obstacles(BlockState.unread(layout), NOW)))
                .containsOnly(RefusalCode.UNKNOWN_STATE, RefusalCode.WATCHDOG_NOT_SET);
        BlockState state = Fixture.clear(layout, OPEN, NOW);
        for (int aisle : IntStream.rangeClosed(1, layout.block().aisleCount()).toArray()) {
            state = Fixture.with(state, Role.PRESENCE, aisle, 1, NOW);
        }
        assertThat(interlock.obstacles(state, NOW)).hasSize(layout.block().aisleCount());
    }
}
