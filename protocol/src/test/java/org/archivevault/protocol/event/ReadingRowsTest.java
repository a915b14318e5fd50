package org.archivevault.protocol.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.archivevault.protocol.Json;
import org.archivevault.protocol.MalformedMessage;
import org.archivevault.protocol.climate.Quality;
import org.archivevault.protocol.climate.Quantity;
import org.archivevault.protocol.climate.Reading;
import org.archivevault.protocol.climate.SensorId;
import org.archivevault.protocol.event.EdgeEvent.ReadingsTaken;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReadingRowsTest {
    private static final Instant ONE = Instant.parse("2026-11-22T01:00:00Z");
    private static final List<Quantity> QUANTITIES = List.of(Quantity.values());
    private static final List<Quality> QUALITIES = List.of(Quality.values());
    private static final SensorId NORTH = new SensorId("north-1");
    private static final SensorId SOUTH = new SensorId("south-2");

    private static Reading reading(
            SensorId sensor, Quantity quantity, double value, @Nullable Instant source, Instant received) {
        return new Reading(sensor, quantity, value, source, received, Quality.GOOD, false);
    }

    private static EdgeEvent read(String json) throws MalformedMessage {
        return Json.read(json.getBytes(StandardCharsets.UTF_8), EdgeEvent.class);
    }

    private static String withRows(String rows) {
        return "{\"type\":\"readings-taken\",\"readings\":{\"from\":\"2026-11-22T01:00:00Z\","
                + "\"quantities\":[\"temperature\",\"humidity\"],\"rows\":[" + rows + "]}}";
    }

    @Test
    void whatASensorSaysAtOnceIsOneRowAndTimesAreToldByTheirDistance() throws MalformedMessage {
        // GIVEN two quantities of one message, and a value that a device had kept back and that is hard to believe
        Instant later = ONE.plus(4_250, ChronoUnit.MICROS);
        EdgeEvent event = new ReadingsTaken(List.of(
                reading(NORTH, Quantity.TEMPERATURE, 20.15, ONE.minusMillis(350), ONE),
                reading(NORTH, Quantity.HUMIDITY, 51.2, ONE.minusMillis(350), ONE),
                new Reading(SOUTH, Quantity.TEMPERATURE, 85, later.minusSeconds(86_400), later, Quality.JUMP, true),
                reading(SOUTH, Quantity.HUMIDITY, 50, null, later)));

        // WHEN it is written
        String json = Json.text(event);

        // THEN
        assertThat(json)
                .isEqualTo(withRows("[\"north-1\",0,350,0,20.15,1,51.2],[\"south-2\",4.25,86400000,true,0,85,\"jump\"],"
                        + "[\"south-2\",0,null,1,50]"));
        assertThat(read(json)).isEqualTo(event);
    }

    @Test
    void readingsThatAnOlderEdgeWroteOneByOneAreStillRead() throws MalformedMessage {
        EdgeEvent read = read("{\"type\":\"readings-taken\",\"readings\":[{\"sensor\":\"north-1\","
                + "\"quantity\":\"temperature\",\"value\":20.15,\"sourceTime\":\"2026-11-22T00:59:59.650Z\","
                + "\"receivedAt\":\"2026-11-22T01:00:00Z\",\"quality\":\"unit-suspect\",\"historical\":false}]}");
        assertThat(read)
                .isEqualTo(new ReadingsTaken(List.of(new Reading(
                        NORTH, Quantity.TEMPERATURE, 20.15, ONE.minusMillis(350), ONE, Quality.UNIT_SUSPECT, false))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[{\"quantity\":\"temperature\",\"value\":1,\"receivedAt\":\"2026-11-22T01:00:00Z\",\"quality\":\"good\",\"historical\":false}]",
                "7",
                "null",
                "[]",
                "[1]",
                "{}",
                "{\"rows\":[]}",
                "{\"rows\":[[\"a\",0,0,0,1]],\"from\":\"2026-11-22T01:00:00Z\",\"quantities\":[\"temperature\"]}",
                "{\"from\":\"yesterday\",\"quantities\":[],\"rows\":[]}",
                "{\"from\":\"2026-11-22T01:00:00Z\",\"quantities\":[\"mood\"],\"rows\":[]}",
                "{\"from\":\"2026-11-22T01:00:00Z\",\"quantities\":[],\"rows\":{}}"
            })
    void readingsThatAreNoneAreRefused(String readings) {
        assertThatThrownBy(() -> read("{\"type\":\"readings-taken\",\"readings\":" + readings + "}"))
                .isInstanceOf(MalformedMessage.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "7",
                "[]",
                "[7,0,0,0,1]",
                "[\"North 1\",0,0,0,1]",
                "[\"a\"]",
                "[\"a\",null,0,0,1]",
                "[\"a\",0,\"x\",0,1]",
                "[\"a\",0,0,2,1]",
                "[\"a\",0,0,-1,1]",
                "[\"a\",0,0,0.5,1]",
                "[\"a\",0,0,0]",
                "[\"a\",0,0,0,null]",
                "[\"a\",0,0,0,1e999]",
                "[\"a\",0,0,0,1,\"splendid\"]",
                "[\"a\",0,0,false,0,1]",
                "[\"a\",1e13,0,0,1]",
                "[\"a\",0,1e300,0,1]",
                "[\"a\",0,0,0,1],7"
            })
    void aRowThatIsNoneIsRefused(String row) {
        assertThatThrownBy(() -> read(withRows(row))).isInstanceOf(MalformedMessage.class);
    }

    @Property
    void whatIsWrittenIsReadTheSame(@ForAll long seed, @ForAll @IntRange(min = 1, max = 200) int count)
            throws MalformedMessage {
        Random random = new Random(seed);
        List<Reading> readings = new ArrayList<>();
        Instant received = ONE;
        while (readings.size() < count) {
            // A clock may also be set back.
            received = received.plus(random.nextInt(-1_000_000, 2_000_000), ChronoUnit.MICROS);
            Instant source = random.nextBoolean()
                    ? null
                    : received.minus(random.nextLong(-1_000_000_000_000L, 400_000_000_000_000L), ChronoUnit.MICROS);
            SensorId sensor = new SensorId("s-" + random.nextInt(5));
            boolean historical = random.nextInt(4) == 0;
            for (int i = random.nextInt(1, 4); i > 0 && readings.size() < count; i--) {
                readings.add(new Reading(
                        sensor,
                        QUANTITIES.get(random.nextInt(QUANTITIES.size())),
                        value(random),
                        source,
                        received,
                        QUALITIES.get(random.nextInt(QUALITIES.size())),
                        historical));
            }
        }
        EdgeEvent event = new ReadingsTaken(readings);
        assertThat(Json.read(Json.bytes(event), EdgeEvent.class)).isEqualTo(event);
    }

    private static double value(Random random) {
        return switch (random.nextInt(5)) {
            case 0 -> random.nextInt(-4_000, 8_500) / 100.0;
            case 1 -> random.nextInt(0, 2);
            case 2 -> -0.0;
            case 3 -> random.nextDouble(-1e18, 1e18);
            default -> Double.MIN_VALUE * random.nextInt(9);
        };
    }
}
