package org.archivevault.server.inventory;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.archivevault.protocol.Bilingual;

/**
 * A sweep as CSV: a header, then one read per line. Hand-helds write many dialects, so comma, semicolon and tab separate,
 * quotes around a field are taken off, and columns that mean nothing here are passed over. Only the header may hold Chinese
 * characters: UTF-8, or GB18030.
 */
final class SweepCsv implements SweepFile {
    private static final int LONGEST_LINE = 2_000;
    private static final int PROBE_BYTES = 8 * 1024;
    private static final char BOM = '\uFEFF';

    @Override
    public List<String> read(InputStream in, Lines lines) throws IOException, Unusable {
        BufferedInputStream bytes = new BufferedInputStream(in, 1 << 16);
        LineReader reader = new LineReader(new BufferedReader(new InputStreamReader(bytes, charset(bytes)), 1 << 16));
        String header = reader.next();
        if (header == null || header.isBlank()) {
            throw new Unusable(new Bilingual("文件为空，没有表头", "the file is empty: it has no header"));
        }
        String names = header.charAt(0) == BOM ? header.substring(1) : header;
        char separator = separatorOf(names);
        List<String> ignored = new ArrayList<>();
        SweepColumn[] columns = columns(split(names, separator), ignored);
        for (String line = reader.next(); line != null; line = reader.next()) {
            if (!line.isBlank()) {
                tell(reader, line, separator, columns, lines);
            }
        }
        return ignored;
    }

    private static void tell(LineReader reader, String line, char separator, SweepColumn[] columns, Lines lines)
            throws IOException, Unusable {
        if (reader.tooLong) {
            lines.broken(SweepFault.UNREADABLE.with("> " + LONGEST_LINE).on(reader.lineNo, line));
            return;
        }
        List<String> fields = split(line, separator);
        if (fields.size() != columns.length) {
            lines.broken(
                    SweepFault.FIELD_COUNT.with(fields.size(), columns.length).on(reader.lineNo, line));
            return;
        }
        Map<SweepColumn, String> told = new EnumMap<>(SweepColumn.class);
        for (int i = 0; i < columns.length; i++) {
            if (columns[i] != null) {
                told.put(columns[i], fields.get(i));
            }
        }
        lines.line(reader.lineNo, told, line);
    }

    @SuppressWarnings("NullAway") // a column that means nothing here is null
    private static SweepColumn[] columns(List<String> headings, List<String> ignored) throws Unusable {
        SweepColumn[] columns = new SweepColumn[headings.size()];
        List<SweepColumn> found = new ArrayList<>();
        for (int i = 0; i < columns.length; i++) {
            columns[i] = SweepColumn.of(headings.get(i)).orElse(null);
            if (columns[i] == null) {
                ignored.add(headings.get(i));
            } else if (found.contains(columns[i])) {
                throw new Unusable(
                        new Bilingual("列“{}”出现两次", "the column \"{}\" is there twice").with(columns[i].title()));
            } else {
                found.add(columns[i]);
            }
        }
        if (!found.contains(SweepColumn.TIME)
                || !(found.contains(SweepColumn.EPC) || found.contains(SweepColumn.BARCODE))) {
            throw new Unusable(new Bilingual(
                            "表头须有 time（时间）以及 epc 或 barcode（条码）；现有：{}",
                            "the header needs time, and epc or barcode; it has: {}")
                    .with(String.join(", ", headings)));
        }
        return columns;
    }

    private static char separatorOf(String header) {
        return header.indexOf('\t') >= 0 ? '\t' : header.indexOf(';') >= 0 ? ';' : ',';
    }

    private static List<String> split(String line, char separator) {
        List<String> fields = new ArrayList<>(6);
        int from = 0;
        for (int at = line.indexOf(separator); at >= 0; at = line.indexOf(separator, from)) {
            fields.add(unquoted(line.substring(from, at)));
            from = at + 1;
        }
        fields.add(unquoted(line.substring(from)));
        return fields;
    }

    private static String unquoted(String field) {
        String bare = field.strip();
        return bare.length() >= 2 && bare.startsWith("\"") && bare.endsWith("\"")
                ? bare.substring(1, bare.length() - 1)
                : bare;
    }

    /** By the header alone: nothing behind it that counts is more than ASCII. */
    private static Charset charset(BufferedInputStream in) throws IOException {
        in.mark(PROBE_BYTES);
        byte[] head = in.readNBytes(PROBE_BYTES);
        in.reset();
        int end = 0;
        while (end < head.length && head[end] != '\n' && head[end] != '\r') {
            end++;
        }
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(head, 0, end));
            return StandardCharsets.UTF_8;
        } catch (CharacterCodingException notUtf8) {
            return Charset.forName("GB18030");
        }
    }

    /** Lines of bounded length, whatever the file holds. */
    private static final class LineReader {
        private final Reader in;
        private final StringBuilder line = new StringBuilder();
        private long lineNo;
        private boolean tooLong;
        private boolean afterCarriageReturn;

        LineReader(Reader in) {
            this.in = in;
        }

        /** The next line without its end, cut when too long; null at the end of the file. */
        @org.jspecify.annotations.Nullable
        String next() throws IOException {
            line.setLength(0);
            tooLong = false;
            int c = in.read();
            if (c == '\n' && afterCarriageReturn) {
                c = in.read();
            }
            afterCarriageReturn = false;
            if (c < 0) {
                return null;
            }
            while (c >= 0 && c != '\n' && c != '\r') {
                if (line.length() < LONGEST_LINE) {
                    line.append((char) c);
                } else {
                    tooLong = true;
                }
                c = in.read();
            }
            afterCarriageReturn = c == '\r';
            lineNo++;
            return line.toString();
        }
    }
}
