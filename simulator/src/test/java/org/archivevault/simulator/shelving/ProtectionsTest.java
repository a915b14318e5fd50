package org.archivevault.simulator.shelving;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.archivevault.protocol.address.BlockId;
import org.archivevault.simulator.modbus.ModbusRefusal;
import org.archivevault.simulator.rails.Drive;
import org.archivevault.simulator.rails.Rails;
import org.archivevault.simulator.truth.TruthEvent;
import org.archivevault.simulator.truth.TruthEvent.Cause;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The controller's own protections, on a clock of the test's. */
class ProtectionsTest {
    private static final int CARRIAGES = 20;
    private static final int AISLES = CARRIAGES - 1;

    private final List<TruthEvent> told = new ArrayList<>();
    private final Shelving shelving = shelving(true);
    private final MailboxController controller = new MailboxController(shelving);

    private Shelving shelving(boolean protections) {
        Rails rails = new Rails(Collections.nCopies(CARRIAGES, 500), 900);
        return new Shelving(BlockId.parse("ES-V1-B1"), rails, Drive.USUAL, 1, protections, told::add);
    }

    private static void command(MailboxController controller, int token, int aisle, long now) throws ModbusRefusal {
        controller.writeRegisters(10, new int[] {0, token, 1, aisle}, now);
        controller.writeRegisters(20, new int[] {0, token}, now);
    }

    private static int aisleOf(Input input) {
        return input.perAisle() ? AISLES : 0;
    }

    private int[] last(long now) {
        int[] registers = controller.inputRegisters(now);
        return new int[] {registers[9], registers[10], registers[11]};
    }

    @ParameterizedTest
    @EnumSource
    void every_input_refuses_a_new_motion_and_stops_a_running_one(Input input) throws ModbusRefusal {
        // GIVEN
        shelving.set(input, aisleOf(input), true, 0);
        // WHEN
        command(controller, 1, 5, 0);
        // THEN
        assertThat(shelving.moving()).isFalse();
        assertThat(last(0)).containsExactly(1, 4, input.refusal().number());

        // GIVEN
        shelving.set(input, aisleOf(input), false, 10);
        command(controller, 2, 5, 10);
        assertThat(shelving.moving()).isTrue();
        // WHEN
        shelving.set(input, aisleOf(input), true, 3_000);
        controller.advance(3_050);
        // THEN the command has ended, and the carriages rest within the brake time
        assertThat(last(3_050)).containsExactly(2, 5, input.refusal().number());
        controller.advance(3_050 + Drive.USUAL.brakeMillis());
        assertThat(shelving.moving()).isFalse();
        // AND clearing it moves nothing
        double[] at = shelving.positions(4_000);
        shelving.set(input, aisleOf(input), false, 4_000);
        controller.advance(5_000);
        assertThat(shelving.positions(60_000)).containsExactly(at);
        assertThat(told).filteredOn(TruthEvent.MotionStart.class::isInstance).hasSize(1);
    }

    @Test
    void of_several_objections_the_first_of_the_page_is_named() throws ModbusRefusal {
        for (Input input : Input.values()) {
            shelving.set(input, aisleOf(input), true, 0);
        }
        int token = 1;
        for (Input input : Input.values()) {
            command(controller, token++, 5, 0);
            assertThat(last(0)[2]).as(input.code()).isEqualTo(input.refusal().number());
            shelving.set(input, aisleOf(input), false, 0);
        }
        command(controller, token, 5, 0);
        assertThat(last(0)).containsExactly(token, 2, 0);
    }

    @Test
    void a_tripped_watchdog_is_named_after_fault_and_before_presence() throws ModbusRefusal {
        controller.writeRegisters(0, new int[] {20, 1}, 0);
        controller.advance(2_000);
        shelving.set(Input.PRESENCE, 1, true, 2_000);
        command(controller, 1, 5, 2_000);
        assertThat(last(2_000)).containsExactly(1, 4, 11);
        shelving.set(Input.FAULT, 0, true, 2_000);
        command(controller, 2, 5, 2_000);
        assertThat(last(2_000)).containsExactly(2, 4, 10);
    }

    @Test
    void a_watchdog_on_hold_only_sets_its_bit() throws ModbusRefusal {
        controller.writeRegisters(0, new int[] {20, 0}, 0);
        command(controller, 1, 5, 0);
        controller.advance(2_000);
        assertThat(controller.inputRegisters(2_000)[4]).isEqualTo(0b011010);
        assertThat(last(2_000)).containsExactly(1, 2, 0);
    }

    @Test
    void a_changed_keep_alive_feeds_the_watchdog_and_an_equal_one_does_not() throws ModbusRefusal {
        controller.writeRegisters(0, new int[] {20, 1}, 0);
        controller.writeRegisters(2, new int[] {1}, 1_900);
        controller.advance(3_800);
        assertThat(controller.inputRegisters(3_800)[4]).isEqualTo(0b010000);
        controller.writeRegisters(2, new int[] {1}, 3_850);
        controller.advance(3_900);
        assertThat(controller.inputRegisters(3_900)[4]).isEqualTo(0b011000);
    }

    @Test
    void a_watchdog_that_trips_drops_what_is_armed() throws ModbusRefusal {
        controller.writeRegisters(0, new int[] {20, 1}, 0);
        controller.writeRegisters(10, new int[] {0, 1, 1, 5}, 1_000);
        controller.advance(2_000);
        assertThat(last(2_000)).containsExactly(1, 4, 11);
    }

    @Test
    void the_local_button_works_in_local_mode_and_the_wire_does_not() throws ModbusRefusal {
        shelving.set(Input.LOCAL, 0, true, 0);
        command(controller, 1, 5, 0);
        assertThat(shelving.moving()).isFalse();
        assertThat(shelving.objection(Cause.LOCAL, false)).isEmpty();
        shelving.move(shelving.rails().withOpen(3), 3, 0, Cause.LOCAL, 0, ending -> {});
        controller.advance(100);
        assertThat(shelving.moving()).isTrue();
        // AND a client sees it move, but no command of its own
        assertThat(controller.inputRegisters(100)).startsWith(0x4D42, 1, CARRIAGES, 2, 0b010011, 0, 0, 0);
    }

    @Test
    void without_protections_inputs_are_shown_but_stop_nothing() throws ModbusRefusal {
        Shelving bare = shelving(false);
        MailboxController unprotected = new MailboxController(bare);
        bare.set(Input.PRESENCE, 17, true, 0);
        command(unprotected, 1, 5, 0);
        unprotected.advance(1_000);
        assertThat(bare.moving()).isTrue();
        assertThat(unprotected.inputRegisters(1_000)[13]).isEqualTo(1);
    }

    @Test
    void power_off_and_on_forgets_everything_but_the_latched_emergency_stop() throws ModbusRefusal {
        controller.writeRegisters(0, new int[] {20, 1, 7}, 0);
        command(controller, 9, 5, 0);
        shelving.set(Input.EMERGENCY_STOP, 0, true, 1_000);
        controller.powerCycle(1_500);
        assertThat(controller.holdingRegisters(1_500)).containsOnly(0);
        assertThat(controller.inputRegisters(1_500)[3]).isZero();
        assertThat(last(1_500)).containsExactly(0, 0, 0);
        assertThat(controller.inputRegisters(1_500)[5]).isEqualTo(1);
        assertThat(told).filteredOn(TruthEvent.MotionBraking.class::isInstance).hasSize(1);
    }

    @Test
    void an_aisle_that_is_open_is_done_at_once_without_motion() throws ModbusRefusal {
        command(controller, 1, 1, 0);
        assertThat(last(0)).containsExactly(1, 3, 0);
        assertThat(told).hasOnlyElementsOfType(TruthEvent.NoMotion.class).hasSize(1);
    }

    @Test
    void a_move_after_a_stop_midway_puts_everything_where_it_belongs() throws ModbusRefusal {
        command(controller, 1, 9, 0);
        controller.writeRegisters(24, new int[] {1}, 4_000);
        controller.advance(5_000);
        assertThat(shelving.openAisle()).isZero();
        command(controller, 2, 4, 5_000);
        controller.advance(60_000);
        assertThat(shelving.openAisle()).isEqualTo(4);
        assertThat(last(60_000)).containsExactly(2, 3, 0);
    }
}
