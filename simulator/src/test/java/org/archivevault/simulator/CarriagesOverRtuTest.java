package org.archivevault.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.util.Map;
import org.archivevault.simulator.rails.Drive;
import org.archivevault.simulator.shelving.Input;
import org.archivevault.simulator.truth.TruthEvent;
import org.junit.jupiter.api.Test;

/** The carriage controllers, RTU frames in a TCP stream. Block 2 has fixed ends, and carriages 2 to 5 with units 2 to 5. */
class CarriagesOverRtuTest {
    private static final int CRAWL_MM_PER_SECOND = 20;

    private static Sites crawling() {
        return new Sites(SimulatorOptions.forTests().with(Drive.USUAL.atSpeed(CRAWL_MM_PER_SECOND)));
    }

    private static RawClient bus(Sites sites) throws IOException {
        return new RawClient(sites.site.port(Sites.BUS));
    }

    /** Asks one unit and checks the answer's frame byte for byte. */
    private static void exchange(RawClient client, int unit, String pdu, String answer) throws IOException {
        client.sendBytes(RtuFrame.of(unit, pdu));
        byte[] expected = RtuFrame.of(unit, answer);
        assertThat(Hex.text(client.readBytes(expected.length))).as(pdu).isEqualTo(Hex.text(expected));
    }

    /** Reads one input register of a unit. */
    private static int input(RawClient client, int unit, int address) throws IOException {
        client.sendBytes(RtuFrame.of(unit, String.format("04%04x0001", address)));
        byte[] frame = client.readBytes(7);
        return ((frame[3] & 0xFF) << 8) | (frame[4] & 0xFF);
    }

    private static int discreteInputs(RawClient client, int unit) throws IOException {
        client.sendBytes(RtuFrame.of(unit, "0200000010"));
        byte[] frame = client.readBytes(7);
        return (frame[3] & 0xFF) | ((frame[4] & 0xFF) << 8);
    }

    @Test
    void the_example_of_the_register_map_page_runs_as_printed() throws Exception {
        try (Sites sites = Sites.demo();
                RawClient client = bus(sites)) {
            exchange(client, 4, "10 000A 0003 06 0001 0007 0001", "10 000A 0003");
            exchange(client, 4, "03 000D 0004", "03 08 0001 0007 0001 0007");
            exchange(client, 4, "05 0000 FF00", "05 0000 FF00");
            exchange(client, 4, "04 0004 0004", "04 08 0007 0001 0002 0000");
            // THEN carriage 4 has gone left and taken along 2 and 3: aisle 4 is open
            await().until(() -> input(client, 4, 6) == 3);
            exchange(client, 4, "04 0004 0004", "04 08 0007 0001 0003 0000");
            assertThat(sites.site.block(Sites.B2).state().openAisle()).isEqualTo(4);
            assertThat(input(client, 2, 3)).isEqualTo(450);
            assertThat(input(client, 4, 3)).isEqualTo(450 + 1200);
            assertThat(input(client, 5, 3)).isEqualTo(450 + 1800 + 900);
            // AND only unit 4 knows of the command
            exchange(client, 3, "04 0004 0004", "04 08 0000 0000 0000 0000");
            assertThat(sites.told(TruthEvent.MotionStart.class))
                    .extracting(TruthEvent.MotionStart::aisle, TruthEvent.MotionStart::token)
                    .containsExactly(tuple(4, 0x00010007L));
        }
    }

    @Test
    void to_the_right_the_aisle_on_the_other_side_opens() throws Exception {
        SimulatorOptions from5 = SimulatorOptions.forTests().withOpenAisles(Map.of(Sites.B2, 5));
        try (Sites sites = new Sites(from5);
                RawClient client = bus(sites)) {
            exchange(client, 3, "10 000A 0003 06 0000 0001 0002", "10 000A 0003");
            exchange(client, 3, "05 0001 FF00", "05 0001 FF00");
            await().until(() -> input(client, 3, 6) == 3);
            assertThat(sites.site.block(Sites.B2).state().openAisle()).isEqualTo(2);
            // closed at B, and at A the open aisle
            assertThat(discreteInputs(client, 3)).isEqualTo(0b1000);
            assertThat(discreteInputs(client, 2)).isEqualTo(0b0100);
        }
    }

    @Test
    void inputs_show_at_the_carriages_on_both_sides_of_their_aisle() throws Exception {
        try (Sites sites = Sites.demo();
                RawClient client = bus(sites)) {
            SimulatedBlock block = sites.site.block(Sites.B2);
            block.trip(Input.PRESENCE, 3);
            block.trip(Input.SAFETY_EDGE, 2);
            block.trip(Input.OBSTRUCTION, 5);
            block.trip(Input.DOOR);
            int closedBoth = 0b1100;
            int door = 1 << 11;
            // unit 2 stands between aisle 1 (open) and 2, unit 3 between 2 and 3, unit 4 between 3 and 4
            assertThat(discreteInputs(client, 2)).isEqualTo(0b1000 | 1 << 7 | door);
            assertThat(discreteInputs(client, 3)).isEqualTo(closedBoth | 1 << 5 | 1 << 6 | door);
            assertThat(discreteInputs(client, 4)).isEqualTo(closedBoth | 1 << 4 | door);
            assertThat(discreteInputs(client, 5)).isEqualTo(closedBoth | 1 << 9 | door);
        }
    }

    @Test
    void moving_bits_show_on_all_that_are_taken_along_and_a_stop_at_any_unit_stops_them() throws Exception {
        try (Sites sites = crawling();
                RawClient client = bus(sites)) {
            exchange(client, 4, "10 000A 0003 06 0000 0001 0001", "10 000A 0003");
            assertThat(discreteInputs(client, 4) & 1 << 15).isNotZero();
            exchange(client, 4, "05 0000 FF00", "05 0000 FF00");
            for (int unit = 2; unit <= 4; unit++) {
                assertThat(discreteInputs(client, unit) & 3).isEqualTo(1);
                exchange(client, unit, "01 0000 0003", "01 01 01");
            }
            assertThat(discreteInputs(client, 5) & 3).isZero();
            // WHEN
            exchange(client, 5, "05 0002 FF00", "05 0002 FF00");
            // THEN
            exchange(client, 4, "04 0006 0002", "04 04 0005 0000");
            await().until(() -> !sites.site.block(Sites.B2).state().moving());
        }
    }

    @Test
    void a_unit_whose_watchdog_starves_stops_the_motion_it_takes_part_in() throws Exception {
        try (Sites sites = crawling();
                RawClient client = bus(sites)) {
            exchange(client, 4, "10 000A 0003 06 0000 0001 0001", "10 000A 0003");
            exchange(client, 4, "05 0000 FF00", "05 0000 FF00");
            // GIVEN unit 5, which takes no part, has starved
            exchange(client, 5, "10 0000 0002 04 0001 0001", "10 0000 0002");
            await().until(() -> (discreteInputs(client, 5) & 1 << 14) != 0);
            exchange(client, 4, "04 0006 0002", "04 04 0002 0000");
            // WHEN unit 2, which is taken along, starves too
            exchange(client, 2, "10 0000 0002 04 0001 0001", "10 0000 0002");
            await().until(() -> (discreteInputs(client, 2) & 1 << 14) != 0);
            // THEN
            exchange(client, 4, "04 0006 0002", "04 04 0005 000B");
            assertThat(discreteInputs(client, 4) & 1 << 14).isZero();
            assertThat(sites.told(TruthEvent.WatchdogTrip.class))
                    .extracting(TruthEvent.WatchdogTrip::carriage)
                    .containsExactly(5, 2);
        }
    }

    @Test
    void what_the_page_forbids_gets_the_exception_it_names() throws Exception {
        try (Sites sites = Sites.demo();
                RawClient client = bus(sites)) {
            exchange(client, 2, "04 0000 0011", "84 03");
            exchange(client, 2, "02 0000 0011", "82 03");
            exchange(client, 2, "04 0008 0001", "84 02");
            exchange(client, 2, "02 0010 0001", "82 02");
            exchange(client, 2, "01 0003 0001", "81 02");
            exchange(client, 2, "05 0003 FF00", "85 02");
            exchange(client, 2, "05 0000 0100", "85 03");
            exchange(client, 2, "06 000A 0001", "86 03");
            exchange(client, 2, "06 000D 0001", "86 02");
            exchange(client, 2, "10 000A 0003 06 0000 0007 0003", "10 000A 0003");
            exchange(client, 2, "04 0004 0004", "04 08 0007 0000 0004 0003");
            // functions whose length only silence tells
            exchange(client, 2, "0F 0000 0001 01 01", "8F 01");
            exchange(client, 2, "11", "91 01");
        }
    }

    @Test
    void silence_answers_an_unknown_unit_a_broadcast_and_a_wrong_check() throws Exception {
        try (Sites sites = Sites.demo();
                RawClient client = bus(sites)) {
            client.sendBytes(RtuFrame.of(99, "04 0000 0001"));
            client.sendBytes(RtuFrame.of(0, "06 0000 0014"));
            assertThat(client.silentFor(150)).isTrue();
            byte[] wrong = RtuFrame.of(2, "06 0000 0014");
            wrong[7] ^= 1;
            client.sendBytes(wrong);
            assertThat(client.silentFor(150)).isTrue();
            // AND the line is sound afterwards
            exchange(client, 2, "03 0000 0003", "03 06 0000 0000 0000");
        }
    }

    @Test
    void frames_may_come_in_pieces_or_together() throws Exception {
        try (Sites sites = Sites.demo();
                RawClient client = bus(sites)) {
            byte[] first = RtuFrame.of(2, "04 0000 0002");
            byte[] second = RtuFrame.of(3, "04 0000 0002");
            byte[] both = new byte[first.length + second.length];
            System.arraycopy(first, 0, both, 0, first.length);
            System.arraycopy(second, 0, both, first.length, second.length);
            client.sendBytes(both);
            assertThat(client.readBytes(9)).isEqualTo(RtuFrame.of(2, "04 04 4343 0001"));
            assertThat(client.readBytes(9)).isEqualTo(RtuFrame.of(3, "04 04 4343 0001"));
        }
    }
}
