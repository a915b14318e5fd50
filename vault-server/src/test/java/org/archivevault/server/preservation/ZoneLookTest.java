package org.archivevault.server.preservation;

import static org.archivevault.server.testing.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.archivevault.protocol.climate.Quality;
import org.archivevault.protocol.climate.Quantity;
import org.archivevault.protocol.climate.ZoneId;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Execution(ExecutionMode.SAME_THREAD)
class ZoneLookTest {
    private Watched site;

    @BeforeAll
    void open() {
        site = new Watched();
    }

    @AfterAll
    void close() {
        site.close();
    }

    @BeforeEach
    void empty() {
        site.db.rows("TRUNCATE sensor_latest, preservation_part, preservation_hour");
    }

    private ZoneTold north(Duration back) {
        return await(site.zones().one(Watched.NORTH, back)).orElseThrow();
    }

    private static ZoneTold.Now now(ZoneTold told) {
        return Objects.requireNonNull(told.now());
    }

    private void fresh(String sensor, double temperature, double humidity) {
        site.latest(sensor, Quantity.TEMPERATURE, site.now.minusSeconds(60), temperature, Quality.GOOD);
        site.latest(sensor, Quantity.HUMIDITY, site.now.minusSeconds(90), humidity, Quality.GOOD);
    }

    @Test
    void everyZoneOfThePlanIsToldEvenWithoutReadings() {
        List<ZoneTold> zones = await(site.zones().all());

        assertThat(zones).extracting(ZoneTold::zone).containsExactly(Watched.NORTH, Watched.SOUTH, Watched.OUTSIDE);
        assertThat(zones.get(0).compliance().light()).isEqualTo(Light.UNKNOWN);
        assertThat(zones.get(0).preservation().light()).isEqualTo(Light.UNKNOWN);
        assertThat(zones.get(0).now()).isNull();
        assertThat(zones.get(0).period().twpi()).isNull();
        assertThat(zones.get(2).compliance().light()).isEqualTo(Light.NONE);
        assertThat(zones.get(2).limits()).isNull();
    }

    @Test
    void aYearOfOneClimateAndItsTwoLamps() {
        // GIVEN a year at 24 °C and 58 %RH, and sensors that say so now
        site.hours(Watched.NORTH, "2025-06-15T10:00:00Z", "2026-06-15T11:00:00Z", 24, 58);
        fresh("north-1", 23.8, 58);
        fresh("north-2", 24.0, 58);

        ZoneTold told = north(Ageing.YEAR);

        assertThat(told.compliance().light()).isEqualTo(Light.GREEN);
        assertThat(told.preservation().light()).isEqualTo(Light.RED);
        assertThat(told.period().twpi()).isCloseTo(22, within(0.5));
        assertThat(told.period().worth()).isEqualTo(PreservationClass.RISK);
        assertThat(told.period().knownShare()).isEqualTo(1);
        assertThat(told.period().knownHours()).isEqualTo(8_760);
        assertThat(now(told).temperature()).isEqualTo(23.9);
        assertThat(now(told).dewPoint()).isCloseTo(15.1, within(0.2));
    }

    @Test
    void aGapIsNotCountedAndItsShareIsTold() {
        // GIVEN ten days of which three and a half are known
        site.hours(Watched.NORTH, "2026-06-05T10:00:00Z", "2026-06-08T22:00:00Z", 20, 45);
        fresh("north-1", 20, 45);

        ZoneTold told = north(Duration.ofDays(10));

        assertThat(told.period().hours()).isEqualTo(240);
        // from half past ten on
        assertThat(told.period().knownHours()).isEqualTo(83.5);
        assertThat(told.period().knownShare()).isCloseTo(83.5 / 240, within(1e-4));
        assertThat(told.period().twpi()).isCloseTo(46, within(0.5));
        assertThat(told.preservation().light()).as("less than half is known").isEqualTo(Light.UNKNOWN);
    }

    @Test
    void mouldHoursAreAShareOfTheKnownOnes() {
        site.hours(Watched.NORTH, "2026-06-14T10:00:00Z", "2026-06-14T16:00:00Z", 20, 80);
        site.hours(Watched.NORTH, "2026-06-14T16:00:00Z", "2026-06-15T10:00:00Z", 20, 50);

        Period day = north(Duration.ofDays(2)).period();

        assertThat(day.mouldHours()).isEqualTo(6);
        assertThat(day.mouldShare()).isEqualTo(0.25);
    }

    @Test
    void aSilentSensorIsLeftOutAndWhenAllAreSilentNothingIsKnown() {
        fresh("north-1", 20, 50);
        site.latest(
                "north-2", Quantity.TEMPERATURE, site.now.minus(Watched.SILENCE).minusSeconds(1), 30, Quality.GOOD);
        assertThat(now(north(Ageing.YEAR)).temperature()).isEqualTo(20);

        site.latest(
                "north-1", Quantity.TEMPERATURE, site.now.minus(Watched.SILENCE).minusSeconds(60), 20, Quality.GOOD);
        ZoneTold told = north(Ageing.YEAR);
        assertThat(told.now()).isNull();
        assertThat(told.compliance().light()).isEqualTo(Light.UNKNOWN);
        assertThat(told.compliance().sentence().en()).contains("the newest temperature is 120 min old");
    }

    @Test
    void aValueThatIsNotBelievedIsNoPresentValue() {
        fresh("north-1", 20, 50);
        site.latest("north-1", Quantity.TEMPERATURE, site.now, 68, Quality.UNIT_SUSPECT);

        assertThat(north(Ageing.YEAR).now()).isNull();
    }

    @Test
    void aZoneThatIsNotInThePlanIsNotFound() {
        assertThat(await(site.zones().one(new ZoneId("cellar"), Ageing.YEAR))).isEmpty();
    }

    @Test
    void hoursAreToldOldestFirst() {
        site.hours(Watched.NORTH, "2026-06-15T06:00:00Z", "2026-06-15T09:00:00Z", 20, 45);
        site.hours(Watched.SOUTH, "2026-06-15T06:00:00Z", "2026-06-15T09:00:00Z", 16, 50);

        assertThat(await(site.zones()
                        .hours(
                                Watched.NORTH,
                                java.time.Instant.parse("2026-06-15T07:00:00Z"),
                                java.time.Instant.parse("2026-06-15T09:00:00Z"))))
                .extracting(hour -> hour.hour().toString())
                .containsExactly("2026-06-15T07:00:00Z", "2026-06-15T08:00:00Z");
    }
}
