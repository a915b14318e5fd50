package org.archivevault.server.catalogue;

import static org.archivevault.server.testing.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.time.Instant;
import java.util.function.Function;
import org.archivevault.protocol.address.ShelfAddress;
import org.archivevault.protocol.pack.PackNo;
import org.archivevault.server.putaway.SlotRegister;
import org.archivevault.server.testing.TestDatabase;
import org.archivevault.server.testing.TestSite;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Execution(ExecutionMode.SAME_THREAD)
class PlacementsTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final PackNo ONE = new PackNo("P1");
    private static final PackNo TWO = new PackNo("P2");
    private static final ShelfAddress SLOT_1 = ShelfAddress.parse("ES-V1-B1-01B-01-1-01");
    private static final ShelfAddress SLOT_2 = ShelfAddress.parse("ES-V1-B1-01B-01-1-02");

    private TestDatabase db;
    private Instant now = START;
    private Placements placements;

    @BeforeAll
    void open() {
        db = new TestDatabase();
        await(new SlotRegister(db.database(), () -> START).synchronise(TestSite.small(5, "a")));
    }

    @AfterAll
    void close() {
        db.close();
    }

    @BeforeEach
    void emptyShelves() {
        db.rows("TRUNCATE placement, pack CASCADE");
        db.rows("UPDATE slot SET free = true");
        db.addPacks(2);
        now = START;
        placements = new Placements(() -> now);
    }

    @Test
    void where_a_pack_lay_can_be_told_for_any_moment() {
        // GIVEN a pack that stood in slot 1 on day 0, was out on day 1 and stands in slot 2 since day 2
        act(tx -> placements.put(tx, ONE, SLOT_1, "li", "put-away"));
        now = START.plusSeconds(86_400);
        act(tx -> placements.takeOut(tx, ONE, "wang", "retrieval:1"));
        now = START.plusSeconds(2 * 86_400);
        act(tx -> placements.put(tx, ONE, SLOT_2, "li", "put-away"));

        // THEN
        assertThat(asOf(START.minusSeconds(1))).isEmpty();
        assertThat(asOf(START)).contains(SLOT_1);
        assertThat(asOf(START.plusSeconds(86_399))).contains(SLOT_1);
        assertThat(asOf(START.plusSeconds(86_400))).isEmpty();
        assertThat(asOf(START.plusSeconds(3 * 86_400))).contains(SLOT_2);
        assertThat(history().get(0).takenBy()).isEqualTo("wang");
        assertThat(history().get(0).takenWhy()).isEqualTo("retrieval:1");
    }

    @Test
    void a_slot_never_holds_two_packs() {
        act(tx -> placements.put(tx, ONE, SLOT_1, "li", "put-away"));

        assertThatThrownBy(() -> act(tx -> placements.put(tx, TWO, SLOT_1, "li", "put-away")))
                .hasMessageContaining("slot-not-free");
        assertThat(state(TWO)).isEqualTo("unknown");
    }

    @Test
    void a_pack_that_is_put_elsewhere_leaves_its_slot_at_that_moment() {
        act(tx -> placements.put(tx, ONE, SLOT_1, "li", "put-away"));
        now = START.plusSeconds(60);
        act(tx -> placements.put(tx, ONE, SLOT_2, "li", "move"));
        act(tx -> placements.put(tx, TWO, SLOT_1, "li", "put-away"));

        assertThat(asOf(now)).contains(SLOT_2);
        assertThat(db.number("SELECT count(*) FROM placement WHERE valid_to IS NULL"))
                .isEqualTo(2);
        assertThat(db.number("SELECT count(*) FROM slot WHERE NOT free")).isEqualTo(2);
    }

    @Test
    void a_clock_that_was_set_back_does_not_put_a_pack_at_two_places() {
        // GIVEN a pack placed and taken at noon
        now = START.plusSeconds(43_200);
        act(tx -> placements.put(tx, ONE, SLOT_1, "li", "put-away"));
        act(tx -> placements.takeOut(tx, ONE, "wang", "retrieval:1"));

        // WHEN the clock says morning again
        now = START;
        act(tx -> placements.put(tx, ONE, SLOT_2, "li", "put-away"));
        act(tx -> placements.put(tx, TWO, SLOT_1, "li", "put-away"));

        // THEN the new placements follow the old ones
        assertThat(history()).hasSize(2);
        assertThat(history().get(1).from()).isAfterOrEqualTo(history().get(0).to());
    }

    @Test
    void past_placements_that_overlap_are_refused_by_the_database_itself() {
        db.rows("INSERT INTO placement VALUES ((SELECT id FROM pack WHERE pack_no = 'P1'), 'ES-V1-B1-01B-01-1-01',"
                + " '2026-01-01', '2026-02-01', 'li', 'x', 'li', 'x')");

        assertThatThrownBy(() -> db.rows("INSERT INTO placement VALUES ((SELECT id FROM pack WHERE pack_no = 'P1'),"
                        + " 'ES-V1-B1-01B-01-1-02', '2026-01-15', '2026-03-01', 'li', 'x', 'li', 'x')"))
                .as("one pack at two places")
                .hasMessageContaining("overlaps in time");
        assertThatThrownBy(() -> db.rows("INSERT INTO placement VALUES ((SELECT id FROM pack WHERE pack_no = 'P2'),"
                        + " 'ES-V1-B1-01B-01-1-01', '2026-01-31', NULL, 'li', 'x', NULL, NULL)"))
                .as("two packs in one slot")
                .hasMessageContaining("overlaps in time");
        db.rows("INSERT INTO placement VALUES ((SELECT id FROM pack WHERE pack_no = 'P2'),"
                + " 'ES-V1-B1-01B-01-1-01', '2026-02-01', NULL, 'li', 'x', NULL, NULL)");
    }

    @Test
    void history_can_be_closed_but_neither_changed_nor_deleted() {
        act(tx -> placements.put(tx, ONE, SLOT_1, "li", "put-away"));

        assertThatThrownBy(() -> db.rows("UPDATE placement SET position_code = 'ES-V1-B1-01B-01-1-02'"))
                .hasMessageContaining("can only be closed");
        assertThatThrownBy(() -> db.rows("DELETE FROM placement")).hasMessageContaining("can only be closed");
        act(tx -> placements.takeOut(tx, ONE, "wang", "retrieval:1"));
        assertThatThrownBy(() -> db.rows("UPDATE placement SET valid_to = now() + interval '1 day'"))
                .hasMessageContaining("can only be closed");
    }

    @Test
    void a_pack_comes_back_to_the_slot_it_had_unless_another_took_it() {
        act(tx -> placements.put(tx, ONE, SLOT_1, "li", "put-away"));
        act(tx -> placements.takeOut(tx, ONE, "wang", "retrieval:1"));
        now = START.plusSeconds(60);
        ShelfAddress back = act(tx -> placements.putBack(tx, ONE, "li", "return"));
        assertThat(back).isEqualTo(SLOT_1);
        assertThat(state(ONE)).isEqualTo("on-shelf");

        act(tx -> placements.takeOut(tx, ONE, "wang", "retrieval:2"));
        act(tx -> placements.put(tx, TWO, SLOT_1, "li", "put-away"));
        assertThatThrownBy(() -> act(tx -> placements.putBack(tx, ONE, "li", "return")))
                .hasMessageContaining("slot-not-free");
        assertThat(state(ONE)).isEqualTo("out");
    }

    @Test
    void each_state_refuses_in_its_own_words_what_it_does_not_allow() {
        assertThatThrownBy(() -> act(tx -> placements.takeOut(tx, ONE, "wang", "x")))
                .hasMessageContaining("pack-location-unknown");
        assertThatThrownBy(() -> act(tx -> placements.putBack(tx, ONE, "wang", "x")))
                .hasMessageContaining("pack-location-unknown");
        act(tx -> placements.put(tx, ONE, SLOT_1, "li", "put-away"));
        assertThatThrownBy(() -> act(tx -> placements.putBack(tx, ONE, "wang", "x")))
                .hasMessageContaining("pack-on-shelf");
        act(tx -> placements.miss(tx, ONE, "wang", "inventory"));
        assertThatThrownBy(() -> act(tx -> placements.takeOut(tx, ONE, "wang", "x")))
                .hasMessageContaining("pack-missing");
        act(tx -> placements.putBack(tx, ONE, "wang", "found"));
        act(tx -> placements.takeOut(tx, ONE, "wang", "x"));
        assertThatThrownBy(() -> act(tx -> placements.takeOut(tx, ONE, "zhang", "x")))
                .hasMessageContaining("pack-out");
        assertThatThrownBy(() -> act(tx -> placements.takeOut(tx, new PackNo("P9"), "wang", "x")))
                .hasMessageContaining("pack-not-found");
        assertThatThrownBy(() -> act(
                        tx -> placements.put(tx, ONE, ShelfAddress.parse("ES-V1-B1-01B-01-1-99"), "li", "put-away")))
                .as("a slot that the plan does not have")
                .hasMessageContaining("slot-not-free");
    }

    private <T> T act(Function<SqlConnection, Future<T>> act) {
        return await(db.database().inTransaction(act));
    }

    private java.util.Optional<ShelfAddress> asOf(Instant at) {
        return await(placements.asOf(db.database().reads(), ONE, at));
    }

    private java.util.List<Catalogue.Placement> history() {
        return await(new Catalogue().pack(db.database().reads(), ONE))
                .orElseThrow()
                .placements();
    }

    private String state(PackNo pack) {
        return db.rows("SELECT state FROM pack WHERE pack_no = $1::text", pack.value())
                .get(0)
                .getString(0);
    }
}
