package org.archivevault.simulator.shelving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.archivevault.protocol.address.BlockId;
import org.archivevault.simulator.modbus.ModbusRefusal;
import org.archivevault.simulator.rails.Drive;
import org.archivevault.simulator.rails.Rails;
import org.archivevault.simulator.truth.TruthEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Operation 2 of the mailbox, spread evenly, as the register map page has it. On a clock of the test's. */
class SpreadTest {
    private static final int CARRIAGES = 10;
    private static final int AISLES = CARRIAGES - 1;
    private static final int WIDTH_MM = 500;
    private static final int AISLE_MM = 900;
    private static final int OFFERED = 1 << 4;
    private static final int SPREAD = 1 << 5;
    private static final int MOVING = 1 << 1;
    private static final long LONG_AFTER = 120_000;

    private final List<TruthEvent> told = new ArrayList<>();
    private final Shelving shelving = shelving(CARRIAGES);
    private final MailboxController controller = new MailboxController(shelving);

    private Shelving shelving(int carriages) {
        Rails rails = new Rails(Collections.nCopies(carriages, WIDTH_MM), AISLE_MM);
        return new Shelving(BlockId.parse("ES-V1-B1"), rails, Drive.USUAL, 1, true, told::add);
    }

    private static void command(MailboxController to, int token, int operation, int aisle, long now)
            throws ModbusRefusal {
        to.writeRegisters(10, new int[] {0, token, operation, aisle}, now);
        to.writeRegisters(20, new int[] {0, token}, now);
    }

    private int status(long now) {
        return controller.inputRegisters(now)[4];
    }

    private int[] last(long now) {
        int[] registers = controller.inputRegisters(now);
        return new int[] {registers[9], registers[10], registers[11]};
    }

    private <T extends TruthEvent> List<T> told(Class<T> kind) {
        return told.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    @Test
    void all_gaps_become_equally_wide_and_the_status_says_so() throws ModbusRefusal {
        // GIVEN aisle 1 open, and a controller that says what it can do
        assertThat(status(0)).isEqualTo(OFFERED);

        // WHEN token 7 is prepared with operation 2, then executed
        controller.writeRegisters(10, new int[] {0, 7, 2, 0}, 0);
        assertThat(controller.holdingRegisters(0)).containsSequence(0, 7, 2, 0, 0, 7, 2, 0, 5);
        assertThat(shelving.moving()).isFalse();
        controller.writeRegisters(20, new int[] {0, 7}, 0);

        // THEN it moves, with no aisle for a target
        assertThat(status(50)).isEqualTo(OFFERED | MOVING);
        assertThat(controller.inputRegisters(50)).containsSequence(OFFERED | MOVING, 0, 0, 0, 0, 7, 2, 0);

        // AND ends with every gap a ninth of the aisle, and no aisle open
        controller.advance(LONG_AFTER);
        assertThat(status(LONG_AFTER)).isEqualTo(OFFERED | SPREAD);
        assertThat(controller.inputRegisters(LONG_AFTER)[6]).isZero();
        assertThat(last(LONG_AFTER)).containsExactly(7, 3, 0);
        for (int aisle = 1; aisle <= AISLES; aisle++) {
            assertThat(shelving.rails().gapMm(shelving.positions(LONG_AFTER), aisle))
                    .isCloseTo((double) AISLE_MM / AISLES, within(1e-6));
        }

        // AND the ground truth says the same
        assertThat(told(TruthEvent.MotionStart.class))
                .extracting(TruthEvent.MotionStart::aisle, TruthEvent.MotionStart::from, TruthEvent.MotionStart::token)
                .containsExactly(tuple(0, 1, 7L));
        assertThat(told(TruthEvent.MotionStop.class))
                .extracting(
                        TruthEvent.MotionStop::openAisle, TruthEvent.MotionStop::spread, TruthEvent.MotionStop::reason)
                .containsExactly(tuple(0, true, "arrived"));
    }

    @Test
    void any_aisle_opens_from_there_and_a_second_spread_finds_nothing_to_move() throws ModbusRefusal {
        command(controller, 1, 2, 0, 0);
        controller.advance(LONG_AFTER);
        // WHEN
        command(controller, 2, 2, 0, LONG_AFTER);
        // THEN
        assertThat(last(LONG_AFTER)).containsExactly(2, 3, 0);
        assertThat(told(TruthEvent.NoMotion.class))
                .extracting(TruthEvent.NoMotion::aisle, TruthEvent.NoMotion::token)
                .containsExactly(tuple(0, 2L));
        // WHEN
        command(controller, 3, 1, 5, LONG_AFTER);
        controller.advance(2 * LONG_AFTER);
        // THEN
        assertThat(shelving.openAisle()).isEqualTo(5);
        assertThat(status(2 * LONG_AFTER)).isEqualTo(OFFERED);
        assertThat(told(TruthEvent.MotionStart.class))
                .extracting(TruthEvent.MotionStart::aisle, TruthEvent.MotionStart::from)
                .containsExactly(tuple(0, 1), tuple(5, 0));
    }

    @ParameterizedTest
    @EnumSource
    void every_input_refuses_a_spread_and_stops_a_running_one(Input input) throws ModbusRefusal {
        int aisle = input.perAisle() ? AISLES : 0;
        shelving.set(input, aisle, true, 0);
        command(controller, 1, 2, 0, 0);
        assertThat(shelving.moving()).isFalse();
        assertThat(last(0)).containsExactly(1, 4, input.refusal().number());

        shelving.set(input, aisle, false, 10);
        command(controller, 2, 2, 0, 10);
        assertThat(shelving.moving()).isTrue();
        shelving.set(input, aisle, true, 3_000);
        controller.advance(3_050);
        assertThat(last(3_050)).containsExactly(2, 5, input.refusal().number());
        controller.advance(3_050 + Drive.USUAL.brakeMillis());
        assertThat(shelving.moving()).isFalse();
        assertThat(status(4_000) & SPREAD).isZero();
        // AND clearing it moves nothing
        shelving.set(input, aisle, false, 4_000);
        controller.advance(5_000);
        assertThat(told(TruthEvent.MotionStart.class)).hasSize(1);
    }

    @Test
    void a_stop_midway_leaves_it_neither_spread_nor_open_and_a_new_command_goes_on() throws ModbusRefusal {
        command(controller, 1, 2, 0, 0);
        controller.writeRegisters(24, new int[] {1}, 2_000);
        controller.advance(3_000);
        assertThat(last(3_000)).containsExactly(1, 5, 0);
        assertThat(status(3_000)).isEqualTo(OFFERED);
        command(controller, 2, 2, 0, 3_000);
        controller.advance(LONG_AFTER);
        assertThat(status(LONG_AFTER)).isEqualTo(OFFERED | SPREAD);
    }

    @Test
    void a_spread_names_no_aisle_and_an_opening_names_one() throws ModbusRefusal {
        command(controller, 1, 2, 3, 0);
        assertThat(last(0)).containsExactly(1, 4, 1);
        command(controller, 2, 1, 0, 0);
        assertThat(last(0)).containsExactly(2, 4, 1);
        assertThat(shelving.moving()).isFalse();
    }

    @Test
    void a_controller_from_before_and_one_with_a_single_aisle_offer_and_understand_none() throws ModbusRefusal {
        for (MailboxController other :
                List.of(new MailboxController(shelving(CARRIAGES), false), new MailboxController(shelving(2)))) {
            assertThat(other.inputRegisters(0)[4]).isZero();
            other.writeRegisters(10, new int[] {0, 1, 2, 0}, 0);
            int[] registers = other.inputRegisters(0);
            assertThat(new int[] {registers[9], registers[10], registers[11]}).containsExactly(1, 4, 3);
            assertThat(other.holdingRegisters(0)[14 + 2]).isZero();
        }
    }
}
