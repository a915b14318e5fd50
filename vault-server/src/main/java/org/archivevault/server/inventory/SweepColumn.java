package org.archivevault.server.inventory;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a line of a sweep may tell. */
enum SweepColumn {
    /** The content of the tag. */
    EPC("epc"),
    /** The bar code. */
    BARCODE("barcode", "bar code", "条码"),
    /** The face. */
    FACE("face", "面"),
    /** The slot. */
    POSITION("position", "position code", "储位码", "储位"),
    /** When it was read. */
    TIME("time", "时间", "读取时间");

    private final List<String> names;

    SweepColumn(String... names) {
        this.names = List.of(names);
    }

    /** The column of a heading, or of a JSON field; empty for what hand-helds tell besides. */
    static Optional<SweepColumn> of(String heading) {
        String name = heading.strip().toLowerCase(Locale.ROOT);
        for (SweepColumn column : values()) {
            if (column.names.contains(name)) {
                return Optional.of(column);
            }
        }
        return Optional.empty();
    }

    /** The first of its names. */
    String title() {
        return names.get(0);
    }
}
