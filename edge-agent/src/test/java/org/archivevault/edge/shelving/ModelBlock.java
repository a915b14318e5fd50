package org.archivevault.edge.shelving;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.archivevault.firmware.profile.ShelvingProfile.Role;
import org.archivevault.protocol.command.FencingToken;
import org.archivevault.protocol.event.Guard;
import org.jspecify.annotations.Nullable;

/**
 * Carriages and their controller, in virtual time. It has no protections of its own but the watchdog: whatever is unsafe
 * in a day is then the edge's doing.
 */
final class ModelBlock {
    private static final long MOVE_MILLIS = 5_000;
    private static final long ARM_MILLIS = 10_000;
    private static final long HEARTBEAT_MILLIS = 100;
    private static final int PREPARED = 1;
    private static final int EXECUTING = 2;
    private static final int DONE = 3;
    private static final int REFUSED = 4;
    private static final int STOPPED = 5;

    /** What one unit knows of commands. */
    private static final class Unit {
        private long armedToken;
        private long armedAt;
        private int armedAisle;
        private long highest;
        private long lastToken;
        private int lastResult;
        private int lastRefusal;
        private long watchdogMillis;
        private long fedAt;
        private boolean tripped;
    }

    private final BlockLayout layout;
    private final DayRules rules;
    private final boolean obeysWhileMoving;
    private final Map<Integer, Unit> units = new HashMap<>();
    private final Set<String> tripped = new HashSet<>();
    private final double[] from;
    private final double[] to;
    private long began;
    private boolean moving;
    private int target;
    private @Nullable Unit mover;

    /** @param obeysWhileMoving false refuses a command while another is executing, as the register map pages ask */
    ModelBlock(BlockLayout layout, DayRules rules, boolean obeysWhileMoving) {
        this.layout = layout;
        this.rules = rules;
        this.obeysWhileMoving = obeysWhileMoving;
        layout.units().forEach(unit -> units.put(unit, new Unit()));
        this.from = packed(1);
        this.to = packed(1);
    }

    private double[] packed(int openAisle) {
        double[] positions = new double[layout.block().carriages().size()];
        for (int c = 0; c < positions.length; c++) {
            positions[c] = Fixture.position(layout, c + 1, openAisle);
        }
        return positions;
    }

    private Unit unit(int id) {
        return java.util.Objects.requireNonNull(units.get(id));
    }

    void advance(long now) {
        for (Unit unit : units.values()) {
            if (unit.watchdogMillis > 0 && now - unit.fedAt > unit.watchdogMillis && !unit.tripped) {
                unit.tripped = true;
                halt(now, 11);
            }
        }
        if (moving && now - began >= MOVE_MILLIS) {
            System.arraycopy(to, 0, from, 0, to.length);
            rest(DONE, 0);
        }
    }

    private void rest(int result, int refusal) {
        moving = false;
        target = 0;
        if (mover != null) {
            mover.lastResult = result;
            mover.lastRefusal = refusal;
            mover = null;
        }
    }

    private void halt(long now, int refusal) {
        if (moving) {
            double[] here = positions(now);
            System.arraycopy(here, 0, from, 0, here.length);
            System.arraycopy(here, 0, to, 0, here.length);
            rest(STOPPED, refusal);
        }
    }

    private double[] positions(long now) {
        double done = moving ? Math.min(1.0, (now - began) / (double) MOVE_MILLIS) : 0.0;
        double[] positions = new double[from.length];
        for (int c = 0; c < from.length; c++) {
            positions[c] = from[c] + (to[c] - from[c]) * done;
        }
        return positions;
    }

    /** Prepares; gives the echo. */
    boolean prepare(Move move, FencingToken token, long now) {
        advance(now);
        Unit unit = unit(move.unit());
        if (unit == mover && !obeysWhileMoving) {
            unit.lastRefusal = 12;
            return false;
        }
        if (token.value() <= unit.highest) {
            unit.lastRefusal = 2;
            return false;
        }
        unit.armedToken = token.value();
        unit.armedAisle = move.aisle();
        unit.armedAt = now;
        unit.lastToken = token.value();
        unit.lastResult = PREPARED;
        unit.lastRefusal = 0;
        return true;
    }

    void execute(Move move, FencingToken token, long now) {
        advance(now);
        Unit unit = unit(move.unit());
        if (unit.armedToken != token.value() || now - unit.armedAt > ARM_MILLIS) {
            unit.lastRefusal = 1;
            if (unit.lastResult == PREPARED) {
                unit.lastResult = REFUSED;
            }
            return;
        }
        unit.armedToken = 0;
        if (moving && mover == null) {
            // Somebody at the block was quicker than the last poll: the controller says busy.
            unit.lastResult = REFUSED;
            unit.lastRefusal = 12;
            return;
        }
        unit.highest = token.value();
        rules.motionBegan(token.value(), unit.armedAisle, moving, now);
        move(unit.armedAisle, unit, now);
        unit.lastResult = EXECUTING;
    }

    private void move(int aisle, @Nullable Unit by, long now) {
        double[] here = positions(now);
        System.arraycopy(here, 0, from, 0, here.length);
        System.arraycopy(packed(aisle), 0, to, 0, to.length);
        began = now;
        moving = true;
        target = aisle;
        mover = by;
    }

    /** Somebody at the block presses a button; only when nothing moves. */
    void pressOpen(int aisle, long now) {
        advance(now);
        if (!moving && openAisle(now) != aisle) {
            rules.motionBegan(null, aisle, false, now);
            move(aisle, null, now);
        }
    }

    void stop(long now) {
        advance(now);
        for (Unit unit : units.values()) {
            if (unit.armedToken != 0) {
                unit.armedToken = 0;
                unit.lastResult = STOPPED;
            }
        }
        halt(now, 0);
    }

    void feed(int unit, long now) {
        advance(now);
        unit(unit).fedAt = now;
    }

    void setWatchdog(int unit, long now) {
        Unit set = unit(unit);
        set.watchdogMillis = layout.profile().watchdog().timeout().toMillis();
        set.fedAt = now;
        set.tripped = false;
    }

    void powerCycle(long now) {
        halt(now, 0);
        layout.units().forEach(id -> units.put(id, new Unit()));
    }

    boolean watchdogSet(int unit) {
        return unit(unit).watchdogMillis > 0;
    }

    boolean moving(long now) {
        advance(now);
        return moving;
    }

    private boolean isSpread(long now) {
        return !moving && Arrays.equals(positions(now), packed(Fixture.SPREAD));
    }

    int openAisle(long now) {
        double[] here = positions(now);
        for (int aisle = 1; !moving && aisle <= layout.block().aisleCount(); aisle++) {
            if (Arrays.equals(here, packed(aisle))) {
                return aisle;
            }
        }
        return 0;
    }

    void set(Guard guard, int aisle, boolean on) {
        if (on) {
            tripped.add(guard + "/" + aisle);
        } else {
            tripped.remove(guard + "/" + aisle);
        }
    }

    long value(Wire wire, long now) {
        advance(now);
        Unit unit = unit(wire.unit());
        return switch (wire.role()) {
            case HEARTBEAT -> now / HEARTBEAT_MILLIS & 0xFFFF;
            case PRESENCE -> input(Guard.PRESENCE, wire);
            case SAFETY_EDGE -> input(Guard.SAFETY_EDGE, wire);
            case OBSTRUCTION -> input(Guard.OBSTRUCTION, wire);
            case EMERGENCY_STOP -> input(Guard.EMERGENCY_STOP, wire);
            case DOOR_OPEN -> input(Guard.DOOR, wire);
            case MOVING -> moving ? 1 : 0;
            case FAULT, LOCAL_MODE -> 0;
            case WATCHDOG_TRIPPED -> unit.tripped ? 1 : 0;
            case OPEN_AISLE -> openAisle(now);
            case SPREAD_OFFERED -> 1;
            case SPREAD -> isSpread(now) ? 1 : 0;
            case TARGET_AISLE -> target;
            case POSITION -> Math.round(positions(now)[wire.place() - 1]);
            case LAST_TOKEN -> unit.lastToken;
            case LAST_RESULT -> unit.lastResult;
            case LAST_REFUSAL -> unit.lastRefusal;
        };
    }

    private long input(Guard guard, Wire wire) {
        return tripped.contains(guard + "/" + wire.place()) ? 1 : 0;
    }

    static boolean isSlow(Wire wire) {
        return wire.role() == Role.POSITION;
    }
}
