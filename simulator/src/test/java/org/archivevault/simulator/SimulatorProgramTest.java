package org.archivevault.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.archivevault.firmware.plan.ControllerPlan;
import org.archivevault.firmware.plan.SitePlanLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program as a person starts it: a process of its own, commands on its standard input. */
class SimulatorProgramTest {
    private static final long EXIT_SECONDS = 60;

    private static Process start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                SimulatorMain.class.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    /** The demo's plan at ports that are free just now. */
    private static Path planAtFreePorts(Path folder) throws IOException {
        String plan;
        try (InputStream in = SitePlanLoader.class.getResourceAsStream("/sites/demo.yaml")) {
            plan = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        List<ServerSocket> held = new ArrayList<>();
        try {
            for (String port : List.of("15020", "15021", "15023", "15084", "15085", "15086")) {
                ServerSocket free = new ServerSocket(0);
                held.add(free);
                plan = plan.replace("port: " + port, "port: " + free.getLocalPort());
            }
            return Files.writeString(folder.resolve("plan.yaml"), plan);
        } finally {
            for (ServerSocket socket : held) {
                socket.close();
            }
        }
    }

    @Test
    void it_listens_takes_commands_records_and_ends_on_quit(@TempDir Path folder) throws Exception {
        Path truth = folder.resolve("truth.jsonl");
        Process process = start(
                planAtFreePorts(folder).toString(),
                "--truth",
                truth.toString(),
                "--speed",
                "400",
                "--control-port",
                "0");
        try (BufferedReader out =
                        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
                Writer in = new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8)) {
            // GIVEN it says where it listens, and nothing else
            assertThat(out.readLine()).startsWith("block-1-controller: ");
            assertThat(out.readLine()).startsWith("block-2-bus: ");
            assertThat(out.readLine()).startsWith("gate-reader: LLRP ");
            assertThat(out.readLine()).startsWith("desk-reader: LLRP ");
            assertThat(out.readLine()).startsWith("shelf-reader-b1: LLRP ");
            assertThat(out.readLine()).startsWith("control: 127.0.0.1:");
            assertThat(out.readLine()).contains("help");
            // WHEN
            in.write("trip ES-V1-B1 presence 3\nquit\n");
            in.flush();
            // THEN
            assertThat(out.readLine()).isEqualTo("ok");
            assertThat(process.waitFor(EXIT_SECONDS, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isZero();
        } finally {
            process.destroyForcibly();
        }
        assertThat(Files.readAllLines(truth)).hasSize(2).last().asString().contains("\"presence\"", "\"aisle\":3");
    }

    @Test
    void a_plan_that_is_not_there_ends_it_with_a_sentence_and_a_code(@TempDir Path folder) throws Exception {
        Process process = start(folder.resolve("none.yaml").toString());
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(EXIT_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(printed).isEqualTo(2);
        assertThat(printed).contains("none.yaml").doesNotContain("\tat ");
    }

    @Test
    void a_port_that_is_taken_ends_it_with_a_sentence_and_a_code(@TempDir Path folder) throws Exception {
        Path plan = planAtFreePorts(folder);
        int port = ((ControllerPlan.Tcp)
                        SitePlanLoader.load(plan).controllers().get(0).connection())
                .port();
        try (ServerSocket taken = new ServerSocket(port)) {
            assertThat(taken.isBound()).isTrue();
            Process process = start(plan.toString());
            String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(EXIT_SECONDS, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).as(printed).isEqualTo(3);
            assertThat(printed).contains("cannot start", "BindException");
        }
    }
}
