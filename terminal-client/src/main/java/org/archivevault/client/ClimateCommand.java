package org.archivevault.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.archivevault.protocol.Bilingual;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "climate",
        description = {
            "各区温湿度：最新值、有多旧、是否可信；--csv 下载全部读数。",
            "The climate of every zone: last values, how old they are, whether they can be believed; --csv downloads readings."
        })
final class ClimateCommand extends ClientCommand {
    @Parameters(paramLabel = "ZONE", arity = "0..1", description = "只看这个区 / this zone only")
    @Nullable
    String zone;

    @Option(names = "--csv", paramLabel = "FILE", description = "把该区的读数存为 CSV / save the zone's readings as CSV")
    @Nullable
    Path csv;

    @Option(
            names = "--from",
            paramLabel = "TIME",
            description = "开始，例如 / from, for example 2026-11-01T00:00:00+08:00；默认一天前 / default a day before the end")
    @Nullable
    String from;

    @Option(names = "--to", paramLabel = "TIME", description = "结束（不含），默认现在 / to, exclusive; default now")
    @Nullable
    String to;

    @Override
    public Integer call() throws IOException {
        if (csv != null) {
            return download(csv);
        }
        List<JsonNode> zones = new ArrayList<>();
        api().get("/zones").forEach(each -> {
            if (zone == null || zone.equals(each.path("zone").asText())) {
                zones.add(each);
            }
        });
        if (zones.isEmpty()) {
            throw new ClientFailure(
                    ClientFailure.REFUSED,
                    "",
                    zone == null
                            ? new Bilingual("库房平面图中没有区", "the site plan has no zones")
                            : new Bilingual("没有区 {}", "there is no zone {}").with(zone));
        }
        zones.forEach(this::say);
        return 0;
    }

    private int download(Path file) throws IOException {
        if (zone == null) {
            throw new ClientFailure(
                    ClientFailure.REFUSED,
                    "",
                    new Bilingual(
                            "请指明区：./vault climate ZONE --csv FILE", "name the zone: ./vault climate ZONE --csv FILE"));
        }
        String path = "/zones/" + segment(zone) + "/readings.csv";
        String range = (from == null ? "" : "&from=" + segment(from)) + (to == null ? "" : "&to=" + segment(to));
        try (InputStream body = api().stream(path + (range.isEmpty() ? "" : "?" + range.substring(1)))) {
            long bytes = Files.copy(body, file);
            screen().say("已保存 / saved " + file + "  (" + bytes + " B)");
        }
        return 0;
    }

    private void say(JsonNode each) {
        screen().say(each.path("zh").asText() + " / " + each.path("en").asText() + "  ("
                + each.path("zone").asText() + ", " + each.path("keeps").asText() + ")");
        if (each.path("sensors").isEmpty()) {
            screen().say("  没有传感器 / no sensors");
        }
        each.path("sensors").forEach(this::saySensor);
    }

    private void saySensor(JsonNode sensor) {
        boolean unwell = sensor.hasNonNull("detail")
                && "offline".equals(sensor.path("state").path("code").asText());
        screen().say("  " + sensor.path("sensor").asText() + "  " + LocateCommand.bilingual(sensor.path("state"))
                + (unwell ? "  " + sensor.path("detail").asText() : ""));
        for (JsonNode value : sensor.path("values")) {
            String state = value.path("state").path("code").asText();
            screen().say(String.format(
                    Locale.ROOT,
                    "    %-12s %10.2f %-4s %s%s",
                    value.path("quantity").asText(),
                    value.path("value").asDouble(),
                    value.path("unit").asText(),
                    age(Duration.ofSeconds(value.path("ageSeconds").asLong())),
                    state.equals("live") ? "" : "  " + LocateCommand.bilingual(value.path("state")) + doubt(value)));
        }
    }

    private static String doubt(JsonNode value) {
        String quality = value.path("quality").asText();
        return quality.equals("good") ? "" : " (" + quality + ")";
    }

    /** How old, in the largest unit that leaves a number of two digits or fewer, or days. */
    static String age(Duration age) {
        if (age.toSeconds() < 100) {
            return age.toSeconds() + " 秒前 / s ago";
        }
        if (age.toMinutes() < 100) {
            return age.toMinutes() + " 分钟前 / min ago";
        }
        return age.toHours() < 100 ? age.toHours() + " 小时前 / h ago" : age.toDays() + " 天前 / d ago";
    }
}
