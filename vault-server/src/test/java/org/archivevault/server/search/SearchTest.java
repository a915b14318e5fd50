package org.archivevault.server.search;

import static org.archivevault.server.testing.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.archivevault.server.testing.TestDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SearchTest {
    private TestDatabase db;
    private Search search;

    @BeforeAll
    void fill() {
        db = new TestDatabase();
        search = new Search(db.database());
        order(1, "530426202601310001", "04260001001", "普贵英", "P00000001", "6900001");
        order(2, "530426202601310002", "04260001002", "普贵芳", "P00000002", "6900002");
        order(3, "530426202602010001", "04260002001", "峨山水泥有限责任公司", "P00000003", "6900003");
        order(4, "530426202602010002", "04260002002", "玉溪山水泥制品厂", "P00000004", "6900004");
        order(5, "WO-2025-7", "04260003001", "A栋3号楼物业", "X1", "B5");
        order(6, "530426202603010009", "04260001001", "普贵英", "P00000006", "6900006");
        db.rows("UPDATE pack SET state = 'out' WHERE id = 2");
    }

    @AfterAll
    void close() {
        db.close();
    }

    private void order(long id, String orderNo, String customerNo, String name, String packNo, String barcode) {
        if (db.rows("SELECT id FROM customer_name WHERE name = $1::text", name).isEmpty()) {
            db.rows("INSERT INTO customer_name (id, name) VALUES ($1::bigint, $2::text)", id, name);
            for (String part : NameParts.of(name)) {
                db.rows("INSERT INTO customer_name_part VALUES ($1::text, $2::bigint)", part, id);
            }
        }
        db.rows(
                "INSERT INTO business_order VALUES ($1::bigint, $2::text, $3::text,"
                        + " (SELECT id FROM customer_name WHERE name = $4::text), '新装', '2026-01-31')",
                id,
                orderNo,
                customerNo,
                name);
        db.rows(
                "INSERT INTO pack (id, pack_no, barcode, state_since, state_by)"
                        + " VALUES ($1::bigint, $2::text, $3::text, now(), 'test')",
                id,
                packNo,
                barcode);
        db.rows("INSERT INTO order_pack VALUES ($1::bigint, $1::bigint)", id);
    }

    @ParameterizedTest
    @CsvSource({
        "5304262026013,  order-no,      530426202601310001 530426202601310002",
        "0426000200,     customer-no,   530426202602010001 530426202602010002",
        "普,             customer-name, 530426202601310001 530426202603010009 530426202601310002",
        "普贵芳,         customer-name, 530426202601310002",
        "水泥,           customer-name, 530426202602010001 530426202602010002",
        "山水,           customer-name, 530426202602010001 530426202602010002",
        "司,             customer-name, 530426202602010001",
        "3号楼,          customer-name, WO-2025-7",
        "6900004,        barcode,       530426202602010002",
        "P00000003,      pack-no,       530426202602010001",
        "wo-2025,        order-no,      WO-2025-7",
        "５３０４２６２０２６０３, order-no, 530426202603010009"
    })
    void what_was_typed_so_far_finds_the_order(String typed, String field, String orders) {
        List<Hit> hits = find(typed);

        assertThat(hits)
                .filteredOn(hit -> !hit.matched().near())
                .extracting(Hit::orderNo)
                .containsExactlyInAnyOrder(orders.split(" "));
        assertThat(hits.get(0).matched().field()).isEqualTo(field);
    }

    @Test
    void one_character_is_answered_from_every_field_order_numbers_first() {
        assertThat(find("5"))
                .first()
                .satisfies(hit -> assertThat(hit.matched().field()).isEqualTo("order-no"));
        assertThat(find("P")).extracting(hit -> hit.matched().field()).containsOnly("pack-no");
    }

    @ParameterizedTest
    @CsvSource({
        "530426202601310003, 530426202601310001", // last digit wrong
        "53042620260131001,  530426202601310001", // one missing
        "5304262026013100011, 530426202601310001", // one too many
        "530426202601310010, 530426202601310001", // two swapped
        "530427202602,       530426202602010001", // wrong in the middle of a beginning
        "04260003010,        WO-2025-7",
        "6900030,            530426202602010001"
    })
    void one_typing_error_away_is_found_and_said_to_be_near(String typed, String order) {
        assertThat(find(typed)).anySatisfy(hit -> {
            assertThat(hit.orderNo()).isEqualTo(order);
            assertThat(hit.matched().near()).isTrue();
        });
    }

    @Test
    void swapped_characters_of_a_name_are_near() {
        assertThat(find("普英贵")).extracting(Hit::orderNo).contains("530426202601310001");
    }

    @Test
    void exact_matches_stand_before_near_ones() {
        List<Hit> hits = find("530426202601310001");

        assertThat(hits.get(0).orderNo()).isEqualTo("530426202601310001");
        assertThat(hits.get(0).matched().near()).isFalse();
        assertThat(hits)
                .filteredOn(hit -> hit.matched().near())
                .extracting(Hit::orderNo)
                .contains("530426202601310002");
    }

    @Test
    void a_hit_says_what_matched_and_the_state_of_its_packs() {
        Hit hit = find("普贵芳").get(0);

        assertThat(hit.matched()).isEqualTo(new Hit.Matched("customer-name", "普贵芳", false));
        assertThat(hit.states()).containsExactly("out");
        assertThat(hit.customerNo()).isEqualTo("04260001002");
        assertThat(hit.packs()).isEqualTo(1);
    }

    @Test
    void what_matches_nothing_finds_nothing_and_wildcards_mean_themselves() {
        assertThat(find("%")).isEmpty();
        assertThat(find("_____")).isEmpty();
        assertThat(find("不存在")).isEmpty();
        assertThat(find("'; DROP TABLE pack; --")).isEmpty();
    }

    @Test
    void the_limit_holds() {
        assertThat(await(search.find(new SearchText("5"), 2))).hasSize(2);
    }

    @Test
    void the_nearest_numbers_are_those_one_error_away_and_then_the_neighbours() {
        NearestOrders nearest = new NearestOrders(db.database());

        assertThat(await(nearest.to("530426202601310003")))
                .startsWith("530426202601310001", "530426202601310002")
                .hasSizeLessThanOrEqualTo(NearestOrders.MOST);
        assertThat(await(nearest.to("9")))
                .as("behind all others but those with letters")
                .isNotEmpty();
    }

    private List<Hit> find(String typed) {
        return await(search.find(new SearchText(typed), 10));
    }
}
