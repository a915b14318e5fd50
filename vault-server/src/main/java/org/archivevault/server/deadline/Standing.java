package org.archivevault.server.deadline;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import org.archivevault.protocol.Bilingual;

/** How something stands that has a deadline: the green, yellow and red light of domain.md. */
public enum Standing {
    /** Green: there is time. */
    NORMAL("正常", "normal"),
    /** Yellow: it is due soon. */
    WARNING("预警", "due soon"),
    /** Red: it was due. */
    OVERDUE("超期", "overdue");

    private final Bilingual title;

    Standing(String zh, String en) {
        this.title = new Bilingual(zh, en);
    }

    /**
     * The name on the wire.
     *
     * @return lower case
     */
    @JsonValue
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The name on screens.
     *
     * @return both languages
     */
    public Bilingual title() {
        return title;
    }
}
