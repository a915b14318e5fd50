package org.archivevault.simulator.shelving;

import org.archivevault.simulator.modbus.ModbusRefusal;

/** A controller's watchdog: off at power on, as makers ship it. Holding registers 0 to 2 of both maps. */
final class Watchdog {
    static final int TIMEOUT_ADDRESS = 0;
    static final int ACTION_ADDRESS = 1;
    static final int KEEP_ALIVE_ADDRESS = 2;
    static final int REGISTER_COUNT = 3;
    static final int ACTION_STOP = 1;
    static final long STEP_MILLIS = 100;

    private int timeoutSteps;
    private int action;
    private int keepAlive;
    private long fedAt;
    private boolean tripped;
    private boolean forbids;

    /** Writes all or, when one of them is not allowed, nothing. */
    void write(int address, int[] values, long now) throws ModbusRefusal {
        int actionAt = ACTION_ADDRESS - address;
        if (actionAt >= 0 && actionAt < values.length && values[actionAt] > ACTION_STOP) {
            throw Registers.illegalValue();
        }
        for (int i = 0; i < values.length; i++) {
            write(address + i, values[i], now);
        }
    }

    private void write(int address, int value, long now) {
        switch (address) {
            case TIMEOUT_ADDRESS -> {
                timeoutSteps = value;
                tripped = false;
                forbids = false;
                fedAt = now;
            }
            case ACTION_ADDRESS -> action = value;
            default -> {
                fedAt = value == keepAlive ? fedAt : now;
                keepAlive = value;
            }
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
        forbids = action == ACTION_STOP;
        return true;
    }

    boolean tripped() {
        return tripped;
    }

    /** Whether it has tripped with the action "stop": then nothing moves until the time-out is written again. */
    boolean forbids() {
        return forbids;
    }
}
