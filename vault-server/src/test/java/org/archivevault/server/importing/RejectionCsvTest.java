package org.archivevault.server.importing;

import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.CsvReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RejectionCsvTest {
    @ParameterizedTest
    @ValueSource(strings = {"=cmd|' /C calc'!A0", "+1", "-1+2", "@SUM(A1)", "\t=1", "＝1"})
    void what_a_spreadsheet_would_take_for_a_formula_is_made_harmless(String text) {
        var record = CsvReader.builder().ofSingleCsvRecord(RejectionCsv.line(7, "bad-field", "不合规定", "is not", text));

        assertThat(record.getField(4)).isEqualTo("'" + text);
    }

    @Test
    void quotes_commas_and_line_breaks_survive() {
        var record = CsvReader.builder().ofSingleCsvRecord(RejectionCsv.line(7, "c", "“甲”", "a \"b\"", "1,\"x\ny\",2"));

        assertThat(record.getFields()).containsExactly("7", "c", "“甲”", "a \"b\"", "1,\"x\ny\",2");
    }
}
