package org.archivevault.firmware.source;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.archivevault.protocol.Bilingual;
import org.archivevault.protocol.climate.Quantity;
import org.jspecify.annotations.Nullable;

/**
 * One value that Home Assistant's discovery describes.
 *
 * @param device what all values of the same device have in common
 * @param name what people call the device
 * @param topic where it is published
 * @param pointer where in the message
 * @param quantity what it is
 * @param unit in which unit; empty for a state
 * @param online words by which a state says yes; empty for a number
 * @param offline words by which a state says no
 */
record Discovered(
        String device,
        String name,
        String topic,
        String pointer,
        Quantity quantity,
        String unit,
        String online,
        String offline) {
    private static final Map<String, Quantity> CLASSES = Map.ofEntries(
            Map.entry("temperature", Quantity.TEMPERATURE),
            Map.entry("humidity", Quantity.HUMIDITY),
            Map.entry("pressure", Quantity.PRESSURE),
            Map.entry("atmospheric_pressure", Quantity.PRESSURE),
            Map.entry("carbon_dioxide", Quantity.CO2),
            Map.entry("volatile_organic_compounds_parts", Quantity.VOC),
            Map.entry("illuminance", Quantity.ILLUMINANCE),
            Map.entry("battery", Quantity.BATTERY),
            Map.entry("voltage", Quantity.VOLTAGE),
            Map.entry("signal_strength", Quantity.SIGNAL),
            Map.entry("moisture", Quantity.WATER_LEAK),
            Map.entry("smoke", Quantity.SMOKE),
            Map.entry("door", Quantity.DOOR_OPEN),
            Map.entry("window", Quantity.DOOR_OPEN),
            Map.entry("opening", Quantity.DOOR_OPEN),
            Map.entry("motion", Quantity.MOTION),
            Map.entry("occupancy", Quantity.MOTION),
            Map.entry("presence", Quantity.MOTION));

    /** {@code {{ value_json.a['b c'].d | is_defined }}}: a way into the message and nothing else. */
    private static final Pattern TEMPLATE = Pattern.compile(
            "\\{\\{\\s*value_json((?:\\.\\w+|\\[\\s*(?:'[^']+'|\"[^\"]+\"|\\d+)\\s*\\])+)\\s*(?:\\|\\s*is_defined\\s*)?\\}\\}");

    private static final Pattern STEP = Pattern.compile("\\.(\\w+)|\\[\\s*(?:'([^']+)'|\"([^\"]+)\"|(\\d+))\\s*\\]");
    private static final Pattern WHOLE = Pattern.compile("\\{\\{\\s*value\\s*\\}\\}");

    private static final Bilingual TEMPLATE_UNKNOWN = new Bilingual(
            "{}：value_template \"{}\" 无法自动导入（只支持 {{ value_json.x }}）；请手写数据源配置",
            "{}: the value_template \"{}\" cannot be imported (only forms like {{ value_json.x }} can): write a source profile by hand");
    private static final Bilingual NO_CLASS = new Bilingual(
            "{}：device_class \"{}\" 不是可记录的量，未导入",
            "{}: the device_class \"{}\" is nothing that is recorded here; not imported");
    private static final Bilingual NO_UNIT =
            new Bilingual("{}：单位 \"{}\" 不适用于 {}，未导入", "{}: the unit \"{}\" does not measure {}; not imported");
    private static final Bilingual NO_TOPIC =
            new Bilingual("{}：没有 state_topic，未导入", "{}: it has no state_topic; not imported");

    /** What one message describes. */
    record Outcome(List<Discovered> found, List<Bilingual> complaints) {}

    /** Reads one discovery message; an empty one describes nothing. */
    static Outcome read(String topic, byte[] payload) {
        Outcome outcome = new Outcome(new ArrayList<>(), new ArrayList<>());
        Incoming message = new Incoming(topic, payload, Instant.EPOCH);
        if (message.isEmpty()) {
            return outcome;
        }
        message.complaint().ifPresent(outcome.complaints()::add);
        JsonNode root = message.content();
        JsonNode components = of(root, "components", "cmps");
        if (components.isObject()) {
            components
                    .properties()
                    .forEach(each -> component(topic + "#" + each.getKey(), each.getValue(), root, outcome));
        } else if (root.isObject()) {
            component(topic, root, root, outcome);
        }
        return outcome;
    }

    private static JsonNode of(JsonNode node, String name, String shortName) {
        JsonNode found = node.path(name);
        return found.isMissingNode() ? node.path(shortName) : found;
    }

    private static void component(String where, JsonNode node, JsonNode root, Outcome outcome) {
        String shown = ValueForm.shown(where);
        String base = node.path("~").asText(root.path("~").asText(""));
        JsonNode state = of(node, "state_topic", "stat_t");
        String topic = expanded((state.isMissingNode() ? of(root, "state_topic", "stat_t") : state).asText(""), base);
        String named = of(node, "device_class", "dev_cla").asText("");
        Quantity quantity = CLASSES.get(named);
        if (topic.isEmpty() || topic.contains("+") || topic.contains("#")) {
            outcome.complaints().add(NO_TOPIC.with(shown));
            return;
        }
        if (quantity == null) {
            outcome.complaints().add(NO_CLASS.with(shown, ValueForm.shown(named)));
            return;
        }
        String template = of(node, "value_template", "val_tpl").asText("");
        Optional<String> pointer = pointer(template);
        if (pointer.isEmpty()) {
            outcome.complaints().add(TEMPLATE_UNKNOWN.with(shown, ValueForm.shown(template)));
            return;
        }
        boolean percentByDefault = quantity == Quantity.HUMIDITY || quantity == Quantity.BATTERY;
        String unit = of(node, "unit_of_measurement", "unit_of_meas").asText(percentByDefault ? "%" : "");
        Optional<Unit> known = quantity.isState() ? Optional.of(Unit.STATE) : Unit.spelled(unit);
        if (known.filter(u -> u.measures(quantity)).isEmpty()) {
            Object[] zh = {shown, ValueForm.shown(unit), quantity.wireName()};
            outcome.complaints().add(NO_UNIT.with(zh));
            return;
        }
        outcome.found()
                .add(new Discovered(
                        device(node, root, topic),
                        name(node, root, topic),
                        topic,
                        pointer.get(),
                        quantity,
                        quantity.isState() ? "" : known.get().text(),
                        of(node, "payload_on", "pl_on").asText("ON"),
                        of(node, "payload_off", "pl_off").asText("OFF")));
    }

    private static String expanded(String topic, String base) {
        String begun = topic.startsWith("~") ? base + topic.substring(1) : topic;
        return begun.endsWith("~") ? begun.substring(0, begun.length() - 1) + base : begun;
    }

    /** The device's identifier; a sensor without one is a device of its own. */
    private static String device(JsonNode node, JsonNode root, String topic) {
        JsonNode ids = of(device(node, root), "identifiers", "ids");
        String id = (ids.isArray() ? ids.path(0) : ids).asText("");
        return id.isEmpty() ? topic : id;
    }

    private static String name(JsonNode node, JsonNode root, String topic) {
        String name = device(node, root).path("name").asText("");
        return name.isEmpty() ? device(node, root, topic) : name;
    }

    private static JsonNode device(JsonNode node, JsonNode root) {
        JsonNode own = of(node, "device", "dev");
        return own.isMissingNode() ? of(root, "device", "dev") : own;
    }

    private static Optional<String> pointer(String template) {
        if (template.isBlank() || WHOLE.matcher(template.strip()).matches()) {
            return Optional.of("");
        }
        Matcher matcher = TEMPLATE.matcher(template.strip());
        if (!matcher.matches()) {
            return Optional.empty();
        }
        StringBuilder pointer = new StringBuilder();
        Matcher steps = STEP.matcher(matcher.group(1));
        while (steps.find()) {
            String key = first(steps.group(1), steps.group(2), steps.group(3), steps.group(4));
            if (key.indexOf('*') >= 0) {
                return Optional.empty();
            }
            pointer.append('/').append(key.replace("~", "~0").replace("/", "~1"));
        }
        return Optional.of(pointer.toString());
    }

    private static String first(@Nullable String... texts) {
        for (String text : texts) {
            if (text != null) {
                return text;
            }
        }
        return "";
    }
}
