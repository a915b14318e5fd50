package org.archivevault.server.importing;

import de.siegmar.fastcsv.reader.CsvRecord;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.archivevault.protocol.Bilingual;
import org.jspecify.annotations.Nullable;

/**
 * What the beginning of a file tells: its encoding, its columns, and where its data begin.
 *
 * @param encoding how its bytes are characters
 * @param header its columns
 * @param dataByte where the first data line begins
 * @param dataLine its number
 */
record ExportHead(ExportEncoding encoding, ImportHeader header, long dataByte, long dataLine) {
    private static final Bilingual EMPTY = new Bilingual("文件是空的", "the file is empty");
    private static final Bilingual UTF_16 = new Bilingual(
            "文件是 UTF-16 编码，请另存为 UTF-8 或 GB18030 的 CSV", "the file is UTF-16; save it as CSV in UTF-8 or GB18030");
    private static final Bilingual NEITHER = new Bilingual(
            "文件开头既不是 UTF-8 也不是 GB18030；它可能不是 CSV，或者请用 encoding 参数指定编码",
            "the beginning of the file is neither UTF-8 nor GB18030; it may be no CSV, or say encoding=");
    private static final Bilingual NOT_SO = new Bilingual("表头不是 {} 编码", "the header line is not {}");

    /**
     * Looks at the beginning of a file.
     *
     * @param head its first {@link ExportEncoding#PROBE_BYTES} bytes, or all when it has fewer
     * @param said the encoding that the caller said; null to find out
     * @return what it tells
     * @throws Unusable with every fault of the header when the file cannot be imported
     */
    static ExportHead read(byte[] head, @Nullable ExportEncoding said) throws Unusable {
        if (head.length == 0) {
            throw new Unusable(List.of(EMPTY));
        }
        if (head.length > 1 && ((head[0] == -1 && head[1] == -2) || (head[0] == -2 && head[1] == -1))) {
            throw new Unusable(List.of(UTF_16));
        }
        Optional<ExportEncoding> found = said == null ? ExportEncoding.detect(head, head.length) : Optional.of(said);
        ExportEncoding encoding = found.orElseThrow(() -> new Unusable(List.of(NEITHER)));
        int bom = ExportEncoding.bomLength(head, head.length);
        byte[] text = java.util.Arrays.copyOfRange(head, bom, head.length);
        RawChunk lines = RecordSplitter.split(text, text.length, head.length < ExportEncoding.PROBE_BYTES, bom, 1);
        if (lines.size() == 0) {
            throw new Unusable(List.of(EMPTY));
        }
        String first = encoding.decode(lines.bytes(), 0, lines.ends()[0])
                .orElseThrow(() -> new Unusable(List.of(NOT_SO.with(encoding.label()))));
        List<Bilingual> faults = new ArrayList<>();
        ImportHeader header = ImportHeader.read(fields(first), faults);
        if (!faults.isEmpty()) {
            throw new Unusable(faults);
        }
        long dataLine = lines.size() > 1 ? lines.lines()[1] : lines.nextLine();
        return new ExportHead(encoding, header, bom + (long) lines.ends()[0], dataLine);
    }

    private static List<String> fields(String line) {
        Iterator<CsvRecord> records = CheckedChunk.parser().ofCsvRecord(line).iterator();
        return records.hasNext() ? records.next().getFields() : List.of("");
    }

    /** A file that cannot be imported at all. */
    static final class Unusable extends Exception {
        private static final long serialVersionUID = 1L;

        private final transient List<Bilingual> faults;

        Unusable(List<Bilingual> faults) {
            super(faults.get(0).en(), null, false, false);
            this.faults = List.copyOf(faults);
        }

        List<Bilingual> faults() {
            return faults;
        }
    }
}
