package org.archivevault.firmware.source;

import static org.archivevault.firmware.source.Listening.SENSOR;
import static org.archivevault.firmware.source.Listening.measured;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.archivevault.protocol.climate.Quantity;
import org.junit.jupiter.api.Test;

/** Each profile of sensors with the messages that its makers document, and their variants. */
class SensorProfilesTest {
    @Test
    void zigbee2mqtt_tells_temperature_and_humidity_and_unknown_keys_are_passed_over() {
        Listening bridge = Listening.toSensor("zigbee2mqtt-1", "zigbee2mqtt", "north-wall");

        assertThat(bridge.read("zigbee2mqtt/north-wall", "{\"temperature\":27.34,\"humidity\":44.72}"))
                .containsExactly(
                        measured(Quantity.TEMPERATURE, 27.34, "", false),
                        measured(Quantity.HUMIDITY, 44.72, "", false));
        assertThat(bridge.values(
                        "zigbee2mqtt/north-wall",
                        "{\"battery\":87,\"voltage\":2985,\"linkquality\":120,\"update\":{\"state\":\"idle\"},\"pressure\":1013.2,"
                                + "\"contact\":false,\"water_leak\":true,\"humidity\":null}"))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        Quantity.BATTERY, 87.0,
                        Quantity.VOLTAGE, 2.985,
                        Quantity.PRESSURE, 1013.2,
                        Quantity.DOOR_OPEN, 1.0,
                        Quantity.WATER_LEAK, 1.0));
    }

    @Test
    void quoted_numbers_count_as_numbers_and_other_texts_are_told_with_their_place() {
        Listening bridge = Listening.toSensor("zigbee2mqtt-1", "zigbee2mqtt", "north-wall");

        assertThat(bridge.values("zigbee2mqtt/north-wall", "{\"temperature\":\" 27.34\",\"humidity\":\"4.472e1\"}"))
                .containsEntry(Quantity.TEMPERATURE, 27.34)
                .containsEntry(Quantity.HUMIDITY, 44.72);
        assertThat(bridge.read("zigbee2mqtt/north-wall", "{\"temperature\":\"27,34\",\"humidity\":44.72}"))
                .satisfiesExactly(
                        first -> assertThat(first).isInstanceOfSatisfying(Told.Unusable.class, wrong -> {
                            assertThat(wrong.complaint().en()).contains("\"27,34\" at /temperature is no number");
                            assertThat(wrong.complaint().zh()).contains("/temperature 处 \"27,34\" 不是数");
                        }),
                        second -> assertThat(second).isEqualTo(measured(Quantity.HUMIDITY, 44.72, "", false)));
    }

    @Test
    void the_times_that_the_bridge_may_add_are_understood_in_each_of_its_forms() {
        Listening bridge = Listening.toSensor("zigbee2mqtt-1", "zigbee2mqtt", "n");

        for (String time : List.of(
                "\"2026-03-01T07:59:58Z\"",
                "\"2026-03-01T15:59:58+08:00\"",
                "\"2026-03-01T15:59:58+0800\"",
                "1772351998000",
                "\"1772351998000\"")) {
            assertThat(bridge.read("zigbee2mqtt/n", "{\"temperature\":20,\"last_seen\":" + time + "}"))
                    .as(time)
                    .containsExactly(measured(Quantity.TEMPERATURE, 20, "2026-03-01T07:59:58Z", false));
        }
    }

    @Test
    void a_clock_that_was_never_set_or_runs_ahead_says_nothing_of_the_time() {
        Listening bridge = Listening.toSensor("zigbee2mqtt-1", "zigbee2mqtt", "n");

        for (String time : List.of("\"1970-01-01T00:00:10Z\"", "\"2026-03-02T08:00:01Z\"", "9e300", "0")) {
            assertThat(bridge.read("zigbee2mqtt/n", "{\"temperature\":20,\"last_seen\":" + time + "}"))
                    .as(time)
                    .hasSize(2)
                    .contains(measured(Quantity.TEMPERATURE, 20, "", false))
                    .hasAtLeastOneElementOfType(Told.Unusable.class);
        }
    }

    @Test
    void availability_comes_bare_or_as_an_object_and_a_bridge_that_is_gone_takes_its_devices_along() {
        Listening bridge = Listening.toSensor("zigbee2mqtt-1", "zigbee2mqtt", "floor 1/north");
        String device = "zigbee2mqtt/floor 1/north/availability";

        assertThat(bridge.read(device, "offline")).containsExactly(new Told.SensorAvailable(SENSOR, false));
        assertThat(bridge.read(device, "{\"state\":\"online\"}"))
                .containsExactly(new Told.SensorAvailable(SENSOR, true));
        assertThat(bridge.read("zigbee2mqtt/bridge/state", "{\"state\":\"offline\"}"))
                .containsExactly(new Told.SensorAvailable(SENSOR, false));
        assertThat(bridge.read(device, "online")).containsExactly(new Told.SensorAvailable(SENSOR, false));
        assertThat(bridge.read("zigbee2mqtt/bridge/state", "online"))
                .containsExactly(new Told.SensorAvailable(SENSOR, true));
        assertThat(bridge.read(device, "perhaps")).singleElement().isInstanceOf(Told.Unusable.class);
    }

    @Test
    void tasmota_is_read_whatever_its_chip_is_called_and_its_time_only_with_a_zone() {
        String message = "{\"Time\":\"2026-03-01T15:59:00\",\"AHT1X-0x38\":{\"Temperature\":24.7,\"Humidity\":61.9,"
                + "\"DewPoint\":16.8},\"ESP32\":{\"Temperature\":51.1},\"TempUnit\":\"C\"}";
        SourceProfile profile = SourceProfileLoader.bundled("tasmota-1");

        // GIVEN a plan that does not say which zone the clocks show
        assertThat(Listening.toSensor("tasmota-1", "tele", "north").read("tele/north/SENSOR", message))
                .containsExactly(
                        measured(Quantity.TEMPERATURE, 24.7, "", false),
                        measured(Quantity.HUMIDITY, 61.9, "", false),
                        measured(Quantity.DEW_POINT, 16.8, "", false));

        // GIVEN one that does
        Listening zoned = Listening.to(
                profile.inZone(ZoneId.of("Asia/Shanghai")), "tele", List.of(Listening.sensor("north")), List.of());
        assertThat(zoned.read("tele/north/SENSOR", message))
                .contains(measured(Quantity.TEMPERATURE, 24.7, "2026-03-01T07:59:00Z", false));
        assertThat(zoned.read("tele/north/SENSOR", message.replace("15:59:00", "07:59:00Z")))
                .contains(measured(Quantity.TEMPERATURE, 24.7, "2026-03-01T07:59:00Z", false));
    }

    @Test
    void tasmota_in_fahrenheit_is_turned_into_celsius() {
        Listening tasmota = Listening.toSensor("tasmota-1", "tele", "north");

        Map<Quantity, Double> values = tasmota.values(
                "tele/north/SENSOR",
                "{\"Time\":\"2026-03-01T15:59:00\",\"SHT3X-0x44\":{\"Temperature\":\"76.5\",\"Humidity\":61.9,\"DewPoint\":62.2},"
                        + "\"TempUnit\":\"F\"}");

        assertThat(values.get(Quantity.TEMPERATURE)).isCloseTo(24.722, within(0.001));
        assertThat(values.get(Quantity.DEW_POINT)).isCloseTo(16.778, within(0.001));
        assertThat(values.get(Quantity.HUMIDITY)).isEqualTo(61.9);
    }

    @Test
    void of_two_chips_that_measure_the_same_neither_is_guessed_and_the_plan_can_name_one() {
        String message =
                "{\"AHT2X\":{\"Temperature\":21.4,\"Humidity\":48},\"BMP280\":{\"Temperature\":22.9,\"Pressure\":998}}";

        assertThat(Listening.toSensor("tasmota-1", "tele", "north").read("tele/north/SENSOR", message))
                .hasSize(3)
                .contains(measured(Quantity.HUMIDITY, 48, "", false), measured(Quantity.PRESSURE, 998, "", false))
                .filteredOn(Told.Unusable.class::isInstance)
                .singleElement()
                .satisfies(told ->
                        assertThat(((Told.Unusable) told).complaint().en()).contains("several places (AHT2X, BMP280)"));
        assertThat(Listening.toSensor("tasmota-1", "tele", "north#BMP280").values("tele/north/SENSOR", message))
                .isEqualTo(Map.of(Quantity.TEMPERATURE, 22.9, Quantity.PRESSURE, 998.0));
    }

    @Test
    void tasmotas_last_will_tells_of_its_end() {
        Listening tasmota = Listening.toSensor("tasmota-1", "tele", "north");

        assertThat(tasmota.read("tele/north/LWT", "Online")).containsExactly(new Told.SensorAvailable(SENSOR, true));
        assertThat(tasmota.read("tele/north/LWT", "Offline")).containsExactly(new Told.SensorAvailable(SENSOR, false));
    }

    @Test
    void shelly_tells_all_or_only_what_has_changed() {
        Listening shelly = Listening.toSensor("shelly-gen2-1", "", "shellyplusht-b8d61a8b17cc");
        String topic = "shellyplusht-b8d61a8b17cc/events/rpc";

        assertThat(
                        shelly.read(
                                topic,
                                "{\"src\":\"x\",\"method\":\"NotifyFullStatus\",\"params\":{\"ts\":1680962879.62,"
                                        + "\"humidity:0\":{\"id\":0,\"rh\":42.2},\"temperature:0\":{\"id\":0,\"tC\":19.8,\"tF\":67.6},"
                                        + "\"devicepower:0\":{\"battery\":{\"V\":5.6,\"percent\":93}},\"sys\":{\"wakeup_period\":600}}}"))
                .containsExactly(
                        measured(Quantity.TEMPERATURE, 19.8, "2023-04-08T14:07:59.620Z", false),
                        measured(Quantity.HUMIDITY, 42.2, "2023-04-08T14:07:59.620Z", false),
                        measured(Quantity.BATTERY, 93, "2023-04-08T14:07:59.620Z", false),
                        measured(Quantity.VOLTAGE, 5.6, "2023-04-08T14:07:59.620Z", false));
        assertThat(
                        shelly.read(
                                topic,
                                "{\"method\":\"NotifyStatus\",\"params\":{\"ts\":1680962939.1,\"temperature:0\":{\"tC\":\"20.1\"}}}"))
                .containsExactly(measured(Quantity.TEMPERATURE, 20.1, "2023-04-08T14:08:59.100Z", false));
        assertThat(shelly.read(
                        topic,
                        "{\"method\":\"NotifyEvent\",\"params\":{\"ts\":1680962939.1,\"temperature:0\":{\"tC\":1}}}"))
                .isEmpty();
        assertThat(SourceProfileLoader.bundled("shelly-gen2-1").longestSilence())
                .isGreaterThan(Duration.ofMinutes(20));
    }

    @Test
    void milesights_own_store_and_forward_is_of_the_past_and_its_live_value_is_not() {
        Listening chirpstack = Listening.toSensor("milesight-chirpstack-1", "application/17", "24e124");
        String topic = "application/17/device/24e124/event/up";

        assertThat(
                        chirpstack.read(
                                topic,
                                "{\"time\":\"2026-03-01T07:59:00.775023242+00:00\",\"deviceInfo\":{\"devEui\":\"24e124\"},\"fCnt\":7,"
                                        + "\"rxInfo\":[{\"rssi\":-97}],\"object\":{\"temperature\":30.8,\"humidity\":50.5,\"battery\":92}}"))
                .containsExactly(
                        measured(Quantity.TEMPERATURE, 30.8, "2026-03-01T07:59:00.775023242Z", false),
                        measured(Quantity.HUMIDITY, 50.5, "2026-03-01T07:59:00.775023242Z", false),
                        measured(Quantity.BATTERY, 92, "2026-03-01T07:59:00.775023242Z", false),
                        measured(Quantity.SIGNAL, -97, "2026-03-01T07:59:00.775023242Z", false));
        assertThat(chirpstack.read(
                        topic,
                        "{\"time\":\"2026-03-01T07:59:00\",\"object\":{\"history\":["
                                + "{\"timestamp\":1772348400,\"temperature\":27.2,\"humidity\":\"46.5\"},"
                                + "{\"timestamp\":\"1772349000\",\"temperature\":27.4},{\"temperature\":99}]}}"))
                .containsExactly(
                        measured(Quantity.TEMPERATURE, 27.2, "2026-03-01T07:00:00Z", true),
                        measured(Quantity.HUMIDITY, 46.5, "2026-03-01T07:00:00Z", true),
                        measured(Quantity.TEMPERATURE, 27.4, "2026-03-01T07:10:00Z", true),
                        new Told.Unusable("s", told("/object/history", 1)));
    }

    private static org.archivevault.protocol.Bilingual told(String at, int count) {
        return new org.archivevault.protocol.Bilingual(
                at + " 中有 " + count + " 条记录没有可信的时间，未取",
                at + ": " + count + " record(s) without a believable time were not taken");
    }

    @Test
    void onvif_tells_climate_and_doors_with_quoted_values() {
        Listening onvif = Listening.toSensor("onvif-1", "onvif", "cam1");
        String base = "onvif/cam1/onvif-ej/";

        assertThat(onvif.read(
                        base + "Device/Sensor/Temperature/High",
                        "{\"UtcTime\":\"2026-03-01T07:30:00Z\",\"Source\":{\"SensorID\":\"temp_001\"},"
                                + "\"Data\":{\"Value\":28.65,\"Threshold\":25.15}}"))
                .containsExactly(measured(Quantity.TEMPERATURE, 28.65, "2026-03-01T07:30:00Z", false));
        assertThat(onvif.read(
                        base + "Device/Sensor/RelativeHumidity/High/&temp_001",
                        "{\"UtcTime\":\"2026-03-01T07:30:00\",\"Data\":{\"Value\":\"61.5\"}}"))
                .containsExactly(measured(Quantity.HUMIDITY, 61.5, "2026-03-01T07:30:00Z", false));
        String door = base + "Door/State/DoorPhysicalState/&door1";
        assertThat(onvif.values(door, "{\"Data\":{\"State\":\"Open\"}}")).containsEntry(Quantity.DOOR_OPEN, 1.0);
        assertThat(onvif.values(door, "{\"Data\":{\"State\":\"Closed\"}}")).containsEntry(Quantity.DOOR_OPEN, 0.0);
        assertThat(onvif.read(door, "{\"Data\":{\"State\":\"Unknown\"}}")).isEmpty();
        assertThat(onvif.read(door, "")).as("a property that was deleted").isEmpty();
    }

    @Test
    void nan_is_told_as_such_because_the_edge_judges_values() {
        Listening bridge = Listening.toSensor("zigbee2mqtt-1", "zigbee2mqtt", "n");

        assertThat(bridge.values("zigbee2mqtt/n", "{\"temperature\":NaN,\"humidity\":\"nan\"}"))
                .isEqualTo(Map.of(Quantity.TEMPERATURE, Double.NaN, Quantity.HUMIDITY, Double.NaN));
    }

    @Test
    void a_large_source_is_subscribed_to_with_wildcards_and_tells_nothing_of_strangers() {
        // GIVEN
        List<WatchPlan.Sensor> many = java.util.stream.IntStream.range(0, 500)
                .mapToObj(i -> new WatchPlan.Sensor(
                        new org.archivevault.protocol.climate.SensorId("s" + i), "d" + i, Listening.ZONE))
                .toList();
        Listening bridge = Listening.to(SourceProfileLoader.bundled("zigbee2mqtt-1"), "zigbee2mqtt", many, List.of());

        // THEN
        assertThat(bridge.reader.filters())
                .containsExactlyInAnyOrder("zigbee2mqtt/+", "zigbee2mqtt/+/availability", "zigbee2mqtt/bridge/state");
        assertThat(bridge.read("zigbee2mqtt/d499", "{\"temperature\":20}")).hasSize(1);
        assertThat(bridge.read("zigbee2mqtt/stranger", "{\"temperature\":20}")).isEmpty();
    }
}
