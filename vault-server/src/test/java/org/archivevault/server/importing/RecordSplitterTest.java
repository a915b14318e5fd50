package org.archivevault.server.importing;

import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.CsvRecord;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RecordSplitterTest {
    @Test
    void a_quoted_line_break_belongs_to_its_record_and_is_counted() {
        // GIVEN three records, the second over three lines
        byte[] bytes = "a,b\r\n1,\"x\ny\r\nz\"\r\n2,w".getBytes(StandardCharsets.UTF_8);

        // WHEN
        RawChunk chunk = RecordSplitter.split(bytes, bytes.length, true, 100, 1);

        // THEN
        assertThat(texts(chunk, ExportEncoding.UTF_8)).containsExactly("a,b\r\n", "1,\"x\ny\r\nz\"\r\n", "2,w");
        assertThat(chunk.lines()).containsExactly(1, 2, 5);
        assertThat(chunk.nextByte()).isEqualTo(100 + bytes.length);
    }

    @Test
    void a_record_that_is_not_complete_is_left_for_the_next_chunk() {
        // GIVEN a chunk that ends inside a quoted field
        byte[] bytes = "1,\"a\"\n2,\"b\nc".getBytes(StandardCharsets.UTF_8);

        // WHEN more is to come
        RawChunk chunk = RecordSplitter.split(bytes, bytes.length, false, 0, 7);

        // THEN
        assertThat(texts(chunk, ExportEncoding.UTF_8)).containsExactly("1,\"a\"\n");
        assertThat(chunk.nextByte()).isEqualTo(6);
        assertThat(chunk.nextLine()).isEqualTo(8);
    }

    @Test
    void a_carriage_return_at_the_end_of_a_chunk_waits_for_its_line_feed() {
        byte[] bytes = "1,a\r".getBytes(StandardCharsets.UTF_8);

        assertThat(RecordSplitter.split(bytes, bytes.length, false, 0, 1).size())
                .isZero();
        assertThat(RecordSplitter.split(bytes, bytes.length, true, 0, 1).size()).isEqualTo(1);
    }

    @Test
    void a_quote_that_is_never_closed_costs_one_line_and_not_the_file() {
        // GIVEN line 2 opens a quote that nobody closes
        byte[] bytes = "1,a\n2,\"b\n3,c\n".getBytes(StandardCharsets.UTF_8);

        // WHEN
        RawChunk chunk = RecordSplitter.split(bytes, bytes.length, true, 0, 1);

        // THEN only that line is broken
        assertThat(texts(chunk, ExportEncoding.UTF_8)).containsExactly("1,a\n", "2,\"b\n", "3,c\n");
        assertThat(chunk.broken()).containsExactly(false, true, false);
        assertThat(chunk.lines()).containsExactly(1, 2, 3);
    }

    @Test
    void text_behind_a_closing_quote_breaks_the_line() {
        byte[] bytes = "1,\"a\"b\n2,c\n".getBytes(StandardCharsets.UTF_8);

        assertThat(RecordSplitter.split(bytes, bytes.length, true, 0, 1).broken())
                .containsExactly(true, false);
    }

    @Test
    void a_line_longer_than_allowed_is_broken_even_without_quotes() {
        byte[] bytes =
                ("x".repeat(RecordSplitter.LONGEST_RECORD_BYTES + 10) + "\n1,a\n").getBytes(StandardCharsets.UTF_8);

        RawChunk chunk = RecordSplitter.split(bytes, bytes.length, true, 0, 1);

        assertThat(chunk.broken()).containsExactly(true, false);
        assertThat(chunk.lines()).containsExactly(1, 2);
    }

    @Test
    void it_agrees_with_the_parser_on_records_and_lines_of_any_text_in_chunks_of_any_size() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int round = 0; round < 300; round++) {
            // GIVEN a text of fields that need quotes and fields that do not, in either encoding
            ExportEncoding encoding = random.nextBoolean() ? ExportEncoding.UTF_8 : ExportEncoding.GB18030;
            String text = csv(random);
            byte[] bytes = text.getBytes(encoding.charset());

            // WHEN it is split in pieces of a random size, and parsed as a whole
            List<String> records = new ArrayList<>();
            List<Long> lines = new ArrayList<>();
            split(bytes, 1 + random.nextInt(60), encoding, records, lines);
            List<Long> parsedLines = new ArrayList<>();
            int parsed = 0;
            for (CsvRecord record : CheckedChunk.parser().ofCsvRecord(text)) {
                parsedLines.add(record.getStartingLineNumber());
                parsed++;
            }

            // THEN
            assertThat(records).as("seed %d round %d: %s", seed, round, text).hasSize(parsed);
            assertThat(lines).as("seed %d round %d: %s", seed, round, text).isEqualTo(parsedLines);
            assertThat(String.join("", records)).isEqualTo(text);
        }
    }

    /** Reads pieces that grow until at least one record is complete, as the source does with its large buffer. */
    private static void split(
            byte[] bytes, int piece, ExportEncoding encoding, List<String> records, List<Long> lines) {
        int at = 0;
        long line = 1;
        int size = piece;
        while (at < bytes.length) {
            int length = Math.min(size, bytes.length - at);
            byte[] buffer = java.util.Arrays.copyOfRange(bytes, at, at + length);
            RawChunk chunk = RecordSplitter.split(buffer, length, at + length == bytes.length, at, line);
            records.addAll(texts(chunk, encoding));
            for (long first : chunk.lines()) {
                lines.add(first);
            }
            size = chunk.size() == 0 ? size + piece : piece;
            at = (int) chunk.nextByte();
            line = chunk.nextLine();
        }
    }

    private static String csv(Random random) {
        String[] fields = {"1", "王建国", "丂\"丏", "a,b", "第一行\n第二行", "x\r\ny", "", "\"", "丠乗", "回\r车"};
        String[] ends = {"\n", "\r\n", "\r"};
        StringBuilder text = new StringBuilder();
        int records = 1 + random.nextInt(12);
        for (int r = 0; r < records; r++) {
            for (int f = 0; f < 3; f++) {
                String field = fields[random.nextInt(fields.length)];
                boolean quote = random.nextBoolean() || !field.equals(field.replaceAll("[\",\r\n]", ""));
                text.append(f == 0 ? "" : ",").append(quote ? '"' + field.replace("\"", "\"\"") + '"' : field);
            }
            text.append(ends[random.nextInt(ends.length)]);
        }
        return text.toString();
    }

    private static List<String> texts(RawChunk chunk, ExportEncoding encoding) {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < chunk.size(); i++) {
            texts.add(new String(chunk.bytes(), chunk.start(i), chunk.ends()[i] - chunk.start(i), encoding.charset()));
        }
        return texts;
    }
}
