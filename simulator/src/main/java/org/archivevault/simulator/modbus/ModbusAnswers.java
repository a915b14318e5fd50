package org.archivevault.simulator.modbus;

import java.nio.ByteBuffer;
import java.util.Optional;

/** Turns a request into the answer that a faultless controller gives. */
public final class ModbusAnswers {
    private static final int EXCEPTION_BIT = 0x80;
    private static final int DEVICE_FAILURE = 4;

    private ModbusAnswers() {}

    /**
     * An answer.
     *
     * @param pdu what goes on the wire
     * @param exception the exception code in it, or empty
     */
    @SuppressWarnings("ArrayRecordComponent") // handed on once, never compared
    public record Answer(byte[] pdu, Optional<Integer> exception) {}

    /**
     * Asks a unit.
     *
     * @param unit who answers
     * @param request what is asked
     * @param now milliseconds
     * @return its answer
     */
    public static Answer of(ModbusUnit unit, ModbusRequest request, long now) {
        if (!offers(unit, request.function(), now)) {
            return exception(request.function(), ExceptionCode.ILLEGAL_FUNCTION.number());
        }
        if (request.malformed() != null) {
            return exception(request.function(), request.malformed().number());
        }
        if (request.count() > unit.largestRegisterRead()) {
            return exception(request.function(), ExceptionCode.ILLEGAL_VALUE.number());
        }
        try {
            return new Answer(perform(unit, request, now), Optional.empty());
        } catch (ModbusRefusal refusal) {
            return exception(request.function(), refusal.code().number());
        }
    }

    private static boolean offers(ModbusUnit unit, int function, long now) {
        return switch (function) {
            case ModbusRequest.READ_COILS, ModbusRequest.WRITE_COIL -> unit.coils(now).length > 0;
            case ModbusRequest.READ_DISCRETE_INPUTS -> unit.discreteInputs(now).length > 0;
            default -> true;
        };
    }

    /**
     * An exception answer.
     *
     * @param function function code of the request
     * @param code 1–255
     * @return the answer
     */
    public static Answer exception(int function, int code) {
        return new Answer(new byte[] {(byte) (function | EXCEPTION_BIT), (byte) code}, Optional.of(code));
    }

    /**
     * The answer that a write would have got, without asking anybody: what a line may say for a controller that has heard
     * nothing.
     *
     * @param request what is asked
     * @return an echo for a write; silence's stand-in, an exception 4, for a read
     */
    public static Answer pretended(ModbusRequest request) {
        if (request.values().isEmpty()) {
            return exception(request.function(), DEVICE_FAILURE);
        }
        int first = request.values().get(0);
        int second = switch (request.function()) {
            case ModbusRequest.WRITE_COIL -> first == 1 ? ModbusRequest.COIL_ON : 0;
            case ModbusRequest.WRITE_REGISTER -> first;
            default -> request.values().size();
        };
        return new Answer(echo(request, second), Optional.empty());
    }

    private static byte[] perform(ModbusUnit unit, ModbusRequest request, long now) throws ModbusRefusal {
        return switch (request.function()) {
            case ModbusRequest.READ_COILS -> bits(request, unit.coils(now));
            case ModbusRequest.READ_DISCRETE_INPUTS -> bits(request, unit.discreteInputs(now));
            case ModbusRequest.READ_HOLDING_REGISTERS -> registers(request, unit.holdingRegisters(now));
            case ModbusRequest.READ_INPUT_REGISTERS -> registers(request, unit.inputRegisters(now));
            case ModbusRequest.WRITE_COIL -> writeCoil(unit, request, now);
            default -> writeRegisters(unit, request, now);
        };
    }

    private static byte[] bits(ModbusRequest request, boolean[] table) throws ModbusRefusal {
        requireInside(request, table.length);
        int count = request.count();
        byte[] pdu = new byte[2 + (count + Byte.SIZE - 1) / Byte.SIZE];
        pdu[0] = (byte) request.function();
        pdu[1] = (byte) (pdu.length - 2);
        for (int i = 0; i < count; i++) {
            if (table[request.address() + i]) {
                pdu[2 + i / Byte.SIZE] |= (byte) (1 << i % Byte.SIZE);
            }
        }
        return pdu;
    }

    private static byte[] registers(ModbusRequest request, int[] table) throws ModbusRefusal {
        requireInside(request, table.length);
        ByteBuffer pdu = ByteBuffer.allocate(2 + 2 * request.count());
        pdu.put((byte) request.function()).put((byte) (2 * request.count()));
        for (int i = 0; i < request.count(); i++) {
            pdu.putShort((short) table[request.address() + i]);
        }
        return pdu.array();
    }

    private static byte[] writeCoil(ModbusUnit unit, ModbusRequest request, long now) throws ModbusRefusal {
        unit.writeCoil(request.address(), request.values().get(0) == 1, now);
        return pretended(request).pdu();
    }

    private static byte[] writeRegisters(ModbusUnit unit, ModbusRequest request, long now) throws ModbusRefusal {
        int[] values = request.values().stream().mapToInt(Integer::intValue).toArray();
        unit.writeRegisters(request.address(), values, now);
        return pretended(request).pdu();
    }

    private static byte[] echo(ModbusRequest request, int second) {
        return ByteBuffer.allocate(5)
                .put((byte) request.function())
                .putShort((short) request.address())
                .putShort((short) second)
                .array();
    }

    private static void requireInside(ModbusRequest request, int size) throws ModbusRefusal {
        if (request.address() + request.count() > size) {
            throw new ModbusRefusal(ExceptionCode.ILLEGAL_ADDRESS);
        }
    }
}
