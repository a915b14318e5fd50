package org.archivevault.simulator.modbus;

/** Thrown by a unit that answers a request with an exception; nothing has changed then. */
public final class ModbusRefusal extends Exception {
    private static final long serialVersionUID = 1;

    private final ExceptionCode code;

    /**
     * Refuses.
     *
     * @param code what the client is told
     */
    public ModbusRefusal(ExceptionCode code) {
        super(code.name(), null, false, false);
        this.code = code;
    }

    /**
     * What the client is told.
     *
     * @return the code
     */
    public ExceptionCode code() {
        return code;
    }
}
