package org.archivevault.simulator.modbus;

/** The exception codes that the simulated controllers answer. */
public enum ExceptionCode {
    /** The function is not offered. */
    ILLEGAL_FUNCTION(1),
    /** An address outside the table, or one that cannot be written so. */
    ILLEGAL_ADDRESS(2),
    /** A count or value that is not allowed. */
    ILLEGAL_VALUE(3);

    private final int number;

    ExceptionCode(int number) {
        this.number = number;
    }

    /**
     * What goes on the wire.
     *
     * @return 1–3
     */
    public int number() {
        return number;
    }
}
