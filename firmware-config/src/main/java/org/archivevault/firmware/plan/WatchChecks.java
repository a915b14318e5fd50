package org.archivevault.firmware.plan;

import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.archivevault.firmware.document.Entry;
import org.archivevault.firmware.document.Nearest;
import org.archivevault.firmware.source.SourceProfile;
import org.archivevault.protocol.Bilingual;

/** Zones, sensors and cameras name what is there, and each thing is one thing. */
final class WatchChecks {
    private static final int LARGEST_PORT = 65_535;

    private static final Bilingual ZONE_TWICE =
            new Bilingual("分区代码 \"{}\" 重复，第一次在第 {} 行", "the zone \"{}\" stands twice, first on line {}");
    private static final Bilingual BLOCK_TWICE = new Bilingual(
            "区 \"{}\" 已在第 {} 行的分区中；一个区只属于一个分区",
            "the block \"{}\" stands in the zone of line {} already; a block has one climate");
    private static final Bilingual SOURCE_TWICE =
            new Bilingual("数据源名 \"{}\" 重复，第一次在第 {} 行", "the source \"{}\" stands twice, first on line {}");
    private static final Bilingual SENSOR_TWICE =
            new Bilingual("传感器名 \"{}\" 重复，第一次在第 {} 行", "the sensor \"{}\" stands twice, first on line {}");
    private static final Bilingual CAMERA_TWICE =
            new Bilingual("摄像机名 \"{}\" 重复，第一次在第 {} 行", "the camera \"{}\" stands twice, first on line {}");
    private static final Bilingual DEVICE_TWICE = new Bilingual(
            "设备 \"{}\" 在该数据源中重复，第一次在第 {} 行", "the device \"{}\" stands twice in this source, first on line {}");
    private static final Bilingual NO_ZONE = new Bilingual("本库房没有分区 \"{}\"", "the vault has no zone \"{}\"");
    private static final Bilingual NO_BLOCK = new Bilingual("本库房没有区 \"{}\"", "the vault has no block \"{}\"");
    private static final Bilingual NO_AISLE =
            new Bilingual("区 {} 只有 {} 条通道，没有 {}", "the block {} has {} aisles, and no {}");
    private static final Bilingual NO_BROKER =
            new Bilingual("有 sources 时须写 deviceBroker", "sources need the deviceBroker that they publish on");
    private static final Bilingual BLOCKS_OUTDOORS =
            new Bilingual("室外分区（outdoor）没有区", "the air outside (outdoor) has no blocks");
    private static final Bilingual FOR_IMPORT = new Bilingual(
            "配置 {} 只用于导入：请运行 ./vault config discover，再用其输出",
            "the profile {} is for import: run ./vault config discover and use what it prints");
    private static final Bilingual NO_SENSORS = new Bilingual(
            "配置 {} 没有传感器数值，不能写 sensors", "the profile {} has no values of sensors: sensors cannot stand here");
    private static final Bilingual NO_CAMERAS = new Bilingual(
            "配置 {} 没有摄像机消息，不能写 cameras", "the profile {} has no messages of cameras: cameras cannot stand here");
    private static final Bilingual NO_PORT = new Bilingual("端口号须为 1–65535", "a port number is 1–65535");
    private static final Bilingual NO_TIME_ZONE = new Bilingual("没有时区 \"{}\"", "there is no time zone \"{}\"");

    private final NamedProfiles<SourceProfile> profiles;
    private final FirstSeen zones = new FirstSeen(ZONE_TWICE);
    private final FirstSeen sources = new FirstSeen(SOURCE_TWICE);
    private final FirstSeen sensors = new FirstSeen(SENSOR_TWICE);
    private final FirstSeen cameras = new FirstSeen(CAMERA_TWICE);

    WatchChecks(NamedProfiles<SourceProfile> profiles) {
        this.profiles = profiles;
    }

    void vault(Entry vault) {
        Map<String, Integer> aisles = aislesOfBlocks(vault);
        Optional<Set<String>> known = Optional.of(zones(vault, aisles.keySet())).filter(z -> !mistyped(vault, "zones"));
        broker(vault);
        for (Entry source : vault.get("sources").items()) {
            once(sources, source.get("name"));
            source(source);
            FirstSeen devices = new FirstSeen(DEVICE_TWICE);
            for (Entry sensor : source.get("sensors").items()) {
                once(sensors, sensor.get("name"));
                once(devices, sensor.get("device"));
                zone(sensor, known);
            }
            FirstSeen views = new FirstSeen(DEVICE_TWICE);
            for (Entry camera : source.get("cameras").items()) {
                once(cameras, camera.get("name"));
                once(views, camera.get("device"));
                zone(camera, known);
                aisles(camera.get("aisles"), aisles);
            }
        }
    }

    /** How many aisles each block has; 0 when its carriages have mistakes of their own. */
    private static Map<String, Integer> aislesOfBlocks(Entry vault) {
        Map<String, Integer> aisles = new LinkedHashMap<>();
        for (Entry block : vault.get("blocks").items()) {
            int last = block.get("carriages").items().stream()
                    .map(carriage -> NumberRange.of(carriage.get("number")))
                    .mapToInt(range -> range.map(NumberRange::last).orElse(Integer.MIN_VALUE))
                    .reduce(
                            1,
                            (a, b) -> a == Integer.MIN_VALUE || b == Integer.MIN_VALUE
                                    ? Integer.MIN_VALUE
                                    : Math.max(a, b));
            block.get("code").text().ifPresent(code -> aisles.put(code, Math.max(0, last - 1)));
        }
        return aisles;
    }

    private Set<String> zones(Entry vault, Set<String> blocks) {
        Set<String> codes = new LinkedHashSet<>();
        FirstSeen zoned = new FirstSeen(BLOCK_TWICE);
        for (Entry zone : vault.get("zones").items()) {
            once(zones, zone.get("code"));
            zone.get("code").text().ifPresent(codes::add);
            Entry named = zone.get("blocks");
            if (zone.get("keeps").text().orElse("").equals("outdoor")
                    && !named.items().isEmpty()) {
                zone.wrongKey("blocks", BLOCKS_OUTDOORS, null);
                continue;
            }
            for (Entry block : named.items()) {
                known(block, blocks, NO_BLOCK);
                // Twice in one list is told by the schema.
                block.text().ifPresent(code -> zonedOnce(zoned, code, block, named));
            }
        }
        return codes;
    }

    private static void zonedOnce(FirstSeen zoned, String code, Entry block, Entry list) {
        boolean twiceHere = list.items().stream()
                        .filter(other -> code.equals(other.text().orElse("")))
                        .count()
                > 1;
        if (!twiceHere) {
            zoned.check(code, block);
        }
    }

    private static void once(FirstSeen seen, Entry name) {
        name.text().ifPresent(text -> seen.check(text, name));
    }

    /** A mistyped section is told by the schema; what it would have named is not missing as well. */
    private static boolean mistyped(Entry vault, String section) {
        return !vault.get(section).isPresent()
                && vault.keys().stream()
                        .anyMatch(key -> Nearest.of(key, Set.of(section)).isPresent());
    }

    private static void zone(Entry placed, Optional<Set<String>> zones) {
        zones.ifPresent(known -> known(placed.get("zone"), known, NO_ZONE));
    }

    private static void known(Entry named, Set<String> known, Bilingual unknown) {
        String name = named.text().orElse("");
        if (!name.isEmpty() && !known.contains(name)) {
            named.wrong(unknown.with(name), Nearest.of(name, known).orElse(null));
        }
    }

    private static void broker(Entry vault) {
        Entry broker = vault.get("deviceBroker");
        if (!broker.isPresent() && !vault.get("sources").items().isEmpty() && !mistyped(vault, "deviceBroker")) {
            vault.wrongKey("sources", NO_BROKER, null);
        }
        Entry url = broker.get("url");
        String text = url.text().orElse("");
        if (text.matches(".+:[0-9]{1,5}")) {
            int port = Integer.parseInt(text.substring(text.lastIndexOf(':') + 1));
            if (port < 1 || port > LARGEST_PORT) {
                url.wrong(NO_PORT, null);
            }
        }
    }

    private void source(Entry source) {
        Entry zone = source.get("timeZone");
        Set<String> timeZones = ZoneId.getAvailableZoneIds();
        zone.text()
                .filter(name -> !timeZones.contains(name))
                .ifPresent(name -> zone.wrong(
                        NO_TIME_ZONE.with(name), Nearest.of(name, timeZones).orElse(null)));
        Optional<SourceProfile> profile = profiles.named(source.get("profile"));
        if (profile.isEmpty()) {
            return;
        }
        SourceProfile known = profile.get();
        if (known.isForImport()) {
            source.get("profile").wrong(FOR_IMPORT.with(known.name()), null);
            return;
        }
        if (!known.hasSensors() && source.get("sensors").isPresent()) {
            source.wrongKey("sensors", NO_SENSORS.with(known.name()), null);
        }
        if (!known.hasCameras() && source.get("cameras").isPresent()) {
            source.wrongKey("cameras", NO_CAMERAS.with(known.name()), null);
        }
    }

    private static void aisles(Entry named, Map<String, Integer> aisles) {
        for (String zone : named.keys()) {
            Entry aisle = named.get(zone);
            String text = aisle.text().orElse("");
            int slash = text.indexOf('/');
            if (slash < 0 || !text.substring(slash + 1).matches("[0-9]{1,2}")) {
                continue;
            }
            String block = text.substring(0, slash);
            Integer count = aisles.get(block);
            int number = Integer.parseInt(text.substring(slash + 1));
            if (count == null) {
                Optional<String> meant = Nearest.of(block, aisles.keySet()).map(code -> code + "/" + number);
                aisle.wrong(NO_BLOCK.with(block), meant.orElse(null));
            } else if (count > 0 && number > count) {
                aisle.wrong(NO_AISLE.with(block, count, number), null);
            }
        }
    }
}
