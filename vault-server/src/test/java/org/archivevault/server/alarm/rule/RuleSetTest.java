package org.archivevault.server.alarm.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.archivevault.firmware.source.Keeping;
import org.archivevault.protocol.climate.Quantity;
import org.archivevault.protocol.climate.SensorId;
import org.archivevault.protocol.climate.ZoneId;
import org.archivevault.server.alarm.AlarmKind;
import org.junit.jupiter.api.Test;

class RuleSetTest {
    private static final YAMLMapper YAML = new YAMLMapper();
    private static final Duration SILENCE = Duration.ofMinutes(20);

    @Test
    void whatAZoneKeepsGivesItsLimitsByDefault() {
        RuleSet rules = new RuleSet(RuleSettings.DEFAULTS);
        for (Keeping keeping : Keeping.values()) {
            List<Rule<?>> temperature = rules.ofQuantity(sensor("z", keeping), Quantity.TEMPERATURE);
            List<Rule<?>> humidity = rules.ofQuantity(sensor("z", keeping), Quantity.HUMIDITY);
            if (keeping == Keeping.OUTDOOR) {
                assertThat(temperature).extracting(Rule::name).containsExactly("sensor-fault/temperature");
                continue;
            }
            assertThat(temperature)
                    .extracting(Rule::name)
                    .containsExactly(
                            "sensor-fault/temperature",
                            "above-limit/temperature",
                            "below-limit/temperature",
                            "daily-swing/temperature",
                            "fast-change/temperature");
            assertThat(level(temperature, AlarmKind.ABOVE_LIMIT))
                    .isEqualTo(new Level(keeping.warmest(), true, 0.5, Duration.ofMinutes(5), SILENCE));
            assertThat(level(temperature, AlarmKind.BELOW_LIMIT).limit()).isEqualTo(keeping.coldest());
            assertThat(level(humidity, AlarmKind.ABOVE_LIMIT))
                    .isEqualTo(new Level(keeping.dampest(), true, 2, Duration.ofMinutes(5), SILENCE));
            assertThat(level(humidity, AlarmKind.BELOW_LIMIT).limit()).isEqualTo(keeping.driest());
        }
    }

    @Test
    void theZoneGoesBeforeWhatItKeepsAndThatBeforeTheStandard() throws JsonProcessingException {
        RuleSet rules = new RuleSet(YAML.readValue("""
                zones:
                  v1-north:
                    limits:
                      temperature: {high: 22, delayMinutes: 0.5}
                      co2: {high: 1200}
                    swing: {temperature: {most: 1, chosen: 20}}
                  paper:
                    limits: {temperature: {high: 23, low: 15, deadBand: 0.3}}
                    perHour: {humidity: 4}
                """, RuleSettings.class));
        WatchedSensor north = sensor("v1-north", Keeping.PAPER);
        List<Rule<?>> temperature = rules.ofQuantity(north, Quantity.TEMPERATURE);
        assertThat(level(temperature, AlarmKind.ABOVE_LIMIT))
                .isEqualTo(new Level(22, true, 0.3, Duration.ofSeconds(30), SILENCE));
        assertThat(level(temperature, AlarmKind.BELOW_LIMIT).limit()).isEqualTo(15);
        assertThat(temperature.get(3).machine())
                .isEqualTo(new Spread(Duration.ofHours(24), Duration.ofMinutes(10), 1, Optional.of(20.0), 0.2));
        assertThat(level(rules.ofQuantity(north, Quantity.CO2), AlarmKind.ABOVE_LIMIT)
                        .limit())
                .isEqualTo(1200);
        List<Rule<?>> south = rules.ofQuantity(sensor("v1-south", Keeping.PAPER), Quantity.TEMPERATURE);
        assertThat(level(south, AlarmKind.ABOVE_LIMIT))
                .isEqualTo(new Level(23, true, 0.3, Duration.ofMinutes(5), SILENCE));
        assertThat(rules.ofQuantity(sensor("v1-south", Keeping.PAPER), Quantity.CO2))
                .hasSize(1);
    }

    @Test
    void mistakesAreNamed() {
        for (String wrong : List.of(
                "zones: {a: {limits: {temprature: {high: 1}}}}",
                "zones: {a: {limits: {temperature: {high: 1, low: 2}}}}",
                "zones: {a: {limits: {temperature: {heigh: 1}}}}",
                "zones: {a: {swing: {temperature: {most: 0}}}}",
                "floodMoreThan: 1",
                "doorOpenAfterSeconds: -1")) {
            assertThatThrownBy(() -> YAML.readValue(wrong, RuleSettings.class))
                    .as(wrong)
                    .isInstanceOf(JsonProcessingException.class);
        }
    }

    @Test
    void figuresAreShort() {
        assertThat(RuleSet.figure(25)).isEqualTo("25");
        assertThat(RuleSet.figure(25.04)).isEqualTo("25");
        assertThat(RuleSet.figure(-3.25)).isEqualTo("-3.2");
        assertThat(Rule.text(Duration.ofSeconds(90))).isEqualTo("90 s");
        assertThat(Rule.text(Duration.ofHours(1))).isEqualTo("60 min");
    }

    private static Level level(List<Rule<?>> rules, AlarmKind kind) {
        return (Level) rules.stream()
                .filter(rule -> rule.kind() == kind)
                .findFirst()
                .orElseThrow()
                .machine();
    }

    private static WatchedSensor sensor(String zone, Keeping keeps) {
        return new WatchedSensor(new SensorId("s-1"), new ZoneId(zone), keeps, "climate", SILENCE);
    }
}
