package org.archivevault.server.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.archivevault.server.climate.StoredReading;
import org.archivevault.server.climate.TestClimate;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The template for InfluxDB 2 is data; what it names must be what the mirror writes. */
class InfluxTemplateTest {
    private static final Pattern MEASUREMENT = Pattern.compile("r\\._measurement == \"([^\"]+)\"");
    private static final Pattern BUCKET = Pattern.compile("bucket: \"([^\"]+)\"");
    private static final Pattern TAG = Pattern.compile("\\br\\.([a-z]\\w*)");

    private static List<Map<String, Object>> objects() throws IOException {
        List<Map<String, Object>> objects = new ArrayList<>();
        Yaml yaml = new Yaml(new SafeConstructor(new LoaderOptions()));
        for (Object each : yaml.loadAll(Files.readString(Path.of("..", "dashboards", "influxdb", "climate.yml")))) {
            @SuppressWarnings("unchecked") // A template is a stream of maps.
            Map<String, Object> object = (Map<String, Object>) each;
            objects.add(object);
        }
        return objects;
    }

    private static Map<?, ?> spec(Map<String, Object> object) {
        return (Map<?, ?>) java.util.Objects.requireNonNull(object.get("spec"));
    }

    private static List<Map<?, ?>> specs(String kind) throws IOException {
        List<Map<?, ?>> specs = new ArrayList<>();
        for (Map<String, Object> object : objects()) {
            if (kind.equals(object.get("kind"))) {
                specs.add(spec(object));
            }
        }
        return specs;
    }

    private static Set<String> all(Pattern pattern, String text) {
        Set<String> found = new TreeSet<>();
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            found.add(matcher.group(1));
        }
        return found;
    }

    @Test
    void everyObjectIsOfAKindAndVersionThatInfluxDb2Knows() throws IOException {
        assertThat(objects()).allSatisfy(object -> {
            assertThat(object.get("apiVersion")).isEqualTo("influxdata.com/v2alpha1");
            assertThat(object.get("kind")).isIn("Bucket", "Task");
            assertThat(String.valueOf(
                            ((Map<?, ?>) java.util.Objects.requireNonNull(object.get("metadata"))).get("name")))
                    .matches("[a-z0-9]([a-z0-9-]*[a-z0-9])?");
        });
    }

    @Test
    void bucketsHaveARetentionAndTasksReadAndWriteOnlyThem() throws IOException {
        Set<String> buckets = new TreeSet<>();
        for (Map<?, ?> bucket : specs("Bucket")) {
            buckets.add(String.valueOf(bucket.get("name")));
            assertThat(String.valueOf(bucket.get("retentionRules"))).contains("expire", "everySeconds");
        }
        assertThat(buckets).containsExactly("climate", "climate_rollup");
        for (Map<?, ?> task : specs("Task")) {
            assertThat(all(BUCKET, String.valueOf(task.get("query")))).isEqualTo(buckets);
            assertThat(String.valueOf(task.get("every"))).isIn("5m", "1h");
        }
        assertThat(specs("Task")).hasSize(2);
    }

    @Test
    void tasksNameTheMeasurementAndTagsThatTheMirrorWrites() throws IOException {
        // what is written, read from a line and not from the constants
        String line = MirrorLine.of(new StoredReading(
                TestClimate.temperature(TestClimate.NORTH_1, Instant.EPOCH, 20), TestClimate.NORTH, Instant.EPOCH));
        assertThat(line).isEqualTo("climate,quality=good,sensor=north-1,zone=v1-north temperature=20.0 0");
        Set<String> tags = new TreeSet<>();
        for (String tag : line.split(" ", 2)[0].split(",", -1)) {
            if (tag.contains("=")) {
                tags.add(tag.substring(0, tag.indexOf('=')));
            }
        }
        for (Map<?, ?> task : specs("Task")) {
            String query = String.valueOf(task.get("query"));
            assertThat(all(MEASUREMENT, query)).containsExactly(line.substring(0, line.indexOf(',')));
            assertThat(tags).containsAll(all(TAG, query));
            assertThat(query).contains("r.quality == \"good\"");
        }
    }
}
