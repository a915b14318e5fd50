package org.archivevault.server.retrieval;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import org.archivevault.protocol.Bilingual;

/** What became of the pack that a retrieval was for. Only the first closes it. */
public enum RemovalOutcome {
    /** The pack asked for left its place, and nothing else did. */
    TAKEN("档案包 {} 已取出", "the pack {} was taken"),
    /** Another pack left, and not the one asked for. */
    WRONG_PACK("取错了：取走的是 {}；应取 {}", "the wrong pack: {} was taken; {} was asked for"),
    /** The pack asked for left, and another one with it. */
    EXTRA_PACK("多取了：{}；只应取 {}", "one too many: {} was taken; only {} was asked for"),
    /** The aisle was given back or closed, and the pack is still there. */
    NOT_TAKEN("没有取出：档案包 {} 仍在储位 {}", "not taken: the pack {} is still at {}"),
    /** A pack is seen at another face than its slot's. */
    PUT_ELSEWHERE("放错位置：{}", "put elsewhere: {}"),
    /** Antennas watch the place, and nothing they say tells whether the pack left. */
    UNPROVEN("无法确认档案包 {} 是否取出，请到现场查看", "it is not proven whether the pack {} was taken; look at the shelf");

    private final Bilingual sentence;

    RemovalOutcome(String zh, String en) {
        this.sentence = new Bilingual(zh, en);
    }

    /**
     * The stable code, on the wire and in the table.
     *
     * @return lower case with hyphens
     */
    @JsonValue
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * Reads the code.
     *
     * @param code as in the table
     * @return the outcome
     * @throws IllegalArgumentException when there is none such
     */
    public static RemovalOutcome of(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    Bilingual sentence() {
        return sentence;
    }
}
