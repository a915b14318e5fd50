package org.archivevault.firmware.check;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.archivevault.firmware.plan.SitePlan;
import org.archivevault.firmware.reader.ReadPointKind;
import org.archivevault.firmware.reader.ReaderPlan;
import org.archivevault.firmware.reader.ReaderProfile;
import org.archivevault.protocol.Bilingual;

/** What was understood of readers, so that a person sees whether it is what was meant. */
final class UnderstoodReaders {
    private static final Bilingual READER = new Bilingual("读写器 {}（{} @ {}）：{}", "reader {} ({} @ {}): {}");
    private static final Bilingual ONE_SIDE = new Bilingual(
            "通道门 {} 只有一侧有天线：方向将是未知，按离开处理",
            "gate {} has antennas on one side only: directions stay unknown and count as out");
    private static final Bilingual PROFILE = new Bilingual(
            "正确。读写器配置 {}（{}）：{} 个天线口，session {}，每轮 {}ms；{}",
            "fine. Reader profile {} ({}): {} antenna ports, session {}, turns of {}ms; {}");
    private static final Bilingual DEPARTS = new Bilingual("{} 离开判定 {}s", "{} departs after {}s");
    private static final double MILLIS_PER_SECOND = 1_000;

    private UnderstoodReaders() {}

    static List<Bilingual> readers(SitePlan plan) {
        List<Bilingual> lines = new ArrayList<>();
        for (SitePlan.Vault vault : plan.vaults()) {
            vault.readers().forEach(reader -> lines.add(reader(reader)));
            sidesOfGates(vault).forEach((gate, sides) -> {
                if (sides.size() == 1) {
                    lines.add(ONE_SIDE.with(gate));
                }
            });
        }
        return lines;
    }

    private static Bilingual reader(ReaderPlan reader) {
        String points = reader.readPoints().stream()
                .map(point -> point.id() + " " + point.kind().wireName()
                        + point.face().map(face -> " " + face).orElse("") + " " + point.antennaPorts())
                .collect(Collectors.joining(", "));
        return READER.with(
                reader.name(), reader.profile().name(), "llrp " + reader.host() + ":" + reader.port(), points);
    }

    private static Map<String, Set<ReadPointKind>> sidesOfGates(SitePlan.Vault vault) {
        Map<String, Set<ReadPointKind>> sides = new TreeMap<>();
        vault.readers().stream()
                .flatMap(reader -> reader.readPoints().stream())
                .forEach(point -> point.gate()
                        .ifPresent(gate -> sides.computeIfAbsent(gate, g -> new TreeSet<>())
                                .add(point.kind())));
        return sides;
    }

    static Bilingual headline(ReaderProfile profile) {
        Bilingual departs = Arrays.stream(ReadPointKind.values())
                .filter(profile.presence()::containsKey)
                .map(kind -> DEPARTS.with(kind.wireName(), seconds(profile, kind)))
                .reduce((a, b) -> new Bilingual(a.zh() + "，" + b.zh(), a.en() + ", " + b.en()))
                .orElseThrow();
        return new Bilingual(
                PROFILE.with(figures(profile, profile.title().zh(), departs.zh()))
                        .zh(),
                PROFILE.with(figures(profile, profile.title().en(), departs.en()))
                        .en());
    }

    private static Object[] figures(ReaderProfile profile, String title, String departs) {
        return new Object[] {
            profile.name(),
            title,
            profile.antennaPorts(),
            profile.radio().session(),
            profile.reporting().turn().toMillis(),
            departs
        };
    }

    private static double seconds(ReaderProfile profile, ReadPointKind kind) {
        ReaderProfile.Presence presence =
                Objects.requireNonNull(profile.presence().get(kind), kind.wireName());
        return presence.departsAfter().toMillis() / MILLIS_PER_SECOND;
    }
}
