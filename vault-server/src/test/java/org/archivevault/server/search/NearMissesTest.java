package org.archivevault.server.search;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NearMissesTest {
    @Test
    void each_single_typing_error_is_undone() {
        assertThat(NearMisses.of("5304"))
                .contains("5305", "6304") // one wrong
                .contains("530", "304") // one too many
                .contains("53004", "15304", "53049") // one missing
                .contains("5340", "3504") // two swapped
                .doesNotContain("5304", "5355");
    }

    @Test
    void a_letter_is_exchanged_for_letters() {
        assertThat(NearMisses.of("WO12")).contains("WP12", "WO13").doesNotContain("W912");
    }

    @Test
    void the_longest_number_has_some_hundred_near_misses_and_longer_text_none() {
        assertThat(NearMisses.of("530426202601310001")).hasSizeBetween(300, 420);
        assertThat(NearMisses.of("1".repeat(NearMisses.LONGEST + 1))).isEmpty();
    }

    @Test
    void a_name_is_tried_with_characters_swapped_and_one_left_out() {
        assertThat(NearMisses.ofName("普英贵")).contains("普贵英", "普英", "英贵");
        assertThat(NearMisses.ofName("普")).isEmpty();
    }

    @Test
    void a_name_is_cut_into_the_parts_by_which_it_is_found_from_inside() {
        assertThat(NameParts.of("峨山水泥厂")).containsExactly("山水泥厂", "水泥厂", "泥厂", "厂");
        assertThat(NameParts.of("长".repeat(40)))
                .allSatisfy(part -> assertThat(part.length()).isLessThanOrEqualTo(NameParts.LONGEST_PART));
    }

    @Test
    void full_width_digits_and_blanks_are_made_plain() {
        assertThat(new SearchText("　５３０４ ").text()).isEqualTo("5304");
    }
}
