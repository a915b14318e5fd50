package org.archivevault.server.preservation;

import static org.archivevault.server.testing.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.archivevault.protocol.Json;
import org.archivevault.protocol.climate.Quality;
import org.archivevault.protocol.climate.Quantity;
import org.archivevault.protocol.pack.PackNo;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** What is answered is what the contract says: all that it requires, and nothing that it does not name. */
class AnswersTest {
    private final JsonNode schemas = schemas();

    @Test
    void zonesAndPacksAreToldAsTheContractSays() {
        try (Watched site = new Watched()) {
            site.db.addPacks(2);
            site.hours(Watched.NORTH, "2026-06-05T10:00:00Z", "2026-06-15T11:00:00Z", 20, 80);
            site.placed("P1", "ES-V1-B1-01B-01-1-01", "2026-06-05T10:30:00Z", "2026-06-10T10:30:00Z");
            site.placed("P1", "ES-V1-B2-01B-01-1-01", "2026-06-11T10:30:00Z", "");
            site.latest("north-1", Quantity.TEMPERATURE, site.now, 20, Quality.GOOD);
            site.latest("north-1", Quantity.HUMIDITY, site.now, 80, Quality.GOOD);

            JsonNode zones = tree(await(site.zones().all()));
            assertThat(zones).hasSize(3);
            zones.forEach(zone -> fits(zone, "ZonePreservation"));
            // the full one and the empty one are both there
            assertThat(zones.get(0).path("now").path("dewPoint").isNumber()).isTrue();
            assertThat(zones.get(0).path("period").path("worth").asText()).isEqualTo("risk");
            assertThat(zones.get(1).has("now")).isFalse();
            for (String pack : List.of("P1", "P2")) {
                fits(tree(await(site.packs().of(new PackNo(pack))).orElseThrow()), "PackPreservation");
            }
        }
    }

    private static JsonNode tree(Object answer) {
        return Json.mapper().valueToTree(answer);
    }

    private void fits(JsonNode value, String schema) {
        List<String> complaints = new ArrayList<>();
        compare(value, schemas.path(schema), schema, complaints);
        assertThat(complaints).isEmpty();
    }

    private void compare(JsonNode value, JsonNode schema, String where, List<String> complaints) {
        if (schema.has("$ref")) {
            String name = schema.path("$ref").asText();
            compare(value, schemas.path(name.substring(name.lastIndexOf('/') + 1)), where, complaints);
            return;
        }
        if (value.isArray()) {
            value.forEach(one -> compare(one, schema.path("items"), where + "[]", complaints));
        }
        if (value.isObject() && schema.has("properties")) {
            schema.path("required").forEach(name -> {
                if (!value.has(name.asText())) {
                    complaints.add(where + " lacks " + name.asText());
                }
            });
            value.properties().forEach(property -> {
                if (schema.path("properties").has(property.getKey())) {
                    compare(
                            property.getValue(),
                            schema.path("properties").path(property.getKey()),
                            where + "." + property.getKey(),
                            complaints);
                } else {
                    complaints.add(where + " has " + property.getKey() + ", which the contract does not name");
                }
            });
        }
        if (schema.has("enum") && !contains(schema.path("enum"), value)) {
            complaints.add(where + " is " + value);
        }
    }

    private static boolean contains(JsonNode list, JsonNode value) {
        for (JsonNode one : list) {
            if (one.equals(value)) {
                return true;
            }
        }
        return false;
    }

    private static JsonNode schemas() {
        try (InputStream in = AnswersTest.class.getResourceAsStream("/openapi/preservation.yaml")) {
            Object tree = new Yaml(new SafeConstructor(new LoaderOptions())).load(Objects.requireNonNull(in));
            return tree(tree).path("components").path("schemas");
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
