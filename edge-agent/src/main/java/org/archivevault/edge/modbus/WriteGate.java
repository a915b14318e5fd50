package org.archivevault.edge.modbus;

import java.util.Optional;

/**
 * The last word on a write, asked at the very last moment before its bytes leave: after queueing, connecting and any
 * silence on the line. This is where a command's remaining life and the age of the guards are judged (safety.md, I3, I4).
 *
 * <p>Both methods are called on the client's context, where nothing may block. When either throws, nothing is sent.
 */
@FunctionalInterface
public interface WriteGate {
    /** See {@link #open()}. */
    WriteGate OPEN = Optional::empty;

    /**
     * Asked once per write, immediately before the bytes leave. It is not asked when the request fails earlier.
     *
     * @return empty to let the write go; otherwise why not: the write then fails with {@link ModbusFailure.GateClosed},
     *     which carries this object, and no byte is sent
     */
    Optional<?> refusal();

    /**
     * Told once, right after the gate said yes and right before the bytes are handed to the operating system. From here
     * on the write may have taken effect, however its Future ends.
     */
    default void leaving() {}

    /**
     * A gate that is always open, for writes that move nothing.
     *
     * @return the open gate
     */
    static WriteGate open() {
        return OPEN;
    }
}
