package org.archivevault.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "preservation",
        description = {
            "各区的合规与保存两盏灯；或一个区、一个档案包的保存指标。",
            "The two lamps of every zone; or the preservation figures of one zone or pack."
        })
final class PreservationCommand extends ClientCommand {
    private static final double PERCENT = 100;

    @Parameters(arity = "0..1", paramLabel = "ZONE|PACK", description = "区编码或档案包号 / code of a zone, or pack number")
    @Nullable
    String subject;

    @Option(names = "--days", defaultValue = "365", description = "区：回看多少天 / of a zone: how far back")
    int days;

    @Override
    public Integer call() {
        JsonNode zones = api().get("/preservation/zones");
        if (subject == null) {
            zones.forEach(this::zone);
            if (zones.isEmpty()) {
                screen().say("平面图中没有区 / the site plan has no zones");
            }
            return 0;
        }
        for (JsonNode zone : zones) {
            if (zone.path("zone").asText().equals(subject)) {
                JsonNode one = api().get("/preservation/zones/" + segment(subject) + "?days=" + days);
                zone(one);
                period(one.path("period"));
                return 0;
            }
        }
        pack(api().get("/packs/" + segment(subject) + "/preservation"));
        return 0;
    }

    private void zone(JsonNode zone) {
        screen().say(zone.path("zone").asText() + "  " + LocateCommand.bilingual(zone.path("name")) + "  "
                + zone.path("keeps").asText());
        JsonNode now = zone.path("now");
        if (now.isObject()) {
            screen().say("    " + now.path("temperature").asText() + " °C  "
                    + now.path("humidity").asText() + " %RH"
                    + figure(now, "dewPoint", "  露点 / dew point ", " °C")
                    + figure(now, "preservationIndex", "  PI ", " 年 / years"));
        }
        lamp("合规 / compliance", zone.path("compliance"));
        lamp("保存 / preservation", zone.path("preservation"));
    }

    private void lamp(String title, JsonNode lamp) {
        screen().say("    " + sign(lamp.path("light").asText()) + "  " + title + "  "
                + LocateCommand.bilingual(lamp.path("sentence")));
    }

    /** Never by colour alone. */
    private static String sign(String light) {
        return switch (light) {
            case "green" -> "[绿 green]";
            case "amber" -> "[黄 amber]";
            case "red" -> "[红 RED]";
            case "none" -> "[--]";
            default -> "[未知 unknown]";
        };
    }

    private void period(JsonNode period) {
        screen().say("    " + period.path("from").asText() + " … "
                + period.path("until").asText() + "  已知 / known "
                + percent(period.path("knownShare"))
                + figure(period, "twpi", "  TWPI ", " 年 / years")
                + figure(period, "worth", "  ", "")
                + (period.hasNonNull("mouldShare")
                        ? "  霉变风险 / above the mould limit " + percent(period.path("mouldShare"))
                        : ""));
    }

    private void pack(JsonNode pack) {
        screen().say(pack.path("packNo").asText());
        if (!pack.path("life").isObject()) {
            screen().say("    从未上架 / never put on a shelf");
            return;
        }
        period(pack.path("life"));
        JsonNode unknown = pack.path("unknown");
        screen().say("    未知 / unknown: 离架 / out " + percent(unknown.path("out")) + "  未监测区 / unwatched "
                + percent(unknown.path("unwatched")) + "  缺测 / unmeasured " + percent(unknown.path("unmeasured")));
        for (JsonNode stay : pack.path("stays")) {
            screen().say("    " + stay.path("from").asText() + " … "
                    + stay.path("until").asText("今 / now") + "  "
                    + stay.path("positionCode").asText() + "  "
                    + stay.path("zone").asText("未监测 / unwatched")
                    + figure(stay, "twpi", "  TWPI ", ""));
        }
    }

    private static String figure(JsonNode node, String name, String before, String after) {
        return node.hasNonNull(name) ? before + node.path(name).asText() + after : "";
    }

    private static String percent(JsonNode share) {
        return String.format(Locale.ROOT, "%.1f %%", share.asDouble() * PERCENT);
    }
}
