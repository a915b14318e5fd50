package org.archivevault.firmware.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainUtcTest {
    // From the year 0 to the year 9999.
    private static final long FIRST = -62_167_219_200L;
    private static final long LAST = 253_402_300_799L;

    @Test
    void whatJavaWritesIsReadTheSame() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            long second = random.nextLong(FIRST, LAST + 1);
            int nanos = random.nextInt(1_000_000_000);
            for (int unit : new int[] {1, 1_000, 1_000_000, 1_000_000_000}) {
                Instant time = Instant.ofEpochSecond(second, (long) nanos / unit * unit);
                assertThat(PlainUtc.parse(time.toString())).as("seed " + seed).isEqualTo(time);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"2024-02-29T23:59:59.5Z", "2000-02-29T00:00:00Z", "2026-12-31T23:59:59.123456789Z"})
    void oddTimesThatThereAre(String text) {
        assertThat(PlainUtc.parse(text)).isEqualTo(Instant.parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Z",
                "2026-11-22",
                "2026-11-22T01:00Z",
                "2026-11-22T01:00:00",
                "2026-11-22 01:00:00Z",
                "2026-11-22T01:00:00z",
                "2026-11-22T01:00:00+00:00",
                "2026-11-22T01:00:00.Z",
                "2026-11-22T01:00:00,5Z",
                "2026-11-22T01:00:00.1234567890Z",
                "2026-11-22T01:00:00.12x4Z",
                "2026-11-22T01:00:0\u0661Z",
                "2026-13-01T00:00:00Z",
                "2026-00-01T00:00:00Z",
                "2026-02-29T00:00:00Z",
                "2026-11-31T00:00:00Z",
                "2026-11-00T00:00:00Z",
                "2026-11-22T24:00:00Z",
                "2026-11-22T23:60:00Z",
                "2026-11-22T23:59:60Z",
                "+2026-11-22T01:00:00Z",
                "-026-11-22T01:00:00Z"
            })
    void whatIsNotInThisFormIsLeftToTheFormatter(String text) {
        assertThat(PlainUtc.parse(text)).isNull();
    }
}
