package org.archivevault.simulator.fault;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Reads a fault as a person types it: {@code late 500 3 unit=2 function=4 address=10 unheard}. */
public final class FaultWords {
    private static final Map<String, Supplier<Fault>> PLAIN = new TreeMap<>(Map.ofEntries(
            Map.entry("silent", Fault.Silent::new),
            Map.entry("dead", Fault.Dead::new),
            Map.entry("duplicate", Fault.Duplicate::new),
            Map.entry("foreign-transaction", Fault.ForeignTransaction::new),
            Map.entry("foreign-unit", Fault.ForeignUnit::new),
            Map.entry("stray", Fault.Stray::new),
            Map.entry("shortened", Fault.Shortened::new),
            Map.entry("truncated", Fault.Truncated::new),
            Map.entry("bad-check", Fault.BadCheck::new),
            Map.entry("wrong-function", Fault.WrongFunction::new),
            Map.entry("wrong-echo", Fault.WrongEcho::new),
            Map.entry("half-open", Fault.HalfOpen::new),
            Map.entry("stop-reading", Fault.StopReading::new),
            Map.entry("close", Fault.Close::new),
            Map.entry("reset", Fault.Reset::new)));
    private static final String NUMBERED = "late MS, drip MS, garbage SEED, exception CODE";

    private FaultWords() {}

    /**
     * What may be typed.
     *
     * @return one line
     */
    public static String usage() {
        return String.join(", ", PLAIN.keySet()) + ", " + NUMBERED
                + "; then [COUNT] [unit=N] [function=N] [address=N] [unheard]";
    }

    /**
     * Reads a rule.
     *
     * @param words the kind, its number if it needs one, then how often and where
     * @return the rule
     * @throws IllegalArgumentException when they are not that
     */
    public static FaultRule parse(List<String> words) {
        Deque<String> left = new ArrayDeque<>(words);
        FaultRule rule = FaultRule.always(fault(left));
        while (!left.isEmpty()) {
            rule = narrowed(rule, left.removeFirst().toLowerCase(Locale.ROOT));
        }
        return rule;
    }

    private static Fault fault(Deque<String> left) {
        String kind = next(left, "a kind of fault").toLowerCase(Locale.ROOT);
        Supplier<Fault> plain = PLAIN.get(kind);
        if (plain != null) {
            return plain.get();
        }
        return switch (kind) {
            case "late" -> new Fault.Late(number(next(left, "milliseconds")));
            case "drip" -> new Fault.Drip(number(next(left, "milliseconds")));
            case "garbage" -> new Fault.Garbage(number(next(left, "a seed")));
            case "exception" -> new Fault.ExceptionAnswer(number(next(left, "an exception code")));
            default -> throw new IllegalArgumentException("没有这种故障 / no such fault: \"" + kind + "\"; " + usage());
        };
    }

    private static FaultRule narrowed(FaultRule rule, String word) {
        if (word.equals("unheard")) {
            return rule.keptFromController();
        }
        int equals = word.indexOf('=');
        if (equals < 0) {
            return rule.times(number(word));
        }
        int value = number(word.substring(equals + 1));
        return switch (word.substring(0, equals)) {
            case "unit" -> rule.onUnit(value);
            case "function" -> rule.onFunction(value);
            case "address" -> rule.onAddress(value);
            default -> throw new IllegalArgumentException("不认识 / not understood: \"" + word + "\"; " + usage());
        };
    }

    private static String next(Deque<String> left, String what) {
        if (left.isEmpty()) {
            throw new IllegalArgumentException("缺少参数 / missing: " + what + "; " + usage());
        }
        return left.removeFirst();
    }

    private static int number(String word) {
        try {
            return Integer.parseInt(word);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("不是数字 / not a number: \"" + word + "\"; " + usage(), e);
        }
    }
}
