package org.archivevault.simulator.shelving;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The command memory, row by row as the tables of the register map pages have it. */
class CommandSlotTest {
    private static final int NONE = 0;
    private static final int PREPARED = 1;
    private static final int EXECUTING = 2;
    private static final int DONE = 3;
    private static final int REFUSED = 4;
    private static final int STOPPED = 5;

    private final CommandSlot slot = new CommandSlot();

    private void shows(long token, int result, int refusal) {
        assertThat(new long[] {slot.lastToken(), slot.resultNumber(), slot.refusalNumber()})
                .containsExactly(token, result, refusal);
    }

    private static int[] open(int token, int aisle) {
        return new int[] {0, token, 1, aisle};
    }

    private int[] echo() {
        int[] holding = new int[5];
        slot.fillEcho(holding, 0);
        return holding;
    }

    private void execute(long token) {
        slot.fitting(token).ifPresent(slot::begin);
    }

    @Test
    void at_power_on_it_knows_nothing() {
        shows(0, NONE, 0);
        assertThat(echo()).containsOnly(0);
    }

    @Test
    void a_prepare_is_echoed_with_its_check_word() {
        slot.prepare(open(7, 3), true, 0);
        shows(7, PREPARED, 0);
        assertThat(echo()).containsExactly(0, 7, 1, 3, 5);
    }

    @Test
    void a_prepare_that_is_not_understood_is_refused_and_disarms() {
        slot.prepare(open(7, 3), true, 0);
        slot.prepare(open(8, 99), false, 0);
        shows(8, REFUSED, 3);
        assertThat(echo()).containsOnly(0);
        execute(7);
        shows(7, REFUSED, 1);
    }

    @Test
    void the_arm_window_passes() {
        slot.prepare(open(7, 3), true, 0);
        slot.advance(CommandSlot.ARM_WINDOW_MILLIS - 1);
        shows(7, PREPARED, 0);
        slot.advance(CommandSlot.ARM_WINDOW_MILLIS);
        shows(7, REFUSED, 1);
        assertThat(echo()).containsOnly(0);
    }

    @Test
    void an_execute_before_a_prepare_is_refused() {
        assertThat(slot.fitting(5)).isEmpty();
        shows(5, REFUSED, 1);
    }

    @Test
    void an_execute_with_another_token_disarms() {
        slot.prepare(open(7, 3), true, 0);
        assertThat(slot.fitting(8)).isEmpty();
        shows(8, REFUSED, 1);
        assertThat(slot.fitting(7)).isEmpty();
    }

    @Test
    void a_token_that_is_not_above_the_highest_executed_leaves_the_last_command_as_it_stands() {
        slot.prepare(open(7, 3), true, 0);
        execute(7);
        shows(7, EXECUTING, 0);
        slot.end(new Shelving.Ending(true, 0));
        shows(7, DONE, 0);
        slot.prepare(open(7, 3), true, 0);
        shows(7, DONE, 2);
        slot.prepare(open(6, 3), true, 0);
        shows(7, DONE, 2);
        assertThat(slot.isArmed()).isFalse();
    }

    @Test
    void an_old_execute_leaves_an_armed_command_armed() {
        slot.prepare(open(7, 3), true, 0);
        execute(7);
        slot.end(new Shelving.Ending(true, 0));
        slot.prepare(open(9, 4), true, 0);
        assertThat(slot.fitting(7)).isEmpty();
        shows(9, PREPARED, 2);
        assertThat(slot.fitting(9)).isPresent();
    }

    @Test
    void while_executing_everything_but_a_stop_is_busy() {
        slot.prepare(open(7, 3), true, 0);
        execute(7);
        slot.prepare(open(8, 4), true, 0);
        shows(7, EXECUTING, 12);
        assertThat(slot.fitting(7)).isEmpty();
        assertThat(slot.fittingDirection(1)).isEmpty();
        shows(7, EXECUTING, 12);
        slot.end(new Shelving.Ending(false, 4));
        shows(7, STOPPED, 4);
    }

    @Test
    void a_stop_drops_what_is_armed() {
        slot.prepare(open(7, 3), true, 0);
        slot.stopArmed();
        shows(7, STOPPED, 0);
        assertThat(slot.fitting(7)).isEmpty();
    }

    @Test
    void a_coil_before_a_prepare_changes_only_the_refusal() {
        assertThat(slot.fittingDirection(1)).isEmpty();
        shows(0, NONE, 1);
    }

    @Test
    void a_coil_the_other_way_disarms() {
        slot.prepare(new int[] {0, 7, 1}, true, 0);
        assertThat(slot.fittingDirection(2)).isEmpty();
        shows(7, REFUSED, 1);
        assertThat(slot.fittingDirection(1)).isEmpty();
    }

    @Test
    void tokens_use_all_32_bits() {
        slot.prepare(new int[] {0xFFFF, 0xFFFE, 1, 3}, true, 0);
        assertThat(slot.fitting(0xFFFF_FFFEL)).isPresent();
        shows(0xFFFF_FFFEL, PREPARED, 0);
    }
}
