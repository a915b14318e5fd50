package org.archivevault.firmware.source;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.archivevault.firmware.source.sparkplug.Metric;
import org.archivevault.firmware.source.sparkplug.Payload;
import org.archivevault.protocol.Bilingual;
import org.jspecify.annotations.Nullable;

/**
 * One edge node and its devices. A birth says which metrics there are and how later messages will call them; numbers in
 * sequence tell whether a message was missed, and then a new birth is asked for. Births are not kept by the broker.
 */
final class SparkplugNode {
    /** Sparkplug 3.0, 6.4.25: seq is 0–255 and wraps. */
    private static final int SEQUENCE = 256;
    /** A node answers a command for rebirth within a second or two; asking more often only adds births. */
    private static final Duration ASK_AGAIN = Duration.ofSeconds(10);

    private static final String REBIRTH = "Node Control/Rebirth";
    private static final String DEATH = "bdSeq";
    private static final int LONGEST_NAME = 512;

    private static final Bilingual NO_UNIT = new Bilingual(
            "指标 \"{}\" 的单位 \"{}\" 不认识或不适用",
            "the unit of the metric \"{}\", \"{}\", is not known or does not measure it");
    private static final Bilingual NOT_CLEAR = new Bilingual(
            "{} 对应多个指标（{}）：请在 device 后加 #名称 指定其一", "{} fits several metrics ({}): name one behind the device with #");

    /** What a metric means for a sensor. */
    private record Use(WatchPlan.Sensor sensor, ValueForm form, Unit unit, int type) {}

    private final String source;
    private final String name;
    private final Map<String, List<WatchPlan.Sensor>> devices;
    private final Meaning.Metrics meaning;
    /** By device, then by the metric's name or alias. */
    private final Map<String, Map<Object, List<Use>>> uses = new HashMap<>();

    private long expected = -1;
    private @Nullable Object bornAs;
    private @Nullable Instant askedAt;

    SparkplugNode(String source, String name, Map<String, List<WatchPlan.Sensor>> devices, Meaning.Metrics meaning) {
        this.source = source;
        this.name = name;
        this.devices = Map.copyOf(devices);
        this.meaning = meaning;
    }

    String name() {
        return name;
    }

    void forget() {
        uses.clear();
        expected = -1;
        bornAs = null;
        askedAt = null;
    }

    void ask(String topic, Instant now, Sayings out) {
        if (askedAt == null || !now.isBefore(askedAt.plus(ASK_AGAIN)) || now.isBefore(askedAt)) {
            askedAt = now;
            out.say(new Told.Ask(topic, Payload.command(REBIRTH, now.toEpochMilli())));
        }
    }

    /** Understands a message; true when a new birth is needed to go on. */
    boolean hear(String kind, String device, Payload payload, Instant receivedAt, Sayings out) {
        return switch (kind) {
            case "NBIRTH" -> {
                nodeBorn(payload, receivedAt, out);
                yield false;
            }
            case "NDEATH" -> {
                nodeDied(payload, out);
                yield false;
            }
            case "DBIRTH" -> {
                boolean missed = missed(payload);
                if (expected >= 0) {
                    born(device, payload, receivedAt, out);
                }
                yield missed;
            }
            case "DDEATH" -> {
                boolean missed = missed(payload);
                uses.remove(device);
                available(device, false, out);
                yield missed;
            }
            case "NDATA", "DDATA" -> {
                boolean missed = missed(payload);
                yield !data(device, payload, receivedAt, out) || missed;
            }
            default -> false;
        };
    }

    /** Whether a number is missing before this one; also as long as there was no birth. */
    private boolean missed(Payload payload) {
        Long seq = payload.seq();
        if (expected < 0 || seq == null) {
            return expected < 0;
        }
        // The same again is a message that came twice.
        boolean same = Math.floorMod(seq + 1, SEQUENCE) == expected;
        boolean missed = seq != expected && !same;
        expected = Math.floorMod(seq + 1, SEQUENCE);
        return missed;
    }

    private void nodeBorn(Payload payload, Instant receivedAt, Sayings out) {
        uses.clear();
        bornAs = deathNumber(payload).orElse(null);
        Long seq = payload.seq();
        expected = Math.floorMod((seq == null ? 0 : seq) + 1, SEQUENCE);
        askedAt = null;
        born("", payload, receivedAt, out);
    }

    /** A death that belongs to an earlier birth may come late, when the broker gives up an old connection. */
    private void nodeDied(Payload payload, Sayings out) {
        Optional<Object> number = deathNumber(payload);
        if (number.isPresent() && bornAs != null && !number.get().equals(bornAs)) {
            return;
        }
        uses.clear();
        expected = -1;
        devices.keySet().forEach(device -> available(device, false, out));
    }

    private static Optional<Object> deathNumber(Payload payload) {
        return payload.metrics().stream()
                .filter(metric -> DEATH.equals(metric.name()))
                .findFirst()
                .flatMap(metric -> Optional.ofNullable(metric.valueAs(0)));
    }

    private void available(String device, boolean online, Sayings out) {
        devices.getOrDefault(device, List.of())
                .forEach(sensor -> out.say(new Told.SensorAvailable(sensor.id(), online)));
    }

    private void born(String device, Payload payload, Instant receivedAt, Sayings out) {
        if (!devices.containsKey(device)) {
            return;
        }
        Map<Object, List<Use>> known = new HashMap<>();
        for (WatchPlan.Sensor sensor : devices.getOrDefault(device, List.of())) {
            for (ValueForm form : meaning.values()) {
                use(sensor, form, payload, known, out);
            }
        }
        uses.put(device, known);
        available(device, true, out);
        data(device, payload, receivedAt, out);
    }

    /** Finds the metric that a value is; notes it by its name and its alias. */
    private void use(
            WatchPlan.Sensor sensor, ValueForm form, Payload payload, Map<Object, List<Use>> known, Sayings out) {
        String part = Topic.part(sensor.device());
        for (Pointer pointer : form.at().alternatives()) {
            List<Metric> fitting = payload.metrics().stream()
                    .filter(metric -> metric.name() != null
                            && metric.name().length() <= LONGEST_NAME
                            && pointer.fits(Arrays.asList(metric.name().split("/", -1)), part))
                    .limit(Pointer.MOST_MATCHES)
                    .toList();
            if (fitting.size() > 1) {
                List<String> names =
                        fitting.stream().map(m -> String.valueOf(m.name())).toList();
                out.unusable(source, NOT_CLEAR.with(pointer.text(), ValueForm.shown(String.join(", ", names))));
                return;
            }
            if (fitting.size() == 1) {
                note(sensor, form, fitting.get(0), known, out);
                return;
            }
        }
    }

    private void note(
            WatchPlan.Sensor sensor, ValueForm form, Metric metric, Map<Object, List<Use>> known, Sayings out) {
        String named = metric.properties().getOrDefault(meaning.unitProperty(), "");
        Optional<Unit> unit = named.isEmpty()
                ? Optional.of(form.unit().otherwise())
                : Unit.spelled(named).filter(u -> u.measures(form.quantity()));
        if (unit.isEmpty()) {
            out.unusable(source, NO_UNIT.with(ValueForm.shown(String.valueOf(metric.name())), ValueForm.shown(named)));
            return;
        }
        Use use = new Use(sensor, form, unit.get(), metric.dataType());
        known.computeIfAbsent(String.valueOf(metric.name()), n -> new ArrayList<>(1))
                .add(use);
        if (metric.alias() != null) {
            known.computeIfAbsent(metric.alias(), n -> new ArrayList<>(1)).add(use);
        }
    }

    /** Tells the values; false when the device has not been born. */
    private boolean data(String device, Payload payload, Instant receivedAt, Sayings out) {
        Map<Object, List<Use>> known = uses.get(device);
        if (known == null) {
            return !devices.containsKey(device);
        }
        for (Metric metric : payload.metrics()) {
            Object key = metric.name() != null ? metric.name() : metric.alias();
            if (key != null) {
                Long stamp = metric.timestamp() != null ? metric.timestamp() : payload.timestamp();
                for (Use use : known.getOrDefault(key, List.of())) {
                    tell(use, metric, stamp, receivedAt, out);
                }
            }
        }
        return true;
    }

    private void tell(Use use, Metric metric, @Nullable Long stamp, Instant receivedAt, Sayings out) {
        Object value = metric.valueAs(use.type());
        if (value == null) {
            return;
        }
        ValueForm.Outcome outcome = use.form().read(node(value), use.unit());
        Double number = outcome.value();
        if (number != null) {
            TimeForm.Stamp time = TimeForm.ofMillis(stamp, receivedAt);
            out.say(new Told.Measured(
                    use.sensor().id(), use.form().quantity(), number, time.at(), metric.historical()));
            out.unusable(source, time.complaint());
        }
        out.unusable(source, outcome.complaint());
    }

    private static JsonNode node(Object value) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        if (value instanceof Boolean truth) {
            return nodes.booleanNode(truth);
        }
        return value instanceof Double number ? nodes.numberNode(number) : nodes.textNode(value.toString());
    }
}
