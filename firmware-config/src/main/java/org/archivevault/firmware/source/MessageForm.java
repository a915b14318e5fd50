package org.archivevault.firmware.source;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One kind of message of a source.
 *
 * @param topic where it is published, with holes: {@code {prefix}}, {@code {device}}, {@code {zone}} of a camera,
 *     {@code {message}} of Sparkplug, and MQTT's own {@code +} and {@code #}
 * @param device the only device that it is of, for a topic without such a hole; null for any
 * @param when what it must say to be meant; null for all
 * @param meaning what it tells
 */
record MessageForm(
        String topic, @Nullable String device, @Nullable Condition when, Meaning meaning) {
    /**
     * Something that the message must say.
     *
     * @param at where
     * @param is one of these
     */
    record Condition(Pointers at, Set<String> is) {
        Condition {
            is = Set.copyOf(is);
        }
    }

    /** Whether it is of a device. */
    boolean concerns(String name) {
        return device == null || device.equals(Topic.device(name));
    }

    boolean isMeant(JsonNode root) {
        return when == null || when.is().contains(when.at().first(root).asText());
    }

    boolean hasHole(String hole) {
        return topic.contains("{" + hole + "}");
    }

    /** The topic of one device; empty for a device that it is not of. */
    Optional<String> topicOf(String prefix, String name, String zone) {
        return concerns(name) ? Optional.of(Topic.filled(topic, prefix, name, zone)) : Optional.empty();
    }
}
