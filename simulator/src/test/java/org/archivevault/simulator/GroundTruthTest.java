package org.archivevault.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.archivevault.simulator.shelving.Input;
import org.archivevault.simulator.truth.TruthEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The record of what really happened, as a checker reads it from the file. */
class GroundTruthTest {
    private static final int UNIT = 1;

    private static List<JsonNode> lines(Path file) throws Exception {
        ObjectMapper json = new ObjectMapper();
        List<JsonNode> all = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            all.add(json.readTree(line));
        }
        return all;
    }

    @Test
    void the_file_tells_a_whole_history_in_order(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("truth.jsonl");
        try (Sites sites = new Sites(SimulatorOptions.forTests().recordingTo(file));
                RawClient client = sites.client()) {
            client.write(UNIT, 10, 0, 7, 1, 3);
            client.write(UNIT, 20, 0, 7);
            await().until(() -> sites.block().state().openAisle() == 3);
            sites.block().trip(Input.PRESENCE, 2);
            sites.block().clear(Input.PRESENCE, 2);
            sites.block().pressEmergencyStop();
            sites.block().resetEmergencyStop();
            assertThat(sites.block().pressOpen(1)).isEmpty();
            await().until(() -> sites.block().state().openAisle() == 1);
        }
        List<JsonNode> lines = lines(file);
        assertThat(lines)
                .extracting(n -> n.get("event").asText())
                .containsExactly(
                        "begin",
                        "modbus.write",
                        "modbus.write",
                        "motion.start",
                        "motion.stop",
                        "input",
                        "input",
                        "input",
                        "input",
                        "motion.start",
                        "motion.stop");
        assertThat(lines).extracting(n -> n.get("t").asLong()).isSorted();
        assertThat(Instant.parse(lines.get(0).get("wall").asText())).isNotNull();
        JsonNode prepare = lines.get(1);
        assertThat(prepare.toString())
                .contains("\"controller\":\"block-1-controller\"", "\"unit\":1", "\"function\":16", "\"address\":10")
                .contains("\"values\":[0,7,1,3]", "\"transaction\":101", "\"heard\":true")
                .doesNotContain("fault");
        assertThat(lines.get(3).toString())
                .contains("\"block\":\"ES-V1-B1\"", "\"aisle\":3", "\"from\":1", "\"token\":7", "\"cause\":\"modbus\"");
        assertThat(lines.get(4).toString()).contains("\"openAisle\":3", "\"reason\":\"arrived\"");
        assertThat(lines.get(5).toString()).contains("\"input\":\"presence\"", "\"aisle\":2", "\"tripped\":true");
        assertThat(lines.get(7).toString())
                .contains("\"input\":\"emergency-stop\"")
                .doesNotContain("aisle");
        assertThat(lines.get(9).toString()).contains("\"token\":0", "\"cause\":\"local\"");
    }

    @Test
    void what_is_written_can_be_read_back_as_the_same_events(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("truth.jsonl");
        List<TruthEvent> told;
        try (Sites sites = new Sites(SimulatorOptions.forTests().recordingTo(file));
                RawClient client = sites.client()) {
            client.write(UNIT, 0, 1, 1);
            client.ask(UNIT, "06 0003 0001");
            await().until(() -> !sites.told(TruthEvent.WatchdogTrip.class).isEmpty());
            told = sites.told;
        }
        ObjectMapper json = new ObjectMapper();
        List<TruthEvent> read = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            read.add(json.readValue(line, TruthEvent.class));
        }
        assertThat(read).hasSizeGreaterThanOrEqualTo(5).isEqualTo(told);
    }

    @Test
    void an_input_that_does_not_change_is_not_told_twice() {
        try (Sites sites = Sites.demo()) {
            sites.block().trip(Input.DOOR);
            sites.block().trip(Input.DOOR);
            sites.block().clearAll();
            sites.block().clearAll();
            assertThat(sites.told(TruthEvent.InputChange.class)).hasSize(2);
        }
    }
}
