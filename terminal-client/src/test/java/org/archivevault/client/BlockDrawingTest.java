package org.archivevault.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import org.archivevault.protocol.Json;
import org.junit.jupiter.api.Test;

class BlockDrawingTest {
    @Test
    void drawsEachCarriageToScaleAndLeavesTheOpenAisleFree() throws Exception {
        // GIVEN three carriages of 500 mm on rails of 2,500 mm, the aisle open between 2 and 3
        JsonNode block = block("0", "500", "2000", 2);

        // WHEN it is drawn 50 characters wide
        String line = BlockDrawing.of(block, 50);

        // THEN a carriage takes 10 characters and the gap 20
        assertThat(line).hasSize(50).startsWith("▌").contains("1", "2", "3");
        assertThat(line.substring(20, 40)).isEqualTo("·".repeat(20));
        assertThat(BlockDrawing.caption(block)).contains("open aisle 2");
    }

    @Test
    void saysThatItDoesNotKnowInsteadOfDrawingAGuess() throws Exception {
        // GIVEN a carriage whose position is unknown, and a block without a view
        JsonNode unknownPosition = block("0", "null", "2000", 2);
        JsonNode noView = json("{\"block\":\"ES-V1-B1\",\"railLengthMm\":2500}");

        // THEN both are said to be unknown
        assertThat(BlockDrawing.of(unknownPosition, 50)).contains("unknown");
        assertThat(BlockDrawing.of(noView, 50)).contains("unknown");
        assertThat(BlockDrawing.caption(noView)).contains("unknown");
    }

    @Test
    void saysThatABlockStandsSpreadOrIsBeingSpread() throws Exception {
        JsonNode spread = json("{\"view\":{\"openAisle\":0,\"spread\":true,\"moving\":false}}");
        JsonNode spreading = json("{\"view\":{\"openAisle\":0,\"spread\":false,\"targetAisle\":0,\"moving\":true}}");
        JsonNode none = json("{\"view\":{\"openAisle\":0,\"spread\":false}}");

        assertThat(BlockDrawing.caption(spread)).contains("已均匀散开", "spread for ventilation");
        assertThat(BlockDrawing.caption(spreading)).contains("正在均匀散开", "spreading", "moving");
        assertThat(BlockDrawing.caption(none)).contains("no aisle open").doesNotContain("spread");
    }

    private static JsonNode block(String first, String second, String third, int open) throws Exception {
        return json(
                "{\"block\":\"ES-V1-B1\",\"railLengthMm\":2500,\"carriageWidthsMm\":[500,500,500],\"view\":{\"openAisle\":"
                        + open + ",\"carriages\":[{\"number\":1,\"mobile\":false,\"positionMm\":" + first
                        + "},{\"number\":2,\"mobile\":true,\"positionMm\":" + second
                        + "},{\"number\":3,\"mobile\":false,\"positionMm\":" + third + "}]}}");
    }

    private static JsonNode json(String text) throws Exception {
        return Json.read(text.getBytes(StandardCharsets.UTF_8), JsonNode.class);
    }
}
