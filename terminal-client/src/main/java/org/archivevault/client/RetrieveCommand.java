package org.archivevault.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.Console;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "retrieve",
        description = {
            "调档：打开业务工单所在的通道。Ctrl-C 只结束显示，不影响调档。",
            "Opens the aisle of an order. Ctrl-C ends the display, not the retrieval."
        })
final class RetrieveCommand extends ClientCommand {
    @Parameters(paramLabel = "ORDER", description = "业务工单号 / business order number")
    @Nullable
    String order;

    @Option(names = "--pack", description = "档案包号 / which pack, when the order has several")
    @Nullable
    String pack;

    @Option(names = "--purpose", defaultValue = "查档 / look-up", description = "用途 / what for")
    @Nullable
    String purpose;

    @Option(
            names = "--until-taken",
            description = "通道打开后继续等待标签证明 / go on after the aisle is open until the tags have spoken")
    boolean untilTaken;

    @Override
    public Integer call() throws IOException {
        Map<String, String> request = new LinkedHashMap<>();
        request.put("orderNo", given(order));
        request.put("purpose", given(purpose));
        if (pack != null) {
            request.put("packNo", pack);
        }
        JsonNode retrieval = api().post("/retrievals", request);
        screen().say("调档 / retrieval " + retrieval.path("id").asText());
        return follow(retrieval);
    }

    private int follow(JsonNode first) throws IOException {
        JsonNode end = first;
        if (!RetrievalText.isResting(first)) {
            LiveBlock live =
                    LiveBlock.follow(api(), screen(), first.path("block").asText());
            try {
                end = untilRest(first);
            } finally {
                live.close();
            }
        } else {
            screen().say(RetrievalText.line(first));
        }
        sayNext(end);
        if (RetrievalText.state(end).equals("open")
                && RetrievalText.mayCloseByTag(end)
                && (untilTaken || screen().isTerminal())) {
            end = untilProven(end);
        }
        return RetrievalText.isGood(end) ? 0 : ClientFailure.REFUSED;
    }

    /** The tags say what left; the right pack, and nothing else, closes it. */
    private JsonNode untilProven(JsonNode open) throws IOException {
        JsonNode[] last = {open};
        int[] told = {open.path("revision").asInt()};
        EventReader.read(api().stream("/retrievals/" + open.path("id").asText() + "/events"), event -> {
            last[0] = event;
            if (event.path("revision").asInt() > told[0]) {
                told[0] = event.path("revision").asInt();
                screen().say(RetrievalText.line(event));
                String outcome = RetrievalText.outcome(event);
                if (!outcome.isEmpty()) {
                    screen().say("  " + outcome);
                }
            }
            return Set.of("open", "proving").contains(RetrievalText.state(event));
        });
        return last[0];
    }

    private JsonNode untilRest(JsonNode first) throws IOException {
        Api api = api();
        JsonNode[] last = {first};
        String path = "/retrievals/" + first.path("id").asText();
        EventReader.read(api.stream(path + "/events"), event -> {
            last[0] = event;
            screen().say(RetrievalText.line(event));
            return !RetrievalText.isResting(event)
                    && !RetrievalText.state(event).equals("offered");
        });
        if (RetrievalText.state(last[0]).equals("offered")) {
            return offered(api, path, last[0]);
        }
        return last[0];
    }

    /** Nothing moves by itself: the person is there and says so. */
    private JsonNode offered(Api api, String path, JsonNode offer) throws IOException {
        Optional<Console> console = Terminal.console();
        if (console.isEmpty()) {
            screen().say("请在 " + offer.path("offerUntil").asText() + " 前运行 / before then run: ./vault open "
                    + offer.path("id").asText());
            return offer;
        }
        String answer = console.get().readLine("现在打开通道？/ open the aisle now? [y/N] ");
        if (!"y".equalsIgnoreCase(answer == null ? "" : answer.strip())) {
            return api.post(path + "/cancel", null);
        }
        return untilRest(api.post(path + "/open", null));
    }

    private void sayNext(JsonNode retrieval) {
        if (RetrievalText.state(retrieval).equals("open")) {
            screen().say("  储位 / position " + retrieval.path("positionCode").asText() + "  档案包 / pack "
                    + retrieval.path("pack").asText());
            String id = retrieval.path("id").asText();
            if (RetrievalText.mayCloseByTag(retrieval)) {
                screen().say("  取出后由标签证明并自动结束 / the tag proves it and closes it: "
                        + RetrievalText.proofs(retrieval.path("removal").path("possible")));
            }
            screen().say("  取出后 / once taken:  ./vault taken " + id + " "
                    + retrieval.path("pack").asText());
            screen().say("  用完后 / when done:   ./vault close " + id);
        }
    }
}
