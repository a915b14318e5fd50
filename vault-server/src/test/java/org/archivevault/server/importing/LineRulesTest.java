package org.archivevault.server.importing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class LineRulesTest {
    private static final String HEADER = "业务工单号,户号,户名,业务类型,归档日期,档案包号,条码,EPC,封签号,密级,文件号,文件题名,页号,储位码\n";
    private static final String GOOD =
            "WO-1,0426001,普贵英,新装,2026-01-31,P1,69001,E2801160,F1,普通,W1,用电申请书,1,ES-V1-B1-01B-01-1-01";

    @Test
    void a_good_line_keeps_every_value() {
        CheckedChunk chunk = chunk(GOOD);

        assertThat(chunk.rejections()).isEmpty();
        assertThat(chunk.lines())
                .containsExactly(new ImportLine(
                        0,
                        2,
                        "WO-1",
                        "0426001",
                        "普贵英",
                        "新装",
                        LocalDate.of(2026, 1, 31),
                        "P1",
                        "69001",
                        "E2801160",
                        "F1",
                        1,
                        "W1",
                        "用电申请书",
                        1,
                        "ES-V1-B1-01B-01-1-01"));
    }

    @Test
    void optional_fields_may_be_empty_and_blanks_around_values_do_not_count() {
        ImportLine line =
                chunk(" WO-1 ,0426001,\u3000普贵英 ,,,P1,,,,,W1,,1,").lines().get(0);

        assertThat(line.orderNo()).isEqualTo("WO-1");
        assertThat(line.customerName()).isEqualTo("普贵英");
        assertThat(line.epc()).isNull();
        assertThat(line.securityClass()).isZero();
        assertThat(line.positionCode()).isNull();
    }

    @ParameterizedTest
    @CsvSource({"2026-01-31", "2026/1/31", "20260131", "2026年1月31日"})
    void a_date_may_be_written_as_exports_write_it(String date) {
        assertThat(chunk(GOOD.replace("2026-01-31", date)).lines().get(0).filedOn())
                .isEqualTo(LocalDate.of(2026, 1, 31));
    }

    static Stream<Arguments> everyRule() {
        return Stream.of(
                Arguments.of("WO-1,", "WO 1,", "bad-field", "业务工单号"),
                Arguments.of("WO-1,", ",", "empty-field", "业务工单号"),
                Arguments.of("0426001", "04#6001", "bad-field", "户号"),
                Arguments.of("普贵英", "普".repeat(81), "bad-field", "户名"),
                Arguments.of("普贵英", "普\uFFFD英", "damaged-text", "户名"),
                Arguments.of("新装", "类".repeat(41), "bad-field", "业务类型"),
                Arguments.of("2026-01-31", "2026-02-30", "bad-field", "归档日期"),
                Arguments.of("2026-01-31", "昨天", "bad-field", "归档日期"),
                Arguments.of(",P1,", ",包1,", "bad-field", "档案包号"),
                Arguments.of("69001", "69 001", "bad-field", "条码"),
                Arguments.of("E2801160", "E28G", "bad-field", "EPC"),
                Arguments.of(",F1,", ",F_1,", "bad-field", "封签号"),
                Arguments.of("普通", "绝密", "bad-field", "密级"),
                Arguments.of(",W1,", ",,", "empty-field", "文件号"),
                Arguments.of("用电申请书", "题".repeat(201), "bad-field", "文件题名"),
                Arguments.of("书,1,", "书,0,", "bad-field", "页号"),
                Arguments.of("书,1,", "书,10000,", "bad-field", "页号"),
                Arguments.of("书,1,", "书,一,", "bad-field", "页号"),
                Arguments.of("书,1,", "书,,", "empty-field", "页号"),
                Arguments.of("-01-1-01", "-01-1", "bad-field", "储位码"),
                Arguments.of("-01-1-01", "-01-0-01", "bad-field", "储位码"));
    }

    @ParameterizedTest
    @MethodSource("everyRule")
    void each_broken_rule_is_said_with_its_column(String from, String to, String code, String column) {
        // GIVEN a good line with one thing wrong
        CheckedChunk chunk = chunk(GOOD.replaceFirst(java.util.regex.Pattern.quote(from), to));

        // THEN it is rejected for that alone, in both languages
        assertThat(chunk.lines()).isEmpty();
        assertThat(chunk.rejections()).singleElement().satisfies(rejection -> {
            assertThat(rejection.code()).isEqualTo(code);
            assertThat(rejection.lineNo()).isEqualTo(2);
            assertThat(rejection.reason().zh()).contains(column);
            assertThat(rejection.reason().en()).contains(column);
        });
    }

    @Test
    void a_line_with_another_number_of_fields_is_rejected() {
        assertThat(chunk(GOOD + ",x").rejections())
                .singleElement()
                .satisfies(rejection -> assertThat(rejection.code()).isEqualTo("field-count"));
    }

    @Test
    void bytes_that_are_no_characters_cost_their_line_only() throws Exception {
        // GIVEN a GB18030 file with one damaged line
        byte[] good = (GOOD + "\n").getBytes(ExportEncoding.GB18030.charset());
        byte[] bad = good.clone();
        bad[bad.length - 2] = (byte) 0xFF;
        byte[] all = new byte[good.length * 3];
        System.arraycopy(good, 0, all, 0, good.length);
        System.arraycopy(bad, 0, all, good.length, good.length);
        System.arraycopy(good, 0, all, good.length * 2, good.length);

        // WHEN
        RawChunk raw = RecordSplitter.split(all, all.length, true, 0, 2);
        CheckedChunk chunk = CheckedChunk.of(raw, ExportEncoding.GB18030, new LineRules(header()));

        // THEN
        assertThat(chunk.lines()).extracting(ImportLine::lineNo).containsExactly(2L, 4L);
        assertThat(chunk.rejections()).singleElement().satisfies(rejection -> {
            assertThat(rejection.lineNo()).isEqualTo(3);
            assertThat(rejection.code()).isEqualTo("not-text");
        });
    }

    @Test
    void empty_lines_are_neither_taken_nor_rejected() {
        CheckedChunk chunk = chunk("\n" + GOOD + "\n\n");

        assertThat(chunk.lines()).extracting(ImportLine::lineNo).containsExactly(3L);
        assertThat(chunk.rejections()).isEmpty();
    }

    @Test
    void a_value_that_was_wrong_once_is_wrong_again() {
        // GIVEN the same wrong line twice: what was remembered of the line before must not let it through
        LineRules rules = new LineRules(header());
        List<String> fields = List.of(GOOD.replace("普通", "绝密").split(",", -1));

        for (int i = 0; i < 2; i++) {
            LineRules.Refused refused = catchThrowableOfType(LineRules.Refused.class, () -> rules.check(0, 2, fields));
            assertThat(refused.found().fault()).isEqualTo(LineFault.BAD_FIELD);
        }
    }

    static CheckedChunk chunk(String lines) {
        byte[] bytes = lines.getBytes(StandardCharsets.UTF_8);
        RawChunk raw = RecordSplitter.split(bytes, bytes.length, true, 0, 2);
        return CheckedChunk.of(raw, ExportEncoding.UTF_8, new LineRules(header()));
    }

    private static ImportHeader header() {
        try {
            return ExportHead.read(HEADER.getBytes(StandardCharsets.UTF_8), null)
                    .header();
        } catch (ExportHead.Unusable e) {
            throw new AssertionError(e);
        }
    }
}
