package org.archivevault.server.importing;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * A chunk decoded, parsed and checked line by line.
 *
 * @param raw the bytes it came from
 * @param encoding how they are characters
 * @param lines the lines that are good by themselves, in order
 * @param rejections the others, in order
 */
record CheckedChunk(RawChunk raw, ExportEncoding encoding, List<ImportLine> lines, List<Rejection> rejections) {
    /** Decodes, parses and checks. Keeps nothing but the rules' memory of the line before. */
    static CheckedChunk of(RawChunk raw, ExportEncoding encoding, LineRules rules) {
        List<ImportLine> lines = new ArrayList<>(raw.size());
        CheckedChunk chunk = new CheckedChunk(raw, encoding, lines, new ArrayList<>());
        boolean[] unreadable = raw.broken().clone();
        String text = chunk.decoded(unreadable);
        Iterator<CsvRecord> records = parser().ofCsvRecord(text).iterator();
        for (int i = 0; i < raw.size(); i++) {
            CsvRecord record = records.next();
            if (!unreadable[i] && !isBlank(record)) {
                chunk.check(i, record, rules);
            }
        }
        if (records.hasNext()) {
            throw new IllegalStateException("the splitter and the parser disagree on where records end, near line "
                    + raw.lines()[raw.size() - 1]);
        }
        chunk.rejections.sort((a, b) -> Long.compare(a.lineNo(), b.lineNo()));
        return chunk;
    }

    /** The parser, set so that it fails on nothing that the splitter lets through; counts are for our own rules. */
    static CsvReader.CsvReaderBuilder parser() {
        return CsvReader.builder()
                .skipEmptyLines(false)
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .detectBomHeader(false);
    }

    /** The line as it stands in the file. */
    String text(int record) {
        int from = raw.start(record);
        int to = raw.ends()[record];
        while (to > from && (raw.bytes()[to - 1] == '\n' || raw.bytes()[to - 1] == '\r')) {
            to--;
        }
        return new String(raw.bytes(), from, to - from, encoding.charset());
    }

    private String decoded(boolean[] unreadable) {
        if (!anyTrue(unreadable)) {
            Optional<String> whole = encoding.decode(raw.bytes(), 0, raw.bytes().length);
            if (whole.isPresent()) {
                return whole.get();
            }
        }
        return decodedOneByOne(unreadable);
    }

    /** Replaces each record that cannot be read by an empty line, so that the parser still counts it. */
    private String decodedOneByOne(boolean[] unreadable) {
        StringBuilder text = new StringBuilder(raw.bytes().length);
        for (int i = 0; i < raw.size(); i++) {
            if (unreadable[i]) {
                rejections.add(LineFault.BAD_QUOTES.found().on(raw.lines()[i], text(i)));
                text.append('\n');
                continue;
            }
            Optional<String> line = encoding.decode(raw.bytes(), raw.start(i), raw.ends()[i]);
            if (line.isEmpty()) {
                unreadable[i] = true;
                rejections.add(LineFault.NOT_TEXT.found(encoding.label()).on(raw.lines()[i], text(i)));
            }
            text.append(line.orElse("\n"));
        }
        return text.toString();
    }

    private void check(int i, CsvRecord record, LineRules rules) {
        long lineNo = raw.lines()[i];
        try {
            lines.add(rules.check(i, lineNo, record.getFields()));
        } catch (LineRules.Refused e) {
            rejections.add(e.found().on(lineNo, text(i)));
        }
    }

    private static boolean isBlank(CsvRecord record) {
        return record.getFieldCount() == 1 && record.getField(0).isBlank();
    }

    private static boolean anyTrue(boolean[] flags) {
        for (boolean flag : flags) {
            if (flag) {
                return true;
            }
        }
        return false;
    }
}
