package org.archivevault.simulator.modbus;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A request, as far as it can be understood.
 *
 * @param function function code, 0–255
 * @param address PDU address of the first value, −1 when the request is too short to have one
 * @param count how many values are read or written, 0 when unknown
 * @param values what is written: registers, or 1 and 0 for coils; empty for a read
 * @param malformed what is answered when the request itself is wrong; null when it is well formed
 */
public record ModbusRequest(
        int function,
        int address,
        int count,
        List<Integer> values,
        @Nullable ExceptionCode malformed) {
    static final int READ_COILS = 1;
    static final int READ_DISCRETE_INPUTS = 2;
    static final int READ_HOLDING_REGISTERS = 3;
    static final int READ_INPUT_REGISTERS = 4;
    static final int WRITE_COIL = 5;
    static final int WRITE_REGISTER = 6;
    static final int WRITE_REGISTERS = 16;
    static final int MAX_BITS_READ = 2000;
    static final int MAX_REGISTERS_READ = 125;
    static final int MAX_REGISTERS_WRITTEN = 123;
    static final int COIL_ON = 0xFF00;

    private static final int SINGLE_LENGTH = 5;
    private static final int MULTIPLE_HEADER_LENGTH = 6;

    public ModbusRequest {
        values = List.copyOf(values);
    }

    /**
     * Reads a request.
     *
     * @param pdu at least the function code
     * @return what it says, or why it is malformed
     */
    public static ModbusRequest parse(byte[] pdu) {
        int function = pdu[0] & 0xFF;
        int address = pdu.length >= 3 ? word(pdu, 1) : -1;
        return switch (function) {
            case READ_COILS, READ_DISCRETE_INPUTS -> read(pdu, function, address, MAX_BITS_READ);
            case READ_HOLDING_REGISTERS, READ_INPUT_REGISTERS -> read(pdu, function, address, MAX_REGISTERS_READ);
            case WRITE_COIL, WRITE_REGISTER -> single(pdu, function, address);
            case WRITE_REGISTERS -> multiple(pdu, address);
            default -> new ModbusRequest(function, address, 0, List.of(), ExceptionCode.ILLEGAL_FUNCTION);
        };
    }

    private static ModbusRequest read(byte[] pdu, int function, int address, int max) {
        if (pdu.length != SINGLE_LENGTH) {
            return malformed(function, address);
        }
        int count = word(pdu, 3);
        boolean allowed = count >= 1 && count <= max;
        return new ModbusRequest(function, address, count, List.of(), allowed ? null : ExceptionCode.ILLEGAL_VALUE);
    }

    private static ModbusRequest single(byte[] pdu, int function, int address) {
        if (pdu.length != SINGLE_LENGTH) {
            return malformed(function, address);
        }
        int value = word(pdu, 3);
        if (function == WRITE_REGISTER) {
            return new ModbusRequest(function, address, 1, List.of(value), null);
        }
        boolean allowed = value == 0 || value == COIL_ON;
        return allowed
                ? new ModbusRequest(function, address, 1, List.of(value == 0 ? 0 : 1), null)
                : malformed(function, address);
    }

    private static ModbusRequest multiple(byte[] pdu, int address) {
        if (pdu.length < MULTIPLE_HEADER_LENGTH) {
            return malformed(WRITE_REGISTERS, address);
        }
        int count = word(pdu, 3);
        int bytes = pdu[5] & 0xFF;
        boolean allowed = count >= 1
                && count <= MAX_REGISTERS_WRITTEN
                && bytes == 2 * count
                && pdu.length == MULTIPLE_HEADER_LENGTH + bytes;
        if (!allowed) {
            return malformed(WRITE_REGISTERS, address);
        }
        List<Integer> values = IntStream.range(0, count)
                .mapToObj(i -> word(pdu, MULTIPLE_HEADER_LENGTH + 2 * i))
                .toList();
        return new ModbusRequest(WRITE_REGISTERS, address, count, values, null);
    }

    private static ModbusRequest malformed(int function, int address) {
        return new ModbusRequest(function, address, 0, List.of(), ExceptionCode.ILLEGAL_VALUE);
    }

    static int word(byte[] bytes, int at) {
        return ((bytes[at] & 0xFF) << Byte.SIZE) | (bytes[at + 1] & 0xFF);
    }

    /**
     * Whether it asks for a change.
     *
     * @return true for the writing functions, also those that are not offered (15, 22, 23)
     */
    public boolean writes() {
        final int writeCoils = 15;
        final int maskWrite = 22;
        final int readWrite = 23;
        return function == WRITE_COIL
                || function == WRITE_REGISTER
                || function == WRITE_REGISTERS
                || function == writeCoils
                || function == maskWrite
                || function == readWrite;
    }

    /**
     * How long a request of this function is, as far as the first bytes tell: an RTU server has to know.
     *
     * @param start the beginning of a PDU
     * @param length how many bytes of it have come
     * @return the whole length of the PDU; empty when more bytes are needed, or the function is not known
     */
    static Optional<Integer> expectedLength(byte[] start, int length) {
        if (length < 1) {
            return Optional.empty();
        }
        int function = start[0] & 0xFF;
        if (function >= READ_COILS && function <= WRITE_REGISTER) {
            return Optional.of(SINGLE_LENGTH);
        }
        if (function == WRITE_REGISTERS && length >= MULTIPLE_HEADER_LENGTH) {
            return Optional.of(MULTIPLE_HEADER_LENGTH + (start[5] & 0xFF));
        }
        return Optional.empty();
    }
}
