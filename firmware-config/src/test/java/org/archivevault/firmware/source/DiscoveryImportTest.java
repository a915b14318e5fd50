package org.archivevault.firmware.source;

import static org.archivevault.firmware.source.Listening.measured;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.archivevault.protocol.climate.Quantity;
import org.junit.jupiter.api.Test;

class DiscoveryImportTest {
    private final DiscoveryImport discovery = new DiscoveryImport();

    private void add(String topic, String payload) {
        discovery.add(topic, payload.getBytes(StandardCharsets.UTF_8));
    }

    private Listening imported(String device) {
        SourceProfile profile = SourceProfileLoader.read(
                        "imported.yaml", discovery.profile("imported").getBytes(StandardCharsets.UTF_8))
                .orThrow();
        return Listening.to(profile, "", List.of(Listening.sensor(device)), List.of());
    }

    @Test
    void what_is_described_becomes_a_profile_that_reads_it() {
        // GIVEN the documented description, and its neighbour in the short form, of one device
        add(
                "homeassistant/sensor/sensorBedroomT/config",
                "{\"device_class\":\"temperature\",\"name\":\"Temperature\",\"state_topic\":\"homeassistant/sensor/sensorBedroom/state\","
                        + "\"unit_of_measurement\":\"°F\",\"value_template\":\"{{ value_json.temperature}}\","
                        + "\"device\":{\"identifiers\":[\"bedroom01ae\"],\"name\":\"Bedroom\"}}");
        add(
                "homeassistant/sensor/sensorBedroomH/config",
                "{\"dev_cla\":\"humidity\",\"~\":\"homeassistant/sensor/sensorBedroom\",\"stat_t\":\"~/state\","
                        + "\"unit_of_meas\":\"%\",\"val_tpl\":\"{{ value_json['air']['rel humidity'] | is_defined }}\","
                        + "\"dev\":{\"ids\":\"bedroom01ae\"}}");

        // THEN
        assertThat(discovery.complaints()).isEmpty();
        assertThat(discovery.devices()).isEqualTo(1);
        assertThat(discovery.planLines("imported.yaml", "v1-north"))
                .contains("- {name: bedroom, device: \"bedroom\", zone: v1-north}");
        assertThat(imported("bedroom")
                        .read(
                                "homeassistant/sensor/sensorBedroom/state",
                                "{\"temperature\":68,\"air\":{\"rel humidity\":43.7}}"))
                .containsExactly(
                        measured(Quantity.TEMPERATURE, 20, "", false), measured(Quantity.HUMIDITY, 43.7, "", false));
    }

    @Test
    void a_bare_value_and_a_state_with_its_own_words_are_read() {
        add(
                "homeassistant/sensor/a/config",
                "{\"device_class\":\"temperature\",\"state_topic\":\"esp/north/t\",\"unit_of_measurement\":\"°C\"}");
        add(
                "homeassistant/binary_sensor/b/config",
                "{\"device_class\":\"moisture\",\"state_topic\":\"esp/north/w\",\"payload_on\":\"wet\",\"payload_off\":\"dry\"}");

        assertThat(imported("esp-north-t").values("esp/north/t", "21.5")).containsEntry(Quantity.TEMPERATURE, 21.5);
        assertThat(imported("esp-north-w").values("esp/north/w", "wet")).containsEntry(Quantity.WATER_LEAK, 1.0);
    }

    @Test
    void the_form_for_a_whole_device_is_read_as_well() {
        add(
                "homeassistant/device/x/config",
                "{\"dev\":{\"ids\":\"x1\",\"name\":\"Nord / Wand\"},\"state_topic\":\"x/state\",\"cmps\":{"
                        + "\"t\":{\"p\":\"sensor\",\"device_class\":\"temperature\",\"unit_of_measurement\":\"°C\","
                        + "\"value_template\":\"{{ value_json.t }}\"},"
                        + "\"h\":{\"p\":\"sensor\",\"device_class\":\"humidity\",\"value_template\":\"{{ value_json.h }}\"}}}");

        assertThat(discovery.complaints()).isEmpty();
        assertThat(imported("nord-wand").values("x/state", "{\"t\":20,\"h\":50}"))
                .containsEntry(Quantity.TEMPERATURE, 20.0)
                .containsEntry(Quantity.HUMIDITY, 50.0);
    }

    @Test
    void what_cannot_be_imported_is_told_with_its_reason() {
        add(
                "homeassistant/sensor/a/config",
                "{\"device_class\":\"temperature\",\"state_topic\":\"t\",\"unit_of_measurement\":\"°C\","
                        + "\"value_template\":\"{{ (value_json.t | float - 32) * 5 / 9 }}\"}");
        add("homeassistant/sensor/b/config", "{\"device_class\":\"energy\",\"state_topic\":\"t\"}");
        add(
                "homeassistant/sensor/c/config",
                "{\"device_class\":\"temperature\",\"state_topic\":\"t\",\"unit_of_measurement\":\"%\"}");
        add("homeassistant/sensor/d/config", "{\"device_class\":\"temperature\"}");
        add("homeassistant/sensor/e/config", "{not json");
        add("homeassistant/sensor/f/config", "");
        add("homeassistant/status", "online");

        assertThat(discovery.devices()).isZero();
        assertThat(discovery.complaints())
                .hasSize(5)
                .allSatisfy(told -> assertThat(told.zh()).containsPattern("\\p{IsHan}"))
                .extracting(told -> told.en())
                .satisfiesExactly(
                        template -> assertThat(template)
                                .contains("cannot be imported")
                                .contains("value_json.t | float"),
                        device -> assertThat(device).contains("\"energy\" is nothing that is recorded"),
                        unit -> assertThat(unit).contains("\"%\" does not measure temperature"),
                        topic -> assertThat(topic).contains("no state_topic"),
                        json -> assertThat(json).contains("not valid JSON"));
    }
}
