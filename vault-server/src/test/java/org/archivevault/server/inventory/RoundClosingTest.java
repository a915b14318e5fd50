package org.archivevault.server.inventory;

import static org.archivevault.server.inventory.Shelf.FACE_1B;
import static org.archivevault.server.inventory.Shelf.FACE_2A;
import static org.archivevault.server.inventory.Shelf.OTHER_BLOCK;
import static org.archivevault.server.inventory.Shelf.slot;
import static org.archivevault.server.testing.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Execution(ExecutionMode.SAME_THREAD)
class RoundClosingTest {
    private static final UUID SWEEP = new UUID(0, 1);

    private Shelf shelf;
    private UUID round;

    @BeforeAll
    void open() {
        shelf = new Shelf(20);
    }

    @BeforeEach
    void fill() {
        shelf.reset(20);
        round = shelf.round("ES-V1-B1");
    }

    @AfterAll
    void close() {
        shelf.close();
    }

    /** P1 … Pn stand in the first slots of a face since long. */
    private void stand(int packs) {
        for (int i = 1; i <= packs; i++) {
            shelf.placed(i, slot(FACE_1B, i), -1_000, null);
        }
    }

    private void sweep(@Nullable String face, double minute, int... packs) {
        double at = minute;
        for (int pack : packs) {
            shelf.read(round, SWEEP, pack, face, at);
            at += 0.01;
        }
    }

    @Test
    void a_round_in_which_everything_was_read_in_its_place_finds_nothing() {
        stand(3);
        sweep(FACE_1B, 10, 1, 2, 3);

        Round closed = shelf.close(round);

        assertThat(shelf.found(round)).isEmpty();
        assertThat(closed.end()).isNotNull().satisfies(end -> {
            assertThat(end.expected()).isEqualTo(3);
            assertThat(end.unswept()).isZero();
            assertThat(end.tooNew()).isZero();
        });
    }

    @Test
    void what_lacks_is_missing_what_stands_elsewhere_is_misplaced_and_what_should_not_be_there_is_unexpected() {
        // GIVEN five packs in a face, one in another block, one out, one missing
        stand(5);
        shelf.placed(6, slot(OTHER_BLOCK, 1), -1_000, null);
        shelf.placed(7, slot(FACE_1B, 7), -1_000, -500.0);
        shelf.placed(8, slot(FACE_1B, 8), -1_000, -500.0);
        shelf.state(8, "missing");

        // WHEN P3 answers from the other face, P4 not at all, P6 to P8 though they should not, and a stranger
        sweep(FACE_1B, 10, 1, 2, 5, 6, 7, 8);
        shelf.read(round, SWEEP, 3, FACE_2A, 30);
        shelf.readStranger(round, SWEEP, "ABCD1234", FACE_1B, 10.5);
        shelf.close(round);

        // THEN
        assertThat(shelf.found(round))
                .containsExactly(
                        "missing P4 belongs " + slot(FACE_1B, 4),
                        "misplaced P3 belongs " + slot(FACE_1B, 3) + " seen " + FACE_2A,
                        "misplaced P6 belongs " + slot(OTHER_BLOCK, 1) + " seen " + FACE_1B,
                        "unexpected P7 seen " + FACE_1B,
                        "unexpected P8 seen " + FACE_1B,
                        "unexpected ABCD1234 seen " + FACE_1B);
        assertThat(
                        shelf.db.number(
                                "SELECT count(*) FROM inventory_discrepancy WHERE pack_state = 'missing' AND kind = 'unexpected'"))
                .isEqualTo(1);
        assertThat(shelf.db.rows(
                        "SELECT details FROM access_log WHERE kind = 'inventory-closed' AND object = $1::text",
                        "inventory:" + round))
                .singleElement()
                .satisfies(row -> assertThat(row.getString(0))
                        .contains("\"expected\":5", "\"missing\":1", "\"misplaced\":2", "\"unexpected\":3"));
    }

    @Test
    void what_was_moved_taken_or_returned_after_the_read_is_no_error() {
        // GIVEN a sweep at minute 10 that came in late
        stand(3);
        sweep(FACE_1B, 10, 1, 2, 3);
        // AND afterwards P1 was moved, P2 taken, P3 taken and brought back, P4 and P5 put there anew
        shelf.db.rows("UPDATE placement SET valid_to = $1::timestamptz, taken_by = 't', taken_why = 't'", shelf.at(20));
        shelf.placed(1, slot(FACE_2A, 9), 21, null);
        shelf.state(2, "out");
        shelf.placed(3, slot(FACE_1B, 3), 40, null);
        shelf.placed(4, slot(FACE_1B, 4), 30, null);
        shelf.placed(5, slot(FACE_2A, 5), 30, null);
        shelf.readStranger(round, SWEEP, "", FACE_2A, 10);

        Round closed = shelf.close(round);

        // THEN nothing is wrong, and what could not be judged is counted: P4 and P5 (P1 and P3 were seen, but before
        // they
        // were put where they stand now)
        assertThat(shelf.found(round)).isEmpty();
        assertThat(closed.end()).isNotNull().satisfies(end -> {
            assertThat(end.expected()).isEqualTo(4);
            assertThat(end.tooNew()).isEqualTo(4);
        });
    }

    @Test
    void a_read_is_judged_by_the_place_of_its_time_not_by_the_place_of_now() {
        // GIVEN a pack that stood in one face until minute 20 and in the other since
        shelf.placed(1, slot(FACE_1B, 1), -1_000, 20.0);
        shelf.placed(1, slot(FACE_2A, 1), 21, null);
        shelf.placed(2, slot(FACE_2A, 2), -1_000, null);

        // WHEN it was read at minute 10 in the one and at minute 30 in the other
        shelf.read(round, SWEEP, 1, FACE_1B, 10);
        shelf.read(round, SWEEP, 1, FACE_2A, 30);
        shelf.read(round, SWEEP, 2, FACE_2A, 30);
        shelf.close(round);

        assertThat(shelf.found(round)).isEmpty();
    }

    @Test
    void a_stray_read_across_the_aisle_moves_nothing_but_a_lasting_one_does() {
        stand(2);
        // P1: read at home, and two minutes later from across the aisle; P2: read at home, and elsewhere an hour later
        sweep(FACE_1B, 10, 1, 2);
        shelf.read(round, SWEEP, 1, FACE_2A, 12);
        shelf.read(round, SWEEP, 2, FACE_2A, 70);

        shelf.close(round);

        assertThat(shelf.found(round)).containsExactly("misplaced P2 belongs " + slot(FACE_1B, 2) + " seen " + FACE_2A);
    }

    @Test
    void a_hand_that_is_slower_or_quicker_than_its_record_makes_no_error() {
        // GIVEN P1 recorded as taken at minute 10, P2 as moved at minute 10, P3 as put there at minute 10
        shelf.placed(1, slot(FACE_1B, 1), -1_000, 10.0);
        shelf.placed(2, slot(FACE_1B, 2), -1_000, 10.0);
        shelf.placed(2, slot(FACE_2A, 2), 10, null);
        shelf.placed(3, slot(FACE_1B, 3), 10, null);

        // WHEN P1 and P2 answer once more a minute later from where they were, and a sweep begins then without P3
        sweep(FACE_1B, 11, 1, 2);
        shelf.close(round);

        assertThat(shelf.found(round)).isEmpty();
    }

    @Test
    void a_slot_that_is_known_is_held_against_the_slot() {
        stand(2);
        shelf.read(round, SWEEP, 1, slot(FACE_1B, 1), 10);
        shelf.read(round, SWEEP, 2, slot(FACE_1B, 9), 10);

        shelf.close(round);

        assertThat(shelf.found(round))
                .containsExactly("misplaced P2 belongs " + slot(FACE_1B, 2) + " seen " + slot(FACE_1B, 9));
    }

    @Test
    void a_face_that_nobody_swept_stops_the_closing_until_that_is_accepted_and_is_not_called_missing() {
        stand(2);
        shelf.placed(3, slot(FACE_2A, 1), -1_000, null);
        sweep(FACE_1B, 10, 1, 2);

        assertThatThrownBy(() -> await(shelf.closing.close(round, false, Shelf.LI)))
                .hasMessageContaining("inventory-not-swept")
                .hasMessageContaining("1 packs");
        assertThat(shelf.db.number("SELECT count(*) FROM inventory_sweep")).isZero();
        Round closed = shelf.close(round);

        assertThat(shelf.found(round)).isEmpty();
        assertThat(closed.end())
                .isNotNull()
                .satisfies(end -> assertThat(end.unswept()).isEqualTo(1));
        assertThatThrownBy(() -> shelf.close(round)).hasMessageContaining("inventory-closed");
        assertThatThrownBy(() -> shelf.close(new UUID(7, 7))).hasMessageContaining("inventory-not-found");
    }

    @Test
    void a_face_that_was_swept_and_answered_nothing_has_lost_its_packs() {
        stand(2);
        shelf.readStranger(round, SWEEP, "", FACE_1B, 10);

        shelf.close(round);

        assertThat(shelf.found(round))
                .containsExactly("missing P1 belongs " + slot(FACE_1B, 1), "missing P2 belongs " + slot(FACE_1B, 2));
    }

    @Test
    void bar_codes_read_without_a_place_tell_that_packs_are_there_and_which_face_was_gone_over() {
        stand(3);
        sweep(null, 10, 1, 3);

        shelf.close(round);

        assertThat(shelf.found(round)).containsExactly("missing P2 belongs " + slot(FACE_1B, 2));
    }

    @Test
    void whole_scans_of_fixed_readers_are_sweeps_and_broken_ones_only_tell_what_they_saw() {
        // GIVEN four packs in the face that the antennas see
        for (int i = 1; i <= 4; i++) {
            shelf.placed(i, slot(FACE_2A, i), -1_000, null);
        }
        // WHEN a scan of which the second part is lost saw P4
        shelf.scanned(new UUID(1, 1), 1, 2, 5, "E00004");
        // AND no whole scan came
        Round closed = shelf.close(round);

        // THEN nothing is missing, and the face counts as not swept but for P4
        assertThat(shelf.found(round)).isEmpty();
        assertThat(closed.end())
                .isNotNull()
                .satisfies(end -> assertThat(end.unswept()).isEqualTo(3));

        // WHEN in the next round a whole scan in two parts sees P1, P3 and a stranger
        UUID next = shelf.round("ES-V1-B1");
        shelf.scanned(new UUID(1, 2), 1, 2, 10, "E00001", "E00003");
        shelf.scanned(new UUID(1, 2), 2, 2, 10, "FFFF0000");
        shelf.close(next);

        assertThat(shelf.found(next))
                .containsExactly("missing P2 belongs " + slot(FACE_2A, 2), "unexpected FFFF0000 seen " + FACE_2A);
    }

    @Test
    void an_empty_scan_of_a_fixed_reader_is_a_sweep_and_scans_of_other_scopes_do_not_count() {
        shelf.placed(1, slot(FACE_2A, 1), -1_000, null);
        UUID other = shelf.round("ES-V1-B2");
        shelf.scanned(new UUID(1, 1), 1, 1, 5);

        shelf.close(round);
        shelf.close(other);

        assertThat(shelf.found(round)).containsExactly("missing P1 belongs " + slot(FACE_2A, 1));
        assertThat(shelf.db.number("SELECT count(*) FROM inventory_read WHERE round = $1::uuid", other))
                .isZero();
    }

    @Test
    void a_pack_that_got_its_tag_after_the_sweep_is_known_by_it_when_the_round_is_closed() {
        stand(1);
        sweep(FACE_1B, 10, 1);
        shelf.readStranger(round, SWEEP, "ABCD1234", FACE_1B, 10);
        shelf.db.rows("UPDATE pack SET epc = 'ABCD1234' WHERE pack_no = 'P2'");

        shelf.close(round);

        assertThat(shelf.found(round)).containsExactly("unexpected P2 seen " + FACE_1B);
    }

    @Test
    void a_missing_pack_is_told_with_the_time_when_anything_saw_it_last() {
        stand(2);
        shelf.db.rows(
                "INSERT INTO pack_sighting (pack_id, seen_at, read_point, kind, present) SELECT id, $1::timestamptz,"
                        + " 'gate', 'gate', false FROM pack WHERE pack_no = 'P2'",
                shelf.at(-300));
        shelf.readStranger(round, SWEEP, "", FACE_1B, 10);

        shelf.close(round);

        assertThat(shelf.db.rows("SELECT last_seen FROM inventory_discrepancy ORDER BY id"))
                .extracting(row -> row.getOffsetDateTime(0))
                .containsExactly(null, shelf.at(-300));
    }
}
