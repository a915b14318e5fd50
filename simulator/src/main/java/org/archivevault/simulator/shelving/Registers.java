package org.archivevault.simulator.shelving;

import org.archivevault.simulator.modbus.ExceptionCode;
import org.archivevault.simulator.modbus.ModbusRefusal;

/** Arithmetic that both register maps need. */
final class Registers {
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

    /** Checks that a write covers a group as a whole. */
    static void requireWhole(int groupAddress, int groupCount, int address, int[] values) throws ModbusRefusal {
        if (address != groupAddress || values.length != groupCount) {
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
