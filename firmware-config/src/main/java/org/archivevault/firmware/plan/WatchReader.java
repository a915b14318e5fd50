package org.archivevault.firmware.plan;

import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.archivevault.firmware.document.Entry;
import org.archivevault.firmware.source.Keeping;
import org.archivevault.firmware.source.SourceProfile;
import org.archivevault.firmware.source.WatchPlan;
import org.archivevault.protocol.Bilingual;
import org.archivevault.protocol.address.AisleId;
import org.archivevault.protocol.address.BlockId;
import org.archivevault.protocol.address.VaultId;
import org.archivevault.protocol.camera.CameraId;
import org.archivevault.protocol.climate.SensorId;

/** Makes the plan of what is watched of a vault that has been checked; anything missing here is a gap in the checks. */
final class WatchReader {
    private final NamedProfiles<SourceProfile> profiles;

    WatchReader(NamedProfiles<SourceProfile> profiles) {
        this.profiles = profiles;
    }

    WatchPlan plan(VaultId vault, Entry entry) {
        Entry broker = entry.get("deviceBroker");
        return new WatchPlan(
                entry.get("zones").items().stream().map(z -> zone(vault, z)).toList(),
                broker.isPresent()
                        ? Optional.of(new WatchPlan.Broker(
                                text(broker.get("url")),
                                broker.get("userName").text(),
                                broker.get("passwordFile").text()))
                        : Optional.empty(),
                entry.get("sources").items().stream().map(s -> source(vault, s)).toList());
    }

    private static WatchPlan.Zone zone(VaultId vault, Entry entry) {
        List<BlockId> blocks = entry.get("blocks").items().stream()
                .map(block -> new BlockId(vault, text(block)))
                .toList();
        Entry name = entry.get("name");
        return new WatchPlan.Zone(
                zoneId(entry.get("code")),
                new Bilingual(text(name.get("zh")), text(name.get("en"))),
                entry.get("keeps").word(Keeping.class).orElseThrow(),
                blocks);
    }

    private static org.archivevault.protocol.climate.ZoneId zoneId(Entry entry) {
        return new org.archivevault.protocol.climate.ZoneId(text(entry));
    }

    private WatchPlan.Source source(VaultId vault, Entry entry) {
        SourceProfile named = profiles.named(entry.get("profile")).orElseThrow();
        return new WatchPlan.Source(
                text(entry.get("name")),
                entry.get("timeZone").text().map(ZoneId::of).map(named::inZone).orElse(named),
                entry.get("prefix").text().orElse(""),
                entry.get("sensors").items().stream().map(WatchReader::sensor).toList(),
                entry.get("cameras").items().stream()
                        .map(camera -> camera(vault, camera))
                        .toList());
    }

    private static WatchPlan.Sensor sensor(Entry entry) {
        return new WatchPlan.Sensor(
                new SensorId(text(entry.get("name"))), text(entry.get("device")), zoneId(entry.get("zone")));
    }

    private static WatchPlan.Camera camera(VaultId vault, Entry entry) {
        Map<String, AisleId> aisles = new LinkedHashMap<>();
        Entry named = entry.get("aisles");
        named.keys().forEach(zone -> aisles.put(zone, AisleId.parse(vault + "-" + text(named.get(zone)))));
        return new WatchPlan.Camera(
                new CameraId(text(entry.get("name"))), text(entry.get("device")), zoneId(entry.get("zone")), aisles);
    }

    private static String text(Entry entry) {
        return entry.text().orElseThrow();
    }
}
