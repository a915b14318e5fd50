package org.archivevault.simulator;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.archivevault.protocol.address.BlockId;
import org.archivevault.simulator.shelving.Input;
import org.archivevault.simulator.shelving.Program;
import org.archivevault.simulator.shelving.Refusal;
import org.archivevault.simulator.shelving.Shelving;
import org.archivevault.simulator.truth.TruthEvent;
import org.archivevault.simulator.truth.TruthEvent.Cause;
import org.archivevault.simulator.truth.Turns;

/** What a person standing at a simulated block can do and see. May be used from any thread; nothing here waits. */
public final class SimulatedBlock {
    private final Shelving shelving;
    private final List<Program> programs;
    private final Turns turns;

    SimulatedBlock(Shelving shelving, List<Program> programs, Turns turns) {
        this.shelving = shelving;
        this.programs = List.copyOf(programs);
        this.turns = turns;
    }

    /**
     * How a block stands.
     *
     * @param positionsMm left edges, carriage 1 first
     * @param openAisle 0 while anything moves, or when the room is spread over several aisles
     * @param spread whether they stand spread evenly
     * @param targetAisle the aisle being opened, 0 when nothing moves
     * @param moving whether anything moves or brakes
     */
    public record State(List<Double> positionsMm, int openAisle, boolean spread, int targetAisle, boolean moving) {
        public State {
            positionsMm = List.copyOf(positionsMm);
        }
    }

    /**
     * Which block this is.
     *
     * @return the id
     */
    public BlockId id() {
        return shelving.id();
    }

    /**
     * How many aisles it has.
     *
     * @return 1–63
     */
    public int aisleCount() {
        return shelving.rails().aisleCount();
    }

    /**
     * How it stands in truth, whatever the wire says.
     *
     * @return now
     */
    public State state() {
        return turns.ask(now -> {
            programs.forEach(p -> p.advance(now));
            List<Double> positions =
                    Arrays.stream(shelving.positions(now)).boxed().toList();
            return new State(
                    positions, shelving.openAisle(), shelving.isSpread(), shelving.targetAisle(), shelving.moving());
        });
    }

    /**
     * Trips an input of one aisle.
     *
     * @param input presence, safety edge or obstruction
     * @param aisle 1 to {@link #aisleCount()}
     */
    public void trip(Input input, int aisle) {
        set(input, aisle, true);
    }

    /**
     * Clears an input of one aisle.
     *
     * @param input presence, safety edge or obstruction
     * @param aisle 1 to {@link #aisleCount()}
     */
    public void clear(Input input, int aisle) {
        set(input, aisle, false);
    }

    /**
     * Trips an input of the whole block.
     *
     * @param input emergency stop, door, local or fault
     */
    public void trip(Input input) {
        set(input, 0, true);
    }

    /**
     * Clears an input of the whole block. Nothing starts to move by that.
     *
     * @param input door, local or fault; the emergency stop too: that is its reset by hand
     */
    public void clear(Input input) {
        set(input, 0, false);
    }

    /** Clears every input, as after {@link #clear(Input)} one by one. */
    public void clearAll() {
        turns.take(now -> {
            for (Input input : Input.values()) {
                int first = input.perAisle() ? 1 : 0;
                int last = input.perAisle() ? aisleCount() : 0;
                for (int aisle = first; aisle <= last; aisle++) {
                    shelving.set(input, aisle, false, now);
                }
            }
        });
    }

    /**
     * Reads an input.
     *
     * @param input which
     * @param aisle which aisle, 0 for an input of the whole block
     * @return true when tripped
     */
    public boolean tripped(Input input, int aisle) {
        return turns.ask(now -> shelving.tripped(input, aisle));
    }

    void set(Input input, int aisle, boolean tripped) {
        turns.take(now -> shelving.set(input, aisle, tripped, now));
    }

    /** Presses the emergency stop, which latches. */
    public void pressEmergencyStop() {
        trip(Input.EMERGENCY_STOP);
    }

    /** Resets the emergency stop by hand. Nothing starts to move by that. */
    public void resetEmergencyStop() {
        clear(Input.EMERGENCY_STOP);
    }

    /**
     * Presses the button of an aisle at the block itself.
     *
     * @param aisle 1 to {@link #aisleCount()}
     * @return why nothing moves; empty when it does, or the aisle is open
     */
    public Optional<Refusal> pressOpen(int aisle) {
        return press(shelving.rails().withOpen(aisle), aisle);
    }

    /**
     * Presses the ventilation button at the block itself: the carriages spread evenly.
     *
     * @return why nothing moves; empty when it does, or they stand so
     */
    public Optional<Refusal> pressSpread() {
        return press(shelving.rails().spread(), 0);
    }

    private Optional<Refusal> press(double[] targets, int aisle) {
        return turns.ask(now -> {
            programs.forEach(p -> p.advance(now));
            Optional<Refusal> why = shelving.objection(Cause.LOCAL, false);
            if (why.isEmpty()) {
                shelving.move(targets, aisle, 0, Cause.LOCAL, now, ending -> {});
            }
            return why;
        });
    }

    /** Presses the stop button at the block itself. */
    public void pressStop() {
        turns.take(now -> shelving.stop("local-stop", 0, now));
    }

    /** Power off and on: motion brakes, watchdogs are off again, tokens are forgotten; a latched emergency stop stays. */
    public void powerCycle() {
        turns.take(now -> programs.forEach(p -> p.powerCycle(now)));
    }

    /**
     * Hangs the programs of its controllers: they answer as they stood, acknowledge writes and carry out none; only the
     * heartbeat stands still.
     */
    public void hang() {
        turns.take(now -> {
            shelving.truth().record(new TruthEvent.ProgramState(now, id(), false));
            programs.forEach(p -> p.hang(now));
        });
    }

    /** Lets the programs run on where they hung. */
    public void resume() {
        turns.take(now -> {
            shelving.truth().record(new TruthEvent.ProgramState(now, id(), true));
            programs.forEach(Program::resume);
        });
    }
}
