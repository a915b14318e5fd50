package org.archivevault.simulator.shelving;

import org.archivevault.simulator.modbus.ExceptionCode;
import org.archivevault.simulator.modbus.ModbusRefusal;

/** A controller's watchdog: off at power on, as makers ship it. Holding registers 0 to 2 of both maps. */
final class Watchdog {
    static final int TIMEOUT_ADDRESS = 0;
    static final int ACTION_ADDRESS = 1;
    static final int KEEP_ALIVE_ADDRESS = 2;
    static final int ACTION_STOP = 1;
    static final long STEP_MILLIS = 100;
    /** 60 s: longer than any link that may be called alive. */
    static final int MAX_TIMEOUT_STEPS = 600;

    private int timeoutSteps;
    private int action;
    private int keepAlive;
    private long fedAt;
    private boolean tripped;

    private static void check(int address, int value) throws ModbusRefusal {
        int max = address == TIMEOUT_ADDRESS ? MAX_TIMEOUT_STEPS : address == ACTION_ADDRESS ? ACTION_STOP : 0xFFFF;
        if (value > max) {
            throw new ModbusRefusal(ExceptionCode.ILLEGAL_VALUE);
        }
    }

    /** Writes all or, when one of them is refused, nothing. */
    void writeAll(int address, int[] values, long now) throws ModbusRefusal {
        for (int i = 0; i < values.length; i++) {
            check(address + i, values[i]);
        }
        for (int i = 0; i < values.length; i++) {
            write(address + i, values[i], now);
        }
    }

    static boolean owns(int address) {
        return address >= TIMEOUT_ADDRESS && address <= KEEP_ALIVE_ADDRESS;
    }

    private void write(int address, int value, long now) {
        switch (address) {
            case TIMEOUT_ADDRESS -> {
                timeoutSteps = value;
                tripped = false;
                fedAt = now;
            }
            case ACTION_ADDRESS -> action = value;
            case KEEP_ALIVE_ADDRESS -> {
                fedAt = value == keepAlive ? fedAt : now;
                keepAlive = value;
            }
            default -> throw new IllegalArgumentException("not a watchdog register: " + address);
        }
    }

    void fill(int[] holding) {
        holding[TIMEOUT_ADDRESS] = timeoutSteps;
        holding[ACTION_ADDRESS] = action;
        holding[KEEP_ALIVE_ADDRESS] = keepAlive;
    }

    /** Returns true once, in the cycle in which it trips. */
    boolean advance(long now) {
        if (tripped || timeoutSteps == 0 || now - fedAt < timeoutSteps * STEP_MILLIS) {
            return false;
        }
        tripped = true;
        return true;
    }

    boolean tripped() {
        return tripped;
    }

    boolean stops() {
        return action == ACTION_STOP;
    }
}
