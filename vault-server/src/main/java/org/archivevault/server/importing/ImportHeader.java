package org.archivevault.server.importing;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.archivevault.protocol.Bilingual;

/**
 * Which column stands where in one file.
 *
 * @param width how many columns there are
 * @param places where each known column stands, 0 upwards
 */
record ImportHeader(int width, Map<ImportColumn, Integer> places) {
    private static final Bilingual UNKNOWN = new Bilingual("第 {} 列的表头“{}”不认识", "column {}: unknown header \"{}\"");
    private static final Bilingual UNKNOWN_NEAR =
            new Bilingual("第 {} 列的表头“{}”不认识；是否应为“{}”？", "column {}: unknown header \"{}\"; did you mean \"{}\"?");
    private static final Bilingual TWICE = new Bilingual("表头“{}”出现了两次", "the header \"{}\" appears twice");
    private static final Bilingual MISSING = new Bilingual("缺少必需的列“{}”", "the required column \"{}\" is missing");

    ImportHeader {
        places = Map.copyOf(places);
    }

    /**
     * Reads the first record of a file.
     *
     * @param fields its fields
     * @param faults gets a sentence for each thing that is wrong
     * @return the header; of use only when no fault was added
     */
    static ImportHeader read(List<String> fields, List<Bilingual> faults) {
        Map<ImportColumn, Integer> places = new EnumMap<>(ImportColumn.class);
        for (int i = 0; i < fields.size(); i++) {
            String text = normal(fields.get(i));
            Optional<ImportColumn> column = Arrays.stream(ImportColumn.values())
                    .filter(c -> c.header().equals(text))
                    .findFirst();
            if (column.isEmpty()) {
                faults.add(unknown(i + 1, text));
            } else if (places.put(column.get(), i) != null) {
                faults.add(TWICE.with(text));
            }
        }
        for (ImportColumn column : ImportColumn.values()) {
            if (column.required() && !places.containsKey(column)) {
                faults.add(MISSING.with(column.header()));
            }
        }
        return new ImportHeader(fields.size(), places);
    }

    /**
     * The optional columns that this file does without.
     *
     * @return their headers
     */
    List<String> missingOptional() {
        return Arrays.stream(ImportColumn.values())
                .filter(c -> !c.required() && !places.containsKey(c))
                .map(ImportColumn::header)
                .toList();
    }

    private static Bilingual unknown(int place, String text) {
        return nearest(text)
                .map(column -> UNKNOWN_NEAR.with(place, text, column.header()))
                .orElseGet(() -> UNKNOWN.with(place, text));
    }

    /** The column with which the text shares most of its characters; none when it shares less than half. */
    private static Optional<ImportColumn> nearest(String text) {
        List<ImportColumn> best = new ArrayList<>();
        double bestShare = 0.5;
        for (ImportColumn column : ImportColumn.values()) {
            double share = share(text, column.header());
            if (share > bestShare || (share == bestShare && best.isEmpty())) {
                best = List.of(column);
                bestShare = share;
            }
        }
        return best.stream().findFirst();
    }

    /** Dice coefficient over characters: header words are 2 to 5 characters, too short for anything cleverer. */
    private static double share(String a, String b) {
        StringBuilder left = new StringBuilder(b);
        int common = 0;
        for (int i = 0; i < a.length(); i++) {
            int at = left.indexOf(a.substring(i, i + 1));
            if (at >= 0) {
                left.deleteCharAt(at);
                common++;
            }
        }
        return 2.0 * common / Math.max(1, a.length() + b.length());
    }

    private static String normal(String text) {
        String narrow = Normalizer.normalize(text, Normalizer.Form.NFKC).strip();
        return narrow.equalsIgnoreCase("EPC") ? narrow.toUpperCase(Locale.ROOT) : narrow;
    }
}
