package org.archivevault.edge.modbus;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;

/**
 * A request that waits or is in flight, with the Future of its caller.
 *
 * @param <T> what its answer becomes
 */
final class Waiting<T> {
    private final Request<T> request;
    private final boolean urgent;
    private final WriteGate gate;
    private final Context caller;
    private final Promise<T> promise = Promise.promise();

    Waiting(Request<T> request, boolean urgent, WriteGate gate, Context caller) {
        this.request = request;
        this.urgent = urgent;
        this.gate = gate;
        this.caller = caller;
    }

    Request<T> request() {
        return request;
    }

    int unit() {
        return request.unit();
    }

    boolean urgent() {
        return urgent;
    }

    /** Whether a gate judges it, so that it may not leave much later than the gate's yes. */
    boolean isGated() {
        return gate != WriteGate.OPEN;
    }

    WriteGate gate() {
        return gate;
    }

    /** Ends on the caller's context, never within the call that ends it. */
    Future<T> future() {
        return promise.future();
    }

    /**
     * Reads the answer and ends the Future with it.
     *
     * @param answerPdu the whole PDU
     * @throws Misfit when it is not the answer; the Future has not ended then
     */
    void answer(byte[] answerPdu) throws Misfit {
        T value = request.read(answerPdu);
        caller.runOnContext(now -> promise.complete(value));
    }

    void fail(ModbusFailure failure) {
        caller.runOnContext(now -> promise.fail(failure));
    }
}
