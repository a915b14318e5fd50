package org.archivevault.simulator.shelving;

import java.util.Arrays;
import java.util.Optional;
import org.archivevault.simulator.modbus.ModbusRefusal;
import org.archivevault.simulator.rails.Rails;
import org.archivevault.simulator.truth.TruthEvent;
import org.archivevault.simulator.truth.TruthEvent.Cause;

/**
 * The controller on one mobile carriage, with coils and status bits. A carriage that is told to move takes along every
 * carriage between it and the free room. The map is docs/reference/register-map-carriage-coils.md.
 */
public final class CarriageController implements Controller {
    static final int IDENTITY = 0x4343;
    static final int MAP_VERSION = 1;
    static final int INPUT_REGISTER_COUNT = 8;
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
    /** Less room than this is none. */
    private static final double SMALLEST_WAY_MM = 0.5;

    private final Shelving shelving;
    private final int carriage;
    private final int[] holding = new int[HOLDING_REGISTER_COUNT];
    private Watchdog watchdog = new Watchdog();
    private CommandSlot slot = new CommandSlot();

    /**
     * Wires a controller to its carriage.
     *
     * @param shelving the block
     * @param carriage number of the carriage
     */
    public CarriageController(Shelving shelving, int carriage) {
        if (carriage < 1 || carriage > shelving.rails().carriageCount()) {
            throw new IllegalArgumentException("no carriage " + carriage + " in " + shelving.id());
        }
        this.shelving = shelving;
        this.carriage = carriage;
    }

    @Override
    public int[] inputRegisters(long now) {
        return new int[] {
            IDENTITY,
            MAP_VERSION,
            Registers.heartbeat(now),
            shelving.positionRegisters(now)[carriage - 1],
            Registers.low(slot.lastToken()),
            Registers.high(slot.lastToken()),
            slot.resultNumber(),
            slot.refusalNumber()
        };
    }

    @Override
    public boolean[] discreteInputs(long now) {
        boolean[] bits = new boolean[DISCRETE_INPUT_COUNT];
        Panel panel = shelving.panel();
        int direction = shelving.directionOf(carriage, now);
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
        bits[14] = watchdog.tripped();
        bits[15] = slot.isArmed();
        return bits;
    }

    /** Against the end of the rails counts as closed. */
    private boolean closed(int aisle, long now) {
        Rails rails = shelving.rails();
        return aisle < 1 || aisle > rails.aisleCount() || rails.closed(shelving.positions(now), aisle);
    }

    @Override
    public boolean[] coils(long now) {
        boolean[] coils = new boolean[COIL_COUNT];
        int direction = shelving.directionOf(carriage, now);
        coils[MOVE_LEFT_COIL] = direction < 0;
        coils[MOVE_RIGHT_COIL] = direction > 0;
        return coils;
    }

    @Override
    public int[] holdingRegisters(long now) {
        watchdog.fill(holding);
        return holding.clone();
    }

    @Override
    public void writeRegisters(int address, int[] values, long now) throws ModbusRefusal {
        if (Watchdog.owns(address) && Watchdog.owns(address + values.length - 1)) {
            watchdog.writeAll(address, values, now);
        } else if (address == PREPARE_ADDRESS) {
            prepare(values, now);
        } else {
            throw Registers.illegalAddress();
        }
    }

    private void prepare(int[] values, long now) throws ModbusRefusal {
        Registers.requireExactly(PREPARE_COUNT, values);
        int direction = values[2];
        if (direction != LEFT && direction != RIGHT) {
            throw Registers.illegalValue();
        }
        System.arraycopy(values, 0, holding, PREPARE_ADDRESS, values.length);
        Registers.echo(values, holding, ECHO_ADDRESS);
        slot.prepare(Registers.join(values[0], values[1]), direction, objection(direction, now), now);
    }

    @Override
    public void writeCoil(int address, boolean on, long now) throws ModbusRefusal {
        if (address < 0 || address >= COIL_COUNT) {
            throw Registers.illegalAddress();
        }
        if (!on) {
            return;
        }
        if (address == STOP_COIL) {
            stop(now);
            return;
        }
        int direction = address == MOVE_LEFT_COIL ? LEFT : RIGHT;
        slot.takeByOperand(direction).ifPresent(armed -> begin(armed, now));
    }

    private void begin(CommandSlot.Armed armed, long now) {
        int direction = armed.operand();
        Optional<Refusal> why = objection(direction, now);
        if (why.isPresent()) {
            slot.refuse(armed.token(), why.get());
            return;
        }
        slot.executing(armed.token());
        CommandSlot told = slot;
        shelving.move(
                targets(direction, now),
                direction == LEFT ? carriage : carriage - 1,
                armed.token(),
                Cause.MODBUS,
                now,
                ending -> told.ended(armed.token(), ending == Shelving.Ending.ARRIVED));
    }

    private double[] targets(int direction, long now) {
        Rails rails = shelving.rails();
        double[] positions = shelving.positions(now);
        return direction == LEFT ? rails.gatheredLeft(positions, carriage) : rails.gatheredRight(positions, carriage);
    }

    private Optional<Refusal> objection(int direction, long now) {
        Optional<Refusal> iron = shelving.objection(Cause.MODBUS);
        if (watchdog.tripped() && iron.filter(r -> r != Refusal.BUSY).isEmpty()) {
            return Optional.of(Refusal.WATCHDOG_TRIPPED);
        }
        return iron.isPresent() || hasRoom(direction, now) ? iron : Optional.of(Refusal.NO_SUCH_AISLE);
    }

    /** Whether the aisle that the move would open exists, and is open already or can get its room from this side. */
    private boolean hasRoom(int direction, long now) {
        Rails rails = shelving.rails();
        int opening = direction == LEFT ? carriage : carriage - 1;
        if (opening < 1 || opening > rails.aisleCount()) {
            return false;
        }
        int self = carriage - 1;
        double way = Math.abs(targets(direction, now)[self] - shelving.positions(now)[self]);
        return shelving.openAisle() == opening || way > SMALLEST_WAY_MM;
    }

    /** Carriages push each other: a stop at any carriage of the moving ones stops them all. */
    private void stop(long now) {
        slot.drop();
        if (shelving.directionOf(carriage, now) != 0) {
            shelving.stop("stop-command", now);
        }
    }

    @Override
    public void advance(long now) {
        shelving.advance(now);
        slot.advance(now);
        if (watchdog.advance(now)) {
            shelving.truth().record(new TruthEvent.WatchdogTrip(now, shelving.id(), carriage, watchdog.stops()));
            slot.drop();
            if (watchdog.stops()) {
                shelving.stop("watchdog", now);
            }
        }
    }

    @Override
    public void disarm() {
        slot.drop();
    }

    @Override
    public void powerCycle(long now) {
        shelving.stop("power", now);
        Arrays.fill(holding, 0);
        watchdog = new Watchdog();
        slot = new CommandSlot();
    }
}
