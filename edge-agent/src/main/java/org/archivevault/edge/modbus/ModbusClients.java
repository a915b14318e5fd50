package org.archivevault.edge.modbus;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.security.SecureRandom;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.archivevault.firmware.plan.ControllerPlan.Connection;
import org.archivevault.firmware.plan.ControllerPlan.RtuOverTcp;
import org.archivevault.firmware.plan.ControllerPlan.RtuSerial;
import org.archivevault.firmware.plan.ControllerPlan.Tcp;

/** Opens clients. */
public final class ModbusClients {
    private ModbusClients() {}

    /**
     * Opens the client of one endpoint. Nothing is connected before the first request, and a client never gives an
     * endpoint up. Open one client per endpoint only: two would talk into each other on a serial line.
     *
     * @param vertx carries the connection; the client runs on the calling context, or on a new one
     * @param connection where the endpoint is
     * @param timing its times
     * @return the client
     */
    public static ModbusClient open(Vertx vertx, Connection connection, ModbusTiming timing) {
        return open(vertx, connection, timing, new SecureRandom(), System::nanoTime);
    }

    static ModbusClient open(
            Vertx vertx, Connection connection, ModbusTiming timing, RandomGenerator random, LongSupplier nanoClock) {
        Context context = vertx.getOrCreateContext();
        Framing framing = connection instanceof Tcp ? new MbapFraming() : new RtuFraming();
        Link link = link(vertx, connection, timing, nanoClock);
        return new StrictClient(
                vertx, context, framing, new Conversation(vertx, link, framing, timing, random, nanoClock));
    }

    private static Link link(Vertx vertx, Connection connection, ModbusTiming timing, LongSupplier nanoClock) {
        if (connection instanceof RtuSerial serial) {
            return new SerialLink(vertx, serial, nanoClock);
        }
        if (connection instanceof RtuOverTcp tcp) {
            return new TcpLink(vertx, tcp.host(), tcp.port(), timing.connectTimeout());
        }
        Tcp tcp = (Tcp) connection;
        return new TcpLink(vertx, tcp.host(), tcp.port(), timing.connectTimeout());
    }
}
