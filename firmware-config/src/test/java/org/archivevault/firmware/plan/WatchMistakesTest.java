package org.archivevault.firmware.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.archivevault.firmware.Mistake;
import org.archivevault.firmware.problem.Loaded;
import org.archivevault.firmware.source.Keeping;
import org.archivevault.firmware.source.WatchPlan;
import org.archivevault.protocol.address.AisleId;
import org.archivevault.protocol.address.BlockId;
import org.archivevault.protocol.camera.CameraId;
import org.archivevault.protocol.climate.SensorId;
import org.archivevault.protocol.climate.ZoneId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WatchMistakesTest {
    private static final String PLAN = withoutWatch(Mistake.bundled("/sites/demo.yaml")) + """
                zones:
                  - {code: v1-north, name: {zh: 北区, en: North}, keeps: paper, blocks: [B1]}
                  - {code: v1-south, name: {zh: 南区, en: South}, keeps: film-master, blocks: [B2]}
                  - {code: outside, name: {zh: 室外, en: Outside}, keeps: outdoor}
                  - {code: spare, name: {zh: 备用, en: Spare}, keeps: tape}
                deviceBroker: {url: "tcp://127.0.0.1:15022", userName: edge, passwordFile: edge.password}
                sources:
                  - name: climate
                    profile: zigbee2mqtt-1
                    prefix: zigbee2mqtt
                    sensors:
                      - {name: north-1, device: north-wall, zone: v1-north}
                      - {name: roof, device: roof, zone: outside}
                  - name: chips
                    profile: tasmota-1
                    prefix: tele
                    timeZone: Asia/Shanghai
                    sensors:
                      - {name: south-1, device: "south#AHT2X", zone: v1-south}
                      - {name: south-2, device: "south#BMP280", zone: v1-south}
                  - name: cameras
                    profile: frigate-1
                    prefix: frigate
                    cameras:
                      - {name: cam-b1, device: b1_ceiling, zone: v1-north, aisles: {aisle_03: B1/3}}
            """.indent(0);

    private static String withoutWatch(String demo) {
        int at = demo.indexOf("    zones:\n");
        return at < 0 ? demo : demo.substring(0, at);
    }

    private static int lineOf(String text) {
        return 1
                + (int) PLAN.substring(0, PLAN.indexOf(text))
                        .chars()
                        .filter(c -> c == '\n')
                        .count();
    }

    private static Mistake slip(String name, String from, String to, String says, @Nullable String meant) {
        return new Mistake(name, from, to, says, meant);
    }

    static Stream<Mistake> mistakes() {
        return Stream.of(form(), zones(), sources(), cameras()).flatMap(List::stream);
    }

    private static List<Mistake> form() {
        return List.of(
                slip("mistyped section", "    zones:\n", "    §zone:\n", "unknown key", "zones"),
                slip("mistyped broker", "    deviceBroker:", "    §deviceBrokr:", "unknown key", "deviceBroker"),
                slip("mistyped key of a sensor", "device: roof,", "§devise: roof,", "unknown key", "device"),
                slip("no address", "\"tcp://127.0.0.1:15022\"", "§\"127.0.0.1:15022\"", "an address tcp://", null),
                slip(
                        "port too large",
                        "\"tcp://127.0.0.1:15022\"",
                        "§\"tcp://127.0.0.1:150222\"",
                        "an address tcp://",
                        null),
                slip("port out of range", "\"tcp://127.0.0.1:15022\"", "§\"tcp://127.0.0.1:70000\"", "1–65535", null),
                slip(
                        "broker missing",
                        "    deviceBroker: {url: \"tcp://127.0.0.1:15022\", userName: edge, passwordFile: edge.password}\n    sources:",
                        "    §sources:",
                        "sources need the deviceBroker",
                        null),
                slip(
                        "prefix with a wildcard",
                        "prefix: zigbee2mqtt",
                        "prefix: §zigbee2mqtt/+",
                        "without wildcards",
                        null),
                slip(
                        "prefix with a slash at its end",
                        "prefix: zigbee2mqtt",
                        "prefix: §zigbee2mqtt/",
                        "without slashes",
                        null),
                slip("device with a wildcard", "device: roof,", "device: §roof/+,", "without wildcards", null),
                slip("name in capitals", "name: north-1,", "name: §North-1,", "lower-case letters", null));
    }

    private static List<Mistake> zones() {
        return List.of(
                slip(
                        "kept in no known way",
                        "keeps: film-master",
                        "keeps: §film",
                        "none of: paper, special, film-master",
                        null),
                slip("mistyped keeping", "keeps: paper", "keeps: §papr", "none of", "paper"),
                slip(
                        "code twice",
                        "code: spare",
                        "code: §v1-north",
                        "stands twice, first on line " + lineOf("{code: v1-north"),
                        null),
                slip("unknown block", "blocks: [B2]", "blocks: [§B3]", "no block \"B3\"", "B1"),
                slip(
                        "block in two zones",
                        "blocks: [B2]",
                        "blocks: [B2, §B1]",
                        "stands in the zone of line " + lineOf("{code: v1-north"),
                        null),
                slip("block twice in a zone", "blocks: [B2]", "blocks: §[B2, B2]", "names something twice", null),
                slip("blocks outdoors", "keeps: outdoor}", "keeps: outdoor, §blocks: [B2]}", "has no blocks", null));
    }

    private static List<Mistake> sources() {
        return List.of(
                slip(
                        "unknown profile",
                        "profile: zigbee2mqtt-1",
                        "profile: §zigbe2mqtt-1",
                        "no bundled source profile",
                        "zigbee2mqtt-1"),
                slip(
                        "profile of a reader",
                        "profile: zigbee2mqtt-1",
                        "profile: §portal-1",
                        "no bundled source profile",
                        null),
                slip(
                        "profile for import",
                        "profile: zigbee2mqtt-1",
                        "profile: §home-assistant-1",
                        "config discover",
                        null),
                slip("name twice", "name: chips", "name: §climate", "the source \"climate\" stands twice", null),
                slip(
                        "sensor twice, across sources",
                        "name: south-1,",
                        "name: §north-1,",
                        "the sensor \"north-1\" stands twice, first on line " + lineOf("{name: north-1"),
                        null),
                slip(
                        "device twice in a source",
                        "device: roof,",
                        "device: §north-wall,",
                        "stands twice in this source",
                        null),
                slip(
                        "part twice in a source",
                        "\"south#BMP280\"",
                        "§\"south#AHT2X\"",
                        "stands twice in this source",
                        null),
                slip(
                        "unknown zone",
                        "device: roof, zone: outside",
                        "device: roof, zone: §outsid",
                        "no zone \"outsid\"",
                        "outside"),
                slip(
                        "unknown time zone",
                        "timeZone: Asia/Shanghai",
                        "timeZone: §Asia/Shangai",
                        "no time zone",
                        "Asia/Shanghai"),
                slip(
                        "sensors of a camera system",
                        "        cameras:\n          - {name: cam-b1, device: b1_ceiling, zone: v1-north, aisles: {aisle_03: B1/3}}",
                        "        §sensors:\n          - {name: cam-b1, device: b1_ceiling, zone: v1-north}",
                        "has no values of sensors",
                        null),
                slip(
                        "cameras of a bridge",
                        "        sensors:\n          - {name: south-1, device: \"south#AHT2X\", zone: v1-south}\n          - {name: south-2, device: \"south#BMP280\", zone: v1-south}",
                        "        §cameras:\n          - {name: south-1, device: south, zone: v1-south}",
                        "has no messages of cameras",
                        null));
    }

    private static List<Mistake> cameras() {
        return List.of(
                slip("aisle of no known block", "aisle_03: B1/3", "aisle_03: §B3/3", "no block \"B3\"", "B1/3"),
                slip(
                        "aisle that the block has not",
                        "aisle_03: B1/3",
                        "aisle_03: §B1/10",
                        "the block B1 has 9 aisles, and no 10",
                        null),
                slip("aisle of another form", "aisle_03: B1/3", "aisle_03: §B1-3", "an aisle such as B1/3", null),
                slip(
                        "zone unknown",
                        "device: b1_ceiling, zone: v1-north",
                        "device: b1_ceiling, zone: §v1-nort",
                        "no zone",
                        "v1-north"));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void each_mistake_is_told_once_with_its_place_and_its_cure(Mistake mistake) {
        Loaded<SitePlan> loaded = SitePlanLoader.read("site.yaml", mistake.in(PLAN), null);

        assertThat(loaded.value()).isEmpty();
        mistake.isToldBy(PLAN, loaded.problems());
    }

    @Test
    void a_sound_plan_says_what_is_watched() {
        WatchPlan watch = SitePlanLoader.read("site.yaml", PLAN.getBytes(StandardCharsets.UTF_8), null)
                .orThrow()
                .vaults()
                .get(0)
                .watch();

        assertThat(watch.zones())
                .extracting(WatchPlan.Zone::keeps)
                .containsExactly(Keeping.PAPER, Keeping.FILM_MASTER, Keeping.OUTDOOR, Keeping.TAPE);
        assertThat(watch.zones().get(0).blocks()).containsExactly(BlockId.parse("ES-V1-B1"));
        assertThat(watch.broker())
                .contains(new WatchPlan.Broker(
                        "tcp://127.0.0.1:15022", Optional.of("edge"), Optional.of("edge.password")));
        assertThat(watch.sources().get(0).sensors())
                .contains(new WatchPlan.Sensor(new SensorId("roof"), "roof", new ZoneId("outside")));
        assertThat(watch.sources().get(0).profile().longestSilence()).isEqualTo(Duration.ofMinutes(65));
        assertThat(watch.sources().get(2).cameras())
                .containsExactly(new WatchPlan.Camera(
                        new CameraId("cam-b1"),
                        "b1_ceiling",
                        new ZoneId("v1-north"),
                        Map.of("aisle_03", AisleId.parse("ES-V1-B1/3"))));
    }

    @Test
    void a_vault_without_these_sections_is_watched_by_nothing() {
        assertThat(SitePlanLoader.loadBundled("demo").vaults().get(0).watch().sources())
                .isEmpty();
    }

    @Test
    void a_profile_of_ones_own_is_named_by_its_path_and_its_mistakes_are_listed(@TempDir Path folder) throws Exception {
        // GIVEN
        String own = Mistake.bundled("/profiles/sources/zigbee2mqtt-1.yaml");
        Files.writeString(folder.resolve("own.yaml"), own);
        Files.writeString(folder.resolve("wrong.yaml"), own.replaceFirst("unit: °C", "unit: C"));
        Path plan = folder.resolve("site.yaml");

        // WHEN
        Files.writeString(plan, PLAN.replace("profile: zigbee2mqtt-1", "profile: own.yaml"));
        assertThat(SitePlanLoader.read(plan).problems()).isEmpty();
        Files.writeString(plan, PLAN.replace("profile: zigbee2mqtt-1", "profile: wrong.yaml"));

        // THEN
        assertThat(SitePlanLoader.read(plan).problems())
                .anyMatch(p -> p.file().endsWith("wrong.yaml") && "°C".equals(p.meant()))
                .anyMatch(p -> p.file().endsWith("site.yaml") && p.what().en().contains("has 1 mistake"));
    }
}
