package org.archivevault.client;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "sightings",
        description = {"标签最后在哪里被读到。", "Where a pack's tag was last seen."})
final class SightingsCommand extends ClientCommand {
    @Parameters(paramLabel = "PACK", description = "档案包号 / pack number")
    @Nullable
    String pack;

    @Override
    public Integer call() {
        JsonNode seen = api().get("/packs/" + segment(given(pack)) + "/sightings");
        screen().say(LocateCommand.bilingual(seen.path("place").path("sentence")));
        JsonNode last = seen.path("lastSeen");
        if (last.isObject()) {
            screen().say("  最后读到 / last seen " + last.path("at").asText() + "  "
                    + last.path("readPoint").asText()
                    + (last.hasNonNull("face") ? "  " + last.path("face").asText() : "")
                    + (last.hasNonNull("rssiDbm") ? "  " + last.path("rssiDbm").asText() + " dBm" : "")
                    + (last.path("present").asBoolean() ? "  在场 / present" : "  已离开 / gone"));
        }
        for (JsonNode movement : seen.path("movements")) {
            screen().say("  " + movement.path("at").asText() + "  "
                    + movement.path("what").asText() + "  "
                    + movement.path("readPoint").asText() + "  "
                    + movement.path("detail").asText());
        }
        return 0;
    }
}
