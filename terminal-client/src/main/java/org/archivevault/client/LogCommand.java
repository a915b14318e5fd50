package org.archivevault.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "log",
        description = {"访问日志。", "The access log."})
final class LogCommand extends ClientCommand {
    @Option(names = "--follow", description = "持续显示 / go on as entries are recorded")
    boolean follow;

    @Option(names = "--limit", defaultValue = "30", description = "最近几条 / how many of the newest")
    int limit;

    @Option(names = "--object", description = "只看某一对象 / only of this object")
    @Nullable
    String object;

    @Override
    public Integer call() throws IOException {
        Api api = api();
        String filter = object == null ? "" : "&object=" + segment(object);
        long last = 0;
        for (JsonNode entry : api.get("/access-log?limit=" + limit + filter).path("entries")) {
            say(entry);
            last = entry.path("seq").asLong();
        }
        if (follow) {
            EventReader.read(api.stream("/access-log/events?after=" + last), entry -> {
                say(entry);
                return true;
            });
        }
        return 0;
    }

    private void say(JsonNode entry) {
        String details = entry.path("details").asText("");
        screen().say(entry.path("seq").asText() + "  " + entry.path("at").asText() + "  "
                + entry.path("subject").asText() + "  " + entry.path("kind").asText() + "  "
                + entry.path("object").asText() + "  " + entry.path("result").asText()
                + (details.isEmpty() || details.equals("{}") ? "" : "  " + details));
    }
}
