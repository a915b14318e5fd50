package org.archivevault.firmware.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class NearestTest {
    @Test
    void a_slip_is_inserted_deleted_replaced_or_swapped_letters() {
        assertThat(Nearest.distance("mobile", "mobile")).isZero();
        assertThat(Nearest.distance("mobil", "mobile")).isOne();
        assertThat(Nearest.distance("moobile", "mobile")).isOne();
        assertThat(Nearest.distance("mobyle", "mobile")).isOne();
        assertThat(Nearest.distance("mobiel", "mobile")).isOne();
        assertThat(Nearest.distance("", "mobile")).isEqualTo(6);
    }

    @Test
    void another_word_is_no_slip() {
        assertThat(Nearest.of("C", List.of("A", "B"))).isEmpty();
        assertThat(Nearest.of("colour", List.of("code", "name", "edge", "blocks")))
                .isEmpty();
        assertThat(Nearest.of("", List.of("A"))).isEmpty();
        assertThat(Nearest.of("x", List.of())).isEmpty();
    }

    @Test
    void the_nearest_of_several_is_meant_and_case_does_not_count() {
        assertThat(Nearest.of("timeoutUnti", List.of("timeout", "timeoutUnit", "timeoutAddress")))
                .contains("timeoutUnit");
        assertThat(Nearest.of("AISLEWIDTH", List.of("aisleWidth", "name"))).contains("aisleWidth");
    }

    @Test
    void quantities_are_whole_millimetres_and_milliseconds_or_nothing() {
        assertThat(Quantity.millimetres("900mm")).hasValue(900);
        assertThat(Quantity.millimetres("0.9m")).hasValue(900);
        assertThat(Quantity.millimetres("90 cm")).hasValue(900);
        assertThat(Quantity.millimetres("0.5mm")).isEmpty();
        assertThat(Quantity.millimetres("900")).isEmpty();
        assertThat(Quantity.millimetres("900ms")).isEmpty();
        assertThat(Quantity.millimetres("999999999m")).isEmpty();
        assertThat(Quantity.duration("1.5s")).contains(Duration.ofMillis(1500));
        assertThat(Quantity.duration("1min")).contains(Duration.ofSeconds(60));
        assertThat(Quantity.duration("-1s")).isEmpty();
    }
}
