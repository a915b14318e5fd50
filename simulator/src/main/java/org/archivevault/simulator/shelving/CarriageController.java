package org.archivevault.simulator.shelving;

import java.util.Arrays;
import org.archivevault.simulator.modbus.ModbusRefusal;
import org.archivevault.simulator.rails.Rails;
import org.jspecify.annotations.Nullable;

/**
 * The controller on one mobile carriage, with coils and status bits. A carriage that is told to move takes along every
 * carriage between it and the free room. The map is docs/reference/register-map-carriage-coils.md.
 */
public final class CarriageController extends CommandedController {
    static final int IDENTITY = 0x4343;
    static final int MAP_VERSION = 1;
    static final int HOLDING_REGISTER_COUNT = 17;
    static final int DISCRETE_INPUT_COUNT = 16;
    static final int COIL_COUNT = 3;
    static final int PREPARE_ADDRESS = 10;
    static final int PREPARE_COUNT = 3;
    static final int ECHO_ADDRESS = 13;
    static final int MOVE_LEFT_COIL = 0;
    static final int MOVE_RIGHT_COIL = 1;
    static final int STOP_COIL = 2;
    static final int LEFT = 1;
    static final int RIGHT = 2;
    static final int LARGEST_READ = 16;

    private final int carriage;
    /** What was last written to the prepare group. */
    private final int[] written = new int[HOLDING_REGISTER_COUNT];

    /**
     * Wires a controller to its carriage.
     *
     * @param shelving the block
     * @param carriage number of the carriage
     */
    public CarriageController(Shelving shelving, int carriage) {
        super(shelving);
        if (carriage < 1 || carriage > shelving.rails().carriageCount()) {
            throw new IllegalArgumentException("no carriage " + carriage + " in " + shelving.id());
        }
        this.carriage = carriage;
    }

    @Override
    public int largestRegisterRead() {
        return LARGEST_READ;
    }

    @Override
    public int[] inputRegisters(long now) {
        return new int[] {
            IDENTITY,
            MAP_VERSION,
            heartbeat(now),
            shelving().positionRegisters(now)[carriage - 1],
            Registers.low(slot().lastToken()),
            Registers.high(slot().lastToken()),
            slot().resultNumber(),
            slot().refusalNumber()
        };
    }

    @Override
    public boolean[] discreteInputs(long now) {
        boolean[] bits = new boolean[DISCRETE_INPUT_COUNT];
        Panel panel = shelving().panel();
        int direction = shelving().directionOf(carriage, now);
        int aisleAtA = carriage - 1;
        int aisleAtB = carriage;
        bits[0] = direction < 0;
        bits[1] = direction > 0;
        bits[2] = closed(aisleAtA, now);
        bits[3] = closed(aisleAtB, now);
        bits[4] = panel.tripped(Input.PRESENCE, aisleAtA);
        bits[5] = panel.tripped(Input.PRESENCE, aisleAtB);
        bits[6] = panel.tripped(Input.SAFETY_EDGE, aisleAtA);
        bits[7] = panel.tripped(Input.SAFETY_EDGE, aisleAtB);
        bits[8] = panel.tripped(Input.OBSTRUCTION, aisleAtA);
        bits[9] = panel.tripped(Input.OBSTRUCTION, aisleAtB);
        bits[10] = panel.tripped(Input.EMERGENCY_STOP, 0);
        bits[11] = panel.tripped(Input.DOOR, 0);
        bits[12] = panel.tripped(Input.FAULT, 0);
        bits[13] = panel.tripped(Input.LOCAL, 0);
        bits[14] = watchdog().tripped();
        bits[15] = slot().isArmed();
        return bits;
    }

    /** The outer face of an end carriage has no aisle and reads 0. */
    private boolean closed(int aisle, long now) {
        Rails rails = shelving().rails();
        boolean exists = aisle >= 1 && aisle <= rails.aisleCount();
        return exists && rails.closed(shelving().positions(now), aisle);
    }

    @Override
    public boolean[] coils(long now) {
        boolean[] coils = new boolean[COIL_COUNT];
        int direction = shelving().directionOf(carriage, now);
        coils[MOVE_LEFT_COIL] = direction < 0;
        coils[MOVE_RIGHT_COIL] = direction > 0;
        return coils;
    }

    @Override
    public int[] holdingRegisters(long now) {
        int[] holding = written.clone();
        watchdog().fill(holding);
        slot().fillEcho(holding, ECHO_ADDRESS);
        return holding;
    }

    @Override
    public void writeRegisters(int address, int[] values, long now) throws ModbusRefusal {
        for (int i = 0; i < values.length; i++) {
            requireWritable(address + i);
        }
        // The two writable groups do not touch, so the first register tells which one is meant.
        if (address < Watchdog.REGISTER_COUNT) {
            watchdog().write(address, values, now);
        } else {
            prepare(address, values, now);
        }
    }

    private static void requireWritable(int address) throws ModbusRefusal {
        boolean writable = address < Watchdog.REGISTER_COUNT
                || (address >= PREPARE_ADDRESS && address < PREPARE_ADDRESS + PREPARE_COUNT);
        if (!writable) {
            throw Registers.illegalAddress();
        }
    }

    private void prepare(int address, int[] values, long now) throws ModbusRefusal {
        Registers.requireWhole(PREPARE_ADDRESS, PREPARE_COUNT, address, values);
        System.arraycopy(values, 0, written, PREPARE_ADDRESS, values.length);
        boolean understood = values[2] == LEFT || values[2] == RIGHT;
        slot().prepare(values, understood, now);
    }

    @Override
    public void writeCoil(int address, boolean on, long now) throws ModbusRefusal {
        if (address >= COIL_COUNT) {
            throw Registers.illegalAddress();
        }
        if (on && address == STOP_COIL) {
            stop(now);
        } else if (on) {
            int direction = address == MOVE_LEFT_COIL ? LEFT : RIGHT;
            slot().fittingDirection(direction).ifPresent(command -> begin(command, direction, now));
        }
    }

    private void begin(CommandSlot.Armed command, int direction, long now) {
        Rails rails = shelving().rails();
        double[] positions = shelving().positions(now);
        if (direction == LEFT) {
            begin(command, rails.gatheredLeft(positions, carriage), carriage, now);
        } else {
            begin(command, rails.gatheredRight(positions, carriage), carriage - 1, now);
        }
    }

    @Override
    @Nullable
    Integer carriageNumber() {
        return carriage;
    }

    @Override
    boolean concernedByMotion(long now) {
        return slot().isExecuting() || shelving().directionOf(carriage, now) != 0;
    }

    @Override
    void powerCycle(long now) {
        super.powerCycle(now);
        Arrays.fill(written, 0);
    }
}
