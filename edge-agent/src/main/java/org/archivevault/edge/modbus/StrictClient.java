package org.archivevault.edge.modbus;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import org.archivevault.firmware.profile.ShelvingProfile.Table;

/** Checks arguments, and takes requests over to the client's context. */
final class StrictClient implements ModbusClient {
    private final Vertx vertx;
    private final Context context;
    private final Framing framing;
    private final Conversation conversation;

    StrictClient(Vertx vertx, Context context, Framing framing, Conversation conversation) {
        this.vertx = vertx;
        this.context = context;
        this.framing = framing;
        this.conversation = conversation;
    }

    @Override
    public Future<int[]> readRegisters(int unit, Table table, int pduAddress, int count) {
        return submit(Requests.readRegisters(unit, table, pduAddress, count), false, WriteGate.open());
    }

    @Override
    public Future<boolean[]> readBits(int unit, Table table, int pduAddress, int count) {
        return submit(Requests.readBits(unit, table, pduAddress, count), false, WriteGate.open());
    }

    @Override
    public Future<Void> writeRegisters(int unit, int pduAddress, int[] values, WriteGate gate) {
        return submit(Requests.writeRegisters(unit, pduAddress, values), false, gate)
                .mapEmpty();
    }

    @Override
    public Future<Void> writeCoil(int unit, int pduAddress, boolean on, WriteGate gate) {
        return submit(Requests.writeCoil(unit, pduAddress, on), false, gate).mapEmpty();
    }

    @Override
    public Future<Void> urgentWriteRegisters(int unit, int pduAddress, int[] values) {
        return submit(Requests.writeRegisters(unit, pduAddress, values), true, WriteGate.open())
                .mapEmpty();
    }

    @Override
    public Future<Void> urgentWriteCoil(int unit, int pduAddress, boolean on) {
        return submit(Requests.writeCoil(unit, pduAddress, on), true, WriteGate.open())
                .mapEmpty();
    }

    @Override
    public Future<Void> close() {
        Context caller = vertx.getOrCreateContext();
        Promise<Void> closed = Promise.promise();
        context.runOnContext(
                now -> conversation.close().onComplete(done -> caller.runOnContext(later -> closed.complete())));
        return closed.future();
    }

    private <T> Future<T> submit(Request<T> request, boolean urgent, WriteGate gate) {
        framing.checkUnit(request.unit());
        Waiting<T> waiting = new Waiting<>(request, urgent, gate, vertx.getOrCreateContext());
        context.runOnContext(now -> conversation.accept(waiting));
        return waiting.future();
    }
}
