package org.archivevault.edge.modbus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.archivevault.edge.modbus.ModbusFailure.ExceptionResponse;
import org.archivevault.firmware.plan.ControllerPlan.Connection;
import org.archivevault.firmware.plan.ControllerPlan.RtuOverTcp;
import org.archivevault.firmware.plan.ControllerPlan.Tcp;
import org.archivevault.firmware.profile.ShelvingProfile.Table;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Against servers that we did not write: libmodbus (C) and pymodbus (Python). */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ResourceLock(value = "processors", mode = ResourceAccessMode.READ)
class ForeignServerTest {
    private static final int UNIT = 17;
    /** Python needs its time on a loaded machine. */
    private static final ModbusTiming TIMING = new ModbusTiming(
            Duration.ofSeconds(3),
            Duration.ofSeconds(2),
            Duration.ofMillis(4),
            Duration.ofMillis(100),
            Duration.ofMillis(100),
            ModbusTiming.DEFAULT_RECONNECT,
            3,
            ModbusTiming.DEFAULT_BREAKER);

    private final Vertx vertx = Vertx.vertx();

    @TempDir
    private Path folder = Path.of("set by JUnit");

    @AfterAll
    void stop() {
        Waits.get(vertx.close());
    }

    @Test
    void speaksModbusTcpWithLibmodbus() throws IOException, InterruptedException {
        Path program = ForeignServer.compileLibmodbusServer(folder);
        try (ForeignServer server = ForeignServer.start(List.of(program.toString()))) {
            agreesWith(new Tcp("127.0.0.1", server.port()), server);
        }
    }

    @Test
    void speaksRtuOnASerialLineWithLibmodbus() throws IOException, InterruptedException {
        SerialPeer.assumeSocat();
        Path program = ForeignServer.compileLibmodbusServer(folder);
        try (SerialPair pair = new SerialPair();
                ForeignServer server = ForeignServer.start(List.of(program.toString(), pair.peerEnd()))) {
            agreesWith(pair.connection(), server);
        }
    }

    @Test
    void speaksRtuOverTcpWithPymodbus() throws IOException, InterruptedException {
        ForeignServer.assumePymodbus();
        Path script = ForeignServer.copy("pymodbus_rtu_over_tcp.py", folder);
        try (ForeignServer server = ForeignServer.start(List.of("/usr/bin/python3", script.toString()))) {
            agreesWith(new RtuOverTcp("127.0.0.1", server.port()), server);
        }
    }

    private void agreesWith(Connection connection, ForeignServer server) {
        ModbusClient client = ModbusClients.open(vertx, connection, TIMING);
        readsTheFourTables(client);
        writesAndReadsBack(client);
        assertThat(Waits.failureOf(client.readRegisters(UNIT, Table.HOLDING_REGISTER, 60_000, 1)))
                .isInstanceOfSatisfying(
                        ExceptionResponse.class, e -> assertThat(e.code()).isEqualTo(2));
        // What it prints may arrive after what it answers.
        await().atMost(Duration.ofSeconds(30)).until(() -> server.writes() >= 4);
        assertThat(server.writes()).as(server.lines().toString()).isEqualTo(4);
        Waits.get(client.close());
    }

    private static void readsTheFourTables(ModbusClient client) {
        assertThat(Waits.get(client.readRegisters(UNIT, Table.HOLDING_REGISTER, 100, 125)))
                .isEqualTo(IntStream.range(100, 225).map(a -> 3 * a).toArray());
        assertThat(Waits.get(client.readRegisters(UNIT, Table.INPUT_REGISTER, 7, 1)))
                .containsExactly(36);
        assertBits(Waits.get(client.readBits(UNIT, Table.COIL, 1, 2_000)), 1, 3);
        assertBits(Waits.get(client.readBits(UNIT, Table.DISCRETE_INPUT, 5, 19)), 5, 7);
    }

    private static void writesAndReadsBack(ModbusClient client) {
        Waits.get(client.writeRegisters(UNIT, 300, new int[] {0xFFFF}));
        int[] most = IntStream.range(0, 123).map(i -> 65_535 - i).toArray();
        Waits.get(client.writeRegisters(UNIT, 301, most));
        Waits.get(client.writeCoil(UNIT, 1_000, true));
        Waits.get(client.urgentWriteCoil(UNIT, 999, false));
        assertThat(Waits.get(client.readRegisters(UNIT, Table.HOLDING_REGISTER, 300, 1)))
                .containsExactly(0xFFFF);
        assertThat(Waits.get(client.readRegisters(UNIT, Table.HOLDING_REGISTER, 301, 123)))
                .isEqualTo(most);
        assertThat(Waits.get(client.readBits(UNIT, Table.COIL, 998, 4))).containsExactly(false, false, true, false);
    }

    private static void assertBits(boolean[] bits, int from, int divisor) {
        for (int i = 0; i < bits.length; i++) {
            assertThat(bits[i]).as("bit %d", from + i).isEqualTo((from + i) % divisor == 0);
        }
    }
}
