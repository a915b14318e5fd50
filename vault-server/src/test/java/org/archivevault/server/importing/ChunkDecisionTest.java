package org.archivevault.server.importing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.archivevault.server.importing.ChunkDecision.Additions;
import org.junit.jupiter.api.Test;

class ChunkDecisionTest {
    private static final String SLOT = "ES-V1-B1-01B-01-1-01";
    private static final String OTHER_SLOT = "ES-V1-B1-01B-01-1-02";
    private static final String LINE = "WO-1,0426001,普贵英,新装,2026-01-31,P1,69001,E2801160,F1,1,W1,申请书,1," + SLOT;

    private final KnownCatalogue known = new KnownCatalogue();

    ChunkDecisionTest() {
        known.slot(SLOT, KnownCatalogue.NOBODY);
        known.slot(OTHER_SLOT, KnownCatalogue.NOBODY);
    }

    @Test
    void six_pages_of_one_pack_are_one_order_one_pack_two_documents_and_one_place() {
        // WHEN
        Additions added = decide(
                LINE,
                LINE.replace("书,1,", "书,2,"),
                LINE.replace("书,1,", "书,3,"),
                LINE.replace("W1", "W2"),
                LINE.replace("W1", "W2").replace("书,1,", "书,2,"),
                LINE.replace("W1", "W2").replace("书,1,", "书,3,"));

        // THEN
        assertThat(added.rejections).isEmpty();
        assertThat(added.accepted).isEqualTo(6);
        assertThat(added.orders).hasSize(1);
        assertThat(added.packs).hasSize(1);
        assertThat(added.links).hasSize(1);
        assertThat(added.documents).hasSize(2);
        assertThat(added.pages).hasSize(6);
        assertThat(added.placed)
                .singleElement()
                .satisfies(pack -> assertThat(pack.positionCode).isEqualTo(SLOT));
    }

    @Test
    void a_page_twice_is_rejected_the_second_time() {
        Additions added = decide(LINE, LINE);

        assertThat(added.pages).hasSize(1);
        assertThat(codes(added)).containsExactly("page-twice");
        assertThat(added.rejections.get(0).lineNo()).isEqualTo(3);
        assertThat(added.rejections.get(0).text()).isEqualTo(LINE);
    }

    @Test
    void the_same_pack_with_another_seal_tag_bar_code_or_class_is_rejected() {
        Additions added = decide(
                LINE,
                next(2).replace("F1", "F2"),
                next(3).replace("E2801160", "E2801161"),
                next(4).replace("69001", "69002"),
                next(5).replace(",F1,1,", ",F1,3,"));

        assertThat(codes(added)).containsExactly("pack-differs", "pack-differs", "pack-differs", "pack-differs");
        assertThat(added.rejections.get(0).reason().zh()).contains("P1", "封签号", "F1");
    }

    @Test
    void the_same_order_with_another_customer_name_kind_or_date_is_rejected() {
        Additions added = decide(
                LINE,
                next(2).replace("0426001", "0426002"),
                next(3).replace("普贵英", "普贵芳"),
                next(4).replace("新装", "过户"),
                next(5).replace("2026-01-31", "2026-02-01"));

        assertThat(codes(added)).containsExactly("order-differs", "order-differs", "order-differs", "order-differs");
    }

    @Test
    void a_tag_or_bar_code_of_another_pack_is_rejected() {
        String other = LINE.replace("P1", "P2").replace(SLOT, OTHER_SLOT);

        Additions added = decide(LINE, other.replace("69001", "69002"), other.replace("E2801160", "E2801161"));

        assertThat(codes(added)).containsExactly("mark-taken", "mark-taken");
        assertThat(added.rejections.get(0).reason().en()).contains("EPC", "P1");
        assertThat(added.packs).hasSize(1);
    }

    @Test
    void a_slot_that_holds_another_pack_or_does_not_exist_is_rejected() {
        String other = LINE.replace("P1", "P2").replace("69001", "69002").replace("E2801160", "E2801161");

        Additions added = decide(LINE, other, other.replace("B1-01B-01-1-01", "B1-01B-01-1-03"));

        assertThat(codes(added)).containsExactly("slot-taken", "slot-unknown");
        assertThat(added.rejections.get(0).reason().en()).contains(SLOT, "P1");
    }

    @Test
    void a_pack_at_two_places_is_rejected_the_second_time() {
        Additions added = decide(LINE, next(2).replace(SLOT, OTHER_SLOT));

        assertThat(codes(added)).containsExactly("pack-elsewhere");
        assertThat(added.placed).hasSize(1);
    }

    @Test
    void a_pack_that_is_out_is_not_put_on_a_shelf_by_a_file() {
        // GIVEN
        KnownPack out = new KnownPack("P1");
        out.id = 7;
        out.state = "out";
        known.add(out);

        // WHEN
        Additions added = decide(LINE);

        // THEN
        assertThat(codes(added)).containsExactly("pack-not-in");
        assertThat(added.completedPacks).isEmpty();
    }

    @Test
    void another_title_of_the_same_document_is_rejected() {
        assertThat(codes(decide(LINE, next(2).replace("申请书", "合同")))).containsExactly("title-differs");
    }

    @Test
    void what_an_earlier_line_left_out_a_later_one_may_add() {
        // GIVEN a pack that is in the catalogue without tag and place
        KnownPack pack = new KnownPack("P1");
        pack.id = 7;
        pack.securityClass = 1;
        known.add(pack);

        // WHEN
        Additions added = decide(LINE);

        // THEN
        assertThat(added.rejections).isEmpty();
        assertThat(added.completedPacks).containsExactly(pack);
        assertThat(pack.epc).isEqualTo("E2801160");
        assertThat(added.placed).containsExactly(pack);
        assertThat(added.packs).isEmpty();
    }

    @Test
    void a_rejected_line_leaves_no_trace() {
        // GIVEN a line whose slot does not exist, for an order, a pack and a page that nobody knows
        Additions added = decide(LINE.replace(SLOT, "ES-V1-B9-01B-01-1-01"), LINE.replace(SLOT, OTHER_SLOT));

        // THEN the next line is the first to speak of them
        assertThat(codes(added)).containsExactly("slot-unknown");
        assertThat(added.accepted).isEqualTo(1);
        assertThat(added.placed)
                .singleElement()
                .satisfies(pack -> assertThat(pack.positionCode).isEqualTo(OTHER_SLOT));
    }

    @Test
    void an_order_may_lie_in_several_packs_and_a_pack_hold_several_orders() {
        Additions added = decide(
                LINE,
                LINE.replace("P1", "P2")
                        .replace("69001", "69002")
                        .replace("E2801160", "E2801161")
                        .replace("F1", "F2")
                        .replace(SLOT, OTHER_SLOT),
                LINE.replace("WO-1", "WO-2"));

        assertThat(added.rejections).isEmpty();
        assertThat(added.orders).hasSize(2);
        assertThat(added.packs).hasSize(2);
        assertThat(added.links).hasSize(3);
    }

    private static String next(int page) {
        return LINE.replace("书,1,", "书," + page + ",");
    }

    private Additions decide(String... lines) {
        CheckedChunk chunk = LineRulesTest.chunk(String.join("\n", lines));
        assertThat(chunk.rejections()).as("all lines are good by themselves").isEmpty();
        return ChunkDecision.decide(chunk, known);
    }

    private static List<String> codes(Additions added) {
        return added.rejections.stream().map(Rejection::code).toList();
    }
}
