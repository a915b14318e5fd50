package org.archivevault.server.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.archivevault.protocol.address.FaceId;
import org.archivevault.server.inventory.SweepFault.Refused;
import org.archivevault.server.inventory.SweepFault.Rejection;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SweepFilesTest {
    private static final Instant SINCE = Instant.parse("2026-11-21T00:00:00Z");
    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
    private static final String EPC = "2C74257BF46072000000162E";

    private final List<SweepLine> good = new ArrayList<>();
    private final List<Rejection> bad = new ArrayList<>();

    private List<String> read(SweepFile file, byte[] bytes, @Nullable ZoneId zone, @Nullable FaceId face)
            throws IOException, SweepFile.Unusable {
        SweepRules rules = new SweepRules(new SweepRules.Frame(new Scope("ES-V1-B1"), SINCE, NOW, zone, face));
        return file.read(new ByteArrayInputStream(bytes), new SweepFile.Lines() {
            @Override
            public void line(long lineNo, Map<SweepColumn, String> fields, String text) {
                try {
                    good.add(rules.check(lineNo, fields));
                } catch (Refused refused) {
                    bad.add(refused.on(lineNo, text));
                }
            }

            @Override
            public void broken(Rejection rejection) {
                bad.add(rejection);
            }
        });
    }

    private List<String> csv(String text) throws IOException, SweepFile.Unusable {
        return read(new SweepCsv(), text.getBytes(StandardCharsets.UTF_8), null, null);
    }

    private List<String> json(String text) throws IOException, SweepFile.Unusable {
        return read(new SweepJson(), text.getBytes(StandardCharsets.UTF_8), null, null);
    }

    @Test
    void a_csv_of_a_hand_held_is_read_with_what_it_knows_and_more_columns_do_no_harm() throws Exception {
        List<String> ignored = csv("""
                Time,EPC,Face,Position,RSSI
                2026-11-21T09:00:00+08:00,2c74257bf46072000000162e,ES-V1-B1-03A,,-51
                2026-11-21 09:00:01+08:00,"E280116060000204",,ES-V1-B1-03A-05-2-07,-60

                2026-11-21T01:00:02.5Z,E280116060000205,,,-70
                """);

        assertThat(bad).isEmpty();
        assertThat(ignored).containsExactly("RSSI");
        assertThat(good)
                .containsExactly(
                        new SweepLine(2, EPC, null, "ES-V1-B1-03A", null, Instant.parse("2026-11-21T01:00:00Z")),
                        new SweepLine(
                                3,
                                "E280116060000204",
                                null,
                                "ES-V1-B1-03A",
                                "ES-V1-B1-03A-05-2-07",
                                Instant.parse("2026-11-21T01:00:01Z")),
                        new SweepLine(
                                5, "E280116060000205", null, null, null, Instant.parse("2026-11-21T01:00:02.5Z")));
    }

    @ParameterizedTest
    @CsvSource({"UTF-8, ','", "GB18030, ';'", "UTF-8, '\t'", "GB18030, ','"})
    void chinese_headings_are_known_in_both_encodings_with_any_separator(String charset, char separator)
            throws Exception {
        String text = "时间,条码,储位码\r\n2026-11-21 09:00:00,6900000000042,ES-V1-B1-03A-05-2-07\r\n".replace(',', separator);

        read(new SweepCsv(), text.getBytes(Charset.forName(charset)), ZoneId.of("Asia/Shanghai"), null);

        assertThat(bad).isEmpty();
        assertThat(good)
                .containsExactly(new SweepLine(
                        2,
                        null,
                        "6900000000042",
                        "ES-V1-B1-03A",
                        "ES-V1-B1-03A-05-2-07",
                        Instant.parse("2026-11-21T01:00:00Z")));
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "'', EPC1234567890AB, , , no-time",
                "yesterday, ABCD, , , bad-time",
                "2026-11-21T09:00:00, ABCD, , , no-zone",
                "2026-11-21T07:59:59+08:00, ABCD, , , before-round",
                "2026-11-21T18:02:01+08:00, ABCD, , , in-future",
                "2026-11-21T09:00:00+08:00, '', '', '', nothing",
                "2026-11-21T09:00:00+08:00, XYZ, , , bad-field",
                "2026-11-21T09:00:00+08:00, ABCD, B1, , bad-field",
                "2026-11-21T09:00:00+08:00, ABCD, ES-V1-B1-03B, ES-V1-B1-03A-05-2-07, face-differs",
                "2026-11-21T09:00:00+08:00, ABCD, ES-V1-B2-03B, , outside-scope",
            })
    void a_line_that_breaks_a_rule_is_told_by_number_and_reason_and_the_next_one_counts(
            String time, String epc, @Nullable String face, @Nullable String position, String code) throws Exception {
        String line = time + "," + (code.equals("no-time") ? "ABCD" : epc) + "," + (face == null ? "" : face) + ","
                + (position == null ? "" : position);

        csv("time,epc,face,position\n" + line + "\n2026-11-21T09:00:00+08:00,ABCD,,\n");

        assertThat(bad).singleElement().satisfies(rejection -> {
            assertThat(rejection.line()).isEqualTo(2);
            assertThat(rejection.code()).isEqualTo(code);
            assertThat(rejection.text()).isEqualTo(line);
            assertThat(rejection.reason().zh()).isNotBlank().doesNotContain("{}");
            assertThat(rejection.reason().en()).isNotBlank().doesNotContain("{}");
        });
        assertThat(good).extracting(SweepLine::lineNo).containsExactly(3L);
    }

    @Test
    void lines_of_the_wrong_length_are_told_and_stop_nothing() throws Exception {
        csv("time,epc,barcode\n2026-11-21T09:00:00Z,ABCD\n2026-11-21T09:00:00Z,ABCD,1\n" + "x".repeat(5_000)
                + "\n2026-11-21T09:00:00Z,ABCD,");

        assertThat(bad).extracting(Rejection::line).containsExactly(2L, 3L, 4L);
        assertThat(bad).extracting(Rejection::code).containsExactly("field-count", "two-marks", "unreadable");
        assertThat(good).extracting(SweepLine::lineNo).containsExactly(5L);
    }

    @Test
    void a_face_that_was_swept_and_answered_nothing_counts_and_the_files_face_holds_for_lines_without_one()
            throws Exception {
        read(
                new SweepCsv(),
                "time,epc\n2026-11-21T09:00:00Z,\n2026-11-21T09:00:01Z,ABCD\n".getBytes(StandardCharsets.UTF_8),
                null,
                FaceId.parse("ES-V1-B1-03B"));

        assertThat(bad).isEmpty();
        assertThat(good).extracting(SweepLine::face).containsExactly("ES-V1-B1-03B", "ES-V1-B1-03B");
        assertThat(good.get(0).epc()).isNull();
    }

    @Test
    void a_file_that_is_no_sweep_is_refused_as_a_whole() {
        assertThatThrownBy(() -> csv("")).isInstanceOf(SweepFile.Unusable.class).hasMessageContaining("empty");
        assertThatThrownBy(() -> csv("name,number\n")).hasMessageContaining("name, number");
        assertThatThrownBy(() -> csv("time,epc,EPC\n")).hasMessageContaining("twice");
        assertThatThrownBy(() -> json("{\"tags\":[]}")).hasMessageContaining("reads");
        assertThatThrownBy(() -> json("[{\"epc\":")).hasMessageContaining("not valid JSON");
        assertThatThrownBy(() -> json("")).isInstanceOf(SweepFile.Unusable.class);
    }

    @Test
    void json_reads_are_counted_from_one_and_bad_ones_are_told() throws Exception {
        List<String> ignored = json("""
                {"device":"H7","reads":[
                  {"time":"2026-11-21T09:00:00Z","epc":"ABCD","face":"ES-V1-B1-03A","rssi":-50,"position":null},
                  {"time":"2026-11-21T09:00:00Z","epc":17},
                  5,
                  {"time":"2026-11-21T09:00:00Z","barcode":"6900000000042"}
                ]}""");

        assertThat(ignored).containsExactly("rssi");
        assertThat(bad).extracting(Rejection::line).containsExactly(2L, 3L);
        assertThat(good).extracting(SweepLine::lineNo).containsExactly(1L, 4L);
        assertThat(good.get(0).face()).isEqualTo("ES-V1-B1-03A");
        assertThat(good.get(1).barcode()).isEqualTo("6900000000042");
    }

    @ParameterizedTest
    @CsvSource({
        "ES-V1, ES-V1-B1-03A-05-2-07, true",
        "ES-V1, ES-V10-B1-03A-05-2-07, false",
        "ES-V1-B1, ES-V1-B1-03A-05-2-07, true",
        "ES-V1-B1, ES-V1-B10-03A-05-2-07, false",
        "ES-V1-B1-03, ES-V1-B1-03B-05-2-07, true",
        "ES-V1-B1-03, ES-V1-B1-04A-05-2-07, false",
        "ES-V1-B1-09, ES-V1-B1-10A-05-2-07, false",
        "ES-V1-B1-03A, ES-V1-B1-03A-99-9-99, true",
        "ES-V1-B1-03A, ES-V1-B1-03B-01-1-01, false"
    })
    void a_scope_is_a_range_of_position_codes(String scope, String code, boolean in) {
        Scope wanted = new Scope(scope);

        assertThat(code.compareTo(wanted.from()) >= 0 && code.compareTo(wanted.to()) < 0)
                .isEqualTo(in);
        assertThat(wanted.hasFace(code.substring(0, code.length() - Round.SLOT_CHARACTERS)))
                .isEqualTo(in);
    }
}
