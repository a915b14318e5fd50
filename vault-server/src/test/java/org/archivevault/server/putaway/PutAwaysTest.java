package org.archivevault.server.putaway;

import static org.archivevault.server.testing.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.archivevault.protocol.address.ShelfAddress;
import org.archivevault.protocol.pack.PackNo;
import org.archivevault.server.accesslog.AccessLog;
import org.archivevault.server.catalogue.Placements;
import org.archivevault.server.http.Problem;
import org.archivevault.server.identity.Principal;
import org.archivevault.server.identity.Role;
import org.archivevault.server.putaway.PutAways.Wanted;
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
class PutAwaysTest {
    private static final Principal LI = new Principal("li", "李", Set.of(Role.ARCHIVIST));

    private TestDatabase db;
    private SlotRegister slots;
    private Placements placements;
    private PutAways putAways;

    @BeforeAll
    void open() {
        db = new TestDatabase();
        slots = new SlotRegister(db.database(), Clock.systemUTC());
        placements = new Placements(Clock.systemUTC());
        putAways = new PutAways(db.database(), placements, new AccessLog(db.database(), Clock.systemUTC()));
    }

    @BeforeEach
    void emptyShelves() {
        db.empty();
        await(slots.synchronise(TestSite.small(3, "a")));
        db.addPacks(13);
    }

    @AfterAll
    void close() {
        db.close();
    }

    @Test
    void slots_are_proposed_in_sequence_over_faces_carriages_and_blocks() {
        assertThat(await(putAways.propose(8)))
                .containsExactly(
                        "ES-V1-B1-01B-01-1-01",
                        "ES-V1-B1-01B-01-1-02",
                        "ES-V1-B1-01B-01-1-03",
                        "ES-V1-B1-02A-01-1-01",
                        "ES-V1-B1-02A-01-1-02",
                        "ES-V1-B1-02A-01-1-03",
                        "ES-V1-B2-01B-01-1-01",
                        "ES-V1-B2-01B-01-1-02");
    }

    @Test
    void packs_fill_the_shelves_in_sequence_and_a_slot_that_became_free_is_next() {
        // GIVEN three packs put away, the second of which is taken out again
        for (int i = 1; i <= 3; i++) {
            place("P" + i);
        }
        await(db.database().inTransaction(tx -> placements.takeOut(tx, new PackNo("P2"), "wang", "x")));

        // THEN
        assertThat(await(putAways.propose(2))).containsExactly("ES-V1-B1-01B-01-1-02", "ES-V1-B1-02A-01-1-01");
        assertThat(place("P4").positionCode()).isEqualTo("ES-V1-B1-01B-01-1-02");
    }

    @Test
    void a_pack_is_known_by_its_bar_code_too_and_the_put_away_is_logged() {
        PutAways.Done done = await(putAways.place(
                new Wanted(null, "BC7", ShelfAddress.parse("ES-V1-B2-01B-01-1-03"), false),
                new Principal("zhao", "赵", Set.of(Role.ARCHIVIST))));

        assertThat(done.packNo()).isEqualTo("P7");
        assertThat(db.rows("SELECT subject, object, result, details FROM access_log WHERE subject = 'zhao'"))
                .singleElement()
                .satisfies(row -> {
                    assertThat(row.getString(0)).isEqualTo("zhao");
                    assertThat(row.getString(1)).isEqualTo("pack:P7");
                    assertThat(row.getString(3)).contains("ES-V1-B2-01B-01-1-03");
                });
    }

    @Test
    void what_is_not_possible_is_refused_and_nothing_is_written() {
        place("P1");
        place("P2");
        await(db.database().inTransaction(tx -> placements.takeOut(tx, new PackNo("P2"), "wang", "x")));
        long logged = db.number("SELECT count(*) FROM access_log");

        assertThatThrownBy(() -> place("P1")).hasMessageContaining("pack-on-shelf");
        assertThatThrownBy(() -> place("P2")).hasMessageContaining("pack-out");
        assertThatThrownBy(() -> place("P99")).hasMessageContaining("pack-not-found");
        assertThatThrownBy(() -> await(
                        putAways.place(new Wanted("P3", null, ShelfAddress.parse("ES-V1-B1-01B-01-1-01"), false), LI)))
                .hasMessageContaining("slot-not-free");
        assertThat(db.number("SELECT count(*) FROM access_log")).isEqualTo(logged);
        assertThat(db.number("SELECT count(*) FROM placement WHERE valid_to IS NULL"))
                .isEqualTo(1);
    }

    @Test
    void a_pack_is_moved_only_when_that_is_said() {
        place("P1");

        PutAways.Done moved =
                await(putAways.place(new Wanted("P1", null, ShelfAddress.parse("ES-V1-B2-02A-01-1-01"), true), LI));

        assertThat(moved.positionCode()).isEqualTo("ES-V1-B2-02A-01-1-01");
        assertThat(db.number("SELECT count(*) FROM access_log WHERE kind = 'pack-moved' AND object = 'pack:P1'"))
                .isEqualTo(1);
        assertThat(await(putAways.propose(1))).containsExactly("ES-V1-B1-01B-01-1-01");
    }

    @Test
    void packs_put_away_at_the_same_time_get_slots_of_their_own_until_the_shelves_are_full() {
        // GIVEN 12 slots and 13 packs
        List<Future<PutAways.Done>> all = new ArrayList<>();
        for (int i = 1; i <= 13; i++) {
            all.add(patiently("P" + i));
        }
        await(Future.join(all).otherwiseEmpty());

        // THEN twelve stand in twelve slots, and one was told that the shelves are full
        List<String> taken = all.stream()
                .filter(Future::succeeded)
                .map(done -> done.result().positionCode())
                .toList();
        assertThat(taken).hasSize(12).doesNotHaveDuplicates();
        assertThat(all.stream().filter(Future::failed).map(Future::cause).toList())
                .singleElement()
                .satisfies(failure -> assertThat(failure).hasMessageContaining("shelves-full"));
        assertThatThrownBy(() -> await(putAways.propose(1))).hasMessageContaining("shelves-full");
    }

    @Test
    void fill_counts_every_carriage() {
        for (int i = 1; i <= 4; i++) {
            place("P" + i);
        }

        assertThat(await(new Fill(db.database()).perCarriage()))
                .containsExactly(
                        new Fill.Carriage("ES-V1-B1", 1, 3, 3),
                        new Fill.Carriage("ES-V1-B1", 2, 3, 1),
                        new Fill.Carriage("ES-V1-B2", 1, 3, 0),
                        new Fill.Carriage("ES-V1-B2", 2, 3, 0));
    }

    @Test
    void a_plan_that_shrinks_keeps_what_is_occupied_and_tells_it_and_one_that_grows_adds_slots() {
        // GIVEN packs in the first three slots
        for (int i = 1; i <= 3; i++) {
            place("P" + i);
        }

        // WHEN the plan has only two slots a face
        SlotRegister.Strays strays = await(slots.synchronise(TestSite.small(2, "b")));

        // THEN the third pack is told, still has its place, and no slot outside the plan is proposed
        assertThat(strays.named()).containsExactly(new SlotRegister.Stray("ES-V1-B1-01B-01-1-03", "P3"));
        assertThat(db.number("SELECT count(*) FROM placement WHERE valid_to IS NULL"))
                .isEqualTo(3);
        assertThat(await(putAways.propose(2))).containsExactly("ES-V1-B1-02A-01-1-01", "ES-V1-B1-02A-01-1-02");

        // WHEN it grows again
        strays = await(slots.synchronise(TestSite.small(4, "c")));

        // THEN
        assertThat(strays.count()).isZero();
        assertThat(await(putAways.propose(1))).containsExactly("ES-V1-B1-01B-01-1-04");
        assertThat(db.number("SELECT count(*) FROM slot WHERE in_plan")).isEqualTo(16);
    }

    /** On a loaded machine the pool says "busy" after its time; a person would try again, and so does this. */
    private Future<PutAways.Done> patiently(String packNo) {
        return putAways.place(new Wanted(packNo, null, null, false), LI)
                .recover(failure -> failure instanceof Problem ? Future.failedFuture(failure) : patiently(packNo));
    }

    private PutAways.Done place(String packNo) {
        return await(putAways.place(new Wanted(packNo, null, null, false), LI));
    }
}
