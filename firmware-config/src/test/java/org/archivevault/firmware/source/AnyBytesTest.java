package org.archivevault.firmware.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.archivevault.protocol.climate.SensorId;
import org.junit.jupiter.api.Test;

/** Whatever comes, nothing throws and every answer is in two languages. A failing run prints its seed; set {@code bytes.seed}. */
class AnyBytesTest {
    private static final int RUNS = 20_000;

    private static final String NOISE = "{}[]\",:0-9eEtn\u0000\u00ff ";

    private static final List<String> SAMPLES = List.of(
            "{\"temperature\":27.34,\"humidity\":\"44.72\",\"last_seen\":\"2026-03-01T07:59:58Z\",\"contact\":true}",
            "{\"Time\":\"2026-03-01T15:59:00\",\"AHT1X-0x38\":{\"Temperature\":24.7,\"Humidity\":61.9},\"TempUnit\":\"F\"}",
            "{\"method\":\"NotifyStatus\",\"params\":{\"ts\":1680962939.1,\"temperature:0\":{\"tC\":20.1}}}",
            "{\"time\":\"2026-03-01T07:59:00\",\"object\":{\"history\":[{\"timestamp\":1772348400,\"temperature\":27.2}]}}",
            "{\"UtcTime\":\"2026-03-01T07:30:00Z\",\"Source\":{\"Rule\":\"aisle_03\"},\"Data\":{\"IsInside\":\"true\",\"Value\":1}}",
            "{\"type\":\"new\",\"after\":{\"id\":\"1\",\"camera\":\"d\",\"label\":\"person\",\"entered_zones\":[\"aisle_03\"]}}",
            "{\"d\":{\"config\":{\"detect\":true},\"objects\":[{\"label\":\"person\",\"current_zones\":[\"aisle_03\"]}]}}",
            "online",
            "27.34",
            "{\"state\":\"online\"}");

    private static WatchPlan plan() {
        List<WatchPlan.Source> sources = new ArrayList<>();
        for (String name : SourceProfileLoader.bundledNames()) {
            SourceProfile profile = SourceProfileLoader.bundled(name).inZone(ZoneOffset.ofHours(8));
            sources.add(new WatchPlan.Source(
                    name,
                    profile,
                    "p",
                    profile.hasSensors()
                            ? List.of(
                                    new WatchPlan.Sensor(new SensorId("s-" + name), "d", Listening.ZONE),
                                    new WatchPlan.Sensor(new SensorId("t-" + name), "d/e", Listening.ZONE))
                            : List.of(),
                    profile.hasCameras()
                            ? List.of(new WatchPlan.Camera(
                                    Listening.CAMERA, "d", Listening.ZONE, Map.of("aisle_03", Listening.AISLE_3)))
                            : List.of()));
        }
        return Listening.plan(sources.toArray(WatchPlan.Source[]::new));
    }

    @Test
    void no_bytes_at_any_topic_make_it_throw() {
        long seed = Long.getLong("bytes.seed", System.nanoTime());
        Random random = new Random(seed);
        SourceReader reader = SourceReader.of(plan());
        List<String> filters = reader.filters();
        int understood = 0;
        for (int run = 0; run < RUNS; run++) {
            // GIVEN
            String topic = topic(filters.get(random.nextInt(filters.size())), random);
            byte[] payload = payload(random);
            String what = "seed " + seed + " run " + run + " at " + topic;

            // WHEN
            List<Told> told = reader.read(topic, payload, Listening.NOW);

            // THEN
            for (Told one : told) {
                understood += one instanceof Told.Unusable ? 0 : 1;
                if (one instanceof Told.Unusable wrong) {
                    assertThat(wrong.complaint().zh()).as(what).containsPattern("\\p{IsHan}");
                    assertThat(wrong.complaint().en().length()).as(what).isBetween(1, 500);
                }
            }
            if (random.nextInt(100) == 0) {
                reader.connected(Listening.NOW);
            }
        }
        assertThat(understood)
                .as("seed %d: messages that were understood", seed)
                .isGreaterThan(RUNS / 100);
    }

    @Test
    void deep_and_long_content_is_told_to_be_unusable() {
        SourceReader reader = SourceReader.of(plan());

        for (String payload : List.of(
                "[".repeat(60_000),
                "{\"a\":".repeat(10_000),
                "{\"temperature\":" + "9".repeat(50_000) + "}",
                "{\"temperature\":\"" + "9".repeat(50_000) + "\"}",
                "{\"temperature\":20}" + " ".repeat(70_000))) {
            assertThat(reader.read("p/d", payload.getBytes(StandardCharsets.UTF_8), Listening.NOW))
                    .as(payload.substring(0, 20))
                    .isNotEmpty()
                    .allMatch(Told.Unusable.class::isInstance);
        }
    }

    private static String topic(String filter, Random random) {
        StringBuilder topic = new StringBuilder();
        List<String> kinds =
                List.of("NBIRTH", "NDATA", "NDEATH", "DBIRTH", "DDATA", "DDEATH", "NCMD", "x", "", "é/\u0000");
        for (String level : filter.split("/", -1)) {
            boolean wild = level.equals("+") || level.equals("#");
            topic.append(topic.isEmpty() ? "" : "/").append(wild ? kinds.get(random.nextInt(kinds.size())) : level);
        }
        return random.nextInt(20) == 0
                ? topic.append("/".repeat(random.nextInt(500))).toString()
                : topic.toString();
    }

    private static byte[] payload(Random random) {
        byte[] bytes = switch (random.nextInt(4)) {
            case 0 -> {
                byte[] any = new byte[random.nextInt(200)];
                random.nextBytes(any);
                yield any;
            }
            case 1 ->
                SparkplugBytes.payload(
                        1_772_351_940_000L,
                        (long) random.nextInt(300) - 20,
                        List.of(SparkplugBytes.metric(Map.of(
                                "name", random.nextBoolean() ? "Temperature" : "bdSeq",
                                "alias", random.nextLong(),
                                "timestamp", random.nextLong(),
                                "datatype", random.nextInt(20),
                                "int_value", random.nextInt()))));
            default -> SAMPLES.get(random.nextInt(SAMPLES.size())).getBytes(StandardCharsets.UTF_8);
        };
        for (int i = random.nextInt(4); i > 0 && bytes.length > 0; i--) {
            bytes[random.nextInt(bytes.length)] = (byte) NOISE.charAt(random.nextInt(NOISE.length()));
        }
        return bytes;
    }
}
