package org.archivevault.link.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.archivevault.protocol.Json;
import org.archivevault.protocol.climate.Quality;
import org.archivevault.protocol.climate.Quantity;
import org.archivevault.protocol.climate.Reading;
import org.archivevault.protocol.climate.SensorId;
import org.archivevault.protocol.event.EdgeEvent;
import org.junit.jupiter.api.Test;

class PackedTest {
    /** What docs/design/what-a-reading-means.md reckons with, in bytes a reading. */
    private static final int DOCUMENTED_BYTES = 30;

    /** As 2,000 sensors tell them: no two the same, three digits that change. */
    static EdgeEvent readings(int count, long seed) {
        Random random = new Random(seed);
        Instant start = Instant.parse("2026-11-22T01:00:00Z");
        List<Reading> readings = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Instant received = start.plusMillis(5L * i + random.nextInt(5));
            boolean humidity = i % 2 == 1;
            readings.add(new Reading(
                    new SensorId("north-" + random.nextInt(2_000)),
                    humidity ? Quantity.HUMIDITY : Quantity.TEMPERATURE,
                    (humidity ? 4_000 + random.nextInt(2_000) : 1_800 + random.nextInt(600)) / 100.0,
                    received.minusMillis(random.nextInt(900)),
                    received,
                    Quality.GOOD,
                    false));
        }
        return new EdgeEvent.ReadingsTaken(readings);
    }

    @Test
    void aFullEventOfReadingsTakesLessThanTheDocumentReckonsWith() {
        byte[] json = Json.bytes(readings(EdgeEvent.ReadingsTaken.MAX_READINGS, 7));
        byte[] packed = Packed.pack(json);
        System.out.printf(
                "200 readings: %d bytes of JSON (%d a reading), %d packed (%.1f a reading)%n",
                json.length, json.length / 200, packed.length, packed.length / 200.0);
        assertThat(packed.length).isLessThan(200 * DOCUMENTED_BYTES);
        assertThat(json.length).isLessThan(OutboxLimits.MAX_EVENT_BYTES);
        assertThat(Packed.unpack(packed)).isEqualTo(json);
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
