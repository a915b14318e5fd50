package org.archivevault.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** An alarm as lines for people. */
final class AlarmText {
    private static final Map<String, String> PRIORITIES = Map.of(
            "critical", "!!! 紧急 / critical",
            "high", "!! 高 / high",
            "medium", "! 中 / medium",
            "low", "· 低 / low");
    private static final Map<String, String> STATES = Map.of(
            "unacknowledged", "未确认 / unacknowledged",
            "acknowledged", "已确认，未解除 / acknowledged, still there",
            "returned", "已解除，未确认 / gone, unacknowledged",
            "latched", "未确认 / unacknowledged",
            "normal", "正常 / normal");
    private static final Map<String, String> QUIET = Map.of(
            "shelved", "搁置 / shelved",
            "suppressed", "抑制 / suppressed",
            "out-of-service", "停用 / out of service");

    private AlarmText() {}

    /** The alarm, and what can be done with it. */
    static List<String> lines(JsonNode alarm) {
        List<String> lines = new ArrayList<>();
        String times =
                alarm.path("times").asInt() > 1 ? "  ×" + alarm.path("times").asInt() : "";
        lines.add(PRIORITIES.getOrDefault(alarm.path("priority").asText(), "!") + "  "
                + alarm.path("happenedAt").asText() + "  "
                + LocateCommand.bilingual(alarm.path("sentence")) + times);
        String state = state(alarm);
        if (!state.isEmpty()) {
            lines.add("    " + state);
        }
        if (alarm.hasNonNull("retrieval")) {
            lines.add("    调档 / retrieval " + alarm.path("retrieval").asText());
        }
        if (alarm.hasNonNull("assignedTo")) {
            lines.add("    交办 / assigned to " + alarm.path("assignedTo").asText());
        }
        lines.add(
                alarm.hasNonNull("acknowledgedBy")
                        ? "    已确认 / acknowledged: "
                                + alarm.path("acknowledgedBy").asText() + "  "
                                + alarm.path("reason").asText()
                        : alarm.path("past").asBoolean()
                                ? "    编号 / id " + alarm.path("id").asText()
                                : "    ./vault acknowledge-alarm "
                                        + alarm.path("id").asText() + " --reason ...");
        return lines;
    }

    private static String state(JsonNode alarm) {
        List<String> words = new ArrayList<>();
        if (alarm.path("past").asBoolean()) {
            words.add("过去的记录，非警报 / a record of the past, no alarm");
        } else if (STATES.containsKey(alarm.path("state").asText())) {
            words.add(STATES.get(alarm.path("state").asText()));
        }
        JsonNode quiet = alarm.path("quiet");
        if (quiet.hasNonNull("how")) {
            words.add(QUIET.getOrDefault(
                            quiet.path("how").asText(), quiet.path("how").asText())
                    + (quiet.hasNonNull("until") ? " → " + quiet.path("until").asText() : "") + " ("
                    + quiet.path("by").asText() + ": " + quiet.path("reason").asText() + ")");
        }
        if (alarm.path("toldLate").asBoolean() && !alarm.path("past").asBoolean()) {
            words.add("迟报 / told late");
        }
        if (alarm.path("escalationLevel").asInt() > 0) {
            words.add("已升级 / escalated ×" + alarm.path("escalationLevel").asInt());
        }
        return String.join("  ", words);
    }

    /** A step of its life. */
    static String step(JsonNode change) {
        return "    " + change.path("at").asText() + "  " + change.path("what").asText() + "  "
                + change.path("by").asText() + "  " + change.path("why").asText();
    }

    /** Something that was sent, or is to be. */
    static String notice(JsonNode notice) {
        String end = notice.hasNonNull("sentAt")
                ? "已送达 / sent " + notice.path("sentAt").asText()
                : notice.hasNonNull("givenUpAt")
                        ? "已放弃 / given up " + notice.path("givenUpAt").asText() + ": "
                                + notice.path("lastError").asText()
                        : "等待 / waiting ×" + notice.path("tries").asInt() + " "
                                + notice.path("lastError").asText();
        return "    → " + notice.path("recipient").asText() + "  "
                + notice.path("occasion").asText() + "  " + end;
    }
}
