package org.archivevault.firmware.check;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.archivevault.firmware.plan.SitePlan;
import org.archivevault.firmware.source.SourceProfile;
import org.archivevault.firmware.source.WatchPlan;
import org.archivevault.protocol.Bilingual;

/** What was understood of zones and sources, so that a person sees whether it is what was meant. */
final class UnderstoodSources {
    private static final Bilingual ZONE = new Bilingual("分区 {}（{}）：{}，区 {}", "zone {} ({}): {}, blocks {}");
    private static final Bilingual SOURCE =
            new Bilingual("数据源 {}（{} @ {}）：{} 个传感器，{} 台摄像机", "source {} ({} @ {}): {} sensor(s), {} camera(s)");
    private static final Bilingual UNWATCHED =
            new Bilingual("区 {} 不在任何分区：其环境无人看管", "block {} stands in no zone: nothing watches its climate");
    private static final Bilingual PROFILE = new Bilingual(
            "正确。数据源配置 {}（{}）：最长静默 {}min；主题 {}", "fine. Source profile {} ({}): silent for {}min at most; topics {}");

    private UnderstoodSources() {}

    static List<Bilingual> watch(SitePlan plan) {
        List<Bilingual> lines = new ArrayList<>();
        for (SitePlan.Vault vault : plan.vaults()) {
            WatchPlan watch = vault.watch();
            watch.zones().forEach(zone -> lines.add(zone(zone)));
            String broker = watch.broker().map(WatchPlan.Broker::url).orElse("");
            for (WatchPlan.Source source : watch.sources()) {
                lines.add(SOURCE.with(
                        source.name(),
                        source.profile().name(),
                        broker + "/" + source.prefix(),
                        source.sensors().size(),
                        source.cameras().size()));
            }
            if (!watch.zones().isEmpty()) {
                vault.blocks().stream()
                        .filter(block -> watch.zones().stream()
                                .noneMatch(zone -> zone.blocks().contains(block.id())))
                        .forEach(block -> lines.add(UNWATCHED.with(block.id())));
            }
        }
        return lines;
    }

    private static Bilingual zone(WatchPlan.Zone zone) {
        String blocks = zone.blocks().isEmpty()
                ? "–"
                : zone.blocks().stream().map(Object::toString).collect(Collectors.joining(", "));
        return new Bilingual(
                ZONE.with(zone.id(), zone.name().zh(), zone.keeps().wireName(), blocks)
                        .zh(),
                ZONE.with(zone.id(), zone.name().en(), zone.keeps().wireName(), blocks)
                        .en());
    }

    static Bilingual headline(SourceProfile profile) {
        long silence = profile.longestSilence().toMinutes();
        String topics = String.join(", ", profile.topicsOf("{prefix}", "{device}"));
        return new Bilingual(
                PROFILE.with(profile.name(), profile.title().zh(), silence, topics)
                        .zh(),
                PROFILE.with(profile.name(), profile.title().en(), silence, topics)
                        .en());
    }
}
