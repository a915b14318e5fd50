package org.archivevault.server.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.archivevault.protocol.Json;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** What can be told of the Grafana files without Grafana. */
class DashboardFilesTest {
    /** Chinese, a stroke, English. */
    private static final Pattern BILINGUAL = Pattern.compile(".*\\p{IsHan}.* / .*[A-Za-z]{2}.*");

    private static final Pattern VARIABLE = Pattern.compile("\\$\\{(?!__)([a-z]+)(:[a-z]+)?}");

    @Test
    void everyDashboardIsClassicJsonOfTheVersionThatGrafanaProvisions() {
        Set<String> uids = new HashSet<>();
        assertThat(Dashboard.all()).hasSize(6).allSatisfy(dashboard -> {
            JsonNode json = dashboard.json();
            assertThat(json.path("schemaVersion").asInt()).isEqualTo(42);
            assertThat(json.has("id")).as("an id belongs to one Grafana").isFalse();
            assertThat(json.has("apiVersion"))
                    .as("V2 cannot be provisioned from files")
                    .isFalse();
            assertThat(json.path("editable").asBoolean(true)).isFalse();
            assertThat(uids.add(json.path("uid").asText())).isTrue();
            assertThat("vault-" + dashboard.file()).isEqualTo(json.path("uid").asText() + ".json");
        });
    }

    @Test
    void everyTitleIsInBothLanguages() {
        for (Dashboard dashboard : Dashboard.all()) {
            assertThat(dashboard.json().path("title").asText()).matches(BILINGUAL);
            assertThat(dashboard.json().path("description").asText()).matches(BILINGUAL);
            for (JsonNode panel : dashboard.panels()) {
                assertThat(panel.path("title").asText()).as(dashboard.file()).matches(BILINGUAL);
                String description = panel.path("description").asText();
                assertThat(description.isEmpty()
                                || BILINGUAL.matcher(description).matches())
                        .as(dashboard.file() + ": " + description)
                        .isTrue();
            }
            for (JsonNode variable : dashboard.variables()) {
                assertThat(variable.path("label").asText()).matches(BILINGUAL);
            }
        }
    }

    @Test
    void panelsHaveNumbersOfTheirOwnAndLieOnTheGridWithoutOverlap() {
        for (Dashboard dashboard : Dashboard.all()) {
            Set<Integer> ids = new HashSet<>();
            Set<List<Integer>> taken = new HashSet<>();
            for (JsonNode panel : dashboard.panels()) {
                assertThat(ids.add(panel.path("id").asInt())).isTrue();
                JsonNode at = panel.path("gridPos");
                assertThat(at.path("x").asInt() + at.path("w").asInt()).isLessThanOrEqualTo(24);
                for (int x = 0; x < at.path("w").asInt(); x++) {
                    for (int y = 0; y < at.path("h").asInt(); y++) {
                        assertThat(taken.add(List.of(
                                        at.path("x").asInt() + x, at.path("y").asInt() + y)))
                                .as(dashboard.file() + ": "
                                        + panel.path("title").asText())
                                .isTrue();
                    }
                }
            }
        }
    }

    @Test
    void everyQueryGoesToAProvisionedDataSource() throws IOException {
        Set<String> provided = new HashSet<>();
        for (JsonNode source :
                yaml("provisioning/datasources/archive-vault.yaml").path("datasources")) {
            provided.add(source.path("type").asText() + " " + source.path("uid").asText());
            assertThat(source.path("editable").asBoolean(true)).isFalse();
        }
        for (Dashboard dashboard : Dashboard.all()) {
            List<JsonNode> used = new ArrayList<>();
            dashboard.variables().forEach(variable -> used.add(variable.path("datasource")));
            for (JsonNode panel : dashboard.panels()) {
                used.add(panel.path("datasource"));
                panel.path("targets").forEach(target -> {
                    used.add(target.path("datasource"));
                    assertThat(target.path("datasource")).isEqualTo(panel.path("datasource"));
                });
            }
            for (JsonNode one : used) {
                assertThat(provided)
                        .contains(one.path("type").asText() + " "
                                + one.path("uid").asText());
            }
        }
    }

    @Test
    void everyVariableThatAQueryNamesIsDefined() {
        for (Dashboard dashboard : Dashboard.all()) {
            Set<String> defined = new HashSet<>();
            dashboard
                    .variables()
                    .forEach(variable -> defined.add(variable.path("name").asText()));
            for (String source : List.of("vault-postgres", "vault-influx")) {
                for (Dashboard.Query query : dashboard.queries(source)) {
                    Matcher named = VARIABLE.matcher(query.text());
                    while (named.find()) {
                        assertThat(defined).as(query.where()).contains(named.group(1));
                    }
                }
            }
        }
    }

    @Test
    void noPasswordIsInAFile() throws IOException {
        for (JsonNode source :
                yaml("provisioning/datasources/archive-vault.yaml").path("datasources")) {
            assertThat(source.path("secureJsonData"))
                    .isNotEmpty()
                    .allSatisfy(secret -> assertThat(secret.asText()).matches("\\$\\{VAULT_[A-Z_]+}"));
        }
    }

    @Test
    void theFolderOfTheDashboardsIsProvisioned() throws IOException {
        JsonNode provider = yaml("provisioning/dashboards/archive-vault.yaml")
                .path("providers")
                .path(0);

        assertThat(provider.path("type").asText()).isEqualTo("file");
        assertThat(provider.path("folder").asText()).matches(BILINGUAL);
        assertThat(provider.path("options").path("path").asText()).isEqualTo("${VAULT_DASHBOARDS}");
    }

    private static JsonNode yaml(String name) throws IOException {
        Path file = Dashboard.FOLDER.resolve(name);
        Object tree = new Yaml(new SafeConstructor(new LoaderOptions())).load(Files.readString(file));
        return Json.mapper().valueToTree(tree);
    }
}
