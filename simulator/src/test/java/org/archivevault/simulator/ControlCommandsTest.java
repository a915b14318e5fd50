package org.archivevault.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import io.vertx.core.net.NetServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.archivevault.simulator.fault.Fault;
import org.archivevault.simulator.fault.FaultRule;
import org.archivevault.simulator.shelving.Input;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The line commands, as people and shell scripts type them. */
class ControlCommandsTest {
    private static String run(Sites sites, String line) {
        return Sites.await(new ControlCommands(sites.site).run(line));
    }

    @Test
    void inputs_are_tripped_shown_and_cleared() {
        try (Sites sites = Sites.demo()) {
            assertThat(run(sites, "trip ES-V1-B1 presence 3")).isEqualTo("ok");
            assertThat(run(sites, "trip ES-V1-B1 door")).isEqualTo("ok");
            assertThat(run(sites, "estop ES-V1-B1")).isEqualTo("ok");
            assertThat(sites.block().tripped(Input.PRESENCE, 3)).isTrue();
            assertThat(run(sites, "show ES-V1-B1"))
                    .startsWith(
                            "ES-V1-B1 still open=1 target=0 tripped=emergency-stop,presence/3,door positions=[0, 1350,")
                    .endsWith("\nok");
            assertThat(run(sites, "reset ES-V1-B1")).isEqualTo("ok");
            assertThat(run(sites, "clear ES-V1-B1 presence 3")).isEqualTo("ok");
            assertThat(run(sites, "clear ES-V1-B1 all")).isEqualTo("ok");
            assertThat(run(sites, "show")).contains("ES-V1-B1 still", "ES-V1-B2 still", "tripped=none");
        }
    }

    @Test
    void the_local_buttons_move_and_are_refused() {
        try (Sites sites = Sites.demo()) {
            assertThat(run(sites, "press ES-V1-B1 4")).isEqualTo("ok");
            await().until(() -> sites.block().state().openAisle() == 4);
            run(sites, "trip ES-V1-B1 safety-edge 1");
            assertThat(run(sites, "press ES-V1-B1 5")).startsWith("error: ").contains("SAFETY_EDGE_PRESSED");
            assertThat(run(sites, "stop ES-V1-B1")).isEqualTo("ok");
            assertThat(run(sites, "hang ES-V1-B1")).isEqualTo("ok");
            assertThat(run(sites, "resume ES-V1-B1")).isEqualTo("ok");
            assertThat(run(sites, "power ES-V1-B1")).isEqualTo("ok");
        }
    }

    @Test
    void faults_are_scripted_shown_and_healed() throws Exception {
        try (Sites sites = Sites.demo()) {
            assertThat(run(sites, "fault block-1-controller late 250 5 function=4 address=3 unheard"))
                    .isEqualTo("ok");
            assertThat(sites.site.faults(Sites.MAILBOX).active())
                    .containsExactly(FaultRule.always(new Fault.Late(250))
                            .times(5)
                            .onFunction(4)
                            .onAddress(3)
                            .keptFromController());
            assertThat(run(sites, "faults block-1-controller"))
                    .isEqualTo("late[millis=250] 5 function=4 address=3 unheard\nok");
            assertThat(run(sites, "heal block-1-controller")).isEqualTo("ok");
            assertThat(sites.site.faults(Sites.MAILBOX).active()).isEmpty();
            assertThat(run(sites, "unplug block-2-bus")).isEqualTo("ok");
            assertThat(run(sites, "plug block-2-bus")).isEqualTo("ok");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "silent", "dead", "duplicate", "foreign-transaction", "foreign-unit", "stray", "shortened", "truncated",
                "bad-check", "wrong-function", "wrong-echo", "half-open", "stop-reading", "close", "reset", "late 1",
                "drip 1", "garbage 1", "exception 1"
            })
    void every_fault_goes_by_the_name_it_has_in_the_record(String words) {
        try (Sites sites = Sites.demo()) {
            assertThat(run(sites, "fault block-2-bus " + words + " unit=3")).isEqualTo("ok");
            String name = sites.site.faults(Sites.BUS).active().get(0).name();
            assertThat(words).startsWith(name.replace("-answer", ""));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "dance",
                "trip",
                "trip ES-V1-B1",
                "trip ES-V1-B1 mood",
                "trip ES-V1-B1 presence",
                "trip ES-V1-B1 presence 10",
                "trip ES-V1-B1 presence x",
                "trip ES-V9-B1 door",
                "press ES-V1-B1 0",
                "fault",
                "fault nobody silent",
                "fault block-1-controller",
                "fault block-1-controller nonsense",
                "fault block-1-controller late",
                "fault block-1-controller late soon",
                "fault block-1-controller silent 0",
                "fault block-1-controller silent colour=3",
                "unplug nobody"
            })
    void what_is_not_understood_says_so_and_changes_nothing(String line) {
        try (Sites sites = Sites.demo()) {
            assertThat(run(sites, line)).startsWith("error: ");
            assertThat(sites.told).hasSize(1);
            assertThat(sites.site.faults(Sites.MAILBOX).active()).isEmpty();
        }
    }

    @Test
    void the_control_port_answers_lines_in_their_order() throws IOException {
        Vertx vertx = Vertx.vertx();
        try (Sites sites = Sites.demo()) {
            NetServer server = Sites.await(ControlPort.listen(vertx, 0, new ControlCommands(sites.site)));
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.actualPort())) {
                OutputStream out = socket.getOutputStream();
                out.write("unplug block-2-bus\r\nestop ES-V1-B1\nnonsense\n\nhelp\n".getBytes(StandardCharsets.UTF_8));
                BufferedReader in =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
                assertThat(in.readLine()).isEqualTo("ok");
                assertThat(in.readLine()).isEqualTo("ok");
                assertThat(in.readLine()).startsWith("error: ");
                assertThat(in.readLine()).startsWith("show");
                assertThat(sites.block().tripped(Input.EMERGENCY_STOP, 0)).isTrue();
            }
        } finally {
            Sites.await(vertx.close());
        }
    }
}
