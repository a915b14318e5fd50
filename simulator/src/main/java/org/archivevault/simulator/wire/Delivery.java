package org.archivevault.simulator.wire;

import io.vertx.core.Vertx;
import org.archivevault.simulator.fault.Exchange;
import org.archivevault.simulator.modbus.Framing;
import org.archivevault.simulator.modbus.ModbusRequest;

/** One answer on its way back. */
final class Delivery implements Exchange {
    private final Vertx vertx;
    private final Framing.Request received;
    private final ModbusRequest request;
    private final byte[] answer;
    private final Framing framing;
    private final Line line;

    Delivery(Vertx vertx, Framing.Request received, ModbusRequest request, byte[] answer, Framing framing, Line line) {
        this.vertx = vertx;
        this.received = received;
        this.request = request;
        this.answer = answer;
        this.framing = framing;
        this.line = line;
    }

    @Override
    public ModbusRequest request() {
        return request;
    }

    @Override
    public int transaction() {
        return received.transaction();
    }

    @Override
    public int unit() {
        return received.unit();
    }

    @Override
    public byte[] pdu() {
        return answer.clone();
    }

    @Override
    public byte[] pack(int transaction, int unit, byte[] pdu) {
        return framing.pack(transaction, unit, pdu);
    }

    @Override
    public byte[] spoilt(byte[] frame) {
        return framing.spoilt(frame);
    }

    @Override
    public void send(long delayMillis, byte[] bytes) {
        if (delayMillis == 0) {
            line.send(bytes);
        } else {
            vertx.setTimer(delayMillis, timer -> line.send(bytes));
        }
    }

    @Override
    public void close() {
        line.close();
    }

    @Override
    public void reset() {
        line.reset();
    }

    @Override
    public void halfOpen() {
        line.halfOpen();
    }

    @Override
    public void stopReading() {
        line.stopReading();
    }
}
