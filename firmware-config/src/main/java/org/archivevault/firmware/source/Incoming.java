package org.archivevault.firmware.source;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.archivevault.protocol.Bilingual;
import org.jspecify.annotations.Nullable;

/** A message as it came, read once for all who listen. */
final class Incoming {
    /** Our deepest pointer has five levels; a message nested deeper may be told to be unusable, but not overflow a stack. */
    private static final int DEEPEST = 64;
    /** The longest number that any device writes, tenfold. */
    private static final int LONGEST_NUMBER = 200;

    private static final ObjectReader JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEEPEST)
                            .maxNumberLength(LONGEST_NUMBER)
                            .build())
                    .build())
            // Bridges written in Python say NaN without quotes.
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build()
            .readerFor(JsonNode.class);

    private static final Bilingual NO_JSON = new Bilingual("主题 {} 的内容不是有效的 JSON：{}", "{}: not valid JSON: {}");

    private final String topic;
    private final byte[] payload;
    private final Instant receivedAt;
    private @Nullable JsonNode content;
    private @Nullable Bilingual complaint;

    Incoming(String topic, byte[] payload, Instant receivedAt) {
        this.topic = topic;
        this.payload = payload;
        this.receivedAt = receivedAt;
    }

    String topic() {
        return topic;
    }

    byte[] payload() {
        return payload;
    }

    Instant receivedAt() {
        return receivedAt;
    }

    boolean isEmpty() {
        return payload.length == 0;
    }

    /** The content: a JSON value, or a bare word or number as a text; missing when it is neither. */
    JsonNode content() {
        JsonNode read = content;
        if (read == null) {
            read = parsed();
            content = read;
        }
        return read;
    }

    /** What is wrong with the content. */
    Optional<Bilingual> complaint() {
        content();
        return Optional.ofNullable(complaint);
    }

    private JsonNode parsed() {
        int first = 0;
        while (first < payload.length && payload[first] <= ' ' && payload[first] >= 0) {
            first++;
        }
        boolean bare = first == payload.length || "{[\"".indexOf(payload[first]) < 0;
        if (bare) {
            return TextNode.valueOf(new String(payload, StandardCharsets.UTF_8).strip());
        }
        try {
            JsonNode read = JSON.readTree(payload);
            return read == null ? MissingNode.getInstance() : read;
        } catch (JsonProcessingException e) {
            complaint = NO_JSON.with(ValueForm.shown(topic), ValueForm.shown(e.getOriginalMessage()));
        } catch (IOException e) {
            // Bytes that are no text.
            complaint = NO_JSON.with(ValueForm.shown(topic), ValueForm.shown(e.toString()));
        }
        return MissingNode.getInstance();
    }
}
