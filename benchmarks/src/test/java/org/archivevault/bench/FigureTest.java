package org.archivevault.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class FigureTest {
    @Test
    void a_rate_that_reaches_its_fraction_is_met_and_one_just_below_is_missed() {
        assertThat(Figure.atLeast("a", 80, "raw", 100, "req/s", 0.8).met()).isTrue();
        assertThat(Figure.atLeast("a", 79.9, "raw", 100, "req/s", 0.8).met()).isFalse();
    }

    @Test
    void a_time_within_its_multiple_is_met_and_one_just_above_is_missed() {
        assertThat(Figure.atMost("a", 9, "bare", 3, "ms", 3).met()).isTrue();
        assertThat(Figure.atMost("a", 9.1, "bare", 3, "ms", 3).met()).isFalse();
    }

    @Test
    void a_line_shows_the_value_its_peer_their_ratio_and_the_verdict() {
        assertThat(Figure.atLeast("resolve", 12_345, "raw look-ups", 20_000, "req/s", 0.8)
                        .line())
                .startsWith("resolve")
                .contains("12,345", "20,000", "0.62×", "≥ 0.80×", "MISSED")
                .endsWith("raw look-ups");
    }

    @Test
    void a_value_without_a_peer_has_neither_ratio_nor_verdict() {
        assertThat(Figure.only("p50", 1.5, "ms").line()).contains("1.50").doesNotContain("×", "met", "MISSED");
    }

    @Test
    void the_median_is_the_middle_value_or_the_mean_of_the_two_in_the_middle() {
        assertThat(Medians.of(List.of(9.0, 1.0, 2.0))).isEqualTo(2);
        assertThat(Medians.of(9, 1, 2, 4)).isEqualTo(3);
    }

    @Test
    void figures_that_miss_their_aim_are_counted() {
        Report report = new Report(new java.io.PrintStream(java.io.OutputStream.nullOutputStream()));
        report.add(Figure.atMost("a", 2, "limit", 1, "ms", 1));
        report.add(Figure.atMost("b", 1, "limit", 1, "ms", 1));
        report.add(Figure.only("c", 1, "ms"));

        assertThat(report.missed()).isEqualTo(1);
    }
}
