package org.archivevault.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Alarms about packs: what happened, live, and a person's word. */
final class AlarmCommands {
    private AlarmCommands() {}

    @Command(
            name = "alarms",
            description = {"未确认的警报；--follow 持续显示。", "Alarms that nobody has acknowledged; --follow goes on."})
    static final class Alarms extends ClientCommand {
        @Option(names = "--follow", description = "持续显示 / go on as alarms are raised")
        boolean follow;

        @Option(names = "--all", description = "包括已确认的 / also those that are acknowledged")
        boolean all;

        @Override
        public Integer call() throws IOException {
            if (follow) {
                EventReader.read(api().stream("/alarms/events"), alarm -> {
                    say(alarm);
                    return true;
                });
                return 0;
            }
            JsonNode alarms = api().get("/alarms?all=" + all);
            alarms.forEach(this::say);
            if (alarms.isEmpty()) {
                screen().say("没有警报 / no alarms");
            }
            return 0;
        }

        private void say(JsonNode alarm) {
            String times = alarm.path("times").asInt() > 1
                    ? "  ×" + alarm.path("times").asInt()
                    : "";
            screen().say("! " + alarm.path("happenedAt").asText() + "  "
                    + LocateCommand.bilingual(alarm.path("sentence")) + times);
            if (alarm.hasNonNull("retrieval")) {
                screen().say("    调档 / retrieval " + alarm.path("retrieval").asText());
            }
            screen().say(
                            alarm.hasNonNull("acknowledgedBy")
                                    ? "    已确认 / acknowledged: "
                                            + alarm.path("acknowledgedBy").asText() + "  "
                                            + alarm.path("reason").asText()
                                    : "    ./vault acknowledge-alarm "
                                            + alarm.path("id").asText() + " --reason ...");
        }
    }

    @Command(
            name = "acknowledge-alarm",
            description = {"查看后确认警报，并说明原因。", "Acknowledges an alarm after looking, and says what it was."})
    static final class Acknowledge extends ClientCommand {
        @Parameters(paramLabel = "ALARM", description = "警报编号 / the alarm's id")
        @Nullable
        String id;

        @Option(names = "--reason", required = true, description = "原因 / what it was")
        @Nullable
        String reason;

        @Override
        public Integer call() {
            JsonNode alarm =
                    api().post("/alarms/" + segment(given(id)) + "/acknowledge", Map.of("reason", given(reason)));
            screen().say("已确认 / acknowledged: " + LocateCommand.bilingual(alarm.path("sentence")));
            return 0;
        }
    }
}
