package org.archivevault.bench;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.archivevault.edge.modbus.ModbusClient;
import org.archivevault.edge.modbus.ModbusClients;
import org.archivevault.edge.modbus.ModbusTiming;
import org.archivevault.firmware.plan.ControllerPlan;
import org.archivevault.firmware.profile.ShelvingProfile.Table;
import org.archivevault.link.Qos;
import org.archivevault.link.mqtt.MqttSettings;
import org.archivevault.link.mqtt.MqttWire;

/** What a command cannot do without, each alone: HTTP round trip, MQTT hops, fsync, Modbus round trip. */
final class BareParts implements AutoCloseable {
    private static final String THERE = "bench/there";
    private static final String BACK = "bench/back";
    /** About what a command and its access entry are. */
    private static final int BYTES = 512;

    private final Api api;
    private final HttpRequest trivial;
    private final MqttWire near;
    private final MqttWire far;
    private final FileChannel file;
    private final ModbusClient modbus;
    private final int unit;
    private volatile CompletableFuture<Void> cameBack = new CompletableFuture<>();

    private BareParts(Api api, MqttWire near, MqttWire far, FileChannel file, ModbusClient modbus, int unit) {
        this.api = api;
        this.trivial = api.request("/sessions/current").build();
        this.near = near;
        this.far = far;
        this.file = file;
        this.modbus = modbus;
        this.unit = unit;
    }

    /** What one go of each took, in nanoseconds. */
    record Took(long http, long mqttTwoHops, long fsync, long modbus) {
        long sum() {
            return http + mqttTwoHops + fsync + modbus;
        }
    }

    static BareParts open(ShelvingRig rig, Path folder) throws IOException {
        MqttWire near = wire(rig.vertx(), rig.broker(), "bench-near");
        MqttWire far = wire(rig.vertx(), rig.broker(), "bench-far");
        ControllerPlan controller = rig.plan().controllers().get(0);
        BareParts parts = new BareParts(
                rig.api(),
                near,
                far,
                FileChannel.open(
                        folder.resolve("fsync"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.TRUNCATE_EXISTING),
                ModbusClients.open(
                        rig.vertx(),
                        controller.connection(),
                        ModbusTiming.of(controller.profile().limits())),
                controller.unitId());
        parts.subscribe();
        return parts;
    }

    static MqttWire wire(Vertx vertx, Broker broker, String clientId) {
        MqttWire wire = MqttWire.open(
                vertx,
                new MqttSettings(broker.url(), clientId, null, null, null),
                () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()));
        Waiting.until(clientId, Duration.ofSeconds(10), Duration.ofMillis(10), wire::connected);
        return wire;
    }

    private void subscribe() {
        Waiting.join(far.subscribe(
                THERE,
                Qos.AT_LEAST_ONCE,
                (topic, payload, at) -> far.publish(BACK, payload, Qos.AT_LEAST_ONCE, false)));
        Waiting.join(near.subscribe(BACK, Qos.AT_LEAST_ONCE, (topic, payload, at) -> cameBack.complete(null)));
    }

    Took once() {
        long began = System.nanoTime();
        api.touch(trivial);
        long http = System.nanoTime();
        cameBack = new CompletableFuture<>();
        near.publish(THERE, new byte[BYTES], Qos.AT_LEAST_ONCE, false);
        Waiting.join(cameBack, "the message");
        long mqtt = System.nanoTime();
        appendAndForce();
        long fsync = System.nanoTime();
        Waiting.join(modbus.readRegisters(unit, Table.INPUT_REGISTER, 0, 3));
        return new Took(http - began, mqtt - http, fsync - mqtt, System.nanoTime() - fsync);
    }

    private void appendAndForce() {
        try {
            file.write(ByteBuffer.allocate(BYTES));
            file.force(false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        Waiting.join(near.close());
        Waiting.join(far.close());
        Waiting.join(modbus.close());
        file.close();
    }
}
