package org.archivevault.firmware.source;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.archivevault.protocol.Bilingual;

/**
 * Imports sensors from Home Assistant's discovery messages: makes of them a source profile, and the lines of a site plan
 * that use it. Not thread-safe.
 */
public final class DiscoveryImport {
    /** More devices are another house's. */
    private static final int MOST_VALUES = 2_000;

    private static final int LONGEST_NAME = 40;

    private final Map<String, List<Discovered>> devices = new TreeMap<>();
    private final List<Bilingual> complaints = new ArrayList<>();
    private int values;

    /** Begins with nothing discovered. */
    public DiscoveryImport() {
        // Nothing yet.
    }

    /**
     * Takes a discovery message in.
     *
     * @param topic where it was published
     * @param payload any bytes
     */
    public void add(String topic, byte[] payload) {
        if (!topic.endsWith("/config") || values >= MOST_VALUES) {
            return;
        }
        Discovered.Outcome outcome = Discovered.read(topic, payload);
        complaints.addAll(outcome.complaints());
        for (Discovered found : outcome.found()) {
            values++;
            List<Discovered> known = devices.computeIfAbsent(found.device(), d -> new ArrayList<>());
            if (!known.contains(found)) {
                known.add(found);
            }
        }
    }

    /**
     * What could not be imported.
     *
     * @return in the order of the messages
     */
    public List<Bilingual> complaints() {
        return List.copyOf(complaints);
    }

    /**
     * How many devices were discovered.
     *
     * @return 0 when nothing can be imported
     */
    public int devices() {
        return devices.size();
    }

    /**
     * The source profile that reads what was discovered.
     *
     * @param name the profile's name, lower-case letters, digits and hyphens
     * @return YAML, UTF-8
     */
    public String profile(String name) {
        StringBuilder yaml = new StringBuilder();
        yaml.append("# ").append("由自动发现导入 / imported from discovery\n");
        yaml.append("kind: source-profile\nname: ").append(name).append("\nversion: 1\n");
        yaml.append("title: {zh: 导入的传感器, en: Imported sensors}\nlongestSilence: 65min\n\nmessages:\n");
        names().forEach((device, plain) -> byTopic(devices.getOrDefault(device, List.of()))
                .forEach((topic, found) -> {
                    yaml.append("  - topic: ").append(quoted(topic)).append('\n');
                    yaml.append("    device: ").append(quoted(plain)).append("\n    values:\n");
                    found.forEach(
                            value -> yaml.append("      - ").append(line(value)).append('\n'));
                }));
        return yaml.toString();
    }

    /**
     * The lines of a site plan, below {@code sources:}.
     *
     * @param profileFile the path of the profile's file, relative to the plan
     * @param zone code of the zone in which the sensors are put
     * @return YAML
     */
    public String planLines(String profileFile, String zone) {
        StringBuilder yaml = new StringBuilder();
        yaml.append("      - name: imported\n        profile: ")
                .append(profileFile)
                .append("\n        sensors:\n");
        names().values()
                .forEach(plain -> yaml.append("          - {name: ")
                        .append(plain)
                        .append(", device: ")
                        .append(quoted(plain))
                        .append(", zone: ")
                        .append(zone)
                        .append("}\n"));
        return yaml.toString();
    }

    private static String line(Discovered value) {
        String at = "{at: " + quoted(value.pointer()) + ", quantity: "
                + value.quantity().wireName();
        return value.quantity().isState()
                ? at + ", words: {" + quoted(value.online()) + ": 1, " + quoted(value.offline()) + ": 0}}"
                : at + ", unit: " + quoted(value.unit()) + "}";
    }

    private static Map<String, List<Discovered>> byTopic(List<Discovered> found) {
        Map<String, List<Discovered>> topics = new LinkedHashMap<>();
        found.forEach(value ->
                topics.computeIfAbsent(value.topic(), t -> new ArrayList<>()).add(value));
        return topics;
    }

    /** A name for each device that a plan can use, each once. */
    private Map<String, String> names() {
        Map<String, String> names = new LinkedHashMap<>();
        Set<String> used = new HashSet<>();
        for (Map.Entry<String, List<Discovered>> each : devices.entrySet()) {
            String device = each.getKey();
            String plain = plain(each.getValue().get(0).name());
            String name = plain;
            for (int i = 2; !used.add(name); i++) {
                String end = "-" + i;
                name = plain.substring(0, Math.min(plain.length(), LONGEST_NAME - end.length())) + end;
            }
            names.put(device, name);
        }
        return names;
    }

    private static String plain(String device) {
        String plain =
                device.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-+|-+$", "");
        String hash = "sensor-" + Integer.toHexString(Arrays.hashCode(device.getBytes(StandardCharsets.UTF_8)));
        return plain.isEmpty() ? hash : plain.substring(0, Math.min(plain.length(), LONGEST_NAME));
    }

    /** A YAML scalar in double quotes: JSON's strings are such scalars. */
    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c < ' ') {
                quoted.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }
}
