package org.archivevault.standalone;

import java.util.List;
import java.util.Map;
import org.archivevault.firmware.plan.SitePlan;
import org.archivevault.protocol.address.VaultId;

/** What is done regularly in the demo's vaults: made at the first start, left alone afterwards. */
final class SampleRounds {
    private static final String BY = "17:30";
    private static final int DISINFECTED_EVERY_DAYS = 90;

    private final SitePlan plan;

    SampleRounds(SitePlan plan) {
        this.plan = plan;
    }

    /** Makes the schedules where there are none. */
    void keep(ServerApi api) {
        if (!api.get("/rounds").isEmpty()) {
            return;
        }
        for (SitePlan.Vault vault : plan.vaults()) {
            String suffix = vault.id().vault().toLowerCase(java.util.Locale.ROOT);
            api.put("/rounds/daily-" + suffix, daily(vault.id()));
            api.put("/rounds/disinfection-" + suffix, disinfection(vault.id()));
            vault.blocks().stream()
                    .filter(this::canSpread)
                    .forEach(block -> api.put(
                            "/rounds/air-" + block.id().block().toLowerCase(java.util.Locale.ROOT),
                            ventilation(block)));
        }
    }

    private boolean canSpread(SitePlan.Block block) {
        return plan.controller(block.controller())
                .filter(controller -> controller.profile().spread() != null)
                .isPresent();
    }

    private static Map<String, Object> ventilation(SitePlan.Block block) {
        return Map.of(
                "kind",
                "ventilation",
                "zh",
                block.name().zh() + "通风",
                "en",
                "Ventilation of " + block.name().en().toLowerCase(java.util.Locale.ROOT),
                "vault",
                block.id().vault().toString(),
                "block",
                block.id().toString(),
                "rhythm",
                Map.of("kind", "every", "everyDays", 1, "by", BY));
    }

    private static Map<String, Object> daily(VaultId vault) {
        return Map.of(
                "kind",
                "round",
                "zh",
                "库房每日巡查",
                "en",
                "Daily round of the vault",
                "vault",
                vault.toString(),
                "rhythm",
                Map.of(
                        "kind",
                        "on-days",
                        "days",
                        List.of("monday", "tuesday", "wednesday", "thursday", "friday"),
                        "by",
                        BY),
                "warnMinutes",
                120,
                "checklist",
                List.of(
                        item("door", "门窗关好", "Door and windows are shut"),
                        item("water", "地面与墙面无水", "No water on floor and walls"),
                        item("climate", "温湿度在范围内", "Temperature and humidity within their limits"),
                        item("pests", "无虫鼠迹象", "No traces of insects or rodents")));
    }

    private static Map<String, Object> disinfection(VaultId vault) {
        return Map.of(
                "kind",
                "disinfection",
                "zh",
                "库房消毒",
                "en",
                "Disinfection of the vault",
                "vault",
                vault.toString(),
                "rhythm",
                Map.of("kind", "every", "everyDays", DISINFECTED_EVERY_DAYS, "by", BY),
                "warnMinutes",
                24 * 60,
                "checklist",
                List.of(
                        item("agent", "药剂与用量已登记", "Agent and amount are noted"),
                        item("aired", "结束后已通风", "Aired afterwards")));
    }

    private static Map<String, String> item(String name, String zh, String en) {
        return Map.of("item", name, "zh", zh, "en", en);
    }
}
