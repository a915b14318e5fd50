package org.archivevault.simulator;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import org.archivevault.firmware.plan.ControllerPlan;
import org.archivevault.simulator.modbus.RtuFraming;
import org.archivevault.simulator.modbus.TcpFraming;
import org.archivevault.simulator.wire.Endpoint;
import org.archivevault.simulator.wire.Port;
import org.archivevault.simulator.wire.SerialLinePort;
import org.archivevault.simulator.wire.TcpPort;

/** From a connection of the plan to the place where its simulated controller listens, and back. */
final class Ports {
    static final String LOOPBACK = "127.0.0.1";

    private Ports() {}

    static Future<Port> open(Vertx vertx, ControllerPlan.Connection connection, boolean ephemeral, Endpoint endpoint) {
        if (connection instanceof ControllerPlan.Tcp tcp) {
            String host = ephemeral ? LOOPBACK : tcp.host();
            return TcpPort.listen(vertx, host, ephemeral ? 0 : tcp.port(), TcpFraming::new, endpoint);
        }
        if (connection instanceof ControllerPlan.RtuOverTcp rtu) {
            String host = ephemeral ? LOOPBACK : rtu.host();
            return TcpPort.listen(vertx, host, ephemeral ? 0 : rtu.port(), RtuFraming::new, endpoint);
        }
        return SerialLinePort.open(vertx, (ControllerPlan.RtuSerial) connection, endpoint);
    }

    static ControllerPlan.Connection reachable(ControllerPlan.Connection connection, int port) {
        if (connection instanceof ControllerPlan.Tcp tcp) {
            return new ControllerPlan.Tcp(tcp.port() == port ? tcp.host() : LOOPBACK, port);
        }
        if (connection instanceof ControllerPlan.RtuOverTcp rtu) {
            return new ControllerPlan.RtuOverTcp(rtu.port() == port ? rtu.host() : LOOPBACK, port);
        }
        return connection;
    }
}
