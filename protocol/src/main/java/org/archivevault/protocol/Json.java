package org.archivevault.protocol;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The one JSON dialect of the system: ISO-8601 times, absent means null, unknown keys are ignored (a newer peer may say
 * more than we know), unknown message types are errors.
 */
public final class Json {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .addModule(new Jdk8Module())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
            .build();

    private Json() {}

    /**
     * The shared, immutable-by-convention mapper.
     *
     * @return the mapper; callers must not reconfigure it
     */
    public static ObjectMapper mapper() {
        return MAPPER;
    }

    /**
     * Writes a message.
     *
     * @param value a record of this module
     * @return UTF-8 JSON
     */
    public static byte[] bytes(Object value) {
        try {
            return MAPPER.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("Cannot be written as JSON: " + value, e);
        }
    }

    /**
     * Writes a message as text.
     *
     * @param value a record of this module
     * @return JSON
     */
    public static String text(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("Cannot be written as JSON: " + value, e);
        }
    }

    /**
     * Reads a message. Everything that may not be null is there, however deep.
     *
     * @param bytes UTF-8 JSON, exactly one value
     * @param type what it must be
     * @param <T> what it must be
     * @return the message
     * @throws MalformedMessage when the bytes are not that
     */
    public static <T> T read(byte[] bytes, Class<T> type) throws MalformedMessage {
        try {
            return complete(MAPPER.readValue(bytes, type), type);
        } catch (IOException e) {
            throw new MalformedMessage("Not a " + type.getSimpleName() + ": " + e.getMessage(), e);
        }
    }

    /**
     * Reads a part of a message, as {@link #read(byte[], Class)} reads a whole one.
     *
     * @param node JSON
     * @param type what it must be
     * @param <T> what it must be
     * @return the part
     * @throws MalformedMessage when the JSON is not that
     */
    public static <T> T read(JsonNode node, Class<T> type) throws MalformedMessage {
        try {
            return complete(MAPPER.treeToValue(node, type), type);
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw new MalformedMessage("Not a " + type.getSimpleName() + ": " + e.getMessage(), e);
        }
    }

    private static <T> T complete(@Nullable T value, Class<T> type) throws MalformedMessage {
        if (value == null) {
            throw new MalformedMessage("JSON null where a " + type.getSimpleName() + " was due", null);
        }
        Complete.require(value);
        return value;
    }
}
