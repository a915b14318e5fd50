package org.archivevault.firmware.source;

import static org.archivevault.firmware.source.Listening.NOW;
import static org.archivevault.firmware.source.Listening.SENSOR;
import static org.archivevault.firmware.source.Listening.measured;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.DynamicMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.archivevault.protocol.climate.Quantity;
import org.junit.jupiter.api.Test;

class SparkplugProfileTest {
    private static final long TIME = 1_772_351_940_000L;
    private static final String AT = "2026-03-01T07:59:00Z";

    private final Listening node = Listening.toSensor("sparkplug-b-1", "spBv1.0/Vault", "gw1/th-1");

    private List<Told> hear(String kind, String rest, byte[] payload) {
        return node.reader.read("spBv1.0/Vault/" + kind + "/" + rest, payload, NOW);
    }

    private static DynamicMessage number(long death) {
        return SparkplugBytes.metric(Map.of("name", "bdSeq", "datatype", 4, "long_value", death));
    }

    private static byte[] nodeBirth(long death) {
        return SparkplugBytes.payload(TIME, 0L, List.of(number(death)));
    }

    private static byte[] deviceBirth(long seq) {
        return SparkplugBytes.payload(
                TIME,
                seq,
                List.of(
                        SparkplugBytes.metric(Map.of(
                                "name",
                                "Environment/Temperature",
                                "alias",
                                7L,
                                "timestamp",
                                TIME,
                                "datatype",
                                9,
                                "float_value",
                                20.1f)),
                        SparkplugBytes.metric(Map.of("name", "Humidity", "alias", 8L, "datatype", 3, "int_value", 45)),
                        SparkplugBytes.metric(
                                Map.of("name", "Firmware", "alias", 9L, "datatype", 12, "string_value", "1.2"))));
    }

    private static byte[] data(long seq, Map<String, Object> metric) {
        return SparkplugBytes.payload(TIME, seq, List.of(SparkplugBytes.metric(metric)));
    }

    private void isBorn() {
        node.reader.connected(NOW.minusSeconds(3600));
        hear("NBIRTH", "gw1", nodeBirth(3));
        assertThat(hear("DBIRTH", "gw1/th-1", deviceBirth(1)))
                .containsExactly(
                        new Told.SensorAvailable(SENSOR, true),
                        measured(Quantity.TEMPERATURE, 20.1, AT, false),
                        measured(Quantity.HUMIDITY, 45, AT, false));
    }

    private static void asksForRebirth(List<Told> told) {
        assertThat(told).filteredOn(Told.Ask.class::isInstance).singleElement().satisfies(one -> {
            Told.Ask ask = (Told.Ask) one;
            assertThat(ask.topic()).isEqualTo("spBv1.0/Vault/NCMD/gw1");
            assertThat(SparkplugBytes.parsed(ask.payload()).toString())
                    .contains("name: \"Node Control/Rebirth\"")
                    .contains("datatype: 11")
                    .contains("boolean_value: true");
        });
    }

    @Test
    void births_are_not_kept_by_the_broker_so_one_is_asked_for_after_every_connection() {
        asksForRebirth(node.reader.connected(NOW));
        assertThat(node.reader.filters()).containsExactly("spBv1.0/Vault/+/gw1", "spBv1.0/Vault/+/gw1/+");
    }

    @Test
    void a_birth_tells_values_and_later_data_names_them_by_alias_or_name() {
        isBorn();

        assertThat(hear("DDATA", "gw1/th-1", data(2, Map.of("alias", 7L, "float_value", 20.4f, "timestamp", TIME))))
                .containsExactly(measured(Quantity.TEMPERATURE, 20.4, AT, false));
        assertThat(hear("DDATA", "gw1/th-1", data(3, Map.of("name", "Humidity", "int_value", 46))))
                .containsExactly(measured(Quantity.HUMIDITY, 46, AT, false));
        assertThat(hear("DDATA", "gw1/th-1", data(4, Map.of("alias", 9L, "string_value", "1.3"))))
                .isEmpty();
        assertThat(hear("DDATA", "gw1/th-1", data(5, Map.of("alias", 8L, "is_null", true))))
                .isEmpty();
    }

    @Test
    void what_a_node_kept_back_is_of_the_past() {
        isBorn();

        assertThat(hear(
                        "DDATA",
                        "gw1/th-1",
                        data(
                                2,
                                Map.of(
                                        "alias",
                                        7L,
                                        "double_value",
                                        18.5,
                                        "is_historical",
                                        true,
                                        "timestamp",
                                        TIME - 3_600_000))))
                .containsExactly(measured(Quantity.TEMPERATURE, 18.5, "2026-03-01T06:59:00Z", true));
    }

    @Test
    void a_signed_value_is_below_nought_when_its_birth_said_so() {
        isBorn();

        assertThat(hear("DDATA", "gw1/th-1", data(2, Map.of("alias", 8L, "int_value", -3))))
                .containsExactly(measured(Quantity.HUMIDITY, -3, AT, false));
    }

    @Test
    void a_gap_in_the_sequence_asks_for_a_birth_once_and_the_values_are_told_all_the_same() {
        isBorn();

        List<Told> told = hear("DDATA", "gw1/th-1", data(4, Map.of("alias", 7L, "float_value", 21f)));

        assertThat(told).contains(measured(Quantity.TEMPERATURE, 21, AT, false));
        asksForRebirth(told);
        assertThat(hear("DDATA", "gw1/th-1", data(9, Map.of("alias", 7L, "float_value", 22f))))
                .as("asked a moment ago")
                .containsExactly(measured(Quantity.TEMPERATURE, 22, AT, false));
    }

    @Test
    void the_sequence_wraps_after_255_and_a_message_that_came_twice_is_no_gap() {
        isBorn();
        List<Told> asked = new ArrayList<>();
        for (long seq = 2; seq <= 260; seq++) {
            for (int twice = 0; twice < 2; twice++) {
                hear("DDATA", "gw1/th-1", data(seq % 256, Map.of("alias", 7L, "float_value", 21f))).stream()
                        .filter(Told.Ask.class::isInstance)
                        .forEach(asked::add);
            }
        }

        assertThat(asked).isEmpty();
    }

    @Test
    void data_without_a_birth_cannot_be_understood_and_asks_for_one() {
        List<Told> told = hear("DDATA", "gw1/th-1", data(4, Map.of("alias", 7L, "float_value", 21f)));

        assertThat(told).hasSize(1);
        asksForRebirth(told);
    }

    @Test
    void deaths_take_sensors_along_but_not_a_death_of_an_earlier_life() {
        isBorn();

        assertThat(hear("NDEATH", "gw1", SparkplugBytes.payload(TIME, null, List.of(number(2)))))
                .isEmpty();
        assertThat(hear("DDEATH", "gw1/th-1", SparkplugBytes.payload(TIME, 2L, List.of())))
                .containsExactly(new Told.SensorAvailable(SENSOR, false));
        assertThat(hear("NDEATH", "gw1", SparkplugBytes.payload(TIME, null, List.of(number(3)))))
                .containsExactly(new Told.SensorAvailable(SENSOR, false));
    }

    @Test
    void a_unit_named_at_birth_counts() {
        node.reader.connected(NOW);
        hear("NBIRTH", "gw1", nodeBirth(3));
        byte[] fahrenheit = SparkplugBytes.payload(
                TIME,
                1L,
                List.of(SparkplugBytes.metric(Map.of(
                        "name",
                        "Temperature",
                        "alias",
                        1L,
                        "datatype",
                        10,
                        "double_value",
                        68.0,
                        "properties",
                        SparkplugBytes.properties("engUnit", "°F")))));

        assertThat(hear("DBIRTH", "gw1/th-1", fahrenheit)).contains(measured(Quantity.TEMPERATURE, 20, AT, false));
        assertThat(hear("DDATA", "gw1/th-1", data(2, Map.of("alias", 1L, "double_value", 50.0))))
                .containsExactly(measured(Quantity.TEMPERATURE, 10, AT, false));
    }

    @Test
    void our_own_commands_and_foreign_devices_tell_nothing() {
        isBorn();

        assertThat(hear("NCMD", "gw1", new byte[] {1, 2, 3})).isEmpty();
        assertThat(hear("DDATA", "gw1/other", data(2, Map.of("alias", 7L, "float_value", 1f))))
                .isEmpty();
        assertThat(hear("NDATA", "gw2", data(2, Map.of("alias", 7L, "float_value", 1f))))
                .isEmpty();
        assertThat(hear("DDATA", "gw1/th-1", new byte[] {10, 100, 1}))
                .singleElement()
                .isInstanceOf(Told.Unusable.class);
    }
}
