package org.archivevault.firmware.check;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.archivevault.firmware.problem.Loaded;
import org.archivevault.firmware.source.DiscoveryImport;
import org.archivevault.firmware.source.SourceProfile;
import org.archivevault.firmware.source.SourceProfileLoader;
import org.archivevault.firmware.source.SourceReader;
import org.archivevault.firmware.source.Told;
import org.archivevault.firmware.source.WatchPlan;
import org.archivevault.protocol.Allowed;
import org.archivevault.protocol.Bilingual;
import org.archivevault.protocol.address.AisleId;
import org.archivevault.protocol.address.BlockId;
import org.archivevault.protocol.address.VaultId;
import org.archivevault.protocol.camera.CameraId;
import org.archivevault.protocol.climate.SensorId;
import org.archivevault.protocol.climate.ZoneId;

/**
 * {@code config try PROFILE < message}: what a message of a source yields. Exit code 0 when something is usable, 1 when
 * nothing is, 2 when the profile cannot be used or the command line is wrong.
 */
final class ConfigTry {
    private static final int USABLE = 0;
    private static final int NOTHING = 1;
    private static final int WRONG = 2;
    /** Larger than any message that a profile takes. */
    private static final int LARGEST_MESSAGE = 2 * 1024 * 1024;

    private static final Bilingual USAGE = new Bilingual(
            "用法：config try 配置 [--device 设备] [--prefix 前缀] [--topic 主题] [--zone 摄像机区域]… [--time-zone 时区] < 消息\n"
                    + "配置为内置名（{}）或 .yaml 文件",
            "usage: config try PROFILE [--device D] [--prefix P] [--topic T] [--zone CAMERA_ZONE]... [--time-zone Z] < message\n"
                    + "PROFILE is a bundled one ({}) or a .yaml file");
    private static final Bilingual TOPIC =
            new Bilingual("按主题 {} 读取；另有：{}", "read as published at {}; other topics: {}");
    private static final Bilingual NOT_HEARD =
            new Bilingual("该配置不听主题 {}；它听：{}", "the profile does not listen at {}; it does at: {}");
    private static final Bilingual YIELDS_NOTHING =
            new Bilingual("消息中没有可用的内容", "the message has nothing that can be used");
    private static final Bilingual MEASURED = new Bilingual("{} = {} {}，时间 {}{}", "{} = {} {}, at {}{}");
    private static final Bilingual PAST = new Bilingual("（补传，不作实时值）", " (historical, never a live value)");
    private static final Bilingual ON_RECEIPT = new Bilingual("以接收为准", "the time of receipt");
    private static final Bilingual SENSOR = new Bilingual("传感器在线：{}", "the sensor is there: {}");
    private static final Bilingual CAMERA = new Bilingual("摄像机在线：{}", "the camera is there: {}");
    private static final Bilingual WITHDREW =
            new Bilingual("摄像机撤回了所述；此前所见均不再有效", "the camera withdrew what it had said: nothing of it counts");
    private static final Bilingual ALIVE =
            new Bilingual("摄像机的生命信号，下一次须在 {} 秒内", "the camera lives; the next sign of life must come within {} s");
    private static final Bilingual PEOPLE = new Bilingual("通道 {} 有 {} 人", "{} people in aisle {}");
    private static final Bilingual SYNCHRONISED =
            new Bilingual("摄像机已重新说明全部所见；有人的通道：{}", "the camera has said anew all that it sees; somebody is in: {}");
    private static final Bilingual NOTICED =
            new Bilingual("事件 {}（{}，{}），通道 {}，时间 {}", "event {} ({}, {}), aisles {}, at {}");
    private static final Bilingual STILL = new Bilingual("JPEG 图像，{} 字节", "a JPEG of {} bytes");
    private static final Bilingual ASKS = new Bilingual("需要发布到 {}：{} 字节", "to be published at {}: {} bytes");
    private static final Bilingual UNUSABLE = new Bilingual("不可用：{}", "not usable: {}");

    /** Two thousand descriptions of 4 KiB. */
    private static final int MOST_LINES_BYTES = 8 * 1024 * 1024;

    private static final Bilingual DISCOVERED_NOTHING = new Bilingual(
            "没有发现可导入的传感器。输入应为 mosquitto_sub -v 的输出：每行“主题 内容”",
            "nothing was discovered that can be imported. The input is what mosquitto_sub -v prints: lines of \"topic payload\"");
    private static final Bilingual INTO_PLAN = new Bilingual(
            "写入库房平面配置的 sources 下（把 ZONE 改为分区代码）", "below sources: of the site plan (ZONE becomes a zone's code)");

    private final PrintStream out;

    ConfigTry(PrintStream out) {
        this.out = out;
    }

    int run(List<String> args, InputStream in) throws IOException {
        Map<String, List<String>> options = new LinkedHashMap<>();
        List<String> words = new ArrayList<>();
        for (int i = 0; i < args.size(); i++) {
            if (args.get(i).startsWith("--") && i + 1 < args.size()) {
                options.computeIfAbsent(args.get(i), o -> new ArrayList<>()).add(args.get(++i));
            } else {
                words.add(args.get(i));
            }
        }
        boolean known = List.of("--device", "--prefix", "--topic", "--zone", "--time-zone")
                .containsAll(options.keySet());
        Optional<SourceProfile> profile = words.size() == 1 && known ? profile(words.get(0)) : Optional.empty();
        if (words.size() != 1 || !known) {
            out.println(USAGE.with(String.join(", ", SourceProfileLoader.bundledNames())));
        }
        return profile.isPresent() ? attempt(profile.get(), options, in.readNBytes(LARGEST_MESSAGE)) : WRONG;
    }

    private Optional<SourceProfile> profile(String name) {
        if (SourceProfileLoader.bundledNames().contains(name)) {
            return Optional.of(SourceProfileLoader.bundled(name));
        }
        if (!name.endsWith(".yaml") && !name.endsWith(".yml")) {
            out.println(USAGE.with(String.join(", ", SourceProfileLoader.bundledNames())));
            return Optional.empty();
        }
        try {
            Loaded<SourceProfile> loaded = SourceProfileLoader.read(Path.of(name));
            loaded.problems().forEach(out::println);
            return loaded.value();
        } catch (InvalidPathException e) {
            out.println(UNUSABLE.with(e.toString()));
            return Optional.empty();
        }
    }

    @Allowed("a person tries a message now; what it yields shows which time it says")
    private static Instant now() {
        return Instant.now();
    }

    private int attempt(SourceProfile named, Map<String, List<String>> options, byte[] message) {
        String device = first(options, "--device").orElse("device");
        String prefix = first(options, "--prefix").orElse("prefix");
        if (named.isForImport()) {
            return discovered(first(options, "--topic").orElse(prefix + "/sensor/" + device + "/config"), message);
        }
        Optional<String> zone = first(options, "--time-zone");
        if (zone.isPresent() && !java.time.ZoneId.getAvailableZoneIds().contains(zone.get())) {
            out.println(UNUSABLE.with(zone.get()));
            return WRONG;
        }
        SourceProfile profile =
                zone.map(java.time.ZoneId::of).map(named::inZone).orElse(named);
        List<String> topics = profile.topicsOf(prefix, device);
        String topic = first(options, "--topic").orElse(topics.get(0).replace("/#", ""));
        SourceReader reader = SourceReader.of(plan(profile, device, prefix, options.getOrDefault("--zone", List.of())));
        List<String> others = topics.stream().filter(t -> !t.equals(topic)).toList();
        out.println(TOPIC.with(topic, String.join(", ", others)));
        List<Told> told = reader.read(topic, message, now());
        told.forEach(one -> out.println("  " + sentence(one)));
        boolean usable = told.stream().anyMatch(one -> !(one instanceof Told.Unusable));
        if (!reader.hears(topic)) {
            out.println("  " + NOT_HEARD.with(topic, String.join(", ", topics)));
        } else if (told.isEmpty()) {
            out.println("  " + YIELDS_NOTHING);
        }
        return usable ? USABLE : NOTHING;
    }

    private static Optional<String> first(Map<String, List<String>> options, String name) {
        return options.getOrDefault(name, List.of()).stream().findFirst();
    }

    private static WatchPlan plan(SourceProfile profile, String device, String prefix, List<String> zones) {
        ZoneId zone = new ZoneId("here");
        BlockId block = new BlockId(new VaultId("TRY", "V"), "B");
        Map<String, AisleId> aisles = new LinkedHashMap<>();
        zones.forEach(name -> aisles.put(name, new AisleId(block, Math.min(aisles.size() + 1, AisleId.MAX_NUMBER))));
        List<WatchPlan.Sensor> sensors =
                profile.hasSensors() ? List.of(new WatchPlan.Sensor(new SensorId("sensor"), device, zone)) : List.of();
        List<WatchPlan.Camera> cameras = profile.hasCameras()
                ? List.of(new WatchPlan.Camera(new CameraId("camera"), device, zone, aisles))
                : List.of();
        return new WatchPlan(
                List.of(),
                Optional.of(new WatchPlan.Broker("tcp://localhost:1883", Optional.empty(), Optional.empty())),
                List.of(new WatchPlan.Source("try", profile, prefix, sensors, cameras)));
    }

    private int discovered(String topic, byte[] message) {
        DiscoveryImport discovery = new DiscoveryImport();
        discovery.add(topic, message);
        discovery.complaints().forEach(complaint -> out.println("  " + complaint));
        if (discovery.devices() == 0) {
            out.println("  " + YIELDS_NOTHING);
            return NOTHING;
        }
        out.print(discovery.profile("imported"));
        out.print(discovery.planLines("imported.yaml", "ZONE"));
        return USABLE;
    }

    private static Bilingual sentence(Told told) {
        if (told instanceof Told.Measured m) {
            Bilingual at = m.sourceTime() == null
                    ? ON_RECEIPT
                    : new Bilingual(m.sourceTime().toString(), m.sourceTime().toString());
            Bilingual past = m.historical() ? PAST : new Bilingual("", "");
            String what = m.quantity().wireName();
            return new Bilingual(
                    MEASURED.with(what, m.value(), m.quantity().unit(), at.zh(), past.zh())
                            .zh(),
                    MEASURED.with(what, m.value(), m.quantity().unit(), at.en(), past.en())
                            .en());
        } else if (told instanceof Told.SensorAvailable s) {
            return SENSOR.with(s.online());
        } else if (told instanceof Told.CameraAvailable c) {
            return CAMERA.with(c.online());
        } else if (told instanceof Told.CameraWithdrew) {
            return WITHDREW;
        } else if (told instanceof Told.CameraAlive alive) {
            return ALIVE.with(alive.within().toSeconds());
        } else if (told instanceof Told.CameraResynchronised r) {
            return SYNCHRONISED.with(r.occupied());
        } else if (told instanceof Told.PeopleCounted p) {
            return new Bilingual(
                    PEOPLE.with(p.aisle(), p.count()).zh(),
                    PEOPLE.with(p.count(), p.aisle()).en());
        } else if (told instanceof Told.Noticed n) {
            return NOTICED.with(
                    n.observation(), n.label(), n.phase().wireName(), n.aisles(), String.valueOf(n.sourceTime()));
        } else if (told instanceof Told.Still s) {
            return STILL.with(s.jpeg().length);
        } else if (told instanceof Told.Ask a) {
            return ASKS.with(a.topic(), a.payload().length);
        }
        Bilingual complaint = ((Told.Unusable) told).complaint();
        return new Bilingual(
                UNUSABLE.with(complaint.zh()).zh(),
                UNUSABLE.with(complaint.en()).en());
    }

    /** {@code config discover < lines of "topic payload"}: a profile and the plan's lines for what was discovered. */
    int discover(List<String> args, InputStream in) throws IOException {
        String zone = args.size() == 2 && args.get(0).equals("--zone") ? args.get(1) : "ZONE";
        DiscoveryImport discovery = new DiscoveryImport();
        String text = new String(in.readNBytes(MOST_LINES_BYTES), StandardCharsets.UTF_8);
        text.lines().forEach(line -> {
            int blank = line.indexOf(' ');
            if (blank > 0) {
                discovery.add(
                        line.substring(0, blank), line.substring(blank + 1).getBytes(StandardCharsets.UTF_8));
            }
        });
        discovery.complaints().forEach(complaint -> out.println("# " + complaint));
        if (discovery.devices() == 0) {
            out.println(DISCOVERED_NOTHING);
            return NOTHING;
        }
        out.println("# ---- imported.yaml");
        out.print(discovery.profile("imported"));
        out.println();
        out.println("# ---- " + INTO_PLAN);
        out.println("#    sources:");
        out.print(discovery.planLines("imported.yaml", zone));
        return USABLE;
    }
}
