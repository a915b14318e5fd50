package org.archivevault.firmware.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.ValidationMessage;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.archivevault.protocol.Bilingual;
import org.jspecify.annotations.Nullable;

/**
 * Says in two languages what a schema found wrong. A subschema may carry {@code title} ("中文 / English": what is
 * expected there) and {@code examples} (a text that would be right).
 */
final class SchemaWording {
    private static final Bilingual UNKNOWN_KEY =
            new Bilingual("不认识的键 \"{}\"；这里可以写：{}", "unknown key \"{}\"; what may stand here: {}");
    private static final Bilingual MISSING_KEY = new Bilingual("缺少 \"{}\"", "\"{}\" is missing");
    private static final Bilingual NOT_ONE_OF = new Bilingual("\"{}\" 不在可选值内：{}", "\"{}\" is none of: {}");
    private static final Bilingual NO_UNIT = new Bilingual("数字 {} 没有单位", "the number {} has no unit");
    private static final Bilingual NOT_EXPECTED = new Bilingual("\"{}\" 不是", "\"{}\" is not ");
    private static final Bilingual TOO_SMALL = new Bilingual("{} 小于最小值 {}", "{} is below the least, {}");
    private static final Bilingual TOO_LARGE = new Bilingual("{} 大于最大值 {}", "{} is above the most, {}");
    private static final Bilingual TOO_FEW = new Bilingual("至少要有 {} 项", "at least {} entries are needed");
    private static final Bilingual TOO_MANY = new Bilingual("最多 {} 项", "at most {} entries are allowed");
    private static final Bilingual TWICE = new Bilingual("列表中有重复项", "the list names something twice");
    private static final Bilingual OTHER = new Bilingual("不符合模式：{}", "does not fit the schema: {}");

    private final Document document;
    private final JsonNode schema;
    private final List<ValidationMessage> missing = new ArrayList<>();
    /** Pointers of missing keys for which a mistyped key stands there: one mistake, told once. */
    private final Set<String> mistyped = new HashSet<>();

    SchemaWording(Document document, JsonNode schema) {
        this.document = document;
        this.schema = schema;
    }

    void note(ValidationMessage message) {
        switch (message.getType()) {
            case "required" -> missing.add(message);
            case "additionalProperties" -> unknownKey(message);
            case "enum", "const" -> notOneOf(message);
            case "type" -> wrongKind(message);
            default -> at(message, limit(message), null);
        }
    }

    void report() {
        for (ValidationMessage message : missing) {
            String key = message.getProperty();
            if (!mistyped.contains(Document.child(pointer(message), key))) {
                at(message, MISSING_KEY.with(key), null);
            }
        }
    }

    private void unknownKey(ValidationMessage message) {
        String key = message.getProperty();
        Set<String> allowed = new TreeSet<>();
        keyword(message, "properties").fieldNames().forEachRemaining(allowed::add);
        Optional<String> meant = Nearest.of(key, unused(message, allowed));
        meant.ifPresent(word -> mistyped.add(Document.child(pointer(message), word)));
        document.report(
                document.placeOfKey(Document.child(pointer(message), key)),
                UNKNOWN_KEY.with(key, String.join(", ", allowed)),
                meant.orElse(null));
    }

    /** Keys that the object has already are not what was meant. */
    private Set<String> unused(ValidationMessage message, Set<String> allowed) {
        Set<String> unused = new TreeSet<>(allowed);
        document.content().at(pointer(message)).fieldNames().forEachRemaining(unused::remove);
        return unused;
    }

    private void notOneOf(ValidationMessage message) {
        List<String> allowed = new ArrayList<>();
        JsonNode keyword = schema.at(schemaPointer(message));
        if (keyword.isArray()) {
            keyword.forEach(word -> allowed.add(word.asText()));
        } else {
            allowed.add(keyword.asText());
        }
        String typed = value(message).asText();
        at(
                message,
                NOT_ONE_OF.with(typed, String.join(", ", allowed)),
                Nearest.of(typed, allowed).orElse(null));
    }

    private void wrongKind(ValidationMessage message) {
        JsonNode value = value(message);
        String example = example(message);
        if (value.isNumber() && Quantity.hasUnit(example)) {
            String number = value.asText();
            at(message, NO_UNIT.with(number), Quantity.withUnit(value.decimalValue(), example));
            return;
        }
        at(message, expected(message), example.isEmpty() ? null : example);
    }

    private Bilingual limit(ValidationMessage message) {
        String bound = schema.at(schemaPointer(message)).asText();
        String typed = value(message).asText();
        return switch (message.getType()) {
            case "minimum" -> TOO_SMALL.with(typed, bound);
            case "maximum" -> TOO_LARGE.with(typed, bound);
            case "minItems", "minProperties" -> TOO_FEW.with(bound);
            case "maxItems" -> TOO_MANY.with(bound);
            case "uniqueItems" -> TWICE;
            case "pattern", "minLength", "maxLength" -> expected(message);
            default -> OTHER.with(message.getMessage());
        };
    }

    private Bilingual expected(ValidationMessage message) {
        JsonNode value = value(message);
        String typed = value.isContainerNode() ? (value.isArray() ? "[…]" : "{…}") : value.asText();
        String[] title = keyword(message, "title").asText().split(" / ", 2);
        String type =
                keyword(message, "type").toString().replaceAll("[\\[\\]\"]", "").replace(",", " / ");
        Bilingual start = NOT_EXPECTED.with(typed);
        return new Bilingual(
                start.zh() + (title.length == 2 ? title[0] : type), start.en() + (title.length == 2 ? title[1] : type));
    }

    private String example(ValidationMessage message) {
        return keyword(message, "examples").path(0).asText("");
    }

    /** Another keyword of the subschema that complains. */
    private JsonNode keyword(ValidationMessage message, String name) {
        String complaining = schemaPointer(message);
        return schema.at(complaining.substring(0, complaining.lastIndexOf('/'))).path(name);
    }

    private JsonNode value(ValidationMessage message) {
        return document.content().at(pointer(message));
    }

    private void at(ValidationMessage message, Bilingual what, @Nullable String meant) {
        document.report(document.placeOf(pointer(message)), what, meant);
    }

    private static String pointer(ValidationMessage message) {
        return message.getInstanceLocation().toString();
    }

    private static String schemaPointer(ValidationMessage message) {
        return Objects.requireNonNull(message.getSchemaLocation().getFragment()).toString();
    }
}
