package org.archivevault.firmware.source;

import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.archivevault.firmware.document.Entry;
import org.archivevault.firmware.document.Nearest;
import org.archivevault.protocol.Bilingual;
import org.archivevault.protocol.climate.Quantity;

/** What a schema cannot say of a source profile. Values that the schema has refused already are passed over. */
final class SourceProfileChecks {
    /** What a message can be; each is one of them. */
    static final List<String> ROLES = List.of(
            "values",
            "availability",
            "people",
            "notice",
            "still",
            "everything",
            "life",
            "heartbeat",
            "metrics",
            "discovery");

    private static final List<String> HOLES = List.of("prefix", "device", "zone", "message");
    private static final Pattern HOLE = Pattern.compile("\\{([^{}/]*)\\}");

    private static final Duration SHORTEST_SILENCE = Duration.ofSeconds(10);
    /** A sensor that may be silent for longer than a week would be missed by nobody. */
    private static final Duration LONGEST_SILENCE = Duration.ofDays(7);

    private static final Bilingual SILENCE =
            new Bilingual("longestSilence {} 超出范围 10s–10080min", "longestSilence {} is outside 10s–10080min");
    /** A camera system that beats faster than that would only be noise. */
    private static final Duration SHORTEST_LIFE = Duration.ofSeconds(1);
    /** A camera that nobody missed for longer would let carriages close on whoever came meanwhile. */
    private static final Duration LONGEST_LIFE = Duration.ofMinutes(2);

    private static final Bilingual LIFE = new Bilingual("within {} 超出范围 1s–2min", "within {} is outside 1s–2min");
    private static final Bilingual ONE_ROLE =
            new Bilingual("一条消息须且只须说明一种含义：{}；这里有 {}", "a message means one thing of: {}; here stand {}");
    private static final Bilingual NO_HOLE = new Bilingual(
            "主题中没有 {} 这样的占位；可用：{prefix}、{device}、{zone}、{message}",
            "a topic has no hole {}; there are {prefix}, {device}, {zone}, {message}");
    private static final Bilingual PART_OF_LEVEL = new Bilingual(
            "{device}、{zone}、{message} 与 + 须独占一级，# 须独占最后一级",
            "{device}, {zone}, {message} and + fill a level of a topic, # the last one");
    private static final Bilingual NO_DEVICE = new Bilingual(
            "{} 须能认出设备：主题含 {device}，或写 device: 名称", "{} must be of a device: a topic with {device}, or device: NAME");
    private static final Bilingual ZONE_ONCE = new Bilingual(
            "people 须由主题中的 {zone} 或 zone: 指针之一指明区域",
            "people need their zone: either {zone} in the topic or a pointer zone:, not both");
    private static final Bilingual MESSAGE_HOLE =
            new Bilingual("metrics 的主题须含 {message}，其他消息不含", "the topic of metrics has {message}, and no other has");
    private static final Bilingual ONLY_WITH = new Bilingual("{} 只能与 {} 一起写", "{} stands only together with {}");
    private static final Bilingual NO_UNIT = new Bilingual("{} 须写 unit，可用：{}", "{} needs its unit, one of: {}");
    private static final Bilingual WRONG_UNIT =
            new Bilingual("\"{}\" 不是 {} 的单位；可用：{}", "\"{}\" is no unit of {}; there are: {}");
    private static final Bilingual STATE_UNIT = new Bilingual("{} 是状态，不写 unit", "{} is a state and has no unit");
    private static final Bilingual NO_ZONE = new Bilingual("没有时区 \"{}\"", "there is no time zone \"{}\"");
    private static final Bilingual BOTH =
            new Bilingual("\"{}\" 既是 online 又是 offline", "\"{}\" is both online and offline");
    private static final Bilingual NO_REQUEST =
            new Bilingual("everything 是对 requests 的回答：请写 requests", "everything is the answer to requests: say which");

    private final Entry root;

    SourceProfileChecks(Entry root) {
        this.root = root;
    }

    void run() {
        Entry silence = root.get("longestSilence");
        if (silence.duration()
                .filter(d -> d.compareTo(SHORTEST_SILENCE) < 0 || d.compareTo(LONGEST_SILENCE) > 0)
                .isPresent()) {
            silence.wrong(SILENCE.with(silence), null);
        }
        for (Entry message : root.get("messages").items()) {
            message(message);
        }
        for (Entry request : root.get("requests").items()) {
            topic(request.get("topic"));
        }
    }

    private void message(Entry message) {
        List<String> roles =
                ROLES.stream().filter(role -> message.get(role).isPresent()).toList();
        boolean mistyped = message.keys().stream()
                .anyMatch(key ->
                        Nearest.of(key, ROLES).filter(role -> !role.equals(key)).isPresent()
                                && !ROLES.contains(key)
                                && !key.equals("time")
                                && !key.equals("topic")
                                && !key.equals("device"));
        if (roles.size() != 1
                && !(roles.isEmpty() && mistyped)
                && !message.keys().isEmpty()) {
            message.wrong(
                    ONE_ROLE.with(String.join(", ", ROLES), roles.isEmpty() ? "–" : String.join(", ", roles)), null);
        }
        boolean sound = topic(message.get("topic"));
        if (roles.size() == 1 && sound) {
            role(message, roles.get(0));
        }
        time(message.get("time"));
        time(message.get("history").get("time"));
        values(message.get("values"));
        values(message.get("history").get("values"));
        values(message.get("metrics").get("values"));
        words(message.get("availability"));
        Entry within = message.get("life").get("within");
        if (within.duration()
                .filter(d -> d.compareTo(SHORTEST_LIFE) < 0 || d.compareTo(LONGEST_LIFE) > 0)
                .isPresent()) {
            within.wrong(LIFE.with(within), null);
        }
    }

    private void role(Entry message, String role) {
        String topic = message.get("topic").text().orElse("{device}{message}");
        boolean whole = message.get("availability").get("of").text().orElse("").equals("source");
        boolean ofDevice =
                List.of("values", "still", "metrics", "life").contains(role) || (role.equals("availability") && !whole);
        if (ofDevice && !topic.contains("{device}") && !message.get("device").isPresent()) {
            message.get("topic").wrong(NO_DEVICE.with(role, "{device}"), null);
        }
        if (role.equals("people")
                && topic.contains("{zone}") == message.get("people").get("zone").isPresent()) {
            message.get("topic").wrong(ZONE_ONCE, null);
        }
        if (message.get("topic").text().isPresent() && role.equals("metrics") != topic.contains("{message}")) {
            message.get("topic").wrong(MESSAGE_HOLE, null);
        }
        if (role.equals("everything") && root.get("requests").items().isEmpty()) {
            message.wrongKey("everything", NO_REQUEST, null);
        }
        onlyWith(message, "time", role, List.of("values", "notice"));
        onlyWith(message, "history", role, List.of("values"));
        onlyWith(message, "historical", role, List.of("values"));
    }

    private static void onlyWith(Entry message, String key, String role, List<String> roles) {
        if (message.get(key).isPresent() && !roles.contains(role)) {
            message.wrongKey(key, ONLY_WITH.with(key, String.join(" / ", roles)), null);
        }
    }

    /** Judges a topic; false when it has a mistake. */
    private static boolean topic(Entry topic) {
        String text = topic.text().orElse("");
        Matcher matcher = HOLE.matcher(text);
        while (matcher.find()) {
            String hole = matcher.group(1);
            if (!HOLES.contains(hole)) {
                topic.wrong(
                        new Bilingual(
                                NO_HOLE.zh().replaceFirst("\\{\\}", Matcher.quoteReplacement("{" + hole + "}")),
                                NO_HOLE.en().replaceFirst("\\{\\}", Matcher.quoteReplacement("{" + hole + "}"))),
                        Nearest.of(hole, HOLES).map(word -> "{" + word + "}").orElse(null));
                return false;
            }
        }
        String[] levels = text.split("/", -1);
        for (int i = 0; i < levels.length; i++) {
            boolean alone = levels[i].equals("+") || (levels[i].equals("#") && i == levels.length - 1);
            boolean wild = levels[i].contains("+") || levels[i].contains("#");
            boolean partly = levels[i].matches(".+\\{(device|zone|message)\\}.*|.*\\{(device|zone|message)\\}.+");
            if ((wild && !alone) || partly) {
                topic.wrong(PART_OF_LEVEL, null);
                return false;
            }
        }
        return true;
    }

    private static void time(Entry time) {
        Entry zone = time.get("zone");
        zone.text().ifPresent(name -> zone(zone, name));
    }

    private static void zone(Entry zone, String name) {
        Set<String> known = ZoneId.getAvailableZoneIds();
        if (!known.contains(name) && !name.matches("[+-]\\d{2}:\\d{2}")) {
            zone.wrong(NO_ZONE.with(name), Nearest.of(name, known).orElse(null));
        }
    }

    private static void values(Entry values) {
        for (Entry value : values.items()) {
            Optional<Quantity> quantity = value.get("quantity").word(Quantity.class);
            Entry unit = value.get("unit");
            if (quantity.isEmpty()) {
                continue;
            }
            Quantity known = quantity.get();
            String all =
                    String.join(", ", Unit.of(known).stream().map(Unit::text).toList());
            if (known.isState() && unit.isPresent()) {
                value.wrongKey("unit", STATE_UNIT.with(known.wireName()), null);
            } else if (!known.isState() && !unit.isPresent()) {
                value.wrong(NO_UNIT.with(known.wireName(), all), null);
            } else {
                unit(unit.get("otherwise").isPresent() ? unit.get("otherwise") : unit, known, all);
            }
        }
    }

    private static void unit(Entry unit, Quantity quantity, String all) {
        String text = unit.text().orElse("");
        if (!text.isEmpty() && Unit.of(text).filter(u -> u.measures(quantity)).isEmpty()) {
            Optional<String> meant = Unit.spelled(text)
                    .filter(u -> u.measures(quantity))
                    .map(Unit::text)
                    .or(() -> Nearest.of(
                            text, Unit.of(quantity).stream().map(Unit::text).toList()));
            unit.wrong(
                    new Bilingual(
                            WRONG_UNIT.with(text, quantity.wireName(), all).zh(),
                            WRONG_UNIT.with(text, quantity.wireName(), all).en()),
                    meant.orElse(null));
        }
    }

    private static void words(Entry availability) {
        Set<String> online = new HashSet<>();
        availability.get("online").items().forEach(word -> word.text().ifPresent(online::add));
        List<Entry> offline = new ArrayList<>(availability.get("offline").items());
        for (Entry word : offline) {
            if (word.text().filter(online::contains).isPresent()) {
                word.wrong(BOTH.with(word), null);
            }
        }
    }
}
