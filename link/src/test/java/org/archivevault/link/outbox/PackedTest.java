package org.archivevault.link.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.archivevault.protocol.Json;
import org.archivevault.protocol.climate.Quality;
import org.archivevault.protocol.climate.Quantity;
import org.archivevault.protocol.climate.Reading;
import org.archivevault.protocol.climate.SensorId;
import org.archivevault.protocol.event.EdgeEvent;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PackedTest {
    /** What docs/design/what-a-reading-means.md reckons with for full events, in bytes a reading. */
    private static final int DOCUMENTED_BYTES = 10;

    private static final long WEEK_SECONDS = 7 * 86_400;
    /** The edge looks every 250 ms whether a reading has waited for 750 (ClimateLimits.BATCH_MILLIS). */
    private static final double SECONDS_OF_AN_EVENT = 0.875;

    /**
     * As 2,000 sensors tell them: each message a temperature and a humidity, no two messages the same.
     *
     * @param timed whether the bridge adds the time of measuring; without it that of receipt is kept to the microsecond
     */
    static EdgeEvent readings(int count, boolean timed, long seed) {
        Random random = new Random(seed);
        Instant received = Instant.parse("2026-11-22T01:00:00Z");
        List<Reading> readings = new ArrayList<>();
        while (readings.size() < count) {
            received = received.plus(timed ? random.nextInt(60) * 1_000L : random.nextInt(60_000), ChronoUnit.MICROS);
            SensorId sensor = new SensorId("north-" + random.nextInt(2_000));
            Instant source = timed ? received.minusMillis(random.nextInt(900)) : null;
            readings.add(reading(sensor, Quantity.TEMPERATURE, 1_800 + random.nextInt(600), source, received));
            readings.add(reading(sensor, Quantity.HUMIDITY, 4_000 + random.nextInt(2_000), source, received));
        }
        return new EdgeEvent.ReadingsTaken(readings);
    }

    private static Reading reading(
            SensorId sensor, Quantity quantity, int hundredths, @Nullable Instant source, Instant received) {
        return new Reading(sensor, quantity, hundredths / 100.0, source, received, Quality.GOOD, false);
    }

    @ParameterizedTest
    @CsvSource({"200,true", "200,false", "60,true", "60,false", "10,true", "10,false", "4,true", "4,false"})
    void eventsOfReadingsOnDiskComeBackAsTheyWere(int count, boolean timed) {
        byte[] json = Json.bytes(readings(count, timed, 7));
        byte[] packed = Packed.pack(json);
        System.out.printf(
                "%d readings %s: %d bytes of JSON (%.1f a reading), %d packed (%.1f a reading)%n",
                count,
                timed ? "with their time" : "without a time",
                json.length,
                json.length / (double) count,
                packed.length,
                packed.length / (double) count);
        assertThat(Packed.unpack(packed)).isEqualTo(json);
        if (count == EdgeEvent.ReadingsTaken.MAX_READINGS) {
            assertThat(packed.length).isLessThan(count * DOCUMENTED_BYTES);
        }
    }

    /** The document says so: 2,000 sensors, two quantities a minute. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aWeekOfALargeVaultFitsTheDefault(boolean timed) {
        int readingsOfAnEvent = 2 * (int) Math.ceil(2_000 / 60.0 * SECONDS_OF_AN_EVENT);
        double events = WEEK_SECONDS / SECONDS_OF_AN_EVENT;
        double bytes = IntStream.range(0, 200)
                .map(seed -> Packed.pack(Json.bytes(readings(readingsOfAnEvent, timed, seed))).length)
                .average()
                .orElseThrow();
        System.out.printf(
                "a week of 2,000 sensors %s: %.0f events, %.0f MB%n",
                timed ? "with times" : "without times", events, events * bytes / 1e6);
        assertThat(events).isLessThan((double) OutboxLimits.DEFAULT.telemetryEvents());
        assertThat(events * bytes).isLessThan((double) OutboxLimits.DEFAULT.telemetryBytes());
    }

    @Property
    void whatWasPackedIsUnpackedToTheSame(
            @ForAll @IntRange(min = 0, max = OutboxLimits.MAX_EVENT_BYTES - 2) int size, @ForAll long seed) {
        byte[] body = new byte[size + 2];
        new Random(seed).nextBytes(body);
        if (seed % 2 == 0) {
            java.util.Arrays.fill(body, (byte) 'x');
        }
        body[0] = '{';
        byte[] packed = Packed.pack(body);
        assertThat(packed.length).isLessThanOrEqualTo(body.length);
        assertThat(Packed.unpack(packed)).isEqualTo(body);
    }

    @Property
    void damagedBytesAreGivenBackAndNeverThrow(@ForAll byte[] any) {
        byte[] back = Packed.unpack(any);
        assertThat(back).isNotNull();
        byte[] packed = Packed.pack(("{" + "x".repeat(2_000) + "}").getBytes(StandardCharsets.UTF_8));
        packed[packed.length / 2] ^= 0x55;
        assertThat(Packed.unpack(packed)).isNotNull();
    }
}
