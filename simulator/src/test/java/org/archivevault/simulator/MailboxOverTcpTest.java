package org.archivevault.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.archivevault.simulator.rails.Drive;
import org.archivevault.simulator.shelving.Input;
import org.archivevault.simulator.truth.TruthEvent;
import org.junit.jupiter.api.Test;

/** The block controller as a client sees it on the wire, byte for byte as its register map page says. */
class MailboxOverTcpTest {
    private static final int UNIT = 1;
    private static final int CRAWL_MM_PER_SECOND = 20;

    private static int[] command(RawClient client) throws Exception {
        return client.registers(UNIT, 4, 8, 4);
    }

    @Test
    void the_example_of_the_register_map_page_runs_as_printed() throws Exception {
        try (Sites sites = Sites.demo();
                RawClient client = sites.client()) {
            // GIVEN a block with aisle 1 open
            assertThat(client.ask(UNIT, "04 0006 0001")).isEqualTo("04020001");
            // WHEN token 7 is prepared for aisle 3
            assertThat(client.ask(UNIT, "10 000A 0004 08 0000 0007 0001 0003")).isEqualTo("10000a0004");
            assertThat(client.ask(UNIT, "03 000E 0005")).isEqualTo("030a00000007000100030005");
            assertThat(sites.block().state().moving()).isFalse();
            // AND executed
            assertThat(client.ask(UNIT, "10 0014 0002 04 0000 0007")).isEqualTo("1000140002");
            assertThat(client.ask(UNIT, "04 0008 0004")).isEqualTo("04080000000700020000");
            assertThat(client.registers(UNIT, 4, 4, 4)).containsExactly(0b010010, 0, 0, 3);
            // THEN aisle 3 opens
            await().until(() -> command(client)[2] == 3);
            assertThat(client.registers(UNIT, 4, 4, 4)).containsExactly(0b010000, 0, 3, 0);
            assertThat(sites.block().state().openAisle()).isEqualTo(3);
            // AND the truth says the same
            assertThat(sites.told(TruthEvent.MotionStart.class))
                    .extracting(TruthEvent.MotionStart::aisle, TruthEvent.MotionStart::token)
                    .containsExactly(tuple(3, 7L));
            assertThat(sites.told(TruthEvent.MotionStop.class))
                    .extracting(TruthEvent.MotionStop::openAisle, TruthEvent.MotionStop::reason)
                    .containsExactly(tuple(3, "arrived"));
        }
    }

    @Test
    void the_second_example_of_the_page_spreads_the_carriages() throws Exception {
        try (Sites sites = Sites.demo();
                RawClient client = sites.client()) {
            // GIVEN a controller that says that it can
            assertThat(client.ask(UNIT, "04 0004 0001")).isEqualTo("04020010");
            // WHEN token 8 is prepared to spread, read back, and executed
            assertThat(client.ask(UNIT, "10 000A 0004 08 0000 0008 0002 0000")).isEqualTo("10000a0004");
            assertThat(client.ask(UNIT, "03 000E 0005")).isEqualTo("030a0000000800020000000a");
            assertThat(client.ask(UNIT, "10 0014 0002 04 0000 0008")).isEqualTo("1000140002");
            assertThat(client.ask(UNIT, "04 0004 0004")).isEqualTo("04080012000000000000");
            // THEN it stands spread, and positions say the same
            await().until(() -> command(client)[2] == 3);
            assertThat(client.ask(UNIT, "04 0004 0004")).isEqualTo("04080030000000000000");
            assertThat(client.registers(UNIT, 4, 24, 10)).startsWith(0, 450 + 100, 450 + 100 + 600 + 100);
        }
    }

    @Test
    void positions_lie_side_by_side_with_one_aisle_between() throws Exception {
        try (Sites sites = Sites.demo();
                RawClient client = sites.client()) {
            int[] positions = client.registers(UNIT, 4, 24, 64);
            assertThat(positions).startsWith(0, 450 + 900, 450 + 900 + 600, 450 + 900 + 1200);
            assertThat(positions[9]).isEqualTo(450 + 900 + 8 * 600);
            assertThat(positions[10]).isZero();
        }
    }

    @Test
    void a_stop_ends_the_motion_and_nothing_resumes() throws Exception {
        SimulatorOptions slow = SimulatorOptions.forTests().with(Drive.USUAL.atSpeed(CRAWL_MM_PER_SECOND));
        try (Sites sites = new Sites(slow);
                RawClient client = sites.client()) {
            client.write(UNIT, 10, 0, 9, 1, 5);
            client.write(UNIT, 20, 0, 9);
            assertThat(command(client)).containsExactly(0, 9, 2, 0);
            // WHEN
            assertThat(client.ask(UNIT, "06 0018 0001")).isEqualTo("0600180001");
            // THEN
            assertThat(command(client)).containsExactly(0, 9, 5, 0);
            await().until(() -> !sites.block().state().moving());
            List<Double> at = sites.block().state().positionsMm();
            assertThat(sites.block().state().openAisle()).isBetween(0, 1);
            // AND the same token is refused, and moves nothing
            client.write(UNIT, 20, 0, 9);
            assertThat(command(client)).containsExactly(0, 9, 5, 2);
            assertThat(sites.block().state().positionsMm()).isEqualTo(at);
        }
    }

    @Test
    void an_input_of_any_aisle_refuses_and_stops() throws Exception {
        SimulatorOptions slow = SimulatorOptions.forTests().with(Drive.USUAL.atSpeed(CRAWL_MM_PER_SECOND));
        try (Sites sites = new Sites(slow);
                RawClient client = sites.client()) {
            // GIVEN somebody in aisle 8, far from the target
            sites.block().trip(Input.PRESENCE, 8);
            assertThat(client.registers(UNIT, 4, 12, 4)).containsExactly(1 << 7, 0, 0, 0);
            // WHEN THEN: prepare does not look, execute does
            client.write(UNIT, 10, 0, 3, 1, 2);
            assertThat(command(client)).containsExactly(0, 3, 1, 0);
            client.write(UNIT, 20, 0, 3);
            assertThat(command(client)).containsExactly(0, 3, 4, 4);
            // GIVEN a motion under way
            sites.block().clear(Input.PRESENCE, 8);
            client.write(UNIT, 10, 0, 4, 1, 2);
            client.write(UNIT, 20, 0, 4);
            assertThat(sites.block().state().moving()).isTrue();
            // WHEN
            sites.block().trip(Input.OBSTRUCTION, 9);
            // THEN
            await().until(() -> !sites.block().state().moving());
            assertThat(command(client)).containsExactly(0, 4, 5, 6);
            assertThat(sites.told(TruthEvent.MotionStop.class))
                    .extracting(TruthEvent.MotionStop::reason)
                    .containsExactly("obstruction");
        }
    }

    @Test
    void the_emergency_stop_latches_and_its_reset_moves_nothing() throws Exception {
        SimulatorOptions slow = SimulatorOptions.forTests().with(Drive.USUAL.atSpeed(CRAWL_MM_PER_SECOND));
        try (Sites sites = new Sites(slow);
                RawClient client = sites.client()) {
            client.write(UNIT, 10, 0, 1, 1, 4);
            client.write(UNIT, 20, 0, 1);
            sites.block().pressEmergencyStop();
            await().until(() -> command(client)[2] == 5);
            assertThat(command(client)).containsExactly(0, 1, 5, 7);
            assertThat(client.registers(UNIT, 4, 5, 1)).containsExactly(1);
            await().until(() -> !sites.block().state().moving());
            // WHEN
            sites.block().resetEmergencyStop();
            // THEN
            assertThat(client.registers(UNIT, 4, 5, 1)).containsExactly(0);
            assertThat(sites.block().state().moving()).isFalse();
            assertThat(sites.told(TruthEvent.MotionStart.class)).hasSize(1);
        }
    }

    @Test
    void an_emergency_stop_drops_what_is_armed() throws Exception {
        try (Sites sites = Sites.demo();
                RawClient client = sites.client()) {
            client.write(UNIT, 10, 0, 1, 1, 4);
            sites.block().pressEmergencyStop();
            assertThat(command(client)).containsExactly(0, 1, 4, 7);
            assertThat(client.registers(UNIT, 3, 14, 5)).containsOnly(0);
        }
    }

    @Test
    void the_watchdog_is_off_at_power_on_and_stops_what_moves_when_it_starves() throws Exception {
        SimulatorOptions slow = SimulatorOptions.forTests().with(Drive.USUAL.atSpeed(CRAWL_MM_PER_SECOND));
        try (Sites sites = new Sites(slow);
                RawClient client = sites.client()) {
            assertThat(client.registers(UNIT, 3, 0, 3)).containsExactly(0, 0, 0);
            client.write(UNIT, 0, 3, 1);
            client.write(UNIT, 10, 0, 1, 1, 4);
            client.write(UNIT, 20, 0, 1);
            // WHEN nobody feeds it for 300 ms: the same value again does not
            client.write(UNIT, 2, 0);
            await().until(() -> (client.registers(UNIT, 4, 4, 1)[0] & 8) != 0);
            // THEN
            assertThat(command(client)).containsExactly(0, 1, 5, 11);
            assertThat(sites.told(TruthEvent.WatchdogTrip.class)).hasSize(1);
            await().until(() -> !sites.block().state().moving());
            client.write(UNIT, 10, 0, 2, 1, 4);
            client.write(UNIT, 20, 0, 2);
            assertThat(command(client)).containsExactly(0, 2, 4, 11);
            // AND writing the time-out again clears it
            client.write(UNIT, 0, 20);
            client.write(UNIT, 10, 0, 3, 1, 4);
            client.write(UNIT, 20, 0, 3);
            assertThat(command(client)).containsExactly(0, 3, 2, 0);
            assertThat(client.registers(UNIT, 4, 4, 1)).containsExactly(0b010010);
        }
    }

    @Test
    void what_the_page_forbids_gets_the_exception_it_names_and_changes_nothing() throws Exception {
        try (Sites sites = Sites.demo();
                RawClient client = sites.client()) {
            // other functions
            assertThat(client.ask(UNIT, "01 0000 0001")).isEqualTo("8101");
            assertThat(client.ask(UNIT, "02 0000 0001")).isEqualTo("8201");
            assertThat(client.ask(UNIT, "05 0000 FF00")).isEqualTo("8501");
            assertThat(client.ask(UNIT, "0F 0000 0001 01 01")).isEqualTo("8f01");
            assertThat(client.ask(UNIT, "2B 0E 01 00")).isEqualTo("ab01");
            // addresses
            assertThat(client.ask(UNIT, "04 0058 0001")).isEqualTo("8402");
            assertThat(client.ask(UNIT, "04 0057 0002")).isEqualTo("8402");
            assertThat(client.ask(UNIT, "03 0019 0001")).isEqualTo("8302");
            assertThat(client.ask(UNIT, "06 0003 0001")).isEqualTo("8602");
            assertThat(client.ask(UNIT, "06 000E 0001")).isEqualTo("8602");
            assertThat(client.write(UNIT, 2, 1, 1)).isEqualTo("9002");
            // counts, values, parts of a group
            assertThat(client.ask(UNIT, "04 0000 0000")).isEqualTo("8403");
            assertThat(client.ask(UNIT, "04 0000 007E")).isEqualTo("8403");
            assertThat(client.ask(UNIT, "10 000A 0004 06 0000 0007 0001")).isEqualTo("9003");
            assertThat(client.write(UNIT, 10, 0, 7, 1)).isEqualTo("9003");
            assertThat(client.ask(UNIT, "06 000D 0001")).isEqualTo("8603");
            assertThat(client.ask(UNIT, "06 0014 0001")).isEqualTo("8603");
            assertThat(client.ask(UNIT, "06 0001 0002")).isEqualTo("8603");
            assertThat(client.write(UNIT, 0, 20, 2)).isEqualTo("9003");
            assertThat(client.ask(UNIT, "06 0018 0002")).isEqualTo("8603");
            // THEN nothing has changed
            assertThat(client.registers(UNIT, 3, 0, 25)).containsOnly(0);
            assertThat(sites.told(TruthEvent.ModbusException.class)).hasSize(12);
        }
    }

    @Test
    void another_unit_id_gets_no_answer_and_does_not_act() throws Exception {
        try (Sites sites = Sites.demo();
                RawClient client = sites.client()) {
            client.send(UNIT + 1, "06 0000 0014");
            assertThat(client.silentFor(150)).isTrue();
            assertThat(client.registers(UNIT, 3, 0, 1)).containsExactly(0);
            assertThat(sites.told(TruthEvent.ModbusWrite.class))
                    .extracting(TruthEvent.ModbusWrite::heard)
                    .containsExactly(false);
        }
    }

    @Test
    void two_executes_of_one_token_move_once() throws Exception {
        try (Sites sites = Sites.demo();
                RawClient client = sites.client()) {
            client.write(UNIT, 10, 1, 0, 1, 6);
            client.write(UNIT, 20, 1, 0);
            client.write(UNIT, 20, 1, 0);
            assertThat(command(client)).containsExactly(1, 0, 2, 12);
            await().until(() -> command(client)[2] == 3);
            client.write(UNIT, 20, 1, 0);
            assertThat(command(client)).containsExactly(1, 0, 3, 2);
            assertThat(sites.told(TruthEvent.MotionStart.class)).hasSize(1);
        }
    }

    @Test
    void every_write_is_in_the_truth_before_what_it_causes() throws Exception {
        try (Sites sites = Sites.demo();
                RawClient client = sites.client()) {
            client.write(UNIT, 10, 0, 5, 1, 2);
            client.write(UNIT, 20, 0, 5);
            List<TruthEvent> told = List.copyOf(sites.told);
            assertThat(told).hasSizeGreaterThanOrEqualTo(4);
            assertThat(told.get(0)).isInstanceOf(TruthEvent.Begin.class);
            TruthEvent.ModbusWrite prepare = (TruthEvent.ModbusWrite) told.get(1);
            assertThat(prepare.values()).containsExactly(0, 5, 1, 2);
            assertThat(prepare.transaction()).isEqualTo(101);
            assertThat(((TruthEvent.ModbusWrite) told.get(2)).address()).isEqualTo(20);
            assertThat(told.get(3)).isInstanceOf(TruthEvent.MotionStart.class);
        }
    }

    @Test
    void a_hung_program_answers_as_it_stood_and_does_nothing() throws Exception {
        try (Sites sites = Sites.demo();
                RawClient client = sites.client()) {
            client.write(UNIT, 10, 0, 1, 1, 4);
            int beat = client.registers(UNIT, 4, 3, 1)[0];
            await().until(() -> client.registers(UNIT, 4, 3, 1)[0] != beat);
            // WHEN
            sites.block().hang();
            int[] stood = client.registers(UNIT, 4, 0, 88);
            sites.block().trip(Input.PRESENCE, 1);
            assertThat(client.write(UNIT, 20, 0, 1)).isEqualTo("1000140002");
            // THEN neither heartbeat nor inputs change, and the acknowledged execute moves nothing
            await().during(Duration.ofMillis(150)).until(() -> Arrays.equals(client.registers(UNIT, 4, 0, 88), stood));
            assertThat(sites.block().state().moving()).isFalse();
            // AND afterwards it is as before
            sites.block().resume();
            assertThat(client.registers(UNIT, 4, 12, 1)).containsExactly(1);
            assertThat(client.registers(UNIT, 4, 3, 1)[0]).isNotEqualTo(stood[3]);
            assertThat(sites.told(TruthEvent.ProgramState.class))
                    .extracting(TruthEvent.ProgramState::running)
                    .containsExactly(false, true);
        }
    }

    @Test
    void an_emergency_stop_is_wired_past_a_hung_program() throws Exception {
        SimulatorOptions slow = SimulatorOptions.forTests().with(Drive.USUAL.atSpeed(CRAWL_MM_PER_SECOND));
        try (Sites sites = new Sites(slow);
                RawClient client = sites.client()) {
            client.write(UNIT, 10, 0, 1, 1, 4);
            client.write(UNIT, 20, 0, 1);
            sites.block().hang();
            sites.block().trip(Input.PRESENCE, 1);
            await().during(Duration.ofMillis(150))
                    .until(() -> sites.block().state().moving());
            sites.block().pressEmergencyStop();
            await().until(() -> !sites.block().state().moving());
        }
    }
}
