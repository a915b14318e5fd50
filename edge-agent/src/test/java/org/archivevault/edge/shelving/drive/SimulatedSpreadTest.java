package org.archivevault.edge.shelving.drive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.List;
import org.archivevault.edge.shelving.ShelvingLimits;
import org.archivevault.protocol.address.BlockId;
import org.archivevault.protocol.command.CommandOutcome;
import org.archivevault.protocol.command.CommandOutcome.Executed;
import org.archivevault.protocol.command.CommandOutcome.Refused;
import org.archivevault.protocol.command.RefusalCode;
import org.archivevault.protocol.event.EdgeEvent;
import org.archivevault.protocol.event.Guard;
import org.archivevault.protocol.event.GuardState;
import org.archivevault.simulator.SimulatorOptions;
import org.archivevault.simulator.fault.Fault;
import org.archivevault.simulator.fault.FaultRule;
import org.archivevault.simulator.rails.Drive;
import org.archivevault.simulator.shelving.Input;
import org.archivevault.simulator.truth.TruthEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ventilation by the edge's shelving part, against simulated controllers over the wire. */
@Execution(ExecutionMode.SAME_THREAD)
@ResourceLock(value = "processors", mode = ResourceAccessMode.READ)
final class SimulatedSpreadTest {
    private static final BlockId BLOCK = BlockId.parse("ES-V1-B1");
    private static final BlockId PER_CARRIAGE = BlockId.parse("ES-V1-B2");
    private static final SimulatorOptions SLOW = SimulatorOptions.forTests().with(new Drive(200, 100, 50, 20));

    @TempDir
    Path folder;

    @Test
    void spreadsTheCarriagesTellsItsStoryAndOpensAnAisleFromThere() {
        try (Rig rig = new Rig(folder)) {
            // GIVEN a block with aisle 1 open and nothing against it
            rig.awaitReady(BLOCK);

            // WHEN a person ventilates it
            Rig.Attempt attempt = rig.ventilation(BLOCK);

            // THEN it moves, once, by one prepare and one execute, and stands spread
            assertThat(attempt.outcome()).isEqualTo(new Executed(true));
            rig.awaitSpread(BLOCK);
            await().until(() -> !rig.events(EdgeEvent.MotionStopped.class).isEmpty());
            assertThat(rig.block(BLOCK).state().spread()).isTrue();
            long token = attempt.command().token().value();
            assertThat(rig.truth(TruthEvent.MotionStart.class))
                    .extracting(TruthEvent.MotionStart::aisle, TruthEvent.MotionStart::token)
                    .containsExactly(tuple(0, token));
            assertThat(rig.preparesAndExecutes())
                    .extracting(TruthEvent.ModbusWrite::address, TruthEvent.ModbusWrite::values)
                    .containsExactly(tuple(10, List.of(0, (int) token, 2, 0)), tuple(20, List.of(0, (int) token)));

            // AND every event names the command that caused it, the intent before the motion
            assertThat(rig.events(EdgeEvent.MotionIntended.class))
                    .containsExactly(new EdgeEvent.MotionIntended(
                            attempt.command().id(), BLOCK, 0, attempt.command().token()));
            assertThat(rig.events(EdgeEvent.MotionStarted.class))
                    .containsExactly(new EdgeEvent.MotionStarted(
                            BLOCK, 0, attempt.command().id()));
            assertThat(rig.events(EdgeEvent.MotionStopped.class))
                    .containsExactly(new EdgeEvent.MotionStopped(
                            BLOCK, 0, attempt.command().id(), true));
            assertThat(rig.events(EdgeEvent.StopSent.class)).isEmpty();

            // WHEN it is asked for again, THEN there is nothing to move and nothing is written
            assertThat(rig.ventilation(BLOCK).outcome()).isEqualTo(new Executed(false));
            assertThat(rig.preparesAndExecutes()).hasSize(2);

            // WHEN an aisle is asked for, THEN it opens from there
            assertThat(rig.open(BLOCK, 6)).isEqualTo(new Executed(true));
            rig.awaitOpen(BLOCK, 6);
            assertThat(rig.views.get(BLOCK))
                    .satisfies(view -> assertThat(view.spread()).isFalse());
            assertThat(rig.truth(TruthEvent.MotionStart.class))
                    .extracting(TruthEvent.MotionStart::aisle, TruthEvent.MotionStart::from)
                    .containsExactly(tuple(0, 1), tuple(6, 0));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 9})
    void refusesWhileSomebodyIsInAnyAisle(int aisle) {
        // Its own protections are off: the controller would have moved.
        try (Rig rig = new Rig(folder, SimulatorOptions.forTests().withoutOwnProtections())) {
            rig.awaitReady(BLOCK);
            rig.block(BLOCK).trip(Input.PRESENCE, aisle);
            rig.awaitGuard(BLOCK, Guard.PRESENCE, aisle, GuardState.TRIPPED);

            CommandOutcome outcome = rig.ventilation(BLOCK).outcome();

            assertThat(outcome).isEqualTo(new Refused(RefusalCode.PERSON_IN_AISLE, Integer.toString(aisle)));
            assertThat(rig.preparesAndExecutes()).isEmpty();
            assertThat(rig.truth(TruthEvent.MotionStart.class)).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 9})
    void stopsASpreadItselfWhenSomebodyStepsIntoAnyAisle(int aisle) {
        // The controllers' own protections are off: what stops the carriages is the edge.
        try (Rig rig = new Rig(folder, SLOW.withoutOwnProtections())) {
            rig.awaitReady(BLOCK);
            assertThat(rig.ventilation(BLOCK).outcome()).isEqualTo(new Executed(true));
            rig.awaitMoving(BLOCK, true);
            assertThat(rig.views.get(BLOCK))
                    .satisfies(view -> assertThat(view.targetAisle()).isZero());

            rig.block(BLOCK).trip(Input.PRESENCE, aisle);

            // THEN our stop brakes them within a poll and the stop bound
            await().until(() -> !rig.truth(TruthEvent.MotionBraking.class).isEmpty());
            long tripped = rig.truth(TruthEvent.InputChange.class).get(0).t();
            long braked = rig.truth(TruthEvent.MotionBraking.class).get(0).t();
            assertThat(braked - tripped).isBetween(0L, 100 + ShelvingLimits.STOP_BOUND_MILLIS);
            assertThat(rig.truth(TruthEvent.MotionBraking.class).get(0).reason())
                    .isEqualTo("stop-command");

            // AND it stands where it stands: told as not spread, and nothing moves by itself
            rig.awaitMoving(BLOCK, false);
            rig.block(BLOCK).clear(Input.PRESENCE, aisle);
            rig.awaitReady(BLOCK);
            await().until(() -> !rig.events(EdgeEvent.MotionStopped.class).isEmpty());
            assertThat(rig.events(EdgeEvent.MotionStopped.class).get(0).spread())
                    .isFalse();
            assertThat(rig.truth(TruthEvent.MotionStart.class)).hasSize(1);

            // AND a person's new request spreads them
            assertThat(rig.ventilation(BLOCK).outcome()).isEqualTo(new Executed(true));
        }
    }

    @Test
    void refusesWhenTheControllerIsNotHeardOfAnyMore() {
        try (Rig rig = new Rig(folder)) {
            rig.awaitReady(BLOCK);
            Rig.get(rig.site.unplug("block-1-controller"));
            await().atMost(Rig.PATIENCE).until(() -> rig.obstacles(BLOCK).contains(RefusalCode.COMMS_LOST));

            CommandOutcome outcome = rig.run(rig.ventilateCommand(BLOCK));

            assertThat(outcome).isInstanceOf(Refused.class);
            assertThat(rig.preparesAndExecutes()).isEmpty();
        }
    }

    @Test
    void refusesWhenTheStateIsTooOldAndTheLinkNotLostYet() {
        try (Rig rig = new Rig(folder)) {
            rig.awaitReady(BLOCK);
            // GIVEN a program that hangs: everything reads as before, but the heartbeat stands still
            rig.block(BLOCK).hang();
            await().atMost(Rig.PATIENCE).until(() -> rig.obstacles(BLOCK).contains(RefusalCode.STALE_STATE));

            CommandOutcome outcome = rig.run(rig.ventilateCommand(BLOCK));

            assertThat(outcome).isInstanceOf(Refused.class);
            assertThat(((Refused) outcome).code()).isIn(RefusalCode.STALE_STATE, RefusalCode.COMMS_LOST);
            assertThat(rig.preparesAndExecutes()).isEmpty();
        }
    }

    @Test
    void refusesAControllerThatWasBuiltBeforeTheFunctionAndARowWithAUnitPerCarriage() {
        try (Rig rig = new Rig(folder, SimulatorOptions.forTests().withoutSpread())) {
            rig.awaitReady(BLOCK);
            rig.awaitReady(PER_CARRIAGE);

            assertThat(rig.ventilation(BLOCK).outcome())
                    .isEqualTo(new Refused(RefusalCode.SPREAD_NOT_OFFERED, "block-1-controller"));
            assertThat(rig.ventilation(PER_CARRIAGE).outcome())
                    .isEqualTo(new Refused(RefusalCode.SPREAD_NOT_SUPPORTED, "carriage-coils-1"));

            // AND nothing was written, and aisles open as ever
            assertThat(rig.preparesAndExecutes()).isEmpty();
            assertThat(rig.open(BLOCK, 4)).isEqualTo(new Executed(true));
        }
    }

    @Test
    void aControllerThatEchoesSomethingElseGetsNoMotionWrite() {
        try (Rig rig = new Rig(folder)) {
            // GIVEN a controller that never hears a prepare
            rig.awaitReady(BLOCK);
            rig.site
                    .faults("block-1-controller")
                    .add(FaultRule.always(new Fault.Dead()).onFunction(16).onAddress(10));

            CommandOutcome outcome = rig.ventilation(BLOCK).outcome();

            assertThat(outcome).isInstanceOf(Refused.class);
            assertThat(rig.motionWrites(BLOCK)).isEmpty();
            assertThat(rig.truth(TruthEvent.MotionStart.class)).isEmpty();
        }
    }

    @Test
    void neverRepeatsTheMotionWriteOfASpreadAndReadsBackWhatBecameOfIt() {
        try (Rig rig = new Rig(folder)) {
            rig.awaitReady(BLOCK);
            rig.site
                    .faults("block-1-controller")
                    .add(rig.onMotionWrite(BLOCK, new Fault.Silent()).times(1));

            assertThat(rig.ventilation(BLOCK).outcome()).isEqualTo(new Executed(true));
            assertThat(rig.motionWrites(BLOCK)).hasSize(1);
            assertThat(rig.truth(TruthEvent.MotionStart.class)).hasSize(1);
        }
    }

    @Test
    void movesNothingWhenTheIntentCannotBeRecorded() {
        try (Rig rig = new Rig(folder)) {
            rig.awaitReady(BLOCK);
            rig.diskFull = true;
            rig.send(rig.ventilateCommand(BLOCK));
            rig.send(rig.stopCommand(BLOCK));
            await().atMost(Rig.PATIENCE).until(() -> !rig.stopsOnTheWire(BLOCK).isEmpty());
            assertThat(rig.truth(TruthEvent.MotionStart.class)).isEmpty();
            rig.diskFull = false;
        }
    }
}
