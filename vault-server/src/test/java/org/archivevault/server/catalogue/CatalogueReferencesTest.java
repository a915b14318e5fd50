package org.archivevault.server.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.pgclient.PgException;
import org.archivevault.server.putaway.SlotRegister;
import org.archivevault.server.testing.TestDatabase;
import org.archivevault.server.testing.TestSite;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The catalogue's references hold although no foreign key says so. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CatalogueReferencesTest {
    private static final String FOREIGN_KEY_VIOLATION = "23503";
    private static final String RESTRICT_VIOLATION = "23001";
    private static final String SLOT = "ES-V1-B1-01B-01-1-01";

    private TestDatabase db;

    @BeforeAll
    void fill() {
        db = new TestDatabase();
        TestDatabase.await(new SlotRegister(db.database(), java.time.Instant::now).synchronise(TestSite.small(5, "a")));
        db.rows("INSERT INTO customer_name (id, name) VALUES (1, '王小明')");
        db.rows("INSERT INTO customer_name_part (part, name_id) VALUES ('小明', 1)");
        db.rows("INSERT INTO business_order (id, order_no, customer_no, name_id) VALUES (1, 'A1', 'C1', 1)");
        db.rows("INSERT INTO pack (id, pack_no, state_since, state_by) VALUES (1, 'P1', now(), 'test')");
        db.rows("INSERT INTO order_pack (order_id, pack_id) VALUES (1, 1)");
        db.rows("INSERT INTO document (id, pack_id, order_id, document_no) VALUES (1, 1, 1, 'D1')");
        db.rows("INSERT INTO page (document_id, page_no) VALUES (1, 1)");
        place(1, SLOT);
    }

    @AfterAll
    void close() {
        db.close();
    }

    private void place(int pack, String positionCode) {
        db.rows(
                "INSERT INTO placement (pack_id, position_code, valid_from, placed_by, placed_why)"
                        + " VALUES ($1::bigint, $2::text, now(), 'test', 'test')",
                (long) pack,
                positionCode);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO customer_name_part (part, name_id) VALUES ('x', 1), ('x', 9)",
                "INSERT INTO business_order (id, order_no, customer_no, name_id) VALUES (5, 'A9', 'C9', 1), (6, 'A8', 'C8', 9)",
                "INSERT INTO order_pack (order_id, pack_id) VALUES (9, 1)",
                "INSERT INTO order_pack (order_id, pack_id) VALUES (1, 9)",
                "INSERT INTO document (id, pack_id, order_id, document_no) VALUES (5, 1, 9, 'D2')",
                "INSERT INTO page (document_id, page_no) VALUES (1, 2), (9, 1)",
                "INSERT INTO placement (pack_id, position_code, valid_from, placed_by, placed_why)"
                        + " VALUES (9, 'ES-V1-B1-01B-01-1-02', now(), 'test', 'test')",
                "INSERT INTO placement (pack_id, position_code, valid_from, placed_by, placed_why, valid_to, taken_by,"
                        + " taken_why) VALUES (1, 'ES-V1-B1-99B-01-1-02', '2000-01-01', 'a', 'b', '2000-01-02', 'c', 'd')"
            })
    void what_refers_to_nothing_is_refused_with_its_whole_statement(String sql) {
        assertThatThrownBy(() -> db.rows(sql))
                .isInstanceOfSatisfying(
                        PgException.class,
                        refused -> assertThat(refused.getSqlState()).isEqualTo(FOREIGN_KEY_VIOLATION));
        assertThat(db.number("SELECT count(*) FROM business_order")).isEqualTo(1);
        assertThat(db.number("SELECT count(*) FROM page")).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"customer_name", "business_order", "pack", "order_pack", "document", "slot"})
    void what_others_refer_to_is_never_deleted(String table) {
        assertThatThrownBy(() -> db.rows("DELETE FROM " + table))
                .isInstanceOfSatisfying(
                        PgException.class,
                        refused -> assertThat(refused.getSqlState()).isEqualTo(RESTRICT_VIOLATION));
    }

    @ParameterizedTest
    @CsvSource({
        "customer_name, id",
        "customer_name_part, name_id",
        "business_order, id",
        "business_order, name_id",
        "pack, id",
        "order_pack, order_id",
        "order_pack, pack_id",
        "document, id",
        "document, order_id",
        "document, pack_id",
        "page, document_id",
        "slot, position_code"
    })
    void no_end_of_a_reference_is_ever_changed(String table, String column) {
        assertThatThrownBy(() -> db.rows("UPDATE " + table + " SET " + column + " = " + column))
                .isInstanceOfSatisfying(
                        PgException.class,
                        refused -> assertThat(refused.getSqlState()).isEqualTo(RESTRICT_VIOLATION));
    }

    @Test
    void a_pack_knows_its_place_as_long_as_it_has_one() {
        db.rows("INSERT INTO pack (id, pack_no, state_since, state_by) VALUES (2, 'P2', now(), 'test')");
        place(2, "ES-V1-B1-01B-01-1-03");
        assertThat(positionOf(2)).isEqualTo("ES-V1-B1-01B-01-1-03");

        db.rows("UPDATE placement SET valid_to = valid_from + interval '1 s', taken_by = 'x', taken_why = 'y'"
                + " WHERE pack_id = 2");
        assertThat(positionOf(2)).isNull();

        db.rows("INSERT INTO placement (pack_id, position_code, valid_from, placed_by, placed_why)"
                + " VALUES (2, 'ES-V1-B1-01B-01-1-04', now() + interval '2 s', 'test', 'test')");
        assertThat(positionOf(2)).isEqualTo("ES-V1-B1-01B-01-1-04");
        assertThat(positionOf(1)).isEqualTo(SLOT);
    }

    private String positionOf(int pack) {
        return db.rows("SELECT position_code FROM pack WHERE id = $1::bigint", (long) pack)
                .get(0)
                .getString(0);
    }
}
