package org.archivevault.simulator.shelving;

import org.archivevault.simulator.modbus.ExceptionCode;
import org.archivevault.simulator.modbus.ModbusRefusal;

/** Arithmetic that both register maps need. */
final class Registers {
    /** The controller's program cycle: heartbeat, protections, watchdog. */
    static final long CYCLE_MILLIS = 50;

    private Registers() {}

    static int high(long value) {
        return (int) ((value >>> Short.SIZE) & 0xFFFF);
    }

    static int low(long value) {
        return (int) (value & 0xFFFF);
    }

    static long join(int high, int low) {
        return ((long) high << Short.SIZE) | low;
    }

    static int heartbeat(long now) {
        return (int) ((now / CYCLE_MILLIS) & 0xFFFF);
    }

    /** Copies what was prepared to the echo registers, and closes it with the exclusive or of all. */
    static void echo(int[] prepared, int[] holding, int echoAddress) {
        int xor = 0;
        for (int i = 0; i < prepared.length; i++) {
            holding[echoAddress + i] = prepared[i];
            xor ^= prepared[i];
        }
        holding[echoAddress + prepared.length] = xor;
    }

    static void requireExactly(int count, int[] values) throws ModbusRefusal {
        if (values.length != count) {
            throw new ModbusRefusal(ExceptionCode.ILLEGAL_VALUE);
        }
    }

    static ModbusRefusal illegalAddress() {
        return new ModbusRefusal(ExceptionCode.ILLEGAL_ADDRESS);
    }

    static ModbusRefusal illegalValue() {
        return new ModbusRefusal(ExceptionCode.ILLEGAL_VALUE);
    }
}
