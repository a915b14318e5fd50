package org.archivevault.simulator.shelving;

import java.util.Arrays;
import org.archivevault.simulator.modbus.ModbusRefusal;
import org.archivevault.simulator.rails.Rails;
import org.jspecify.annotations.Nullable;

/** One controller for a whole block, with a command mailbox. The map is docs/reference/register-map-block-mailbox.md. */
public final class MailboxController extends CommandedController {
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
    static final int OPERATION_OPEN = 1;
    static final int OPERATION_SPREAD = 2;
    static final int LARGEST_READ = 125;

    private static final int REGISTERS_OF_AISLE_BITS = 4;
    private static final boolean[] NO_BITS = {};

    private final boolean offersSpread;
    /** What was last written to the prepare and execute groups. */
    private final int[] written = new int[HOLDING_REGISTER_COUNT];

    /**
     * Wires a controller to its block. It can spread the carriages where there is more than one aisle.
     *
     * @param shelving at most 64 carriages
     */
    public MailboxController(Shelving shelving) {
        this(shelving, true);
    }

    /**
     * Wires a controller to its block.
     *
     * @param shelving at most 64 carriages
     * @param canSpread false for a controller that was built before operation 2 was on the page
     */
    public MailboxController(Shelving shelving, boolean canSpread) {
        super(shelving);
        this.offersSpread = canSpread && shelving.rails().aisleCount() > 1;
        if (shelving.rails().carriageCount() > MAX_CARRIAGES) {
            throw new IllegalArgumentException("the map has room for 64 carriages only: " + shelving.id());
        }
    }

    @Override
    public int largestRegisterRead() {
        return LARGEST_READ;
    }

    @Override
    public int[] inputRegisters(long now) {
        int[] registers = new int[INPUT_REGISTER_COUNT];
        Shelving shelving = shelving();
        Panel panel = shelving.panel();
        CommandSlot slot = slot();
        registers[0] = IDENTITY;
        registers[1] = MAP_VERSION;
        registers[2] = shelving.rails().carriageCount();
        registers[3] = heartbeat(now);
        registers[4] = bits(
                panel.tripped(Input.LOCAL, 0),
                shelving.moving(),
                panel.tripped(Input.FAULT, 0),
                watchdog().tripped(),
                offersSpread,
                offersSpread && shelving.isSpread());
        registers[5] = bits(panel.tripped(Input.EMERGENCY_STOP, 0), panel.tripped(Input.DOOR, 0));
        registers[6] = shelving.openAisle();
        registers[7] = slot.isExecuting() ? shelving.targetAisle() : 0;
        registers[8] = Registers.high(slot.lastToken());
        registers[9] = Registers.low(slot.lastToken());
        registers[10] = slot.resultNumber();
        registers[11] = slot.refusalNumber();
        panel.fillRegisters(Input.PRESENCE, registers, PRESENCE_ADDRESS, REGISTERS_OF_AISLE_BITS);
        panel.fillRegisters(Input.SAFETY_EDGE, registers, SAFETY_EDGE_ADDRESS, REGISTERS_OF_AISLE_BITS);
        panel.fillRegisters(Input.OBSTRUCTION, registers, OBSTRUCTION_ADDRESS, REGISTERS_OF_AISLE_BITS);
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
        int[] holding = written.clone();
        watchdog().fill(holding);
        slot().fillEcho(holding, ECHO_ADDRESS);
        return holding;
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
        for (int i = 0; i < values.length; i++) {
            requireWritable(address + i);
        }
        // No two writable groups touch, so the first register tells which group is meant.
        if (address < Watchdog.REGISTER_COUNT) {
            watchdog().write(address, values, now);
        } else if (address == STOP_ADDRESS) {
            stop(values[0], now);
        } else if (address >= EXECUTE_ADDRESS) {
            execute(address, values, now);
        } else {
            prepare(address, values, now);
        }
    }

    private static void requireWritable(int address) throws ModbusRefusal {
        boolean writable = address < Watchdog.REGISTER_COUNT
                || (address >= PREPARE_ADDRESS && address < PREPARE_ADDRESS + PREPARE_COUNT)
                || (address >= EXECUTE_ADDRESS && address < EXECUTE_ADDRESS + EXECUTE_COUNT)
                || address == STOP_ADDRESS;
        if (!writable) {
            throw Registers.illegalAddress();
        }
    }

    private void prepare(int address, int[] values, long now) throws ModbusRefusal {
        Registers.requireWhole(PREPARE_ADDRESS, PREPARE_COUNT, address, values);
        System.arraycopy(values, 0, written, PREPARE_ADDRESS, values.length);
        slot().prepare(values, understands(values[2], values[3]), now);
    }

    private boolean understands(int operation, int aisle) {
        return operation == OPERATION_SPREAD
                ? offersSpread && aisle == 0
                : operation == OPERATION_OPEN
                        && aisle >= 1
                        && aisle <= shelving().rails().aisleCount();
    }

    private void execute(int address, int[] values, long now) throws ModbusRefusal {
        Registers.requireWhole(EXECUTE_ADDRESS, EXECUTE_COUNT, address, values);
        System.arraycopy(values, 0, written, EXECUTE_ADDRESS, values.length);
        slot().fitting(CommandSlot.tokenOf(values)).ifPresent(command -> {
            // Operation 2 has aisle 0, and no other has.
            int aisle = command.operand();
            Rails rails = shelving().rails();
            begin(command, aisle == 0 ? rails.spread() : rails.withOpen(aisle), aisle, now);
        });
    }

    private void stop(int value, long now) throws ModbusRefusal {
        if (value > 1) {
            throw Registers.illegalValue();
        }
        if (value == 1) {
            stop(now);
        }
    }

    @Override
    @Nullable
    Integer carriageNumber() {
        return null;
    }

    @Override
    boolean concernedByMotion(long now) {
        return true;
    }

    @Override
    void powerCycle(long now) {
        super.powerCycle(now);
        Arrays.fill(written, 0);
    }
}
