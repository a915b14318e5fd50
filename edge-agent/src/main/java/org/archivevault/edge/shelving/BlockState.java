package org.archivevault.edge.shelving;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.archivevault.firmware.profile.ShelvingProfile.Role;
import org.archivevault.protocol.command.CommandId;
import org.archivevault.protocol.event.Guard;
import org.archivevault.protocol.event.GuardState;
import org.jspecify.annotations.Nullable;

/**
 * What an edge believes about one block: every value with the time at which it was asked for. Immutable. Whatever was
 * never read, was read more than {@link ShelvingLimits#FRESHNESS_MILLIS} ago, or comes from a unit whose heartbeat stands
 * still, is unknown; and unknown is never safe.
 *
 * <p>All times are milliseconds on the edge's monotonic clock.
 */
public final class BlockState {
    private static final long NEVER = Long.MIN_VALUE;

    private final BlockLayout layout;
    private final long[] values;
    private final long[] observedAt;
    private final Map<Integer, UnitBelief> units;
    private final Standing standing;
    private final AislesSeen seen;

    private BlockState(
            BlockLayout layout,
            long[] values,
            long[] observedAt,
            Map<Integer, UnitBelief> units,
            Standing standing,
            AislesSeen seen) {
        this.layout = layout;
        this.values = values;
        this.observedAt = observedAt;
        this.units = units;
        this.standing = standing;
        this.seen = seen;
    }

    /**
     * A block of which nothing has been read.
     *
     * @param layout the block
     * @return the state in which everything is unknown
     */
    public static BlockState unread(BlockLayout layout) {
        int size = layout.wires().size();
        long[] never = new long[size];
        Arrays.fill(never, NEVER);
        Map<Integer, UnitBelief> units = new HashMap<>();
        layout.units().forEach(unit -> units.put(unit, UnitBelief.NOTHING));
        return new BlockState(layout, new long[size], never, units, Standing.FREE, AislesSeen.NOTHING);
    }

    /**
     * Takes over what an answer gave. A value older than the one already held is left out.
     *
     * @param readings the answer
     * @return the newer state
     */
    public BlockState with(Readings readings) {
        long[] newValues = values.clone();
        long[] newTimes = observedAt.clone();
        UnitBelief unit = belief(readings.unit());
        for (Readings.Value read : readings.values()) {
            int wire = read.wire();
            if (readings.observedAt() >= newTimes[wire]) {
                newValues[wire] = read.value();
                newTimes[wire] = readings.observedAt();
                if (layout.wires().get(wire).role() == Role.HEARTBEAT) {
                    unit = unit.withHeartbeat(read.value(), readings.observedAt());
                }
            }
        }
        return new BlockState(layout, newValues, newTimes, unitsWith(readings.unit(), unit), standing, seen);
    }

    /**
     * Takes over what identity and watchdog read back.
     *
     * @param verification the read-back
     * @return the newer state
     */
    public BlockState with(Verification verification) {
        UnitBelief unit = belief(verification.unit()).withVerification(verification);
        return new BlockState(layout, values, observedAt, unitsWith(verification.unit(), unit), standing, seen);
    }

    /**
     * A request to a unit failed: it may be another device by the time it answers again, so it must be verified anew.
     *
     * @param unit the unit
     * @return the state without that unit's verification
     */
    public BlockState withoutVerification(int unit) {
        return new BlockState(
                layout, values, observedAt, unitsWith(unit, belief(unit).withVerification(null)), standing, seen);
    }

    /**
     * A unit took a keep-alive.
     *
     * @param unit the unit
     * @param at when it left
     * @return the newer state
     */
    public BlockState withKeepAlive(int unit, long at) {
        return new BlockState(
                layout, values, observedAt, unitsWith(unit, belief(unit).withKeepAlive(at)), standing, seen);
    }

    BlockState with(Standing newer) {
        return new BlockState(layout, values, observedAt, units, newer, seen);
    }

    /**
     * Takes over what cameras say. What is older than the word already held is left out.
     *
     * @param newer all that cameras say about this block
     * @return the newer state
     */
    public BlockState with(AislesSeen newer) {
        return newer.observedAt() < seen.observedAt()
                ? this
                : new BlockState(layout, values, observedAt, units, standing, newer);
    }

    private Map<Integer, UnitBelief> unitsWith(int unit, UnitBelief belief) {
        Map<Integer, UnitBelief> newer = new HashMap<>(units);
        newer.put(unit, belief);
        return newer;
    }

    private UnitBelief belief(int unit) {
        UnitBelief belief = units.get(unit);
        if (belief == null) {
            throw new IllegalArgumentException("block " + layout.id() + " has no unit " + unit);
        }
        return belief;
    }

    BlockLayout layout() {
        return layout;
    }

    Standing standing() {
        return standing;
    }

    boolean isBusyForOthersThan(@Nullable CommandId command) {
        return standing.busyWith() != null && !standing.busyWith().equals(command);
    }

    /**
     * The age of the oldest input behind this state, heartbeats included.
     *
     * @param now the time
     * @return milliseconds; empty when something has never been read, or a heartbeat was never seen to advance
     */
    public OptionalLong ageMillis(long now) {
        long oldest = now;
        for (long at : observedAt) {
            if (at == NEVER) {
                return OptionalLong.empty();
            }
            oldest = Math.min(oldest, at);
        }
        for (UnitBelief unit : units.values()) {
            if (unit.advancedAt() == null) {
                return OptionalLong.empty();
            }
            oldest = Math.min(oldest, unit.advancedAt());
        }
        return OptionalLong.of(now - oldest);
    }

    /**
     * Whether every input is fresh.
     *
     * @param now the time
     * @return true when {@link #ageMillis} is known and within the limit
     */
    public boolean isFresh(long now) {
        OptionalLong age = ageMillis(now);
        return age.isPresent() && age.getAsLong() <= ShelvingLimits.FRESHNESS_MILLIS;
    }

    /**
     * A guard, merged from all that watch it: tripped when any says so, unknown when any is unknown or none exists.
     *
     * @param guard which kind
     * @param aisle the aisle; 0 for a guard of the whole block
     * @param now the time
     * @return what it reads
     */
    public GuardState guard(Guard guard, int aisle, long now) {
        return merged(layout.wires(BlockLayout.roleOf(guard), aisle), now);
    }

    /** {@code TRIPPED} when any wire of the role reads 1; {@code CLEAR} when the controller has no such signal. */
    GuardState flag(Role role, long now) {
        int[] wires = layout.wires(role);
        return wires.length == 0 ? GuardState.CLEAR : merged(wires, now);
    }

    private GuardState merged(int[] wires, long now) {
        GuardState result = wires.length == 0 ? GuardState.UNKNOWN : GuardState.CLEAR;
        for (int wire : wires) {
            if (fresh(wire, now) && values[wire] != 0) {
                // Bad news needs no heartbeat to be believed.
                return GuardState.TRIPPED;
            }
            result = known(wire, now) ? result : GuardState.UNKNOWN;
        }
        return result;
    }

    /** Whether anything that watches this guard said "tripped" when it was last read, however long ago that is. */
    boolean lastSaidTripped(Guard guard, int aisle) {
        for (int wire : layout.wires(BlockLayout.roleOf(guard), aisle)) {
            if (values[wire] != 0) {
                return true;
            }
        }
        return false;
    }

    /** What a camera says about an aisle that one watches; unknown when nothing was said lately. */
    GuardState seen(int aisle, long now) {
        AislesSeen.Sight sight = seen.of(aisle);
        if (sight == null) {
            return GuardState.UNKNOWN;
        }
        // Bad news needs no freshness to be believed.
        return sight.state() == GuardState.TRIPPED || seen.isFresh(now) ? sight.state() : GuardState.UNKNOWN;
    }

    /** What a camera last said about an aisle, however long ago; null when nothing. */
    AislesSeen.@Nullable Sight lastSight(int aisle) {
        return seen.of(aisle);
    }

    private boolean fresh(int wire, long now) {
        return observedAt[wire] != NEVER && now - observedAt[wire] <= ShelvingLimits.FRESHNESS_MILLIS;
    }

    private boolean known(int wire, long now) {
        return fresh(wire, now) && belief(layout.wires().get(wire).unit()).alive(now);
    }

    private OptionalLong known(int[] wires, long now) {
        return wires.length == 1 && known(wires[0], now) ? OptionalLong.of(values[wires[0]]) : OptionalLong.empty();
    }

    /**
     * Whether carriages move.
     *
     * @param now the time
     * @return tripped when they do
     */
    GuardState moving(long now) {
        return merged(layout.wires(Role.MOVING), now);
    }

    /** The first unit that said it moves, however long ago; null when none did. */
    @Nullable
    Integer firstMovingUnit() {
        for (int wire : layout.wires(Role.MOVING)) {
            if (values[wire] != 0) {
                return layout.wires().get(wire).unit();
            }
        }
        return null;
    }

    /** Tripped when any unit says that it executes a command. */
    GuardState executing(long now) {
        GuardState result = GuardState.CLEAR;
        for (int wire : layout.wires(Role.LAST_RESULT)) {
            if (!known(wire, now)) {
                result = result == GuardState.TRIPPED ? result : GuardState.UNKNOWN;
            } else if (LastResult.of(values[wire]) == LastResult.EXECUTING) {
                result = GuardState.TRIPPED;
            }
        }
        return result;
    }

    /**
     * Where a carriage stands.
     *
     * @param carriage 1 upwards
     * @param now the time
     * @return millimetres from the left end of the rails to its left edge; empty when unknown
     */
    public OptionalInt positionMm(int carriage, long now) {
        int[] wires = layout.wires(Role.POSITION, carriage);
        if (wires.length == 0) {
            return Rails.positionOfFixed(layout.block(), carriage);
        }
        OptionalLong value = known(wires, now);
        return value.isPresent() ? OptionalInt.of((int) value.getAsLong()) : OptionalInt.empty();
    }

    /**
     * The one open aisle, worked out from the positions and, where the controller has a register for it, confirmed by it.
     *
     * @param now the time
     * @return 0 when none is open or carriages move; null when unknown or when register and positions disagree
     */
    public @Nullable Integer openAisle(long now) {
        GuardState moving = moving(now);
        Optional<Rails> rails = Rails.read(this, now);
        if (moving == GuardState.UNKNOWN || rails.isEmpty()) {
            return null;
        }
        if (moving == GuardState.TRIPPED) {
            return 0;
        }
        int byPosition = rails.get().openAisle();
        int[] register = layout.wires(Role.OPEN_AISLE);
        if (register.length == 0) {
            return byPosition;
        }
        OptionalLong byRegister = known(register, now);
        return byRegister.isPresent() && byRegister.getAsLong() == byPosition ? Integer.valueOf(byPosition) : null;
    }

    /**
     * Whether the carriages stand spread evenly, worked out from the positions and, where the controller says that it can
     * spread them, confirmed by its own word.
     *
     * @param now the time
     * @return false while carriages move; null when unknown or when word and positions disagree
     */
    public @Nullable Boolean isSpread(long now) {
        GuardState moving = moving(now);
        Optional<Rails> rails = Rails.read(this, now);
        if (moving == GuardState.UNKNOWN || rails.isEmpty()) {
            return null;
        }
        if (moving == GuardState.TRIPPED) {
            return false;
        }
        boolean byPosition = rails.get().isSpread();
        if (flag(Role.SPREAD_OFFERED, now) != GuardState.TRIPPED) {
            return byPosition;
        }
        OptionalLong byWord = known(layout.wires(Role.SPREAD), now);
        boolean agreed = byWord.isPresent() && ((byWord.getAsLong() != 0) == byPosition);
        return agreed ? Boolean.valueOf(byPosition) : null;
    }

    /**
     * The aisle that the controller says it is opening.
     *
     * @param now the time
     * @return null when none, unknown, or the controller does not say
     */
    public @Nullable Integer targetAisle(long now) {
        OptionalLong target = known(layout.wires(Role.TARGET_AISLE), now);
        return target.isPresent() && target.getAsLong() > 0 ? Integer.valueOf((int) target.getAsLong()) : null;
    }

    /** What the unit of a move says about the last command it dealt with, however old; empty when never read. */
    Optional<CommandReport> report(Move move) {
        int place = layout.carriageOf(move.unit());
        int[] token = layout.wires(Role.LAST_TOKEN, place);
        int[] result = layout.wires(Role.LAST_RESULT, place);
        int[] refusal = layout.wires(Role.LAST_REFUSAL, place);
        if (token.length != 1 || result.length != 1 || refusal.length != 1) {
            return Optional.empty();
        }
        long at = Math.min(observedAt[token[0]], Math.min(observedAt[result[0]], observedAt[refusal[0]]));
        if (at == NEVER) {
            return Optional.empty();
        }
        return Optional.of(
                new CommandReport(values[token[0]], LastResult.of(values[result[0]]), (int) values[refusal[0]], at));
    }

    /** When the oldest of all values was asked for; empty when one has never been read. */
    OptionalLong allObservedSince() {
        long oldest = Arrays.stream(observedAt).min().orElse(NEVER);
        return oldest == NEVER ? OptionalLong.empty() : OptionalLong.of(oldest);
    }

    /** The first unit that is not verified as what the profile says. */
    Optional<String> unidentified(long now) {
        return layout.units().stream()
                .filter(unit -> !belief(unit).identified(now))
                .findFirst()
                .map(this::identityDetail);
    }

    private String identityDetail(int unit) {
        Verification read = belief(unit).verification();
        return "unit " + unit + (read == null || read.detail().isEmpty() ? "" : ": " + read.detail());
    }

    /**
     * The first unit whose watchdog is not verified, has tripped, or has not been fed for half its time: after a lost
     * link it may be about to trip, and would stop the carriages as soon as they have begun to move.
     */
    Optional<String> unwatched(long now) {
        long time = layout.profile().watchdog().timeout().toMillis();
        for (int unit : layout.units()) {
            if (!belief(unit).watched(now)) {
                return Optional.of(identityDetail(unit));
            }
            if (!belief(unit).fed(time, now)) {
                return Optional.of("unit " + unit + ": no keep-alive lately");
            }
        }
        return flag(Role.WATCHDOG_TRIPPED, now) == GuardState.CLEAR ? Optional.empty() : Optional.of("tripped");
    }

    /** Whether this unit's watchdog should be written again: read back and wrong, or tripped. */
    boolean watchdogNeedsSetting(int unit, long now) {
        UnitBelief belief = belief(unit);
        if (!belief.identified(now)) {
            return false;
        }
        return !belief.watched(now) || tripped(unit, now);
    }

    private boolean tripped(int unit, long now) {
        for (int wire : layout.wires(Role.WATCHDOG_TRIPPED)) {
            if (layout.wires().get(wire).unit() == unit && known(wire, now) && values[wire] != 0) {
                return true;
            }
        }
        return false;
    }

    /** Names the input that is oldest or was never read, for the message. */
    String oldestInput() {
        int worst = 0;
        for (int wire = 1; wire < observedAt.length; wire++) {
            worst = observedAt[wire] < observedAt[worst] ? wire : worst;
        }
        Wire wire = layout.wires().get(worst);
        String place = wire.place() == 0 ? "" : " " + wire.place();
        return wire.role().name().toLowerCase(java.util.Locale.ROOT).replace('_', '-') + place + ", unit "
                + wire.unit();
    }
}
