package org.archivevault.firmware.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.archivevault.firmware.Mistake;
import org.archivevault.firmware.source.SourceProfileLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigTryTest {
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    @TempDir
    Path folder;

    private int run(String message, String... args) {
        said.reset();
        return ConfigCheck.run(
                List.of(args),
                new ByteArrayInputStream(message.getBytes(StandardCharsets.UTF_8)),
                new PrintStream(said, true, StandardCharsets.UTF_8));
    }

    private String said() {
        return said.toString(StandardCharsets.UTF_8);
    }

    @Test
    void what_a_message_yields_is_said_in_both_languages() {
        assertThat(run(
                        "{\"Time\":\"2026-03-01T08:00:00\",\"AHT1X-0x38\":{\"Temperature\":76.46,\"Humidity\":61.9},\"TempUnit\":\"F\"}",
                        "try",
                        "tasmota-1",
                        "--device",
                        "north",
                        "--prefix",
                        "tele",
                        "--time-zone",
                        "Asia/Shanghai"))
                .isZero();

        assertThat(said())
                .contains("tele/north/SENSOR")
                .contains("temperature = 24.7")
                .contains("°C, at 2026-03-01T00:00:00Z")
                .contains("humidity = 61.9 %RH，时间 2026-03-01T00:00:00Z");
    }

    @Test
    void a_historical_value_is_marked_and_a_missing_time_is_told() {
        assertThat(run(
                        "{\"object\":{\"temperature\":20,\"history\":[{\"timestamp\":1772348400,\"temperature\":27.2}]}}",
                        "try",
                        "milesight-chirpstack-1"))
                .isZero();
        assertThat(said())
                .contains("27.2 °C, at 2026-03-01T07:00:00Z (historical")
                .contains("the time of receipt");
    }

    @Test
    void nothing_usable_ends_with_code_one() {
        assertThat(run("{\"linkquality\":3}", "try", "zigbee2mqtt-1")).isEqualTo(1);
        assertThat(said()).contains("nothing that can be used").contains("没有可用的内容");
        assertThat(run("{\"temperature\":\"warm\"}", "try", "zigbee2mqtt-1")).isEqualTo(1);
        assertThat(said()).contains("\"warm\" at /temperature is no number");
        assertThat(run("{}", "try", "zigbee2mqtt-1", "--topic", "somewhere/else"))
                .isEqualTo(1);
        assertThat(said()).contains("does not listen at somewhere/else");
    }

    @Test
    void cameras_are_tried_with_their_zones() {
        assertThat(run(
                        "2",
                        "try",
                        "frigate-1",
                        "--prefix",
                        "frigate",
                        "--topic",
                        "frigate/aisle_03/person",
                        "--zone",
                        "aisle_03"))
                .isZero();
        assertThat(said()).contains("2 people in aisle TRY-V-B/1");
        assertThat(run("offline", "try", "frigate-1", "--prefix", "frigate")).isZero();
        assertThat(said()).contains("the camera is there: false");
    }

    @Test
    void a_profile_of_ones_own_is_tried_and_its_mistakes_are_listed() throws Exception {
        Path own = folder.resolve("own.yaml");
        Files.writeString(
                own, Mistake.bundled("/profiles/sources/zigbee2mqtt-1.yaml").replace("/temperature", "/t"));
        assertThat(run("{\"t\":20}", "try", own.toString())).isZero();

        Files.writeString(own, "kind: source-profile\n");
        assertThat(run("{\"t\":20}", "try", own.toString())).isEqualTo(2);
        assertThat(said()).contains("own.yaml:1:1").contains("is missing");
        assertThat(run("", "try", "zigbee2mqtt")).isEqualTo(2);
        assertThat(said()).contains("usage").contains("zigbee2mqtt-1");
        assertThat(run("", "try", "zigbee2mqtt-1", "--colour", "red")).isEqualTo(2);
        assertThat(run("", "try", "tasmota-1", "--time-zone", "Nowhere")).isEqualTo(2);
    }

    @Test
    void discovered_sensors_are_printed_as_a_profile_and_lines_of_a_plan() throws Exception {
        // WHEN
        int code = run(
                "homeassistant/sensor/a/config {\"device_class\":\"temperature\",\"state_topic\":\"x/a\",\"unit_of_measurement\":\"°C\","
                        + "\"value_template\":\"{{ value_json.t }}\",\"device\":{\"ids\":\"1\",\"name\":\"North\"}}\n"
                        + "homeassistant/status online\n"
                        + "homeassistant/sensor/b/config {\"device_class\":\"energy\",\"state_topic\":\"x/b\"}\n",
                "discover",
                "--zone",
                "v1-north");

        // THEN the profile is one
        assertThat(code).isZero();
        assertThat(said())
                .contains("- {name: north, device: \"north\", zone: v1-north}")
                .contains("\"energy\"");
        String text = said();
        List<String> profile = new ArrayList<>(text.substring(text.indexOf("kind:"), text.indexOf("# ---- 写入"))
                .lines()
                .toList());
        assertThat(SourceProfileLoader.read("p.yaml", String.join("\n", profile).getBytes(StandardCharsets.UTF_8))
                        .problems())
                .isEmpty();
        assertThat(run("nothing\n", "discover")).isEqualTo(1);
        assertThat(run(
                        "{\"device_class\":\"temperature\",\"state_topic\":\"x/a\",\"unit_of_measurement\":\"°C\"}",
                        "try",
                        "home-assistant-1"))
                .isZero();
        assertThat(said()).contains("kind: source-profile");
    }

    @Test
    void source_profiles_and_watched_plans_are_checked() throws Exception {
        Path own = folder.resolve("own.yaml");
        Files.writeString(own, Mistake.bundled("/profiles/sources/frigate-1.yaml"));
        assertThat(run("", "check", own.toString())).isZero();
        assertThat(said()).contains("Source profile frigate-1 (Frigate camera system): silent for 5min");

        Path plan = folder.resolve("site.yaml");
        Files.writeString(plan, Mistake.bundled("/sites/demo.yaml") + """
                zones: [{code: north, name: {zh: 北, en: North}, keeps: paper, blocks: [B1]}]
                deviceBroker: {url: "tcp://10.0.0.9:1883"}
                sources: [{name: s, profile: tasmota-1, prefix: tele, sensors: [{name: a, device: b, zone: north}]}]
            """.indent(0));
        assertThat(run("", "check", plan.toString())).isZero();
        assertThat(said())
                .contains("zone north (North): paper, blocks ES-V1-B1")
                .contains("source s (tasmota-1 @ tcp://10.0.0.9:1883/tele): 1 sensor(s), 0 camera(s)")
                .contains("block ES-V1-B2 stands in no zone");
    }
}
