package org.archivevault.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Alarms: what stands, live, and a person's word. What else can be done with one is {@link AlarmCommand}. */
final class AlarmCommands {
    private AlarmCommands() {}

    @Command(
            name = "alarms",
            description = {"未结束的警报；--follow 持续显示。", "Alarms that are not over; --follow goes on."})
    static final class Alarms extends ClientCommand {
        @Option(names = "--follow", description = "持续显示 / go on as alarms are raised")
        boolean follow;

        @Option(names = "--all", description = "包括已结束的 / also those that are over")
        boolean all;

        @Option(
                names = "--family",
                description = "只看一类 / only of: gate, tag, climate, danger, sensor, camera, round, system")
        @Nullable
        String family;

        @Option(names = "--priority", description = "不低于 / at least: low, medium, high, critical")
        @Nullable
        String priority;

        @Option(names = "--place", description = "库区或门禁 / a zone or gate")
        @Nullable
        String place;

        @Option(names = "--members-of", description = "一组警报的成员 / the members of a group alarm")
        @Nullable
        String membersOf;

        @Override
        public Integer call() throws IOException {
            if (follow) {
                EventReader.read(api().stream("/alarms/events"), alarm -> {
                    say(alarm);
                    return true;
                });
                return 0;
            }
            JsonNode alarms = api().get("/alarms?all=" + all + filter("family", family) + filter("priority", priority)
                    + filter("place", place) + filter("memberOf", membersOf));
            alarms.forEach(this::say);
            if (alarms.isEmpty()) {
                screen().say("没有警报 / no alarms");
            }
            return 0;
        }

        private static String filter(String name, @Nullable String value) {
            return value == null ? "" : "&" + name + "=" + segment(value);
        }

        private void say(JsonNode alarm) {
            AlarmText.lines(alarm).forEach(screen()::say);
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
