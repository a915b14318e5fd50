package org.archivevault.edge.shelving.modbus;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import org.archivevault.edge.modbus.ModbusClient;
import org.archivevault.edge.modbus.ModbusClients;
import org.archivevault.edge.modbus.ModbusTiming;
import org.archivevault.edge.shelving.BlockLayout;
import org.archivevault.edge.shelving.drive.ControllerEndpoint;
import org.archivevault.edge.shelving.drive.EdgeClock;
import org.archivevault.edge.shelving.drive.ShelvingController;
import org.archivevault.firmware.plan.ControllerPlan;

/** A Modbus endpoint: one connection, shared by the blocks behind it. */
public final class ModbusEndpoint implements ControllerEndpoint {
    private final Vertx vertx;
    private final ModbusClient client;
    private final EdgeClock clock;

    private ModbusEndpoint(Vertx vertx, ModbusClient client, EdgeClock clock) {
        this.vertx = vertx;
        this.client = client;
        this.clock = clock;
    }

    /**
     * Opens one; see {@link ControllerEndpoint.Opener}.
     *
     * @param vertx the calling context is the one that everything of this endpoint runs on
     * @param plan where it is and how it is spoken to
     * @param clock the edge's clock
     * @return the endpoint
     */
    public static ControllerEndpoint open(Vertx vertx, ControllerPlan plan, EdgeClock clock) {
        ModbusTiming timing = ModbusTiming.of(plan.profile().limits());
        return new ModbusEndpoint(vertx, ModbusClients.open(vertx, plan.connection(), timing), clock);
    }

    @Override
    public ShelvingController controllerOf(BlockLayout layout) {
        return new ModbusShelvingController(vertx, client, layout, clock::millis);
    }

    @Override
    public Future<Void> close() {
        return client.close();
    }
}
