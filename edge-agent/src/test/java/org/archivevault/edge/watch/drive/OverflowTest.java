package org.archivevault.edge.watch.drive;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OverflowTest {
    private final Overflow overflow = new Overflow();

    @Test
    void nothingIsWrongWhileNothingIsDropped() {
        assertThat(overflow.trouble(0, 5)).isEmpty();
        assertThat(overflow.trouble(0, 1_000_000)).isEmpty();
    }

    @Test
    void whatIsDroppedIsToldForAMinuteAfterTheLast() {
        // GIVEN
        assertThat(overflow.trouble(3, 1_000)).contains("已丢弃 3 条").contains("3 dropped");

        // WHEN more are dropped half a minute later
        assertThat(overflow.trouble(3, 30_000)).contains("3 dropped");
        assertThat(overflow.trouble(7, 31_000)).contains("7 dropped");

        // THEN the minute counts from then
        assertThat(overflow.trouble(7, 31_000 + Overflow.UNWELL_MILLIS - 1)).contains("7 dropped");
        assertThat(overflow.trouble(7, 31_000 + Overflow.UNWELL_MILLIS)).isEmpty();
        assertThat(overflow.trouble(8, 31_000 + 10 * Overflow.UNWELL_MILLIS)).contains("8 dropped");
    }
}
