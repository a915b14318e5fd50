package org.archivevault.edge.modbus;

import io.vertx.core.Future;
import org.archivevault.firmware.profile.ShelvingProfile.Table;

/**
 * A client of one Modbus endpoint, shared by all units behind it. One transaction is in flight at a time; the others
 * wait in order of arrival, urgent writes ahead of all. Methods may be called from any thread; a Future ends on the
 * context of its caller. Arguments are checked at once ({@link IllegalArgumentException}); everything else fails the
 * Future with a {@link ModbusFailure}.
 *
 * <p>All addresses are PDU addresses, 0-based as on the wire. Units are 0–255 over Modbus TCP and 1–247 over RTU, where
 * 0 would be a broadcast that nobody answers.
 *
 * <p>Nothing is ever sent twice: a caller may repeat a read, and must read back before it repeats a write.
 */
public interface ModbusClient {
    /**
     * Reads registers (function 3 or 4).
     *
     * @param unit which unit
     * @param table {@link Table#HOLDING_REGISTER} or {@link Table#INPUT_REGISTER}
     * @param pduAddress of the first, 0–65535
     * @param count 1–125
     * @return succeeds with exactly {@code count} values 0–65535 that were asked for by this very request; fails with a
     *     {@link ModbusFailure}
     */
    Future<int[]> readRegisters(int unit, Table table, int pduAddress, int count);

    /**
     * Reads bits (function 1 or 2).
     *
     * @param unit which unit
     * @param table {@link Table#COIL} or {@link Table#DISCRETE_INPUT}
     * @param pduAddress of the first, 0–65535
     * @param count 1–2,000
     * @return succeeds with exactly {@code count} bits; fails with a {@link ModbusFailure}
     */
    Future<boolean[]> readBits(int unit, Table table, int pduAddress, int count);

    /**
     * Writes holding registers: function 6 for one value, 16 for more. Sent at most once.
     *
     * @param unit which unit
     * @param pduAddress of the first, 0–65535
     * @param values 1–123 values 0–65535
     * @param gate asked immediately before the bytes leave
     * @return succeeds when the unit echoed exactly this write; fails with a {@link ModbusFailure}, whose
     *     {@link ModbusFailure#mayHaveTakenEffect()} says whether the outcome is unknown
     */
    Future<Void> writeRegisters(int unit, int pduAddress, int[] values, WriteGate gate);

    /**
     * Writes one coil (function 5). Sent at most once.
     *
     * @param unit which unit
     * @param pduAddress of the coil, 0–65535
     * @param on what to write
     * @param gate asked immediately before the bytes leave
     * @return as {@link #writeRegisters}
     */
    Future<Void> writeCoil(int unit, int pduAddress, boolean on, WriteGate gate);

    /**
     * Writes registers ahead of everything that waits; for stop only. Passes an open breaker and the pauses before
     * reconnecting; a slower request in flight gives way after {@link ModbusTiming#urgentPatience()}. There is no gate:
     * stop is always allowed. Sent at most once; the caller may call again, and should when it fails: over RTU, remains of the
     * request that gave way may come in place of its answer.
     *
     * @param unit which unit
     * @param pduAddress of the first, 0–65535
     * @param values 1–123 values 0–65535
     * @return as {@link #writeRegisters}
     */
    Future<Void> urgentWriteRegisters(int unit, int pduAddress, int[] values);

    /**
     * Writes one coil ahead of everything that waits; for stop only, see {@link #urgentWriteRegisters}.
     *
     * @param unit which unit
     * @param pduAddress of the coil, 0–65535
     * @param on what to write
     * @return as {@link #writeRegisters}
     */
    Future<Void> urgentWriteCoil(int unit, int pduAddress, boolean on);

    /**
     * Closes the connection. Waiting requests fail with {@link ModbusFailure.ClientClosed}, a request in flight too.
     *
     * @return succeeds when the connection is closed; never fails
     */
    Future<Void> close();

    /**
     * {@link #writeRegisters(int, int, int[], WriteGate)} with an open gate, for writes that move nothing.
     *
     * @param unit which unit
     * @param pduAddress of the first, 0–65535
     * @param values 1–123 values 0–65535
     * @return as the method with the gate
     */
    default Future<Void> writeRegisters(int unit, int pduAddress, int[] values) {
        return writeRegisters(unit, pduAddress, values, WriteGate.open());
    }

    /**
     * {@link #writeCoil(int, int, boolean, WriteGate)} with an open gate, for writes that move nothing.
     *
     * @param unit which unit
     * @param pduAddress of the coil, 0–65535
     * @param on what to write
     * @return as the method with the gate
     */
    default Future<Void> writeCoil(int unit, int pduAddress, boolean on) {
        return writeCoil(unit, pduAddress, on, WriteGate.open());
    }
}
