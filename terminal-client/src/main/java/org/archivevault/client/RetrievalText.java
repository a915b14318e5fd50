package org.archivevault.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.archivevault.protocol.Bilingual;
import org.archivevault.protocol.command.RefusalCode;

/** What a retrieval's state says to a person. */
final class RetrievalText {
    private static final Map<String, String> STATES = Map.ofEntries(
            Map.entry("waiting", "等待该区空闲 / waiting for the block"),
            Map.entry("offered", "轮到您了 / your turn"),
            Map.entry("opening", "正在打开通道 / the aisle is opening"),
            Map.entry("open", "通道已打开 / the aisle is open"),
            Map.entry("unknown", "结果未知，请到现场查看 / outcome unknown: look at the shelving"),
            Map.entry("proving", "已交还，等待标签证明是否取出 / given back; the tags have yet to say whether the pack left"),
            Map.entry("taken", "档案包已取出 / the pack is out"),
            Map.entry("closed", "已结束 / closed"),
            Map.entry("refused", "被拒绝 / refused"),
            Map.entry("expired", "已过期，没有移动 / expired, nothing moved"),
            Map.entry("stopped", "已停止 / stopped"),
            Map.entry("cancelled", "已取消 / cancelled"));
    /** Nothing more happens by itself. */
    private static final Set<String> RESTING =
            Set.of("open", "unknown", "taken", "closed", "refused", "expired", "stopped", "cancelled");

    private RetrievalText() {}

    static boolean isResting(JsonNode retrieval) {
        return RESTING.contains(state(retrieval));
    }

    static boolean isGood(JsonNode retrieval) {
        return Set.of("open", "taken", "closed").contains(state(retrieval));
    }

    static String state(JsonNode retrieval) {
        return retrieval.path("state").asText();
    }

    static String line(JsonNode retrieval) {
        StringBuilder line = new StringBuilder(STATES.getOrDefault(state(retrieval), state(retrieval)));
        if (retrieval.has("aisle") && !state(retrieval).equals("refused")) {
            line.append("  ").append(retrieval.path("aisle").asText());
        }
        if (retrieval.hasNonNull("code")) {
            line.append("：").append(reason(retrieval));
        }
        JsonNode waiting = retrieval.path("waiting");
        if (waiting.isObject()) {
            line.append("；前面是 / behind ")
                    .append(waiting.path("behind").path("displayName").asText())
                    .append("（第 ")
                    .append(waiting.path("position").asInt())
                    .append(" 位 / number ")
                    .append(waiting.path("position").asInt())
                    .append("）");
            if (waiting.path("behind")
                    .path("userName")
                    .equals(retrieval.path("askedBy").path("userName"))) {
                line.append("；是您自己，用完请先 ./vault close / that is you: ./vault close it first");
            }
        }
        return line.toString();
    }

    private static final Map<String, String> PROOFS = Map.of(
            "by-hand", "人工确认 / by hand",
            "by-bar-code", "扫描条码 / by bar code",
            "desk", "借阅台 / desk",
            "gate", "门禁 / gate",
            "shelf", "层架天线 / shelf");
    private static final Map<String, String> REASONS = Map.of(
            "closed-by-tag", "标签证明，自动结束 / closed by tag",
            "pack-taken", "档案包已离架 / the pack has left its place",
            "pack-back", "档案包已放回 / the pack is back in its place");

    /** Whether a tag can close it: then it is worth while to go on watching. */
    static boolean mayCloseByTag(JsonNode retrieval) {
        for (JsonNode proof : retrieval.path("removal").path("possible")) {
            if (Set.of("shelf", "desk", "gate").contains(proof.asText())) {
                return true;
            }
        }
        return false;
    }

    /** What became of its pack, and how well that is proven; empty while nothing is known. */
    static String outcome(JsonNode retrieval) {
        JsonNode removal = retrieval.path("removal");
        JsonNode outcome = removal.path("outcome");
        return outcome.isObject()
                ? LocateCommand.bilingual(outcome) + "  [证明 / proof: " + proofs(removal.path("proof")) + "]"
                : "";
    }

    /** Names of proofs, the weakest first. */
    static String proofs(JsonNode proofs) {
        List<String> names = new ArrayList<>();
        proofs.forEach(proof -> names.add(PROOFS.getOrDefault(proof.asText(), proof.asText())));
        return names.isEmpty() ? "—" : String.join(" + ", names);
    }

    private static String reason(JsonNode retrieval) {
        String code = retrieval.path("code").asText();
        String detail = retrieval.path("detail").asText("");
        if (retrieval.path("removal").path("outcome").isObject() && REASONS.containsKey(code)) {
            return String.valueOf(REASONS.get(code));
        }
        if (Set.of("wrong-pack", "extra-pack", "not-taken", "put-elsewhere", "unproven")
                .contains(code)) {
            return detail;
        }
        try {
            Bilingual sentence = RefusalCode.of(code).sentence(detail);
            return sentence.toString();
        } catch (IllegalArgumentException e) {
            return detail.isEmpty() ? code : code + " (" + detail + ")";
        }
    }
}
