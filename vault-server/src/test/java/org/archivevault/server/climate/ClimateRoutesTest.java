package org.archivevault.server.climate;

import static org.archivevault.server.climate.TestClimate.NORTH_1;
import static org.archivevault.server.climate.TestClimate.NORTH_2;
import static org.archivevault.server.climate.TestClimate.OUTSIDE_1;
import static org.archivevault.server.climate.TestClimate.SOUTH_1;
import static org.archivevault.server.climate.TestClimate.humidity;
import static org.archivevault.server.climate.TestClimate.temperature;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.archivevault.protocol.climate.Quality;
import org.archivevault.protocol.climate.Quantity;
import org.archivevault.protocol.climate.Reading;
import org.archivevault.protocol.climate.SensorId;
import org.archivevault.protocol.event.EdgeEvent;
import org.archivevault.server.identity.Role;
import org.archivevault.server.testing.ServedRoutes;
import org.archivevault.server.testing.TestDatabase;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ClimateRoutesTest {
    private final TestClimate climate = new TestClimate();
    private final ServedRoutes served = new ServedRoutes(
            climate.database().vertx(), List.of("climate"), climate.parts().routes());

    @AfterEach
    void close() {
        served.close();
        climate.close();
    }

    private String get(String path) {
        HttpResponse<String> answer = served.get(path, Role.FACILITIES);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.body();
    }

    private static List<String> states(JsonArray sensors) {
        return sensors.stream()
                .map(JsonObject.class::cast)
                .map(each -> each.getString("sensor") + " "
                        + each.getJsonObject("state").getString("code"))
                .toList();
    }

    private void rolledUp(int count) {
        long[] done = {0};
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> {
            done[0] += TestDatabase.await(climate.parts().rollUps().sweep());
            return done[0] >= count;
        });
    }

    @Test
    void everySensorOfTheZonesIsToldWithItsLastValueItsAgeAndHowFarThatCounts() {
        Instant old = climate.ago(Duration.ofMinutes(90));
        climate.taken(
                temperature(NORTH_1, climate.ago(Duration.ofSeconds(40)), 20.5),
                humidity(NORTH_1, climate.ago(Duration.ofSeconds(40)), 51),
                temperature(NORTH_2, old, 19),
                temperature(SOUTH_1, climate.ago(Duration.ofMinutes(2)), 22));
        climate.happened(new EdgeEvent.SensorChanged(SOUTH_1, false, "says offline"));

        // WHEN
        JsonArray zones = new JsonArray(get("/zones"));

        // THEN zones are in the order of the plan, with their sensors
        assertThat(zones.stream().map(JsonObject.class::cast).map(each -> each.getString("zone")))
                .containsExactly("v1-north", "v1-south", "outside");
        JsonObject north = zones.getJsonObject(0);
        assertThat(north.getString("zh")).isEqualTo("北区");
        assertThat(north.getString("keeps")).isEqualTo("paper");
        assertThat(north.getJsonArray("blocks")).containsExactly("ES-V1-B1");
        assertThat(states(north.getJsonArray("sensors"))).containsExactly("north-1 live", "north-2 stale");
        assertThat(states(zones.getJsonObject(1).getJsonArray("sensors"))).containsExactly("south-1 offline");
        assertThat(states(zones.getJsonObject(2).getJsonArray("sensors"))).containsExactly("outside-1 unknown");
        JsonArray values = north.getJsonArray("sensors").getJsonObject(0).getJsonArray("values");
        assertThat(values.stream()
                        .map(JsonObject.class::cast)
                        .map(each -> each.getString("quantity") + " " + each.getDouble("value") + each.getString("unit")
                                + " " + each.getLong("ageSeconds")))
                .containsExactly("humidity 51.0%RH 40", "temperature 20.5°C 40");
    }

    @Test
    void aSensorThatThePlanDoesNotNameIsToldTooAndADoubtfulValueIsSaidToBeDoubtful() {
        climate.taken(new Reading(
                new SensorId("stranger"),
                Quantity.TEMPERATURE,
                130,
                climate.now,
                climate.now,
                Quality.IMPLAUSIBLE,
                false));

        JsonArray sensors = new JsonArray(get("/sensors"));

        assertThat(states(sensors))
                .containsExactly(
                        "north-1 unknown",
                        "north-2 unknown",
                        "south-1 unknown",
                        "outside-1 unknown",
                        "stranger doubtful");
        JsonObject unknown = sensors.getJsonObject(0);
        assertThat(unknown.getJsonArray("values")).isEmpty();
        assertThat(unknown.getJsonObject("state").getString("zh")).contains("未知");
        assertThat(sensors.getJsonObject(4).containsKey("vault")).isFalse();
    }

    @Test
    void aRangeHasStepsWithTheirLeastMeanAndMostAndGapsAreGaps() {
        Instant hour = climate.now.minus(Duration.ofHours(4)).truncatedTo(ChronoUnit.HOURS);
        climate.taken(
                temperature(NORTH_1, hour.plusSeconds(10), 20),
                temperature(NORTH_1, hour.plusSeconds(3_000), 22),
                new Reading(NORTH_1, Quantity.TEMPERATURE, 85, hour.plusSeconds(60), hour, Quality.JUMP, false),
                temperature(NORTH_1, hour.plusSeconds(2 * 3_600), 19),
                temperature(NORTH_2, hour.plusSeconds(20), 30));
        rolledUp(5);
        String range = "?from=" + hour + "&to=" + hour.plusSeconds(3 * 3_600);

        // the same from readings and from either roll-up, where both can make the step
        JsonObject hours = new JsonObject(get("/sensors/north-1/readings" + range + "&step=1h"));
        assertThat(hours.getString("source")).isEqualTo("1h");
        JsonArray steps = hours.getJsonArray("series").getJsonObject(0).getJsonArray("steps");
        assertThat(steps.encode())
                .isEqualTo("[{\"at\":\"" + hour + "\",\"least\":20.0,\"mean\":21.0,\"most\":22.0,\"readings\":2},"
                        + "{\"at\":\"" + hour.plusSeconds(7_200)
                        + "\",\"least\":19.0,\"mean\":19.0,\"most\":19.0,\"readings\":1}]");
        JsonObject raw = new JsonObject(get("/sensors/north-1/readings" + range + "&step=10s&quantity=temperature"));
        assertThat(raw.getString("source")).isEqualTo("raw");
        assertThat(raw.getJsonArray("series").getJsonObject(0).getJsonArray("steps"))
                .hasSize(3);

        // a zone is all its sensors
        JsonObject zone = new JsonObject(get("/zones/v1-north/readings" + range + "&step=15m"));
        assertThat(zone.getString("source")).isEqualTo("5min");
        JsonObject first = zone.getJsonArray("series")
                .getJsonObject(0)
                .getJsonArray("steps")
                .getJsonObject(0);
        assertThat(first.getDouble("mean")).isEqualTo(25);
        assertThat(first.getDouble("most")).isEqualTo(30);
    }

    @Test
    void aRangeThatCannotBeIsRefused() {
        assertThat(served.get("/sensors/north-1/readings?step=1s", Role.FACILITIES)
                        .statusCode())
                .isEqualTo(400);
        assertThat(served.get("/sensors/north-1/readings?from=yesterday", Role.FACILITIES)
                        .statusCode())
                .isEqualTo(400);
        assertThat(served.get("/sensors/north-1/readings?quantity=beauty", Role.FACILITIES)
                        .statusCode())
                .isEqualTo(400);
        assertThat(served.get("/zones/v1-north/readings", Role.ADMINISTRATOR).statusCode())
                .isEqualTo(403);
        // nothing is known of a sensor that never spoke: an empty answer, not a failure
        assertThat(new JsonObject(get("/sensors/north-1/readings")).getJsonArray("series"))
                .isEmpty();
    }

    @Test
    void theDownloadHasEveryReadingOnceAlsoWhenItTakesManyPages() {
        List<Reading> readings = new ArrayList<>();
        for (int i = 0; i < 12_000; i++) {
            readings.add(temperature(NORTH_1, climate.now.minusSeconds(i), i % 30));
        }
        readings.add(humidity(NORTH_2, climate.now.minusSeconds(5), 50));
        readings.add(temperature(OUTSIDE_1, climate.now.minusSeconds(5), 50));
        climate.taken(readings);

        // WHEN
        List<String> all = get("/zones/v1-north/readings.csv?to=" + climate.now.plusSeconds(1))
                .lines()
                .toList();

        // THEN
        assertThat(all.get(0)).isEqualTo("at,receivedAt,sensor,zone,quantity,unit,value,quality,historical");
        assertThat(all).hasSize(12_002).doesNotHaveDuplicates();
        assertThat(all.get(12_001))
                .isEqualTo(climate.now.minusSeconds(5) + "," + climate.now.minusSeconds(5)
                        + ",north-2,v1-north,humidity,%RH,50.0,good,false");
        // from is in, to is not
        assertThat(get("/sensors/north-1/readings.csv?from=" + climate.now.minusSeconds(10) + "&to="
                                + climate.now.minusSeconds(7))
                        .lines())
                .hasSize(4);
    }
}
