package org.archivevault.simulator.shelving;

import java.util.Arrays;
import java.util.Optional;
import org.archivevault.simulator.modbus.ModbusRefusal;
import org.archivevault.simulator.truth.TruthEvent;
import org.archivevault.simulator.truth.TruthEvent.Cause;

/** One controller for a whole block, with a command mailbox. The map is docs/reference/register-map-block-mailbox.md. */
public final class MailboxController implements Controller {
    static final int IDENTITY = 0x4D42;
    static final int MAP_VERSION = 1;
    static final int INPUT_REGISTER_COUNT = 88;
    static final int HOLDING_REGISTER_COUNT = 25;
    static final int PRESENCE_ADDRESS = 12;
    static final int SAFETY_EDGE_ADDRESS = 16;
    static final int OBSTRUCTION_ADDRESS = 20;
    static final int POSITION_ADDRESS = 24;
    static final int MAX_CARRIAGES = 64;
    static final int PREPARE_ADDRESS = 10;
    static final int PREPARE_COUNT = 4;
    static final int ECHO_ADDRESS = 14;
    static final int EXECUTE_ADDRESS = 20;
    static final int EXECUTE_COUNT = 2;
    static final int STOP_ADDRESS = 24;
    static final int OPCODE_OPEN = 1;

    private static final int BITS_COUNT = 4;
    private static final boolean[] NO_BITS = {};

    private final Shelving shelving;
    private final int[] holding = new int[HOLDING_REGISTER_COUNT];
    private Watchdog watchdog = new Watchdog();
    private CommandSlot slot = new CommandSlot();

    /**
     * Wires a controller to its block.
     *
     * @param shelving at most 64 carriages
     */
    public MailboxController(Shelving shelving) {
        if (shelving.rails().carriageCount() > MAX_CARRIAGES) {
            throw new IllegalArgumentException("the map has room for 64 carriages only: " + shelving.id());
        }
        this.shelving = shelving;
    }

    @Override
    public int[] inputRegisters(long now) {
        int[] registers = new int[INPUT_REGISTER_COUNT];
        Panel panel = shelving.panel();
        registers[0] = IDENTITY;
        registers[1] = MAP_VERSION;
        registers[2] = shelving.rails().carriageCount();
        registers[3] = Registers.heartbeat(now);
        registers[4] = bits(
                panel.tripped(Input.LOCAL, 0), shelving.moving(), panel.tripped(Input.FAULT, 0), watchdog.tripped());
        registers[5] = bits(panel.tripped(Input.EMERGENCY_STOP, 0), panel.tripped(Input.DOOR, 0));
        registers[6] = shelving.openAisle();
        registers[7] = shelving.targetAisle();
        registers[8] = Registers.high(slot.lastToken());
        registers[9] = Registers.low(slot.lastToken());
        registers[10] = slot.resultNumber();
        registers[11] = slot.refusalNumber();
        panel.fillRegisters(Input.PRESENCE, registers, PRESENCE_ADDRESS, BITS_COUNT);
        panel.fillRegisters(Input.SAFETY_EDGE, registers, SAFETY_EDGE_ADDRESS, BITS_COUNT);
        panel.fillRegisters(Input.OBSTRUCTION, registers, OBSTRUCTION_ADDRESS, BITS_COUNT);
        int[] positions = shelving.positionRegisters(now);
        System.arraycopy(positions, 0, registers, POSITION_ADDRESS, positions.length);
        return registers;
    }

    private static int bits(boolean... values) {
        int word = 0;
        for (int i = 0; i < values.length; i++) {
            word |= values[i] ? 1 << i : 0;
        }
        return word;
    }

    @Override
    public int[] holdingRegisters(long now) {
        watchdog.fill(holding);
        return holding.clone();
    }

    @Override
    public boolean[] discreteInputs(long now) {
        return NO_BITS;
    }

    @Override
    public boolean[] coils(long now) {
        return NO_BITS;
    }

    @Override
    public void writeCoil(int address, boolean on, long now) throws ModbusRefusal {
        throw Registers.illegalAddress();
    }

    @Override
    public void writeRegisters(int address, int[] values, long now) throws ModbusRefusal {
        if (Watchdog.owns(address) && Watchdog.owns(address + values.length - 1)) {
            watchdog.writeAll(address, values, now);
            return;
        }
        switch (address) {
            case PREPARE_ADDRESS -> prepare(values, now);
            case EXECUTE_ADDRESS -> execute(values, now);
            case STOP_ADDRESS -> stop(values, now);
            default -> throw Registers.illegalAddress();
        }
    }

    private void prepare(int[] values, long now) throws ModbusRefusal {
        Registers.requireExactly(PREPARE_COUNT, values);
        if (values[2] != OPCODE_OPEN) {
            throw Registers.illegalValue();
        }
        System.arraycopy(values, 0, holding, PREPARE_ADDRESS, values.length);
        Registers.echo(values, holding, ECHO_ADDRESS);
        int aisle = values[3];
        slot.prepare(Registers.join(values[0], values[1]), aisle, objection(aisle), now);
    }

    private void execute(int[] values, long now) throws ModbusRefusal {
        Registers.requireExactly(EXECUTE_COUNT, values);
        System.arraycopy(values, 0, holding, EXECUTE_ADDRESS, values.length);
        slot.takeByToken(Registers.join(values[0], values[1])).ifPresent(armed -> begin(armed, now));
    }

    private void begin(CommandSlot.Armed armed, long now) {
        Optional<Refusal> why = objection(armed.operand());
        if (why.isPresent()) {
            slot.refuse(armed.token(), why.get());
            return;
        }
        slot.executing(armed.token());
        CommandSlot told = slot;
        double[] targets = shelving.rails().withOpen(armed.operand());
        shelving.move(
                targets,
                armed.operand(),
                armed.token(),
                Cause.MODBUS,
                now,
                ending -> told.ended(armed.token(), ending == Shelving.Ending.ARRIVED));
    }

    private Optional<Refusal> objection(int aisle) {
        if (aisle < 1 || aisle > shelving.rails().aisleCount()) {
            return Optional.of(Refusal.NO_SUCH_AISLE);
        }
        Optional<Refusal> iron = shelving.objection(Cause.MODBUS);
        boolean onlyBusy = iron.isEmpty() || iron.get() == Refusal.BUSY;
        return watchdog.tripped() && onlyBusy ? Optional.of(Refusal.WATCHDOG_TRIPPED) : iron;
    }

    private void stop(int[] values, long now) throws ModbusRefusal {
        Registers.requireExactly(1, values);
        if (values[0] > 1) {
            throw Registers.illegalValue();
        }
        if (values[0] == 1) {
            slot.drop();
            shelving.stop("stop-command", now);
        }
    }

    @Override
    public void advance(long now) {
        shelving.advance(now);
        slot.advance(now);
        if (watchdog.advance(now)) {
            shelving.truth().record(new TruthEvent.WatchdogTrip(now, shelving.id(), null, watchdog.stops()));
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
