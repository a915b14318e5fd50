package org.archivevault.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PostgresSettingsTest {
    @ParameterizedTest
    @CsvSource({"1, 128MB", "2, 128MB", "4, 256MB", "6, 384MB", "8, 512MB", "24, 512MB"})
    void aSmallMachineLendsPostgresWhatItNeedsAndALargeOneEnough(long gib, String buffers) {
        assertThat(PostgresSettings.sharedBuffers(gib << 30)).isEqualTo(buffers);
    }
}
