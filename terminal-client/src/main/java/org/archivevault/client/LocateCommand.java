package org.archivevault.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "locate",
        description = {"查业务工单的档案包在哪里。", "Where the packs of a business order are."})
final class LocateCommand extends ClientCommand {
    private static final Map<String, String> STATES = Map.of(
            "on-shelf", "在架 / on the shelf",
            "out", "已取出 / out",
            "missing", "缺失 / missing",
            "unknown", "未知 / unknown");

    @Parameters(paramLabel = "ORDER", description = "业务工单号 / business order number")
    @Nullable
    String order;

    @Override
    public Integer call() {
        JsonNode location = api().get("/orders/" + segment(given(order)) + "/location");
        screen().say("业务工单 / business order " + location.path("orderNo").asText());
        location.path("packs").forEach(this::sayPack);
        return 0;
    }

    private void sayPack(JsonNode pack) {
        String state = pack.path("state").asText();
        screen().say("  档案包 / pack " + pack.path("packNo").asText() + "  " + STATES.getOrDefault(state, state)
                + (pack.has("epc") ? "  EPC " + pack.path("epc").asText() : ""));
        if (!state.equals("on-shelf")) {
            screen().say("    自 / since " + pack.path("since").asText() + "  "
                    + pack.path("by").asText());
        }
        if (pack.has("positionCode")) {
            screen().say("    储位 / position " + pack.path("positionCode").asText() + "  "
                    + inWords(pack.path("address")));
            screen().say("    通道 / aisle "
                    + (pack.has("aisle") ? pack.path("aisle").asText() : "不需要 / none needed"));
        }
        for (JsonNode obstacle : pack.path("obstacles")) {
            screen().say("    现在不能移动 / cannot move now: " + bilingual(obstacle));
        }
        if (!pack.path("mayOpen").asBoolean() && pack.has("whyNot")) {
            screen().say("    您不能打开 / you may not open it: " + bilingual(pack.path("whyNot")));
        } else if (pack.path("mayOpen").asBoolean() && pack.path("obstacles").isEmpty()) {
            screen().say("    可以打开 / you may open it: ./vault retrieve " + order);
        }
    }

    private static String inWords(JsonNode a) {
        return a.path("block").asText() + "区 " + a.path("carriage").asText() + "列 "
                + a.path("face").asText() + "面 " + a.path("bay").asText() + "节 "
                + a.path("level").asText() + "层 " + a.path("slot").asText() + "位";
    }

    static String bilingual(JsonNode sentence) {
        return sentence.path("zh").asText() + " / " + sentence.path("en").asText();
    }
}
