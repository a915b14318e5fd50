package org.archivevault.simulator.reader;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;

/** The scripted faults of one reader. May be used from any thread. Of one kind the oldest applies. */
public final class ReaderFaults {
    private static final int UNTIL_CLEARED = -1;

    private static final Map<String, Supplier<ReaderFault>> PLAIN = new TreeMap<>(Map.of(
            "reboot", ReaderFault.Reboot::new,
            "broken", ReaderFault.Broken::new,
            "lost", ReaderFault.Lost::new,
            "duplicate", ReaderFault.Duplicate::new,
            "foreign", ReaderFault.Foreign::new,
            "no-answer", ReaderFault.NoAnswer::new,
            "silent", ReaderFault.Silent::new,
            "mute", ReaderFault.Mute::new,
            "no-keep-alive", ReaderFault.NoKeepAlive::new));
    private static final Map<String, Function<Integer, ReaderFault>> NUMBERED = new TreeMap<>(Map.of(
            "ghost", ReaderFault.Ghost::new,
            "dropout", ReaderFault.Dropout::new,
            "deaf", ReaderFault.Deaf::new,
            "malformed", ReaderFault.Malformed::new,
            "garbage", ReaderFault.Garbage::new,
            "status", ReaderFault.Status::new,
            "late", ReaderFault.Late::new));
    private static final String USAGE = String.join(", ", PLAIN.keySet())
            + ", ghost PERCENT, dropout PERCENT, deaf ANTENNA, malformed SEED, garbage SEED, status CODE, late MS; then [COUNT]";

    /** One fault and how often it still applies. */
    private static final class Active {
        final ReaderFault fault;
        int left;

        Active(ReaderFault fault, int left) {
            this.fault = fault;
            this.left = left;
        }
    }

    private final List<Active> faults = new ArrayList<>();

    /**
     * What may be typed.
     *
     * @return one line
     */
    public static String usage() {
        return USAGE;
    }

    /**
     * Adds a fault that lasts until it is cleared.
     *
     * @param fault what goes wrong
     */
    public synchronized void add(ReaderFault fault) {
        faults.add(new Active(fault, UNTIL_CLEARED));
    }

    /**
     * Adds a fault for some reports or requests.
     *
     * @param fault what goes wrong with a report or a request; what lasts has no count
     * @param times how often, at least 1
     * @throws IllegalArgumentException when it is a fault that lasts, or the count is below 1
     */
    public synchronized void add(ReaderFault fault, int times) {
        if (times < 1) {
            throw new IllegalArgumentException("a fault applies at least once: " + times);
        }
        if (!(fault instanceof ReaderFault.OnReport || fault instanceof ReaderFault.OnRequest)) {
            throw new IllegalArgumentException(
                    "该故障持续到清除为止，不计次数 / " + fault.name() + " lasts until it is healed, it has no count");
        }
        faults.add(new Active(fault, times));
    }

    /**
     * Adds a fault as a person types it.
     *
     * @param words the kind, its number if it needs one, then how often
     * @throws IllegalArgumentException when they are not that
     */
    public void add(List<String> words) {
        Deque<String> left = new ArrayDeque<>(words);
        ReaderFault fault = parse(left);
        if (left.isEmpty()) {
            add(fault);
            return;
        }
        int times = number(left.removeFirst());
        if (!left.isEmpty()) {
            throw new IllegalArgumentException("不认识 / not understood: \"" + left.getFirst() + "\"; " + USAGE);
        }
        add(fault, times);
    }

    /** Takes all faults away. */
    public synchronized void clear() {
        faults.clear();
    }

    /**
     * What is still scripted.
     *
     * @return as it is typed, oldest first
     */
    public synchronized List<String> active() {
        return faults.stream()
                .map(one -> one.fault.name()
                        + one.fault.toString().replaceFirst("^[^\\[]*", "").replace("[]", "")
                        + (one.left == UNTIL_CLEARED ? "" : " " + one.left))
                .toList();
    }

    /** Those that last, of one kind. */
    synchronized <F extends ReaderFault> List<F> lasting(Class<F> kind) {
        return faults.stream()
                .map(one -> one.fault)
                .filter(kind::isInstance)
                .map(kind::cast)
                .toList();
    }

    /** The one that applies to what happens now, counted. */
    synchronized <F extends ReaderFault> Optional<F> next(Class<F> kind) {
        Optional<Active> found =
                faults.stream().filter(one -> kind.isInstance(one.fault)).findFirst();
        found.ifPresent(one -> {
            one.left = one.left > 0 ? one.left - 1 : one.left;
            if (one.left == 0) {
                faults.remove(one);
            }
        });
        return found.map(one -> kind.cast(one.fault));
    }

    private static ReaderFault parse(Deque<String> left) {
        if (left.isEmpty()) {
            throw new IllegalArgumentException("缺少参数 / missing: a kind of fault; " + USAGE);
        }
        String kind = left.removeFirst().toLowerCase(Locale.ROOT);
        Supplier<ReaderFault> plain = PLAIN.get(kind);
        if (plain != null) {
            return plain.get();
        }
        Function<Integer, ReaderFault> numbered = NUMBERED.get(kind);
        if (numbered == null) {
            throw new IllegalArgumentException("没有这种故障 / no such fault: \"" + kind + "\"; " + USAGE);
        }
        if (left.isEmpty()) {
            throw new IllegalArgumentException("缺少参数 / missing: the number of " + kind + "; " + USAGE);
        }
        return numbered.apply(number(left.removeFirst()));
    }

    private static int number(String word) {
        try {
            return Integer.parseInt(word);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("不是数字 / not a number: \"" + word + "\"; " + USAGE, e);
        }
    }
}
