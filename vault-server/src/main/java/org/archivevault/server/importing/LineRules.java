package org.archivevault.server.importing;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.archivevault.protocol.address.ShelfAddress;
import org.archivevault.protocol.pack.Barcode;
import org.archivevault.protocol.pack.BusinessOrderNo;
import org.archivevault.protocol.pack.Epc;
import org.archivevault.protocol.pack.PackNo;
import org.archivevault.protocol.pack.SealNo;
import org.jspecify.annotations.Nullable;

/**
 * What one line must look like by itself. Neighbouring lines mostly repeat each other (six pages of one pack), so a value
 * equal to the one of the line before is not checked again.
 */
final class LineRules {
    private static final int LONGEST_NAME = 80;
    private static final int LONGEST_KIND = 40;
    private static final int LONGEST_TITLE = 200;
    private static final int LAST_PAGE = 9999;
    private static final Pattern CUSTOMER_NO = Pattern.compile("[A-Za-z0-9-]{1,20}");
    private static final Pattern DOCUMENT_NO = Pattern.compile("[^\\s,]{1,40}");
    private static final Pattern DATE = Pattern.compile(
            "(\\d{4})(?:-(\\d{1,2})-(\\d{1,2})|/(\\d{1,2})/(\\d{1,2})|(\\d{2})(\\d{2})|年(\\d{1,2})月(\\d{1,2})日)");
    private static final Map<String, Integer> SECURITY_CLASSES =
            Map.of("1", 1, "2", 2, "3", 3, "普通", 1, "重要", 2, "权证", 3);
    private static final char REPLACEMENT = '\uFFFD';

    private final ImportHeader header;
    private final Map<ImportColumn, Last> columns = new EnumMap<>(ImportColumn.class);

    LineRules(ImportHeader header) {
        this.header = header;
        header.places().forEach((column, place) -> columns.put(column, new Last(place)));
    }

    /** What the line before had in a column. */
    private static final class Last {
        private final int place;

        @Nullable
        private String raw;

        @Nullable
        private Object value;

        private Last(int place) {
            this.place = place;
        }
    }

    /**
     * Checks one line.
     *
     * @param record which record of its chunk
     * @param lineNo its number
     * @param fields its fields
     * @return the checked line
     * @throws Refused when a rule is broken; the first rule in the order of the columns is reported
     */
    ImportLine check(int record, long lineNo, List<String> fields) throws Refused {
        if (fields.size() != header.width()) {
            throw new Refused(LineFault.FIELD_COUNT.found(fields.size(), header.width()));
        }
        return new ImportLine(
                record,
                lineNo,
                required(ImportColumn.ORDER_NO, fields),
                required(ImportColumn.CUSTOMER_NO, fields),
                required(ImportColumn.CUSTOMER_NAME, fields),
                (String) value(ImportColumn.KIND, fields),
                (LocalDate) value(ImportColumn.FILED_ON, fields),
                required(ImportColumn.PACK_NO, fields),
                (String) value(ImportColumn.BARCODE, fields),
                (String) value(ImportColumn.EPC, fields),
                (String) value(ImportColumn.SEAL_NO, fields),
                number(ImportColumn.SECURITY_CLASS, fields),
                required(ImportColumn.DOCUMENT_NO, fields),
                (String) value(ImportColumn.TITLE, fields),
                number(ImportColumn.PAGE_NO, fields),
                (String) value(ImportColumn.POSITION, fields));
    }

    private String required(ImportColumn column, List<String> fields) throws Refused {
        Object value = value(column, fields);
        if (value == null) {
            throw new Refused(LineFault.EMPTY_FIELD.found(column.header()));
        }
        return (String) value;
    }

    private int number(ImportColumn column, List<String> fields) throws Refused {
        Object value = value(column, fields);
        if (value == null) {
            if (column.required()) {
                throw new Refused(LineFault.EMPTY_FIELD.found(column.header()));
            }
            return 0;
        }
        return (Integer) value;
    }

    private @Nullable Object value(ImportColumn column, List<String> fields) throws Refused {
        Last last = columns.get(column);
        if (last == null) {
            return null;
        }
        String raw = fields.get(last.place);
        if (!raw.equals(last.raw)) {
            last.value = read(column, raw);
            last.raw = raw;
        }
        return last.value;
    }

    private static @Nullable Object read(ImportColumn column, String raw) throws Refused {
        String text = raw.strip();
        if (text.isEmpty()) {
            return null;
        }
        if (text.indexOf(REPLACEMENT) >= 0) {
            throw new Refused(LineFault.DAMAGED_TEXT.found(column.header()));
        }
        try {
            return parse(column, text);
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new Refused(LineFault.BAD_FIELD.found(column.header(), text, form(column)));
        }
    }

    private static Object parse(ImportColumn column, String text) {
        return switch (column) {
            case ORDER_NO -> new BusinessOrderNo(text).value();
            case CUSTOMER_NO -> matching(CUSTOMER_NO, text);
            case CUSTOMER_NAME -> printable(text, LONGEST_NAME);
            case KIND -> printable(text, LONGEST_KIND);
            case FILED_ON -> date(text);
            case PACK_NO -> new PackNo(text).value();
            case BARCODE -> new Barcode(text).value();
            case EPC -> new Epc(text.toUpperCase(Locale.ROOT)).value();
            case SEAL_NO -> new SealNo(text).value();
            case SECURITY_CLASS -> securityClass(text);
            case DOCUMENT_NO -> matching(DOCUMENT_NO, text);
            case TITLE -> printable(text, LONGEST_TITLE);
            case PAGE_NO -> page(text);
            case POSITION -> ShelfAddress.parse(text).positionCode();
        };
    }

    private static String form(ImportColumn column) {
        return switch (column) {
            case ORDER_NO, PACK_NO -> "[A-Za-z0-9][A-Za-z0-9_.-]{0,39}";
            case CUSTOMER_NO -> CUSTOMER_NO.pattern();
            case CUSTOMER_NAME -> "1–" + LONGEST_NAME;
            case KIND -> "1–" + LONGEST_KIND;
            case FILED_ON -> "2026-01-31, 2026/1/31, 20260131, 2026年1月31日";
            case BARCODE -> "[!-~]{1,48}";
            case EPC -> "[0-9A-F]{4,64}";
            case SEAL_NO -> "[A-Za-z0-9-]{1,32}";
            case SECURITY_CLASS -> "1/普通, 2/重要, 3/权证";
            case DOCUMENT_NO -> DOCUMENT_NO.pattern();
            case TITLE -> "1–" + LONGEST_TITLE;
            case PAGE_NO -> "1–" + LAST_PAGE;
            case POSITION -> "SITE-VAULT-BLOCK-CCF-BB-L-SS";
        };
    }

    private static String matching(Pattern form, String text) {
        if (!form.matcher(text).matches()) {
            throw new IllegalArgumentException(text);
        }
        return text;
    }

    private static String printable(String text, int longest) {
        if (text.codePointCount(0, text.length()) > longest || text.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(text);
        }
        return text;
    }

    private static Integer securityClass(String text) {
        Integer known = SECURITY_CLASSES.get(text);
        if (known == null) {
            throw new IllegalArgumentException(text);
        }
        return known;
    }

    private static Integer page(String text) {
        int page = Integer.parseInt(text);
        if (page < 1 || page > LAST_PAGE) {
            throw new IllegalArgumentException(text);
        }
        return page;
    }

    private static LocalDate date(String text) {
        Matcher m = DATE.matcher(text);
        if (!m.matches()) {
            throw new IllegalArgumentException(text);
        }
        int form = 2;
        while (m.group(form) == null) {
            form += 2;
        }
        return LocalDate.of(
                Integer.parseInt(m.group(1)), Integer.parseInt(m.group(form)), Integer.parseInt(m.group(form + 1)));
    }

    /** A line that a rule forbids. */
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;

        private final transient LineFault.Found found;

        Refused(LineFault.Found found) {
            super(found.reason().en(), null, false, false);
            this.found = found;
        }

        LineFault.Found found() {
            return found;
        }
    }
}
