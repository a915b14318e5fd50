package org.archivevault.server.catalogue;

import com.fasterxml.jackson.annotation.JsonValue;
import org.archivevault.protocol.Bilingual;

/** Where a pack is, as far as the records say. */
public enum PackState {
    /** In the slot of its open placement. */
    ON_SHELF("on-shelf", new Bilingual("在架", "on the shelf")),
    /** With somebody; it has no open placement. */
    OUT("out", new Bilingual("已调出", "out")),
    /** Not where it should be, and nobody has it. */
    MISSING("missing", new Bilingual("缺失", "missing")),
    /** Registered, but nobody has said yet where it lies. */
    UNKNOWN("unknown", new Bilingual("位置未知", "unknown"));

    private final String code;
    private final Bilingual title;

    PackState(String code, Bilingual title) {
        this.code = code;
        this.title = title;
    }

    /**
     * The name on the wire and in the table.
     *
     * @return lower case with hyphens
     */
    @JsonValue
    public String code() {
        return code;
    }

    /**
     * The name on screens.
     *
     * @return both languages
     */
    public Bilingual title() {
        return title;
    }

    /**
     * Reads the name.
     *
     * @param code as in the table
     * @return the state
     * @throws IllegalArgumentException when there is none such
     */
    public static PackState of(String code) {
        // Not values(): it copies, and this runs for every look-up.
        return switch (code) {
            case "on-shelf" -> ON_SHELF;
            case "out" -> OUT;
            case "missing" -> MISSING;
            case "unknown" -> UNKNOWN;
            default -> throw new IllegalArgumentException("no pack state \"" + code + "\"");
        };
    }
}
