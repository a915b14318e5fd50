package org.archivevault.simulator.modbus;

/** One unit id: its four tables, and what writing does. An empty table means that its functions are not offered. */
public interface ModbusUnit {
    /**
     * The input registers (function 4).
     *
     * @param now milliseconds
     * @return all of them from PDU address 0, each 0–65,535
     */
    int[] inputRegisters(long now);

    /**
     * The holding registers (function 3).
     *
     * @param now milliseconds
     * @return all of them from PDU address 0, each 0–65,535
     */
    int[] holdingRegisters(long now);

    /**
     * The discrete inputs (function 2).
     *
     * @param now milliseconds
     * @return all of them from PDU address 0
     */
    boolean[] discreteInputs(long now);

    /**
     * The coils (function 1).
     *
     * @param now milliseconds
     * @return all of them from PDU address 0
     */
    boolean[] coils(long now);

    /**
     * Writes holding registers (functions 6 and 16).
     *
     * @param address PDU address of the first
     * @param values one or more, each 0–65,535
     * @param now milliseconds
     * @throws ModbusRefusal when the registers cannot be written so; nothing has changed then
     */
    void writeRegisters(int address, int[] values, long now) throws ModbusRefusal;

    /**
     * Writes a coil (function 5).
     *
     * @param address PDU address
     * @param on the value
     * @param now milliseconds
     * @throws ModbusRefusal when there is no such coil
     */
    void writeCoil(int address, boolean on, long now) throws ModbusRefusal;

    /**
     * How many registers may be read or written, and how many bits read, in one request.
     *
     * @return 1–125
     */
    int largestRegisterRead();

    /**
     * One cycle of the unit's program.
     *
     * @param now milliseconds
     */
    void advance(long now);
}
