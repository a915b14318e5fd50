package org.archivevault.server.tags;

import com.fasterxml.jackson.annotation.JsonValue;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.UUID;
import org.archivevault.protocol.Bilingual;
import org.archivevault.protocol.pack.Epc;
import org.archivevault.protocol.pack.PackNo;
import org.jspecify.annotations.Nullable;

/**
 * Something about a pack that a person must look at. It stays until a person has acknowledged it.
 *
 * @param id names it
 * @param kind what
 * @param pack the pack
 * @param epc its tag
 * @param place the gate, or where the tag was seen
 * @param retrieval the retrieval that the pack left with without being asked for; null when there is none
 * @param detail more, for people; may be empty
 * @param happenedAt when it happened, the last time, on the edge's clock
 * @param raisedAt when it was raised, on the server's clock
 * @param times how often it has happened since
 * @param revision number of its newest change, 1 upwards
 * @param acknowledgedAt when a person acknowledged it; null while it is open
 * @param acknowledgedBy who did
 * @param reason why, in that person's words
 * @param sentence for a person
 */
public record Alarm(
        UUID id,
        Kind kind,
        PackNo pack,
        Epc epc,
        String place,
        @Nullable UUID retrieval,
        String detail,
        OffsetDateTime happenedAt,
        OffsetDateTime raisedAt,
        int times,
        int revision,
        @Nullable OffsetDateTime acknowledgedAt,
        @Nullable String acknowledgedBy,
        @Nullable String reason,
        Bilingual sentence) {
    /** What kind of alarm. */
    public enum Kind {
        /** A pack went out through a gate, and no retrieval lets it. */
        UNAPPROVED_EXIT("档案包 {} 未经批准经门禁 {} 带出", "the pack {} went out through the gate {} without approval"),
        /** Two tags answer with one EPC. */
        CLONE_SUSPECTED("档案包 {} 的标签疑被复制（{}）", "the tag of the pack {} may have been cloned ({})"),
        /** One tag at two places sooner than anybody can walk. */
        IMPOSSIBLE_TRAVEL("档案包 {} 的标签几乎同时出现在两处（{}）", "the tag of the pack {} was at two places at once ({})");

        private final Bilingual sentence;

        Kind(String zh, String en) {
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

        static Kind of(String code) {
            return valueOf(code.toUpperCase(Locale.ROOT).replace('-', '_'));
        }

        Bilingual sentence() {
            return sentence;
        }
    }
}
