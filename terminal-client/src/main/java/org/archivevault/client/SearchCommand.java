package org.archivevault.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "search",
        description = {"按工单号、户号、户名、条码查找。", "Finds orders by order, customer, name or bar code."})
final class SearchCommand extends ClientCommand {
    @Parameters(paramLabel = "TEXT", description = "开头几个字即可 / the first characters are enough")
    @Nullable
    String text;

    @Option(names = "--limit", defaultValue = "10", description = "最多几条 / how many at most")
    int limit;

    @Override
    public Integer call() {
        JsonNode found = api().get("/search?limit=" + limit + "&q=" + segment(given(text)));
        for (JsonNode hit : found.path("hits")) {
            List<String> states = new ArrayList<>();
            hit.path("states").forEach(s -> states.add(s.asText()));
            screen().say(hit.path("orderNo").asText() + "  "
                    + hit.path("customerNo").asText() + "  "
                    + hit.path("customerName").asText() + "  " + String.join(",", states)
                    + (hit.path("matched").path("near").asBoolean() ? "  （相近 / near）" : ""));
        }
        if (found.path("hits").isEmpty()) {
            screen().say("没有找到 / nothing found");
            return ClientFailure.REFUSED;
        }
        return 0;
    }
}
