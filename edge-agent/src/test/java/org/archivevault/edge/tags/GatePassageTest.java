package org.archivevault.edge.tags;

import static org.archivevault.edge.tags.Played.A;
import static org.archivevault.edge.tags.Played.DESK;
import static org.archivevault.edge.tags.Played.INNER;
import static org.archivevault.edge.tags.Played.OUTER;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.archivevault.firmware.reader.ReadPointKind;
import org.archivevault.firmware.reader.ReaderPlan;
import org.archivevault.protocol.event.EdgeEvent.GatePassed;
import org.archivevault.protocol.tag.Direction;
import org.junit.jupiter.api.Test;

/** Which way a tag went through a gate. */
final class GatePassageTest {
    private static List<Direction> passages(Played world) {
        return world.told(GatePassed.class).stream().map(GatePassed::direction).toList();
    }

    @Test
    void aPackCarriedOutIsToldWithinASecondOfItsLeaving() {
        // GIVEN a pack that walks from the inner to the outer side
        Played world = new Played().settled();
        world.put(A, INNER).pass(600);
        world.put(A, OUTER).pass(200);
        world.take(A, INNER).pass(400);
        world.take(A, OUTER);
        long left = world.now;
        world.pass(5_000);

        // THEN it is told once, in time
        assertThat(passages(world)).containsExactly(Direction.OUT);
        assertThat(world.timeOf(GatePassed.class) - left).isLessThan(1_000);
        GatePassed passed = world.told(GatePassed.class).get(0);
        assertThat(passed.gate()).isEqualTo("gate");
        assertThat(passed.firstSeenAgoMillis()).isBetween(800L, 2_500L);
    }

    @Test
    void aPackBroughtInIsToldAsIn() {
        Played world = new Played().settled();
        world.put(A, OUTER)
                .pass(600)
                .put(A, INNER)
                .pass(200)
                .take(A, OUTER)
                .pass(600)
                .take(A, INNER)
                .pass(3_000);
        assertThat(passages(world)).containsExactly(Direction.IN);
    }

    @Test
    void aPackThatStopsJustBehindTheGateIsToldWhileItIsStillInTheField() {
        Played world = new Played().settled();
        world.put(A, INNER).pass(600).move(A, INNER, OUTER);
        long second = world.now;
        world.pass(60_000);
        assertThat(passages(world)).containsExactly(Direction.OUT);
        assertThat(world.timeOf(GatePassed.class) - second).isLessThan(1_000);
        // AND its leaving later is no second passage
        world.take(A, OUTER).pass(5_000);
        assertThat(passages(world)).containsExactly(Direction.OUT);
    }

    @Test
    void oneReadOnEachSideIsEnoughToKnowTheWay() {
        Played world = new Played().settled();
        world.glimpse(A, INNER, -60);
        world.pass(200);
        world.glimpse(A, OUTER, -60);
        world.pass(2_000);
        assertThat(passages(world)).containsExactly(Direction.OUT);
    }

    @Test
    void oneReadInAllIsAGhost() {
        Played world = new Played().settled();
        for (int i = 0; i < 20; i++) {
            world.glimpse(A, i % 2 == 0 ? INNER : OUTER, -60);
            world.pass(3_000);
        }
        assertThat(passages(world)).isEmpty();
    }

    @Test
    void whoTurnsRoundInTheGateHasNotPassed() {
        // GIVEN a pack that comes from inside, is heard by both sides, and goes back
        Played world = new Played().settled();
        world.put(A, INNER).pass(600);
        world.put(A, OUTER).pass(600);
        world.take(A, OUTER).pass(600);
        world.take(A, INNER).pass(5_000);
        assertThat(passages(world)).isEmpty();
    }

    @Test
    void whoGoesOutAndComesBackHasPassedTwice() {
        Played world = new Played().settled();
        world.put(A, INNER).pass(600).move(A, INNER, OUTER).pass(2_000);
        world.move(A, OUTER, INNER).pass(2_000);
        world.take(A, INNER).pass(5_000);
        assertThat(passages(world)).containsExactly(Direction.OUT, Direction.IN);
    }

    @Test
    void aPackThatLingersInTheGateIsToldOnlyWhenItGoes() {
        // GIVEN a pack that somebody holds between the two sides for ten minutes
        Played world = new Played().settled();
        world.put(A, INNER).pass(600).put(A, OUTER).pass(600_000);
        assertThat(passages(world)).isEmpty();
        // WHEN it goes out
        world.take(A, INNER).pass(600).take(A, OUTER).pass(2_000);
        assertThat(passages(world)).containsExactly(Direction.OUT);
    }

    @Test
    void aGhostOfTheInnerSideAtTheEndDoesNotHideThatItWentOut() {
        Played world = new Played().settled();
        world.put(A, INNER)
                .pass(400)
                .put(A, OUTER)
                .take(A, INNER)
                .pass(400)
                .take(A, OUTER)
                .pass(100);
        world.glimpse(A, INNER, -80);
        world.pass(5_000);
        assertThat(passages(world)).containsExactly(Direction.OUT);
    }

    @Test
    void aGhostOfTheOuterSideAtTheBeginningMakesItDoubtfulAtWorst() {
        Played world = new Played().settled();
        world.glimpse(A, OUTER, -80);
        world.put(A, INNER)
                .pass(600)
                .put(A, OUTER)
                .take(A, INNER)
                .pass(600)
                .take(A, OUTER)
                .pass(5_000);
        assertThat(passages(world)).containsExactly(Direction.OUT);
    }

    @Test
    void heardByOneSideOnlyItIsUnknown() {
        Played world = new Played().settled();
        world.put(A, INNER).pass(600).take(A, INNER).pass(3_000);
        assertThat(passages(world)).containsExactly(Direction.UNKNOWN);
    }

    @Test
    void heardByBothSidesAtOnceItIsUnknown() {
        Played world = new Played().settled();
        world.put(A, INNER, -55)
                .put(A, OUTER, -55)
                .pass(600)
                .take(A, INNER)
                .take(A, OUTER)
                .pass(3_000);
        assertThat(passages(world)).containsExactly(Direction.UNKNOWN);
    }

    @Test
    void heardByBothSidesAtOnceTheLouderOneCounts() {
        Played world = new Played().settled();
        world.put(A, INNER, -50).put(A, OUTER, -70).pass(600);
        world.put(A, INNER, -70).put(A, OUTER, -50).pass(600);
        world.take(A, INNER).take(A, OUTER).pass(3_000);
        assertThat(passages(world)).containsExactly(Direction.OUT);
    }

    @Test
    void aGateWithOneAntennaSaysUnknown() {
        ReaderPlan reader = new ReaderPlan(
                "r",
                Readers.profile("portal", Readers.FAST_TURN),
                "h",
                1,
                List.of(Readers.gate("gate-inner", ReadPointKind.GATE_INNER, "gate", 1)));
        Played world = new Played(List.of(reader));
        world.reading(0);
        world.pass(2_000);
        world.put(A, INNER).pass(1_000).take(A, INNER);
        long left = world.now;
        world.pass(3_000);
        assertThat(passages(world)).containsExactly(Direction.UNKNOWN);
        assertThat(world.timeOf(GatePassed.class) - left).isLessThan(1_000);
    }

    @Test
    void sidesOfTwoReadersAreHeardTogether() {
        // GIVEN a gate whose sides belong to two readers that tell at different moments of the turn
        List<ReaderPlan> readers = List.of(
                new ReaderPlan(
                        "in",
                        Readers.profile("p", 200),
                        "h",
                        1,
                        List.of(Readers.gate("gate-inner", ReadPointKind.GATE_INNER, "gate", 1))),
                new ReaderPlan(
                        "out",
                        Readers.profile("p", 300),
                        "h",
                        1,
                        List.of(Readers.gate("gate-outer", ReadPointKind.GATE_OUTER, "gate", 1))));
        Played world = new Played(readers);
        world.reading(0);
        world.reading(1);
        world.pass(2_000);
        Played.At inner = new Played.At(0, 1);
        Played.At outer = new Played.At(1, 1);
        // WHEN a tag comes in, first in both fields and louder outside
        world.put(A, outer, -50).put(A, inner, -70).pass(900);
        world.put(A, outer, -70).put(A, inner, -50).pass(900);
        world.take(A, inner).take(A, outer).pass(3_000);
        assertThat(passages(world)).containsExactly(Direction.IN);
    }

    @Test
    void aTagAtTheRimOfTheFieldIsNotToldAgainAndAgain() {
        Played world = new Played().settled();
        for (int i = 0; i < 20; i++) {
            world.put(A, OUTER).pass(600).take(A, OUTER).pass(2_000);
        }
        assertThat(passages(world)).containsExactly(Direction.UNKNOWN);
        // AND after a quiet minute it is news again
        world.pass(TagLimits.UNKNOWN_AGAIN_MILLIS)
                .put(A, OUTER)
                .pass(600)
                .take(A, OUTER)
                .pass(2_000);
        assertThat(passages(world)).containsExactly(Direction.UNKNOWN, Direction.UNKNOWN);
    }

    @Test
    void aTagOnTheDeskThatTheInnerSideOverhearsHasNotPassed() {
        Played world = new Played().put(A, DESK).settled();
        world.put(A, INNER, -75).pass(2_000).take(A, INNER).pass(5_000);
        assertThat(passages(world)).isEmpty();
        // BUT when the outer side hears it too, it has
        world.take(A, DESK)
                .put(A, INNER)
                .pass(600)
                .move(A, INNER, OUTER)
                .pass(600)
                .take(A, OUTER)
                .pass(3_000);
        assertThat(passages(world)).containsExactly(Direction.OUT);
    }

    @Test
    void aReaderThatFallsSilentInTheMiddleDecidesNothingUntilItIsBack() {
        // GIVEN a pack at the inner side when the reader's plug is pulled
        Played world = new Played().settled();
        world.put(A, INNER).pass(600);
        world.silent(Readers.GATE);
        world.take(A, INNER).pass(60_000);
        assertThat(passages(world)).isEmpty();
        // WHEN it is back and the pack is gone
        world.reading(Readers.GATE);
        world.pass(1_000);
        // THEN nobody knows which way
        assertThat(passages(world)).containsExactly(Direction.UNKNOWN);
    }

    @Test
    void whatAReaderHeldBackWhileItWasAwayIsNotLost() {
        // GIVEN a reader that reports on its return what it has heard in between
        Played world = new Played().settled();
        world.silent(Readers.GATE);
        world.pass(30_000);
        world.reading(Readers.GATE);
        world.presence.reported(
                Readers.GATE, List.of(new TagReport(1, A, null, -50, 3), new TagReport(2, A, null, -50, 3)), world.now);
        world.pass(2_000);
        assertThat(passages(world)).containsExactly(Direction.UNKNOWN);
    }

    @Test
    void aTrolleyIsToldPackByPack() {
        Played world = new Played().settled();
        for (int i = 0; i < 60; i++) {
            world.put(Played.epc(i), INNER);
        }
        world.pass(600);
        for (int i = 0; i < 60; i++) {
            world.move(Played.epc(i), INNER, OUTER);
        }
        world.pass(600);
        for (int i = 0; i < 60; i++) {
            world.take(Played.epc(i), OUTER);
        }
        world.pass(3_000);
        assertThat(passages(world)).hasSize(60).containsOnly(Direction.OUT);
    }
}
