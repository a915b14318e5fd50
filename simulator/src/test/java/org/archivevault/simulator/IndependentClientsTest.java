package org.archivevault.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.ghgande.j2mod.modbus.ModbusSlaveException;
import com.ghgande.j2mod.modbus.facade.ModbusTCPMaster;
import com.ghgande.j2mod.modbus.procimg.InputRegister;
import com.ghgande.j2mod.modbus.procimg.Register;
import com.ghgande.j2mod.modbus.procimg.SimpleRegister;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.archivevault.firmware.plan.ControllerPlan;
import org.archivevault.firmware.plan.SitePlan;
import org.archivevault.firmware.plan.SitePlanLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that others wrote: j2mod, and mbpoll (libmodbus) over TCP and over a pair of pseudo terminals. */
class IndependentClientsTest {
    private static final int UNIT = 1;
    private static final long PROGRAM_SECONDS = 60;
    private static final Pattern VALUE = Pattern.compile("\\[(\\d+)\\]:\\s+(-?\\d+|0x[0-9A-Fa-f]+)");

    private static boolean installed(String program) {
        String[] folders = System.getenv("PATH").split(File.pathSeparator);
        return Stream.of(folders).anyMatch(f -> Files.isExecutable(Path.of(f, program)));
    }

    private static void assumeInstalled(String... programs) {
        for (String program : programs) {
            assumeTrue(installed(program), program + " is not installed: apt-get install " + program);
        }
    }

    /** The values that mbpoll prints, after it has ended well. */
    private static List<Integer> mbpoll(Path folder, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("mbpoll", "-0", "-1", "-o", "10"));
        command.addAll(List.of(arguments));
        Path output = Files.createTempFile(folder, "mbpoll", ".txt");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(process.waitFor(PROGRAM_SECONDS, TimeUnit.SECONDS)).isTrue();
        String printed = Files.readString(output, StandardCharsets.UTF_8);
        assertThat(process.exitValue()).as(printed).isZero();
        List<Integer> values = new ArrayList<>();
        Matcher matcher = VALUE.matcher(printed);
        while (matcher.find()) {
            values.add(Integer.decode(matcher.group(2)));
        }
        return values;
    }

    private static int[] values(InputRegister... registers) {
        return Arrays.stream(registers).mapToInt(InputRegister::toUnsignedShort).toArray();
    }

    private static Register[] registers(int... values) {
        return Arrays.stream(values).mapToObj(SimpleRegister::new).toArray(Register[]::new);
    }

    @Test
    void j2mod_prepares_executes_and_sees_the_aisle_open() throws Exception {
        try (Sites sites = Sites.demo()) {
            ModbusTCPMaster client = new ModbusTCPMaster("127.0.0.1", sites.site.port(Sites.MAILBOX));
            client.connect();
            // Its default of five repeats would send an unanswered write five times; only after connect it heeds this.
            client.setRetries(0);
            try {
                assertThat(values(client.readInputRegisters(UNIT, 0, 3))).containsExactly(0x4D42, 1, 10);
                client.writeMultipleRegisters(UNIT, 10, registers(0, 7, 1, 4));
                assertThat(values(client.readMultipleRegisters(UNIT, 14, 5))).containsExactly(0, 7, 1, 4, 2);
                client.writeMultipleRegisters(UNIT, 20, registers(0, 7));
                await().until(() -> values(client.readInputRegisters(UNIT, 6, 1))[0] == 4);
                assertThat(values(client.readInputRegisters(UNIT, 8, 4))).containsExactly(0, 7, 3, 0);
                assertThatThrownBy(() -> client.readInputRegisters(UNIT, 88, 1))
                        .isInstanceOf(ModbusSlaveException.class);
            } finally {
                client.disconnect();
            }
        }
    }

    @Test
    void mbpoll_reads_the_mailbox_over_tcp(@TempDir Path folder) throws Exception {
        assumeInstalled("mbpoll");
        try (Sites sites = Sites.demo()) {
            String port = String.valueOf(sites.site.port(Sites.MAILBOX));
            List<Integer> inputs = mbpoll(folder, "-p", port, "-a", "1", "-t", "3", "-r", "0", "-c", "3", "127.0.0.1");
            assertThat(inputs).containsExactly(0x4D42, 1, 10);
            mbpoll(folder, "-p", port, "-a", "1", "-t", "4", "-r", "10", "127.0.0.1", "0", "7", "1", "3");
            List<Integer> echo = mbpoll(folder, "-p", port, "-a", "1", "-t", "4", "-r", "14", "-c", "5", "127.0.0.1");
            assertThat(echo).containsExactly(0, 7, 1, 3, 5);
        }
    }

    /** A pair of pseudo terminals, each end under a name of its own. */
    private static final class TerminalPair implements AutoCloseable {
        final Path simulatorEnd;
        final Path clientEnd;
        private final Process socat;

        TerminalPair(Path folder) throws IOException {
            simulatorEnd = folder.resolve("simulator");
            clientEnd = folder.resolve("client");
            socat = new ProcessBuilder(
                            "socat", "pty,raw,echo=0,link=" + simulatorEnd, "pty,raw,echo=0,link=" + clientEnd)
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("socat.txt").toFile())
                    .start();
            await().until(() -> Files.exists(simulatorEnd) && Files.exists(clientEnd));
        }

        @Override
        public void close() {
            socat.destroy();
        }
    }

    private static SitePlan onSerialLine(Path device) {
        SitePlan demo = SitePlanLoader.loadBundled("demo");
        ControllerPlan bus = demo.controller(Sites.BUS).orElseThrow();
        ControllerPlan serial = new ControllerPlan(
                bus.name(),
                bus.profile(),
                bus.unitId(),
                new ControllerPlan.RtuSerial(device.toString(), 19200, ControllerPlan.Parity.EVEN, 1));
        ControllerPlan mailbox = demo.controller(Sites.MAILBOX).orElseThrow();
        return new SitePlan(demo.site(), demo.name(), demo.vaults(), List.of(mailbox, serial), demo.digest());
    }

    @Test
    void mbpoll_drives_a_carriage_over_a_serial_line(@TempDir Path folder) throws Exception {
        assumeInstalled("mbpoll", "socat");
        try (TerminalPair line = new TerminalPair(folder);
                Sites sites = new Sites(onSerialLine(line.simulatorEnd), SimulatorOptions.forTests())) {
            String device = line.clientEnd.toString();
            String[] rtu = {"-m", "rtu", "-b", "19200", "-P", "even"};
            // identity, version, and the position of carriage 4
            assertThat(serial(folder, rtu, "-a", "4", "-t", "3", "-r", "0", "-c", "2", device))
                    .containsExactly(0x4343, 1);
            assertThat(serial(folder, rtu, "-a", "4", "-t", "3", "-r", "3", "-c", "1", device))
                    .containsExactly(450 + 900 + 1200);
            // prepare, echo, execute
            serial(folder, rtu, "-a", "4", "-t", "4", "-r", "10", device, "0", "7", "1");
            assertThat(serial(folder, rtu, "-a", "4", "-t", "4", "-r", "13", "-c", "4", device))
                    .containsExactly(0, 7, 1, 6);
            serial(folder, rtu, "-a", "4", "-t", "0", "-r", "0", device, "1");
            await().until(() -> sites.site.block(Sites.B2).state().openAisle() == 4);
            // THEN last token low word first, done
            assertThat(serial(folder, rtu, "-a", "4", "-t", "3", "-r", "4", "-c", "4", device))
                    .containsExactly(7, 0, 3, 0);
            // closed at A
            List<Integer> bits = serial(folder, rtu, "-a", "4", "-t", "1", "-r", "0", "-c", "16", device);
            assertThat(bits).containsExactly(0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
        }
    }

    private static List<Integer> serial(Path folder, String[] rtu, String... arguments) throws Exception {
        return mbpoll(
                folder, Stream.concat(Stream.of(rtu), Stream.of(arguments)).toArray(String[]::new));
    }

    @Test
    void a_serial_line_that_is_not_there_fails_the_start_and_leaves_nothing_open(@TempDir Path folder) {
        SitePlan plan = onSerialLine(folder.resolve("nothing-here"));
        assertThatThrownBy(() -> new Sites(plan, SimulatorOptions.forTests()).close())
                .hasRootCauseInstanceOf(IOException.class)
                .hasMessageContaining("nothing-here");
    }
}
