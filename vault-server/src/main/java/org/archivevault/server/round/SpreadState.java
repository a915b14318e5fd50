package org.archivevault.server.round;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import org.archivevault.protocol.Bilingual;
import org.archivevault.protocol.command.RefusalCode;
import org.jspecify.annotations.Nullable;

/** What became of one request to spread the carriages. */
enum SpreadState {
    /** The command has no outcome yet. */
    ASKED("已发出命令，等待结果", "asked for; the outcome is awaited"),
    /** They began to move, and nobody has told yet that they rest. */
    MOVING("架体已开始移动，尚未报告停止", "the carriages began to move; that they rest has not been told yet"),
    /** They stand spread evenly. */
    SPREAD("架体已均匀散开", "the carriages stand spread evenly"),
    /** They rest, and are not spread. */
    STOPPED("架体停在中途，未散开", "the carriages were stopped before they were spread"),
    /** Nothing moved: a rule forbade it. */
    REFUSED("未移动：{}", "nothing moved: {}"),
    /** Nothing moved: it came too late. */
    EXPIRED("未移动：命令已过期", "nothing moved: the command had expired"),
    /** Nobody knows. */
    UNKNOWN("结果未知，请到现场查看", "nobody knows what became of it; look at the block");

    private final Bilingual sentence;

    SpreadState(String zh, String en) {
        this.sentence = new Bilingual(zh, en);
    }

    @JsonValue
    String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Works it out.
     *
     * @param outcome how the command ended, by name; null when it has not
     * @param rested whether the edge has told that the carriages rest after it
     * @param spread whether they stand spread then; null when unknown
     * @return where the carriages are said to be goes before how the command ended: it is the later word
     */
    static SpreadState of(@Nullable String outcome, boolean rested, @Nullable Boolean spread) {
        if (rested) {
            return spread == null ? UNKNOWN : spread ? SPREAD : STOPPED;
        }
        if (outcome == null) {
            return ASKED;
        }
        return switch (outcome) {
            case "executed" -> MOVING;
            case "refused" -> REFUSED;
            case "expired" -> EXPIRED;
            default -> UNKNOWN;
        };
    }

    /**
     * For a person.
     *
     * @param code the rule that refused; null when none did
     * @param detail which aisle, input or age
     * @return both languages
     */
    Bilingual sentence(@Nullable String code, String detail) {
        if (this != REFUSED) {
            return sentence;
        }
        Bilingual why = code == null
                ? new Bilingual("原因未知", "nobody knows why")
                : RefusalCode.of(code).sentence(detail);
        return new Bilingual(
                sentence.with(why.zh()).zh(), sentence.with(why.en()).en());
    }
}
