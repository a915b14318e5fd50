package org.archivevault.firmware.source;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.archivevault.protocol.Bilingual;
import org.archivevault.protocol.climate.Quantity;
import org.jspecify.annotations.Nullable;

/**
 * One value of a message.
 *
 * @param at where
 * @param quantity what it is
 * @param unit in which unit
 * @param words words that stand for a number, lower case
 * @param silent words that say that there is no value, lower case
 */
record ValueForm(Pointers at, Quantity quantity, UnitForm unit, Map<String, Double> words, Set<String> silent) {
    /** Longer than any number that a device writes. */
    private static final int LONGEST_NUMBER = 40;

    private static final Pattern NUMBER =
            Pattern.compile("[-+]?(\\d{1,20}(\\.\\d{0,20})?|\\.\\d{1,20})([eE][-+]?\\d{1,3})?");

    /** How devices say yes and no; {@code open} is a door's. */
    private static final Map<String, Double> STATES =
            Map.of("true", 1.0, "on", 1.0, "yes", 1.0, "open", 1.0, "false", 0.0, "off", 0.0, "no", 0.0, "closed", 0.0);

    private static final Map<String, Double> NO_NUMBERS = Map.of(
            "nan", Double.NaN,
            "inf", Double.POSITIVE_INFINITY,
            "infinity", Double.POSITIVE_INFINITY,
            "-inf", Double.NEGATIVE_INFINITY,
            "-infinity", Double.NEGATIVE_INFINITY);

    private static final Bilingual NOT_CLEAR = new Bilingual(
            "{} 对应多处（{}）：请在 device 后加 #键名 指定其一，如 #{}",
            "{} stands at several places ({}): name one behind the device, as in #{}");
    private static final Bilingual NO_NUMBER = new Bilingual("{} 处 \"{}\" 不是数", "\"{}\" at {} is no number");
    private static final Bilingual NO_UNIT = new Bilingual(
            "{} 的单位 \"{}\" 不认识或不适用；可用：{}", "the unit \"{}\" of {} is not known, or does not measure it; known are {}");
    /** What is shown of a foreign text in a complaint. */
    private static final int SHOWN = 40;

    ValueForm {
        words = Map.copyOf(words);
        silent = Set.copyOf(silent);
    }

    /** One value, or a complaint, or neither when the message says nothing of it. */
    record Outcome(@Nullable Double value, @Nullable Bilingual complaint) {
        static final Outcome NOTHING = new Outcome(null, null);

        static Outcome of(double value) {
            return new Outcome(value, null);
        }

        static Outcome wrong(Bilingual complaint) {
            return new Outcome(null, complaint);
        }
    }

    /** Reads it from a message of a device, or from the part of a device that the plan names. */
    Outcome read(JsonNode root, String part) {
        Pointers.Found found = at.find(root, part);
        if (!found.claimants().isEmpty()) {
            return Outcome.wrong(NOT_CLEAR.with(
                    at, String.join(", ", found.claimants()), found.claimants().get(0)));
        }
        if (!found.isPresent()) {
            return Outcome.NOTHING;
        }
        Optional<Unit> known = unit.of(root, quantity);
        if (known.isEmpty()) {
            String named = shown(unit.named(root));
            String all =
                    String.join(", ", Unit.of(quantity).stream().map(Unit::text).toList());
            return Outcome.wrong(new Bilingual(
                    NO_UNIT.with(quantity.wireName(), named, all).zh(),
                    NO_UNIT.with(named, quantity.wireName(), all).en()));
        }
        return read(found.node(), known.get());
    }

    /** Reads a value that has been found. */
    Outcome read(JsonNode node, Unit in) {
        if (node.isNumber()) {
            return Outcome.of(in.convert(node.doubleValue()));
        }
        String text = node.isContainerNode() ? "" : node.asText().strip();
        String word = text.length() > LONGEST_NUMBER ? "" : text.toLowerCase(Locale.ROOT);
        if (silent.contains(word)) {
            return Outcome.NOTHING;
        }
        Double named = words.get(word);
        if (named == null && words.isEmpty() && quantity.isState()) {
            named = STATES.get(word);
        }
        if (named == null) {
            named = NO_NUMBERS.get(word);
        }
        if (named != null) {
            return Outcome.of(named);
        }
        if (!word.isEmpty() && NUMBER.matcher(word).matches()) {
            return Outcome.of(in.convert(Double.parseDouble(word)));
        }
        String seen = shown(node.isContainerNode() ? node.getNodeType().toString() : text);
        return Outcome.wrong(new Bilingual(
                NO_NUMBER.with(at, seen).zh(), NO_NUMBER.with(seen, at).en()));
    }

    /** A foreign text, short and without what would disturb a terminal or a log. */
    static String shown(String text) {
        String begin = text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
        return begin.codePoints()
                .map(c -> Character.isISOControl(c) ? '·' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
