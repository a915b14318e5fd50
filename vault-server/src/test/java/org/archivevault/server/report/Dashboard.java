package org.archivevault.server.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.archivevault.protocol.Json;

/** A Grafana dashboard of the folder {@code dashboards/grafana}, and what it asks. */
record Dashboard(String file, JsonNode json) {
    static final Path FOLDER = Path.of("..", "dashboards", "grafana");

    /**
     * A question of a panel or variable.
     *
     * @param where for messages
     * @param text SQL or Flux
     * @param timeSeries whether Grafana makes a time series of the answer
     * @param columns the columns that the panel's overrides name
     */
    record Query(String where, String text, boolean timeSeries, List<String> columns) {
        @Override
        public String toString() {
            return where;
        }
    }

    static List<Dashboard> all() {
        try (Stream<Path> files = Files.list(FOLDER.resolve("dashboards"))) {
            List<Dashboard> all = new ArrayList<>();
            for (Path file : files.sorted().toList()) {
                all.add(new Dashboard(
                        file.getFileName().toString(), Json.mapper().readTree(file.toFile())));
            }
            return all;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<JsonNode> panels() {
        List<JsonNode> panels = new ArrayList<>();
        json.path("panels").forEach(panels::add);
        return panels;
    }

    List<JsonNode> variables() {
        List<JsonNode> variables = new ArrayList<>();
        json.path("templating").path("list").forEach(variables::add);
        return variables;
    }

    /** All that is asked of one data source. */
    List<Query> queries(String datasource) {
        List<Query> queries = new ArrayList<>();
        for (JsonNode variable : variables()) {
            if (variable.path("datasource").path("uid").asText().equals(datasource)) {
                JsonNode query = variable.path("query");
                queries.add(new Query(
                        file + ": $" + variable.path("name").asText(),
                        query.isTextual() ? query.asText() : query.path("query").asText(),
                        false,
                        List.of()));
            }
        }
        for (JsonNode panel : panels()) {
            List<String> columns = new ArrayList<>();
            panel.path("fieldConfig")
                    .path("overrides")
                    .forEach(override ->
                            columns.add(override.path("matcher").path("options").asText()));
            for (JsonNode target : panel.path("targets")) {
                if (target.path("datasource").path("uid").asText().equals(datasource)) {
                    queries.add(new Query(
                            file + ": " + panel.path("title").asText(),
                            target.has("rawSql")
                                    ? target.path("rawSql").asText()
                                    : target.path("query").asText(),
                            target.path("format").asText().equals("time_series"),
                            columns));
                }
            }
        }
        return queries;
    }
}
