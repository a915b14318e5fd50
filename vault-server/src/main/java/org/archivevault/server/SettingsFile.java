package org.archivevault.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.archivevault.protocol.Bilingual;

/** Reads the settings from a YAML file and the environment. The environment wins: secrets need not stand in a file. */
final class SettingsFile {
    /** Environment variables, and the setting that each stands for. */
    private static final Map<String, String[]> VARIABLES = Map.of(
            "VAULT_DB_URL", new String[] {"db", "url"},
            "VAULT_DB_USER", new String[] {"db", "user"},
            "VAULT_DB_PASSWORD", new String[] {"db", "password"},
            "VAULT_MQTT_URL", new String[] {"mqtt", "url"},
            "VAULT_MQTT_USER", new String[] {"mqtt", "user"},
            "VAULT_MQTT_PASSWORD", new String[] {"mqtt", "password"},
            "VAULT_METRICS_TOKEN", new String[] {"http", "metricsToken"},
            "VAULT_INFLUX_TOKEN", new String[] {"influx", "token"});

    private static final ObjectMapper YAML = YAMLMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    private SettingsFile() {}

    static ServerSettings read(Path file, Map<String, String> environment) {
        try {
            JsonNode tree = YAML.readTree(Files.readString(file));
            ObjectNode root = tree instanceof ObjectNode object ? object : YAML.createObjectNode();
            VARIABLES.forEach((variable, path) -> {
                String value = environment.get(variable);
                if (value != null) {
                    root.withObjectProperty(path[0]).put(path[1], value);
                }
            });
            return YAML.treeToValue(root, ServerSettings.class);
        } catch (JsonProcessingException e) {
            throw refused(file, e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw refused(file, "cannot be read: " + e.getMessage(), e);
        } catch (IllegalArgumentException e) {
            throw refused(file, String.valueOf(e.getMessage()), e);
        }
    }

    private static StartFailure refused(Path file, String why, Throwable cause) {
        return new StartFailure(
                StartFailure.SETTINGS,
                new Bilingual("设置文件 {} 有误：{}", "the settings file {} is wrong: {}").with(file, why),
                cause);
    }
}
