package org.archivevault.edge.shelving;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.archivevault.firmware.plan.ControllerPlan;
import org.archivevault.firmware.plan.SitePlan;
import org.archivevault.firmware.profile.ShelvingProfile.Direction;
import org.archivevault.firmware.profile.ShelvingProfile.Role;
import org.archivevault.protocol.command.Goal;
import org.archivevault.protocol.command.RefusalCode;
import org.archivevault.protocol.event.Guard;
import org.archivevault.protocol.event.GuardState;
import org.archivevault.protocol.event.Obstacle;
import org.junit.jupiter.api.Test;

/** Spreading the carriages is judged as strictly as opening an aisle, and a little more. */
final class SpreadInterlockTest {
    private static final long NOW = 10_000;
    private static final long OLD = NOW - ShelvingLimits.FRESHNESS_MILLIS - 1;
    private static final int OPEN = 3;

    private final AisleInterlock interlock = new AisleInterlock();

    private Verdict judge(BlockState state) {
        return interlock.judge(state, Fixture.ventilate(state.layout(), 1, NOW), NOW);
    }

    private RefusalCode code(BlockState state) {
        assertThat(judge(state)).isInstanceOf(Verdict.Refusal.class);
        return ((Verdict.Refusal) judge(state)).code();
    }

    @Test
    void saysGoFromAnyOpenAisleWhenEverythingIsClearAndFresh() {
        BlockLayout layout = Fixture.mailbox();
        for (int open = 1; open <= layout.block().aisleCount(); open++) {
            BlockState state = Fixture.clear(layout, open, NOW);
            assertThat(judge(state)).isEqualTo(new Verdict.Go(new Move(Goal.SPREAD, 1, Direction.ANY)));
            assertThat(interlock.againstSpreading(state, NOW)).isEmpty();
        }
    }

    @Test
    void everyGuardOfEveryAisleMustReadClearAndFresh() {
        BlockLayout layout = Fixture.mailbox();
        BlockState clear = Fixture.clear(layout, OPEN, NOW);
        for (Guard guard : Guard.values()) {
            for (int place : layout.places(guard)) {
                Role role = BlockLayout.roleOf(guard);
                assertThat(code(Fixture.with(clear, role, place, 1, NOW)))
                        .as("%s %d tripped", guard, place)
                        .isEqualTo(guard.refusal());
                Set<Integer> wires = Set.of(layout.wires(role, place)[0]);
                BlockState unread = Fixture.clearExcept(layout, OPEN, NOW, wires::contains);
                assertThat(code(unread)).as("%s %d unread", guard, place).isEqualTo(RefusalCode.UNKNOWN_STATE);
                BlockState stale = Fixture.with(unread, role, place, 0, OLD);
                assertThat(code(stale)).as("%s %d stale", guard, place).isEqualTo(RefusalCode.STALE_STATE);
            }
        }
    }

    @Test
    void whatStandsAgainstTheBlockForbidsItToo() {
        BlockState clear = Fixture.clear(Fixture.mailbox(), OPEN, NOW);
        assertThat(code(clear.with(new Standing(true, false, null)))).isEqualTo(RefusalCode.LOCKED_OUT);
        assertThat(code(clear.with(new Standing(false, true, null)))).isEqualTo(RefusalCode.COMMS_LOST);
        assertThat(code(Fixture.with(clear, Role.MOVING, 0, 1, NOW))).isEqualTo(RefusalCode.BLOCK_BUSY);
        assertThat(code(Fixture.with(clear, Role.LOCAL_MODE, 0, 1, NOW))).isEqualTo(RefusalCode.LOCAL_MODE);
        assertThat(code(clear.withoutVerification(1))).isEqualTo(RefusalCode.UNKNOWN_STATE);
        assertThat(code(Fixture.clear(Fixture.watched("ES-V1-B1", 2), OPEN, NOW)))
                .isEqualTo(RefusalCode.PERSON_SEEN);
    }

    @Test
    void aControllerThatDoesNotSayThatItCanIsNotAsked() {
        BlockState clear = Fixture.clear(Fixture.mailbox(), OPEN, NOW);
        BlockState silent = Fixture.with(clear, Role.SPREAD_OFFERED, 0, 0, NOW);
        assertThat(judge(silent)).isEqualTo(new Verdict.Refusal(RefusalCode.SPREAD_NOT_OFFERED, "block-1-controller"));
        // AND it may open aisles as before
        assertThat(interlock.obstacles(silent, NOW)).isEmpty();
        assertThat(interlock.judge(silent, Fixture.open(silent.layout(), 5, 1, NOW), NOW))
                .isInstanceOf(Verdict.Go.class);
        assertThat(silent.isSpread(NOW)).isFalse();
    }

    @Test
    void aRowWithAUnitPerCarriageIsRefusedWithTheReason() {
        BlockState clear = Fixture.clear(Fixture.perCarriage(), OPEN, NOW);
        assertThat(judge(clear)).isEqualTo(new Verdict.Refusal(RefusalCode.SPREAD_NOT_SUPPORTED, "carriage-coils-1"));
        assertThat(RefusalCode.SPREAD_NOT_SUPPORTED.sentence("carriage-coils-1").zh())
                .contains("carriage-coils-1");
        assertThat(interlock.obstacles(clear, NOW)).isEmpty();
    }

    @Test
    void aBlockWithASingleAisleHasNothingToSpread() {
        SitePlan.Block whole = Fixture.mailbox().block();
        SitePlan.Carriage last = whole.carriages().get(9);
        SitePlan.Carriage right = new SitePlan.Carriage(
                2, false, last.widthMm(), last.faces(), last.bays(), last.levels(), last.slots(), 0);
        SitePlan.Block two = new SitePlan.Block(
                whole.id(),
                whole.name(),
                whole.controller(),
                whole.aisleWidthMm(),
                List.of(whole.carriages().get(0), right));
        ControllerPlan controller = Fixture.mailbox().controller();
        BlockState clear = Fixture.clear(BlockLayout.of(two, controller), 1, NOW);
        assertThat(code(clear)).isEqualTo(RefusalCode.NOTHING_TO_SPREAD);
        assertThat(clear.isSpread(NOW)).isNotEqualTo(true);
    }

    @Test
    void carriagesThatStandSpreadNeedNoMoveAndNoGuardAndAnAisleOpensFromThere() {
        BlockLayout layout = Fixture.mailbox();
        BlockState spread = Fixture.clear(layout, Fixture.SPREAD, NOW);
        assertThat(spread.openAisle(NOW)).isZero();
        assertThat(spread.isSpread(NOW)).isTrue();
        assertThat(judge(Fixture.with(spread, Role.PRESENCE, 3, 1, NOW))).isEqualTo(new Verdict.AlreadyThere());
        for (int aisle = 1; aisle <= layout.block().aisleCount(); aisle++) {
            assertThat(interlock.judge(spread, Fixture.open(layout, aisle, 1, NOW), NOW))
                    .isEqualTo(new Verdict.Go(new Move(Goal.open(aisle), 1, Direction.ANY)));
        }
    }

    @Test
    void whenItsWordAndThePositionsDisagreeNobodyKnows() {
        BlockLayout layout = Fixture.mailbox();
        BlockState said = Fixture.with(Fixture.clear(layout, OPEN, NOW), Role.SPREAD, 0, 1, NOW);
        assertThat(said.isSpread(NOW)).isNull();
        BlockState silent = Fixture.with(Fixture.clear(layout, Fixture.SPREAD, NOW), Role.SPREAD, 0, 0, NOW);
        assertThat(silent.isSpread(NOW)).isNull();
        assertThat(judge(silent)).isInstanceOf(Verdict.Go.class);
        BlockState moving = Fixture.with(Fixture.clear(layout, Fixture.SPREAD, NOW), Role.MOVING, 0, 1, NOW);
        assertThat(moving.isSpread(NOW)).isFalse();
        assertThat(Fixture.clear(layout, Fixture.SPREAD, OLD).isSpread(NOW)).isNull();
    }

    @Test
    void aCarriageOutOfItsPlaceIsNotSpread() {
        BlockLayout layout = Fixture.mailbox();
        long place = Fixture.position(layout, 5, Fixture.SPREAD);
        BlockState spread = Fixture.clear(layout, Fixture.SPREAD, NOW);
        BlockState off = Fixture.with(
                Fixture.with(spread, Role.SPREAD, 0, 0, NOW),
                Role.POSITION,
                5,
                place + ShelvingLimits.OPEN_TOLERANCE_MM + 2,
                NOW);
        assertThat(off.isSpread(NOW)).isFalse();
    }

    @Test
    void theViewTellsWhatIsAgainstIt() {
        BlockLayout layout = Fixture.perCarriage();
        BlockControl control = new BlockControl(layout, Fixture.BOOT, interlock, Memory.EMPTY);
        assertThat(control.view(NOW).againstSpreading())
                .containsExactly(new Obstacle(RefusalCode.SPREAD_NOT_SUPPORTED, "carriage-coils-1"));
        assertThat(control.view(NOW).spread()).isNull();
        assertThat(BlockState.unread(layout).flag(Role.SPREAD_OFFERED, NOW)).isEqualTo(GuardState.CLEAR);
    }
}
