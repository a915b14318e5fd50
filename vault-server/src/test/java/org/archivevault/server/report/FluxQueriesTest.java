package org.archivevault.server.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.archivevault.protocol.climate.Quantity;
import org.archivevault.server.mirror.MirrorLine;
import org.junit.jupiter.api.Test;

/** Every Flux query of the dashboards names what the mirror writes. There is no InfluxDB 2 here to ask. */
class FluxQueriesTest {
    private static final Set<String> TAGS = Set.of(MirrorLine.SENSOR, MirrorLine.QUALITY, MirrorLine.ZONE);
    private static final Set<String> FIELDS =
            Arrays.stream(Quantity.values()).map(MirrorLine::field).collect(Collectors.toUnmodifiableSet());

    private static final Pattern NAMED_MEASUREMENT = Pattern.compile("(?:_measurement ==|measurement:) \"([^\"]+)\"");
    private static final Pattern NAMED_FIELD = Pattern.compile("_field == \"([^\"]+)\"");
    private static final Pattern NAMED_TAG = Pattern.compile("\\br\\.([a-z]\\w*)|tag: \"([^\"]+)\"");
    private static final Pattern COLUMNS = Pattern.compile("columns: \\[([^]]*)]");
    private static final Pattern LABEL = Pattern.compile("__field\\.labels\\.(\\w+)");

    private static List<Dashboard.Query> queries() {
        return Dashboard.all().stream()
                .flatMap(dashboard -> dashboard.queries("vault-influx").stream())
                .toList();
    }

    @Test
    void everyQueryReadsTheMirrorsMeasurementFromTheProvisionedBucket() {
        assertThat(queries()).hasSizeGreaterThan(5).allSatisfy(query -> {
            assertThat(query.text()).contains("bucket: v.defaultBucket");
            assertThat(found(NAMED_MEASUREMENT, query.text())).isNotEmpty().containsOnly(MirrorLine.MEASUREMENT);
        });
    }

    @Test
    void everyFieldIsAQuantityThatTheMirrorWrites() {
        int fields = 0;
        for (Dashboard.Query query : queries()) {
            List<String> named = found(NAMED_FIELD, query.text());
            assertThat(FIELDS).as(query.where()).containsAll(named);
            fields += named.size();
        }
        assertThat(fields).isGreaterThan(5);
    }

    @Test
    void everyTagIsOneThatTheMirrorWrites() {
        for (Dashboard.Query query : queries()) {
            List<String> named = new ArrayList<>(found(NAMED_TAG, query.text()));
            for (String columns : found(COLUMNS, query.text())) {
                Arrays.stream(columns.split(", "))
                        .map(column -> column.replace("\"", ""))
                        .filter(column -> !column.startsWith("_"))
                        .forEach(named::add);
            }
            assertThat(TAGS).as(query.where()).containsAll(named);
            assertThat(named).as(query.where()).isNotEmpty();
        }
    }

    /** Grafana names a series by its labels; a label that the query does not keep would leave it without a name. */
    @Test
    void everySeriesIsNamedByALabelThatItsQueryKeeps() {
        int labels = 0;
        for (Dashboard dashboard : Dashboard.all()) {
            for (JsonNode panel : dashboard.panels()) {
                String name = panel.path("fieldConfig")
                        .path("defaults")
                        .path("displayName")
                        .asText();
                for (String label : found(LABEL, name)) {
                    String query = panel.path("targets").path(0).path("query").asText();
                    String kept = query.substring(query.lastIndexOf("keep(columns"));
                    assertThat(kept).as(panel.path("title").asText()).contains("\"" + label + "\"");
                    labels++;
                }
            }
        }
        assertThat(labels).isGreaterThan(5);
    }

    private static List<String> found(Pattern pattern, String text) {
        List<String> found = new ArrayList<>();
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            found.add(matcher.group(1) != null ? matcher.group(1) : matcher.group(2));
        }
        return found;
    }
}
