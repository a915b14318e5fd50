package org.archivevault.firmware.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.archivevault.protocol.Json;

/** Checks a document against one of the bundled JSON Schemas (draft 2020-12) and words the mistakes for people. */
final class SchemaCheck {
    private static final Map<String, SchemaCheck> KNOWN = new ConcurrentHashMap<>();

    private final JsonNode schemaText;
    private final JsonSchema schema;

    private SchemaCheck(JsonNode schemaText) {
        this.schemaText = schemaText;
        SchemaValidatorsConfig config =
                SchemaValidatorsConfig.builder().pathType(PathType.JSON_POINTER).build();
        this.schema =
                JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(schemaText, config);
    }

    static SchemaCheck of(String name) {
        return KNOWN.computeIfAbsent(name, SchemaCheck::load);
    }

    private static SchemaCheck load(String name) {
        String resource = "/schema/" + name + ".schema.json";
        try (InputStream in = SchemaCheck.class.getResourceAsStream(resource)) {
            return new SchemaCheck(Json.mapper().readTree(Objects.requireNonNull(in, resource)));
        } catch (IOException e) {
            throw new IllegalStateException("The bundled schema " + resource + " cannot be read", e);
        }
    }

    void check(Document document) {
        Set<ValidationMessage> messages = schema.validate(document.content());
        SchemaWording wording = new SchemaWording(document, schemaText);
        messages.forEach(wording::note);
        wording.report();
    }
}
