package org.archivevault.server.tags;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import org.archivevault.protocol.Bilingual;

/** How it is known that a pack left its place, the weakest first. */
public enum Proof {
    /** A person says so. */
    BY_HAND("人工确认", "by hand"),
    /** A person has scanned the pack's bar code. */
    BY_BAR_CODE("扫描条码", "by bar code"),
    /** The pack's tag was read at a desk. */
    DESK("借阅台读到标签", "seen at the desk"),
    /** The pack's tag was read at a gate. */
    GATE("门禁读到标签", "seen at the gate"),
    /** The antennas on its shelf no longer read the pack's tag. */
    SHELF("离开层架天线", "gone from the shelf's antennas");

    private final Bilingual title;

    Proof(String zh, String en) {
        this.title = new Bilingual(zh, en);
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
     * The name on the wire and in the table.
     *
     * @return lower case with hyphens
     */
    @JsonValue
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * Reads the name.
     *
     * @param code as in the table
     * @return the proof
     * @throws IllegalArgumentException when there is none such
     */
    public static Proof of(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    /**
     * Whether a tag gives it.
     *
     * @return false for a person's word or scan
     */
    public boolean byTag() {
        return this == DESK || this == GATE || this == SHELF;
    }
}
