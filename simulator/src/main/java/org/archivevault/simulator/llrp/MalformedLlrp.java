package org.archivevault.simulator.llrp;

/** Bytes that are not LLRP. */
public final class MalformedLlrp extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MalformedLlrp(String what) {
        super(what);
    }
}
