package org.archivevault.server.importing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ExportHeadTest {
    private static final String HEADER = "户号,业务工单号,户名,档案包号,文件号,页号\r\n";

    @Test
    void utf8_and_gb18030_are_told_apart_by_their_bytes() throws Exception {
        String text = HEADER + "001,WO1,普贵英,P1,W1,1\r\n";

        assertThat(ExportHead.read(text.getBytes(StandardCharsets.UTF_8), null).encoding())
                .isEqualTo(ExportEncoding.UTF_8);
        assertThat(ExportHead.read(text.getBytes(ExportEncoding.GB18030.charset()), null)
                        .encoding())
                .isEqualTo(ExportEncoding.GB18030);
    }

    @Test
    void a_character_cut_off_at_the_end_of_the_probe_does_not_mislead() {
        // GIVEN UTF-8 whose last character lacks a byte
        byte[] bytes = "户名普贵英".getBytes(StandardCharsets.UTF_8);

        // THEN
        assertThat(ExportEncoding.detect(bytes, bytes.length - 1)).contains(ExportEncoding.UTF_8);
    }

    @Test
    void a_byte_order_mark_is_skipped_and_the_data_begin_behind_the_header() throws Exception {
        byte[] bytes = ("\uFEFF" + HEADER + "x").getBytes(StandardCharsets.UTF_8);

        ExportHead head = ExportHead.read(bytes, null);

        assertThat(head.dataByte()).isEqualTo(bytes.length - 1);
        assertThat(head.dataLine()).isEqualTo(2);
    }

    @Test
    void columns_are_found_in_any_order_and_missing_optional_ones_are_told() throws Exception {
        ExportHead head = ExportHead.read(HEADER.getBytes(StandardCharsets.UTF_8), null);

        assertThat(head.header().places())
                .containsEntry(ImportColumn.CUSTOMER_NO, 0)
                .containsEntry(ImportColumn.ORDER_NO, 1);
        assertThat(head.header().missingOptional()).contains("储位码", "EPC").doesNotContain("户名");
    }

    @Test
    void an_unknown_header_is_named_with_its_place_and_what_was_probably_meant() {
        // GIVEN a header with a wrong word, and a required column missing because of it
        byte[] bytes = HEADER.replace("业务工单号", "业务单号").getBytes(StandardCharsets.UTF_8);

        // WHEN
        ExportHead.Unusable refused =
                catchThrowableOfType(ExportHead.Unusable.class, () -> ExportHead.read(bytes, null));

        // THEN
        assertThat(refused.faults().stream().map(Object::toString))
                .anySatisfy(sentence -> assertThat(sentence).contains("第 2 列", "业务单号", "是否应为“业务工单号”"))
                .anySatisfy(sentence -> assertThat(sentence).contains("required column \"业务工单号\""));
    }

    @Test
    void a_header_that_appears_twice_is_refused() {
        byte[] bytes = HEADER.replace("页号", "页号,页号").getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> ExportHead.read(bytes, null))
                .isInstanceOf(ExportHead.Unusable.class)
                .hasMessageContaining("appears twice");
    }

    @Test
    void utf16_with_its_mark_binary_and_empty_files_are_each_refused_in_their_own_words() {
        byte[] binary = new byte[400];
        Arrays.fill(binary, (byte) 0xFF);

        assertThatThrownBy(() -> ExportHead.read(("\uFEFF" + HEADER).getBytes(StandardCharsets.UTF_16LE), null))
                .hasMessageContaining("UTF-16");
        assertThatThrownBy(() -> ExportHead.read(binary, null)).hasMessageContaining("neither");
        assertThatThrownBy(() -> ExportHead.read(new byte[0], null)).hasMessageContaining("empty");
    }

    @Test
    void an_encoding_that_the_caller_says_is_not_second_guessed() {
        byte[] bytes = HEADER.getBytes(ExportEncoding.GB18030.charset());

        assertThatThrownBy(() -> ExportHead.read(bytes, ExportEncoding.UTF_8)).hasMessageContaining("not UTF-8");
    }
}
