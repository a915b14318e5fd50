package org.archivevault.simulator.shelving;

import java.util.Optional;
import java.util.function.Consumer;
import org.archivevault.protocol.address.BlockId;
import org.archivevault.simulator.rails.Drive;
import org.archivevault.simulator.rails.Motion;
import org.archivevault.simulator.rails.Rails;
import org.archivevault.simulator.truth.TruthEvent;
import org.archivevault.simulator.truth.TruthEvent.Cause;
import org.archivevault.simulator.truth.TruthSink;
import org.jspecify.annotations.Nullable;

/**
 * The iron of one block: carriages, drive, inputs, and the protections that every controller has of its own. Time is an
 * argument; callers take turns (see {@code SimulatedSite}).
 */
public final class Shelving {
    /**
     * How a motion ended.
     *
     * @param arrived false when it was cut short
     * @param refusalNumber what the register of the last refusal shows then, 0 for a stop that somebody asked for
     */
    public record Ending(boolean arrived, int refusalNumber) {
        static final Ending ARRIVED = new Ending(true, 0);
    }

    private final BlockId id;
    private final Rails rails;
    private final Drive drive;
    private final boolean ownProtections;
    private final TruthSink truth;
    private final Panel panel;
    private double[] atRest;
    private @Nullable Motion motion;
    private @Nullable Consumer<Ending> onEnd;
    private String endReason = "";
    private boolean braking;
    private int targetAisle;
    private Cause cause = Cause.LOCAL;

    /**
     * Sets a block up, at rest.
     *
     * @param id which block
     * @param rails its rails
     * @param drive how fast
     * @param openAisle the aisle that is open at first
     * @param ownProtections false takes away the controller's own protections, so that only its client's can be seen
     * @param truth takes what happens
     */
    public Shelving(BlockId id, Rails rails, Drive drive, int openAisle, boolean ownProtections, TruthSink truth) {
        this.id = id;
        this.rails = rails;
        this.drive = drive;
        this.ownProtections = ownProtections;
        this.truth = truth;
        this.panel = new Panel(rails.aisleCount());
        this.atRest = rails.withOpen(openAisle);
    }

    /**
     * Its rails.
     *
     * @return fixed for life
     */
    public Rails rails() {
        return rails;
    }

    /**
     * Which block it is.
     *
     * @return the id
     */
    public BlockId id() {
        return id;
    }

    Panel panel() {
        return panel;
    }

    /**
     * Where what happens is told.
     *
     * @return fixed for life
     */
    public TruthSink truth() {
        return truth;
    }

    /**
     * Changes an input. The controller sees it in its next cycle, as {@link #advance}.
     *
     * @param input which
     * @param aisle which aisle, 0 for an input of the whole block
     * @param tripped the new state
     * @param now milliseconds
     */
    public void set(Input input, int aisle, boolean tripped, long now) {
        if (panel.set(input, aisle, tripped)) {
            truth.record(new TruthEvent.InputChange(now, id, input.code(), input.perAisle() ? aisle : null, tripped));
        }
    }

    /**
     * Reads an input.
     *
     * @param input which
     * @param aisle which aisle, 0 for an input of the whole block
     * @return true when tripped
     */
    public boolean tripped(Input input, int aisle) {
        return panel.tripped(input, aisle);
    }

    /**
     * What the controller's own protections say to a motion now.
     *
     * @param asking who wants it; the local switch and the watchdog forbid only the others
     * @param watchdogForbids whether the asking controller's watchdog has tripped
     * @return the first objection
     */
    public Optional<Refusal> objection(Cause asking, boolean watchdogForbids) {
        Optional<Refusal> input = inputObjection(asking);
        boolean inputGoesFirst = input.isPresent() && input.get().goesBeforeWatchdog();
        if (watchdogForbids && !inputGoesFirst) {
            return Optional.of(Refusal.WATCHDOG_TRIPPED);
        }
        return input.isEmpty() && motion != null ? Optional.of(Refusal.BUSY) : input;
    }

    private Optional<Refusal> inputObjection(Cause asking) {
        return ownProtections ? panel.objection(asking == Cause.LOCAL).map(Input::refusal) : Optional.empty();
    }

    boolean emergencyStopped() {
        return ownProtections && panel.tripped(Input.EMERGENCY_STOP, 0);
    }

    /**
     * Moves carriages. The caller has asked {@link #objection} just before.
     *
     * @param targets left edges to reach
     * @param aisle the aisle that will be open, 0 when they will stand spread
     * @param token as written in the registers, 0 for a local motion
     * @param asking who wants it
     * @param now milliseconds
     * @param ended told once how it ended; a stopped motion ends when it begins to brake
     */
    public void move(double[] targets, int aisle, long token, Cause asking, long now, Consumer<Ending> ended) {
        if (motion != null) {
            throw new IllegalStateException(id + " is moving already");
        }
        Motion begun = Motion.start(atRest, targets, drive, now);
        if (begun.endedAt(now)) {
            truth.record(new TruthEvent.NoMotion(now, id, aisle, token));
            ended.accept(Ending.ARRIVED);
            return;
        }
        truth.record(new TruthEvent.MotionStart(now, id, aisle, rails.openAisle(atRest), token, asking));
        motion = begun;
        onEnd = ended;
        targetAisle = aisle;
        cause = asking;
        braking = false;
        endReason = "arrived";
    }

    /**
     * Brakes, if anything moves.
     *
     * @param reason for the record
     * @param refusalNumber what the registers show as the reason, 0 when somebody asked for it
     * @param now milliseconds
     */
    public void stop(String reason, int refusalNumber, long now) {
        settle(now);
        Motion current = motion;
        if (current == null || braking) {
            return;
        }
        truth.record(new TruthEvent.MotionBraking(now, id, reason));
        motion = current.braked(now);
        braking = true;
        endReason = reason;
        targetAisle = 0;
        tellEnd(new Ending(false, refusalNumber));
        settle(now);
    }

    /**
     * One cycle of the controller: settles what has arrived, then stops what its protections forbid.
     *
     * @param now milliseconds
     */
    public void advance(long now) {
        settle(now);
        if (motion != null && ownProtections) {
            panel.objection(cause == Cause.LOCAL)
                    .ifPresent(input -> stop(input.code(), input.refusal().number(), now));
        }
    }

    /**
     * One cycle while the controller's program hangs: only the emergency stop is wired past it.
     *
     * @param now milliseconds
     */
    void advanceWithoutProgram(long now) {
        settle(now);
        if (emergencyStopped()) {
            stop(Input.EMERGENCY_STOP.code(), Refusal.EMERGENCY_STOP.number(), now);
        }
    }

    private void settle(long now) {
        Motion current = motion;
        if (current == null || !current.endedAt(now)) {
            return;
        }
        atRest = current.positionsAt(now);
        motion = null;
        targetAisle = 0;
        truth.record(new TruthEvent.MotionStop(now, id, rails.openAisle(atRest), rails.isSpread(atRest), endReason));
        tellEnd(Ending.ARRIVED);
    }

    private void tellEnd(Ending ending) {
        Consumer<Ending> told = onEnd;
        onEnd = null;
        if (told != null) {
            told.accept(ending);
        }
    }

    /**
     * Where the carriages are.
     *
     * @param now milliseconds
     * @return left edges in millimetres
     */
    public double[] positions(long now) {
        return motion == null ? atRest.clone() : motion.positionsAt(now);
    }

    /**
     * Whether anything moves or brakes.
     *
     * @return true until the last carriage is at rest
     */
    public boolean moving() {
        return motion != null;
    }

    /**
     * Which way a carriage goes.
     *
     * @param carriage 1 upwards
     * @param now milliseconds
     * @return −1 left, 1 right, 0 not at all
     */
    public int directionOf(int carriage, long now) {
        return motion == null ? 0 : motion.directionOf(carriage, now);
    }

    /**
     * The open aisle.
     *
     * @return 0 while anything moves, or when the room is spread over several aisles
     */
    public int openAisle() {
        return motion == null ? rails.openAisle(atRest) : 0;
    }

    /**
     * Whether the carriages stand spread evenly.
     *
     * @return false while anything moves
     */
    public boolean isSpread() {
        return motion == null && rails.isSpread(atRest);
    }

    /**
     * The aisle that is being opened.
     *
     * @return 0 when nothing moves, or what moves is being stopped
     */
    public int targetAisle() {
        return targetAisle;
    }

    /**
     * Left edges as the position registers show them.
     *
     * @param now milliseconds
     * @return whole millimetres, rounded down, so that neighbours never seem to overlap
     */
    int[] positionRegisters(long now) {
        final double roundingError = 1e-6;
        double[] exact = positions(now);
        int[] registers = new int[exact.length];
        for (int i = 0; i < exact.length; i++) {
            registers[i] = (int) Math.floor(exact[i] + roundingError);
        }
        return registers;
    }
}
