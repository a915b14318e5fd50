package org.archivevault.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.archivevault.protocol.Bilingual;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The later steps of a retrieval. */
final class RetrievalCommands {
    private RetrievalCommands() {}

    /** A step of one retrieval, told by its id. */
    abstract static class Step extends ClientCommand {
        @Parameters(paramLabel = "RETRIEVAL", description = "调档编号 / the retrieval's id")
        @Nullable
        String id;

        int post(String step, @Nullable Object body) {
            JsonNode retrieval = api().post("/retrievals/" + segment(given(id)) + "/" + step, body);
            screen().say(RetrievalText.line(retrieval));
            String outcome = RetrievalText.outcome(retrieval);
            if (!outcome.isEmpty()) {
                screen().say("  " + outcome);
            }
            return Set.of("wrong-pack", "extra-pack")
                            .contains(retrieval
                                    .path("removal")
                                    .path("outcome")
                                    .path("code")
                                    .asText())
                    ? ClientFailure.REFUSED
                    : 0;
        }
    }

    @Command(
            name = "open",
            description = {"接受轮到您的机会，打开通道。", "Takes up an offer and opens the aisle."})
    static final class Open extends Step {
        @Override
        public Integer call() {
            return post("open", null);
        }
    }

    @Command(
            name = "close",
            description = {"用完，交还该区。", "Gives the block back."})
    static final class Close extends Step {
        @Override
        public Integer call() {
            return post("close", null);
        }
    }

    @Command(
            name = "cancel",
            description = {"放弃调档。", "Gives a retrieval up."})
    static final class Cancel extends Step {
        @Override
        public Integer call() {
            return post("cancel", null);
        }
    }

    @Command(
            name = "taken",
            description = {"记录档案包已取出。", "Records that a pack was taken."})
    static final class Taken extends Step {
        @Parameters(index = "1", arity = "0..1", paramLabel = "PACK", description = "档案包号 / pack number")
        @Nullable
        String pack;

        @Option(names = "--barcode", description = "扫描到的条码，代替档案包号 / the bar code scanned, instead of the number")
        @Nullable
        String barcode;

        @Option(names = "--seal", description = "封签号 / seal number")
        @Nullable
        String seal;

        @Override
        public Integer call() {
            if ((pack == null) == (barcode == null)) {
                throw new ClientFailure(
                        2, "", new Bilingual("请给出档案包号或 --barcode", "give the pack number or --barcode"));
            }
            Map<String, String> body = new LinkedHashMap<>();
            if (pack != null) {
                body.put("packNo", pack);
            } else {
                body.put("barcode", given(barcode));
            }
            if (seal != null) {
                body.put("sealNo", seal);
            }
            return post("taken", body);
        }
    }

    @Command(
            name = "return",
            description = {
                "归还核对：封签与页数相符才算在架。",
                "Checks a pack in: on the shelf again only when seal and page count fit."
            })
    static final class Return extends ClientCommand {
        @Parameters(paramLabel = "PACK", description = "档案包号 / pack number")
        @Nullable
        String pack;

        @Option(names = "--pages", required = true, description = "清点的页数 / pages counted")
        int pages;

        @Option(names = "--seal", description = "封签号 / seal number")
        @Nullable
        String seal;

        @Override
        public Integer call() {
            Map<String, Object> body = new LinkedHashMap<>();
            body.put("pageCount", pages);
            if (seal != null) {
                body.put("sealNo", seal);
            }
            JsonNode answer = api().post("/packs/" + segment(given(pack)) + "/return", body);
            if (answer.path("tag").path("sentence").isObject()) {
                screen().say(LocateCommand.bilingual(answer.path("tag").path("sentence")));
            }
            if (answer.path("onShelf").asBoolean()) {
                screen().say("已归还在架 / on the shelf again");
                return 0;
            }
            screen().say("未归还：不相符 / not returned, it does not fit: "
                    + answer.path("discrepancy").asText());
            return ClientFailure.REFUSED;
        }
    }
}
