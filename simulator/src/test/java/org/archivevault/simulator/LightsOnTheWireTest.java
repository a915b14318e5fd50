package org.archivevault.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.archivevault.simulator.truth.TruthEvent;
import org.junit.jupiter.api.Test;

/** The simulated light controller as its page describes it, byte by byte. */
class LightsOnTheWireTest {
    private static final String LIGHT = "lights-b1";

    private static RawClient client(Sites sites) throws java.io.IOException {
        return new RawClient(sites.site.port(LIGHT));
    }

    @Test
    void it_says_who_it_is_and_how_many_lamps_it_has() throws Exception {
        try (Sites sites = Sites.demo();
                RawClient client = client(sites)) {
            assertThat(client.registers(1, 4, 0, 3)).containsExactly(0x504C, 1, 1024);
        }
    }

    @Test
    void a_coil_lights_a_lamp_and_the_line_command_says_where_it_stands() throws Exception {
        try (Sites sites = Sites.demo();
                RawClient client = client(sites)) {
            assertThat(client.ask(1, "05002cff00")).isEqualTo("05002cff00");
            assertThat(sites.site.light(LIGHT).burning()).isEqualTo(Map.of(45, 1));
            String said = Sites.await(new ControlCommands(sites.site).run("lamps"));
            assertThat(said).isEqualTo("lights-b1 lamp=45 colour=1 at=ES-V1-B1-02A-02-3-01\nok");

            client.ask(1, "05002c0000");
            assertThat(Sites.await(new ControlCommands(sites.site).run("lamps lights-b1")))
                    .isEqualTo("ok");
            assertThat(sites.told(TruthEvent.LampChange.class))
                    .extracting(e -> List.of(e.light(), e.unit(), e.lamp(), e.colour()))
                    .containsExactly(List.of(LIGHT, 1, 45, 1), List.of(LIGHT, 1, 45, 0));
        }
    }

    @Test
    void a_register_takes_a_colour_and_reads_beside_the_coil() throws Exception {
        try (Sites sites = Sites.demo();
                RawClient client = client(sites)) {
            // lamp 3 blinks red
            assertThat(client.ask(1, "0603ea0013")).isEqualTo("0603ea0013");
            assertThat(client.registers(1, 3, 1000, 4)).containsExactly(0, 0, 19, 0);
            assertThat(client.ask(1, "0100000008")).isEqualTo("010104");
        }
    }

    @Test
    void what_the_page_forbids_is_refused_and_changes_nothing() throws Exception {
        try (Sites sites = Sites.demo();
                RawClient client = client(sites)) {
            // a colour that there is not, a lamp that there is not, a register that is none, more than 120 at once
            assertThat(client.ask(1, "0603e80005")).isEqualTo("8603");
            assertThat(client.ask(1, "0603e80010")).isEqualTo("8603");
            assertThat(client.ask(1, "050400ff00")).isEqualTo("8502");
            assertThat(client.ask(1, "0600000001")).isEqualTo("8602");
            assertThat(client.ask(1, "0100000079")).isEqualTo("8103");
            assertThat(sites.site.light(LIGHT).burning()).isEmpty();
        }
    }
}
