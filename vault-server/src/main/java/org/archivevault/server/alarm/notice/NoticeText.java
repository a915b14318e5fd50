package org.archivevault.server.alarm.notice;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.archivevault.protocol.Bilingual;

/** A notice as a mail: Chinese first, then English. */
final class NoticeText {
    private static final Map<String, Bilingual> OCCASIONS = Map.of(
            "raised", new Bilingual("警报", "Alarm"),
            "escalated", new Bilingual("警报无人确认", "Alarm that nobody has acknowledged"),
            "cleared", new Bilingual("警报条件已解除", "Alarm condition gone"),
            "acknowledged", new Bilingual("警报已确认", "Alarm acknowledged"));

    private NoticeText() {}

    static String subject(Notice notice) {
        JsonNode alarm = notice.alarmBody();
        Bilingual occasion = occasion(notice);
        // One line: a sentence could carry line breaks from a device's own words.
        return ("[" + alarm.path("priority").asText() + "] " + occasion.zh() + " / " + occasion.en() + ": "
                        + alarm.path("sentence").path("zh").asText())
                .replaceAll("\\p{Cntrl}", " ");
    }

    static String text(Notice notice) {
        JsonNode alarm = notice.alarmBody();
        Bilingual occasion = occasion(notice);
        StringBuilder text = new StringBuilder();
        text.append(occasion.zh())
                .append("：")
                .append(alarm.path("sentence").path("zh").asText())
                .append('\n');
        text.append(occasion.en())
                .append(": ")
                .append(alarm.path("sentence").path("en").asText())
                .append("\n\n");
        line(text, "发生 / since", alarm.path("happenedAt").asText());
        line(text, "提出 / raised", alarm.path("raisedAt").asText());
        if (alarm.path("toldLate").asBoolean()) {
            text.append("因链路或服务中断而迟报 / told late: a link, the server or the database had been away\n");
        }
        if (alarm.hasNonNull("clearedAt")) {
            line(text, "解除 / gone", alarm.path("clearedAt").asText());
        }
        if (alarm.hasNonNull("acknowledgedBy")) {
            line(
                    text,
                    "确认 / acknowledged",
                    alarm.path("acknowledgedBy").asText() + ": "
                            + alarm.path("reason").asText());
        }
        line(text, "编号 / id", alarm.path("id").asText());
        text.append("\n./vault acknowledge-alarm ")
                .append(alarm.path("id").asText())
                .append(" --reason ...\n");
        return text.toString();
    }

    private static Bilingual occasion(Notice notice) {
        return OCCASIONS.getOrDefault(notice.occasion(), new Bilingual(notice.occasion(), notice.occasion()));
    }

    private static void line(StringBuilder text, String name, String value) {
        text.append(name).append(": ").append(value).append('\n');
    }
}
