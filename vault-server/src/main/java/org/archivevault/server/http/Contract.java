package org.archivevault.server.http;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.openapi.contract.OpenAPIContract;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * The one OpenAPI contract, merged from one fragment per feature.
 *
 * @param checked what requests are checked against; without responses, and without the bodies of streams
 * @param served what {@code /api/v1/openapi.json} answers
 * @param mediaTypes what bodies each operation takes; empty for those that take none
 */
record Contract(OpenAPIContract checked, Buffer served, Map<String, Set<String>> mediaTypes) {
    /** Where every operation lives. */
    static final String BASE_PATH = "/api/v1";

    // The checker wants an absolute URL and uses only its path.
    private static final String ABSOLUTE_BASE = "http://localhost" + BASE_PATH;

    private static final List<String> MERGED_COMPONENTS =
            List.of("schemas", "parameters", "responses", "headers", "requestBodies", "securitySchemes");

    /** Loads the contract and holds it against the handlers. */
    static Future<Contract> load(Vertx vertx, List<String> fragments, RouteTable table) {
        Set<String> streams = table.streams();
        return vertx.executeBlocking(() -> merge(fragments)).compose(merged -> {
            Buffer served = withServer(merged, BASE_PATH).toBuffer();
            Map<String, Set<String>> mediaTypes = new HashMap<>();
            JsonObject checkable = withServer(merged, ABSOLUTE_BASE);
            for (JsonObject operation : operations(checkable)) {
                String id = operation.getString("operationId");
                JsonObject body = operation.getJsonObject("requestBody", new JsonObject());
                mediaTypes.put(
                        id,
                        Set.copyOf(
                                body.getJsonObject("content", new JsonObject()).fieldNames()));
                if (streams.contains(id)) {
                    operation.remove("requestBody");
                }
                // The checker refuses media types of answers that it does not know, and we ask it about no answer.
                operation.put("responses", new JsonObject().put("default", new JsonObject().put("description", "")));
            }
            table.mustMatch(mediaTypes.keySet());
            return OpenAPIContract.from(vertx, checkable)
                    .map(checked -> new Contract(checked, served, Map.copyOf(mediaTypes)));
        });
    }

    private static List<JsonObject> operations(JsonObject contract) {
        List<JsonObject> found = new ArrayList<>();
        for (Map.Entry<String, Object> path : contract.getJsonObject("paths")) {
            for (Map.Entry<String, Object> entry : (JsonObject) path.getValue()) {
                if (entry.getValue() instanceof JsonObject operation && operation.containsKey("operationId")) {
                    found.add(operation);
                }
            }
        }
        return found;
    }

    static JsonObject merge(List<String> fragments) {
        JsonObject merged = new JsonObject()
                .put("openapi", "3.1.0")
                .put("info", new JsonObject().put("title", "Archive vault").put("version", "1"))
                .put("paths", new JsonObject())
                .put("components", new JsonObject());
        for (String fragment : fragments) {
            JsonObject read = read(fragment);
            addAll(merged.getJsonObject("paths"), read.getJsonObject("paths"), fragment);
            JsonObject components = read.getJsonObject("components", new JsonObject());
            for (String kind : MERGED_COMPONENTS) {
                JsonObject target = merged.getJsonObject("components").getJsonObject(kind, new JsonObject());
                addAll(target, components.getJsonObject(kind, new JsonObject()), fragment);
                if (!target.isEmpty()) {
                    merged.getJsonObject("components").put(kind, target);
                }
            }
        }
        return merged;
    }

    private static void addAll(JsonObject target, JsonObject more, String fragment) {
        for (Map.Entry<String, Object> entry : more) {
            if (target.containsKey(entry.getKey())) {
                throw new IllegalStateException(
                        "openapi/" + fragment + ".yaml defines " + entry.getKey() + " again; names are shared by all");
            }
            target.put(entry.getKey(), entry.getValue());
        }
    }

    private static JsonObject read(String fragment) {
        String name = "/openapi/" + fragment + ".yaml";
        try (InputStream in = Contract.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the contract fragment " + name + " is not in the jar");
            }
            Map<String, Object> tree = new Yaml(new SafeConstructor(new LoaderOptions())).load(in);
            return new JsonObject(tree);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + name, e);
        }
    }

    private static JsonObject withServer(JsonObject contract, String url) {
        return contract.copy().put("servers", new JsonArray().add(new JsonObject().put("url", url)));
    }
}
