package org.archivevault.firmware.source;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.archivevault.firmware.source.sparkplug.Payload;
import org.archivevault.protocol.Bilingual;

/** The edge nodes of a Sparkplug B source, and whose message is whose (Sparkplug 3.0, chapter 4). */
final class SparkplugNodes {
    private static final String HOLE = "{message}";
    private static final String COMMAND = "NCMD";

    private static final Bilingual NO_PAYLOAD =
            new Bilingual("主题 {} 的内容不是 Sparkplug B 负载：{}", "{}: no Sparkplug B payload: {}");

    private final WatchPlan.Source source;
    private final MessageForm form;
    private final Map<String, SparkplugNode> nodes = new LinkedHashMap<>();
    /** Which level of a topic names the kind of message; the node's follows it. */
    private final int level;

    SparkplugNodes(WatchPlan.Source source, MessageForm form, Meaning.Metrics meaning) {
        this.source = source;
        this.form = form;
        Map<String, Map<String, List<WatchPlan.Sensor>>> devices = new LinkedHashMap<>();
        for (WatchPlan.Sensor sensor : source.sensors()) {
            String whole = Topic.device(sensor.device());
            int slash = whole.indexOf('/');
            String node = slash < 0 ? whole : whole.substring(0, slash);
            String device = slash < 0 ? "" : whole.substring(slash + 1);
            devices.computeIfAbsent(node, n -> new HashMap<>()).merge(device, List.of(sensor), SparkplugNodes::both);
        }
        devices.forEach((node, sensors) -> nodes.put(node, new SparkplugNode(source.name(), node, sensors, meaning)));
        String begin = Topic.filled(form.topic().substring(0, form.topic().indexOf(HOLE)), source.prefix(), "", "");
        this.level = (int) begin.chars().filter(c -> c == '/').count();
    }

    private static List<WatchPlan.Sensor> both(List<WatchPlan.Sensor> some, List<WatchPlan.Sensor> more) {
        List<WatchPlan.Sensor> all = new ArrayList<>(some);
        all.addAll(more);
        return all;
    }

    /** Of each node, its own messages and those of its devices. */
    Set<String> filters() {
        Set<String> filters = new LinkedHashSet<>();
        for (String node : nodes.keySet()) {
            String own = Topic.filled(form.topic(), source.prefix(), node, "");
            filters.add(own);
            filters.add(own + "/+");
        }
        return filters;
    }

    Set<String> subscriptions() {
        if (nodes.size() <= Hearing.MOST_EXACT) {
            return filters();
        }
        String any = Topic.filled(form.topic(), source.prefix(), "+", "");
        return Set.of(any, any + "/+");
    }

    void connected(Instant now, Sayings out) {
        for (SparkplugNode node : nodes.values()) {
            node.forget();
            node.ask(command(node.name()), now, out);
        }
    }

    private String command(String node) {
        return Topic.filled(form.topic().replace(HOLE, COMMAND), source.prefix(), node, "");
    }

    void hear(Incoming message, Sayings out) {
        String[] levels = message.topic().split("/", -1);
        SparkplugNode node = levels.length > level + 1 ? nodes.get(levels[level + 1]) : null;
        if (node == null || levels[level].endsWith("CMD")) {
            return;
        }
        try {
            Payload payload = Payload.read(message.payload());
            String device = levels.length > level + 2 ? levels[level + 2] : "";
            boolean due = node.hear(levels[level], device, payload, message.receivedAt(), out);
            if (due) {
                node.ask(command(node.name()), message.receivedAt(), out);
            }
        } catch (IOException e) {
            out.unusable(
                    source.name(),
                    NO_PAYLOAD.with(ValueForm.shown(message.topic()), ValueForm.shown(String.valueOf(e.getMessage()))));
        }
    }
}
