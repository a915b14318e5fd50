package org.archivevault.edge.shelving.drive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.archivevault.edge.shelving.ShelvingLimits;
import org.archivevault.protocol.address.BlockId;
import org.archivevault.protocol.command.CommandOutcome;
import org.archivevault.protocol.command.CommandOutcome.Executed;
import org.archivevault.protocol.command.CommandOutcome.Refused;
import org.archivevault.protocol.command.MovingCommand;
import org.archivevault.protocol.command.OpenAisle;
import org.archivevault.protocol.command.RefusalCode;
import org.archivevault.protocol.event.CommsState;
import org.archivevault.protocol.event.EdgeEvent;
import org.archivevault.protocol.event.Guard;
import org.archivevault.protocol.event.GuardState;
import org.archivevault.simulator.SimulatorOptions;
import org.archivevault.simulator.fault.Fault;
import org.archivevault.simulator.fault.FaultRule;
import org.archivevault.simulator.rails.Drive;
import org.archivevault.simulator.shelving.Input;
import org.archivevault.simulator.truth.TruthEvent;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The edge's shelving part against simulated controllers of both shapes, over the wire. */
@Execution(ExecutionMode.SAME_THREAD)
@ResourceLock(value = "processors", mode = ResourceAccessMode.READ)
final class SimulatedShelvingTest {
    private static final String MAILBOX = "ES-V1-B1";
    private static final String PER_CARRIAGE = "ES-V1-B2";

    /** Slow enough that a stop finds the carriages under way. */
    private static final SimulatorOptions SLOW = SimulatorOptions.forTests().with(new Drive(200, 100, 50, 20));

    @TempDir
    Path folder;

    private static String controllerOf(BlockId block) {
        return block.toString().equals(MAILBOX) ? "block-1-controller" : "block-2-bus";
    }

    @ParameterizedTest
    @ValueSource(strings = {MAILBOX, PER_CARRIAGE})
    void opensTheAisleThatIsAskedForAndTellsItsStory(String name) {
        BlockId block = BlockId.parse(name);
        try (Rig rig = new Rig(folder)) {
            // GIVEN a block with aisle 1 open and nothing against it
            rig.awaitReady(block);

            // WHEN aisle 4 is asked for
            Rig.Attempt attempt = rig.attempt(block, 4);
            MovingCommand command = attempt.command();

            // THEN it moves, once, and every event names the command that caused it
            assertThat(attempt.outcome()).isEqualTo(new Executed(true));
            rig.awaitOpen(block, 4);
            await().until(() -> !rig.events(EdgeEvent.MotionStopped.class).isEmpty());
            assertThat(rig.truth(TruthEvent.MotionStart.class)).singleElement().satisfies(motion -> {
                assertThat(motion.aisle()).isEqualTo(4);
                assertThat(motion.token()).isEqualTo(command.token().value());
            });
            assertThat(rig.events(EdgeEvent.MotionStarted.class))
                    .containsExactly(new EdgeEvent.MotionStarted(block, 4, command.id()));
            assertThat(rig.events(EdgeEvent.MotionStopped.class))
                    .containsExactly(new EdgeEvent.MotionStopped(block, 4, command.id(), false));
            assertThat(rig.events(EdgeEvent.MotionIntended.class)).hasSize(1);
            assertThat(rig.events(EdgeEvent.StopSent.class)).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {MAILBOX, PER_CARRIAGE})
    void saysThatAnOpenAisleIsOpenWithoutWritingAnything(String name) {
        BlockId block = BlockId.parse(name);
        try (Rig rig = new Rig(folder)) {
            // GIVEN aisle 1 open
            rig.awaitReady(block);

            // WHEN it is asked for
            CommandOutcome outcome = rig.open(block, 1);

            // THEN nothing is prepared and nothing moves
            assertThat(outcome).isEqualTo(new Executed(false));
            assertThat(rig.preparesAndExecutes()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {MAILBOX, PER_CARRIAGE})
    void refusesWhileSomebodyIsInAnyAisle(String name) {
        BlockId block = BlockId.parse(name);
        try (Rig rig = new Rig(folder, SimulatorOptions.forTests().withoutOwnProtections())) {
            // GIVEN somebody in an aisle that is not the one asked for
            rig.awaitReady(block);
            rig.block(block).trip(Input.PRESENCE, 2);
            rig.awaitGuard(block, Guard.PRESENCE, 2, GuardState.TRIPPED);

            // WHEN another aisle is asked for
            CommandOutcome outcome = rig.open(block, 4);

            // THEN it is refused with that aisle, and nothing was written, though the controller would have moved
            assertThat(outcome).isEqualTo(new Refused(RefusalCode.PERSON_IN_AISLE, "2"));
            assertThat(rig.preparesAndExecutes()).isEmpty();
            assertThat(rig.events(EdgeEvent.GuardChanged.class))
                    .containsExactly(new EdgeEvent.GuardChanged(block, Guard.PRESENCE, 2, GuardState.TRIPPED));

            // AND a later request, once the aisle is clear, is judged anew
            rig.block(block).clear(Input.PRESENCE, 2);
            rig.awaitReady(block);
            assertThat(rig.truth(TruthEvent.MotionStart.class)).isEmpty();
            assertThat(rig.open(block, 4)).isEqualTo(new Executed(true));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {MAILBOX, PER_CARRIAGE})
    void stopsAMotionWhenAPersonAsks(String name) {
        BlockId block = BlockId.parse(name);
        try (Rig rig = new Rig(folder, SLOW)) {
            // GIVEN carriages under way
            rig.awaitReady(block);
            assertThat(rig.open(block, 3)).isEqualTo(new Executed(true));
            rig.awaitUnderWay(block);

            // WHEN a person stops them
            assertThat(rig.stop(block)).isEqualTo(new Executed(false));

            // THEN they rest, between two aisles, and nothing resumes
            rig.awaitMoving(block, false);
            assertThat(rig.truth(TruthEvent.MotionBraking.class))
                    .singleElement()
                    .satisfies(braking -> assertThat(braking.reason()).isEqualTo("stop-command"));
            assertThat(rig.block(block).state().openAisle()).isZero();
            assertThat(rig.events(EdgeEvent.StopSent.class))
                    .singleElement()
                    .satisfies(sent -> assertThat(sent.confirmed()).isTrue());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {MAILBOX, PER_CARRIAGE})
    void stopsAMotionItselfWhenAGuardTrips(String name) {
        BlockId block = BlockId.parse(name);
        // The controllers' own protections are off: what stops the carriages is the edge.
        try (Rig rig = new Rig(folder, SLOW.withoutOwnProtections())) {
            rig.awaitReady(block);
            assertThat(rig.open(block, 3)).isEqualTo(new Executed(true));
            rig.awaitMoving(block, true);

            // WHEN somebody steps into an aisle
            rig.block(block).trip(Input.PRESENCE, 2);

            // THEN our stop brakes them within a poll and the stop bound
            await().until(() -> !rig.truth(TruthEvent.MotionBraking.class).isEmpty());
            long tripped = rig.truth(TruthEvent.InputChange.class).get(0).t();
            long braked = rig.truth(TruthEvent.MotionBraking.class).get(0).t();
            assertThat(braked - tripped).isBetween(0L, 100 + ShelvingLimits.STOP_BOUND_MILLIS);
            assertThat(rig.truth(TruthEvent.MotionBraking.class).get(0).reason())
                    .isEqualTo("stop-command");

            // AND when the aisle is clear again nothing moves by itself
            rig.awaitMoving(block, false);
            rig.block(block).clear(Input.PRESENCE, 2);
            rig.awaitGuard(block, Guard.PRESENCE, 2, GuardState.CLEAR);
            assertThat(rig.truth(TruthEvent.MotionStart.class)).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {MAILBOX, PER_CARRIAGE})
    void latchesALostLinkUntilAPersonAcknowledges(String name) {
        BlockId block = BlockId.parse(name);
        try (Rig rig = new Rig(folder)) {
            rig.awaitReady(block);

            // WHEN the plug is pulled
            Rig.get(rig.site.unplug(controllerOf(block)));

            // THEN a request is refused, and within 2 s the loss is told
            await().atMost(Duration.ofSeconds(2)).until(() -> rig.comms().equals(List.of(CommsState.LOST)));
            assertThat(rig.open(block, 3)).isInstanceOf(Refused.class);
            assertThat(rig.acknowledge(block)).isInstanceOf(Refused.class);

            // AND when it answers again it stays refused until a person acknowledges
            Rig.get(rig.site.plug(controllerOf(block)));
            await().atMost(Rig.PATIENCE).until(() -> rig.comms().equals(List.of(CommsState.LOST, CommsState.RESTORED)));
            await().atMost(Rig.PATIENCE).until(() -> rig.obstacles(block).equals(List.of(RefusalCode.COMMS_LOST)));
            assertThat(rig.open(block, 3)).isEqualTo(new Refused(RefusalCode.COMMS_LOST, ""));
            assertThat(rig.acknowledge(block)).isEqualTo(new Executed(false));
            rig.awaitReady(block);
            assertThat(rig.open(block, 3)).isEqualTo(new Executed(true));
            assertThat(rig.comms()).containsExactly(CommsState.LOST, CommsState.RESTORED, CommsState.ACKNOWLEDGED);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {MAILBOX, PER_CARRIAGE})
    void refusesWhileTheWatchdogReadsOtherwise(String name) {
        BlockId block = BlockId.parse(name);
        try (Rig rig = new Rig(folder)) {
            // GIVEN a controller on which the watchdog settings cannot be written
            rig.awaitReady(block);
            rig.site
                    .faults(controllerOf(block))
                    .add(FaultRule.always(new Fault.ExceptionAnswer(2))
                            .onFunction(6)
                            .onAddress(0));
            rig.block(block).powerCycle();

            // WHEN an aisle is asked for once the edge has noticed
            await().atMost(Rig.PATIENCE).until(() -> rig.obstacles(block).contains(RefusalCode.WATCHDOG_NOT_SET));
            CommandOutcome outcome = rig.open(block, 3);

            // THEN it is refused; and it works again by itself once the settings hold
            assertThat(((Refused) outcome).code()).isEqualTo(RefusalCode.WATCHDOG_NOT_SET);
            rig.site.faults(controllerOf(block)).clear();
            rig.awaitReady(block);
            assertThat(rig.open(block, 3)).isEqualTo(new Executed(true));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {MAILBOX, PER_CARRIAGE})
    void feedsNoWatchdogWhileTheServerIsAway(String name) {
        BlockId block = BlockId.parse(name);
        try (Rig rig = new Rig(folder)) {
            rig.awaitReady(block);

            // WHEN nobody can reach the edge through the server
            rig.serverReachable = false;

            // THEN the controller's own watchdog trips
            await().atMost(Rig.PATIENCE)
                    .until(() -> rig.truth(TruthEvent.WatchdogTrip.class).stream()
                            .anyMatch(trip -> trip.block().equals(block)));
            await().atMost(Rig.PATIENCE).until(() -> rig.obstacles(block).contains(RefusalCode.WATCHDOG_NOT_SET));

            // AND it is set again by itself once people can
            rig.serverReachable = true;
            rig.awaitReady(block);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {MAILBOX, PER_CARRIAGE})
    void keepsTokensLockOutAndOutcomesOverARestart(String name) {
        BlockId block = BlockId.parse(name);
        try (Rig rig = new Rig(folder)) {
            rig.awaitReady(block);
            Rig.Attempt attempt = rig.attempt(block, 3);
            MovingCommand first = attempt.command();
            assertThat(attempt.outcome()).isEqualTo(new Executed(true));
            rig.awaitOpen(block, 3);
            await().until(() -> !rig.events(EdgeEvent.MotionStopped.class).isEmpty());
            assertThat(rig.lock(block)).isEqualTo(new Executed(false));

            // WHEN the edge restarts
            rig.restart();

            // THEN the block is still locked out, and no latch was set by a start at rest
            await().atMost(Rig.PATIENCE).until(() -> rig.obstacles(block).equals(List.of(RefusalCode.LOCKED_OUT)));
            assertThat(rig.unlock(block)).isEqualTo(new Executed(false));
            rig.awaitReady(block);

            // AND an old token is refused with the highest accepted one, an old command not answered twice
            rig.nextToken.set(first.token().value());
            assertThat(rig.open(block, 2)).isEqualTo(Refused.tokenNotNewer(first.token()));
            rig.send(first);
            assertThat(rig.open(block, 2)).isEqualTo(new Executed(true));
            assertThat(rig.outcomes(first.id())).hasSize(1);
            assertThat(rig.truth(TruthEvent.MotionStart.class)).hasSize(2);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {MAILBOX, PER_CARRIAGE})
    void stopsAndLatchesWhenTheEdgeIsRestartedInTheMiddleOfAMotion(String name) {
        BlockId block = BlockId.parse(name);
        try (Rig rig = new Rig(folder, SLOW)) {
            rig.awaitReady(block);
            assertThat(rig.open(block, 3)).isEqualTo(new Executed(true));
            rig.awaitMoving(block, true);

            // WHEN the edge restarts
            rig.restart();

            // THEN it stopped what it could no longer watch, and asks for a person
            await().atMost(Rig.PATIENCE).until(() -> rig.obstacles(block).contains(RefusalCode.COMMS_LOST));
            assertThat(rig.truth(TruthEvent.MotionBraking.class)).hasSize(1);
            await().atMost(Rig.PATIENCE).until(() -> rig.comms().contains(CommsState.RESTORED));
            assertThat(rig.acknowledge(block)).isEqualTo(new Executed(false));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {MAILBOX, PER_CARRIAGE})
    void movesNothingWhenTheIntentCannotBeRecordedAndStillStops(String name) {
        BlockId block = BlockId.parse(name);
        try (Rig rig = new Rig(folder)) {
            rig.awaitReady(block);

            // GIVEN a full disk
            rig.diskFull = true;

            // WHEN an aisle is asked for, then a stop
            OpenAisle command = rig.openCommand(block, 3);
            rig.send(command);
            rig.send(rig.stopCommand(block));

            // THEN the stop is on the wire and nothing moved
            await().atMost(Rig.PATIENCE).until(() -> !rig.stopsOnTheWire(block).isEmpty());
            assertThat(rig.truth(TruthEvent.MotionStart.class)).isEmpty();

            // AND once there is room the outcome is told after all
            rig.diskFull = false;
            assertThat(rig.outcome(command.id())).isInstanceOf(Refused.class);
            assertThat(rig.outcomes(command.id())).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {MAILBOX, PER_CARRIAGE})
    void neverRepeatsAMotionWriteAndReadsBackWhatBecameOfIt(String name) {
        BlockId block = BlockId.parse(name);
        try (Rig rig = new Rig(folder)) {
            // GIVEN a line on which the answer to the motion write is lost
            rig.awaitReady(block);
            rig.site
                    .faults(controllerOf(block))
                    .add(rig.onMotionWrite(block, new Fault.Silent()).times(1));

            // WHEN an aisle is asked for
            CommandOutcome outcome = rig.open(block, 3);

            // THEN the controller's own report settles it, and there was one write
            assertThat(outcome).isEqualTo(new Executed(true));
            assertThat(rig.motionWrites(block)).hasSize(1);
            assertThat(rig.truth(TruthEvent.MotionStart.class)).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {MAILBOX, PER_CARRIAGE})
    void saysUnknownWhenTheMotionWriteIsLostOnTheWay(String name) {
        BlockId block = BlockId.parse(name);
        try (Rig rig = new Rig(folder)) {
            // GIVEN a line that swallows the motion write
            rig.awaitReady(block);
            rig.site
                    .faults(controllerOf(block))
                    .add(rig.onMotionWrite(block, new Fault.Dead()).times(1));

            // WHEN an aisle is asked for
            CommandOutcome outcome = rig.open(block, 3);

            // THEN nobody claims to know, nothing moves, and a new request works
            assertThat(outcome).isInstanceOf(CommandOutcome.Unknown.class);
            assertThat(rig.truth(TruthEvent.MotionStart.class)).isEmpty();
            rig.awaitReady(block);
            assertThat(rig.open(block, 3)).isEqualTo(new Executed(true));
        }
    }
}
