package org.archivevault.firmware.profile;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.archivevault.firmware.document.Entry;
import org.archivevault.firmware.profile.ShelvingProfile.Direction;
import org.archivevault.firmware.profile.ShelvingProfile.Operand;
import org.archivevault.firmware.profile.ShelvingProfile.Role;
import org.archivevault.firmware.profile.ShelvingProfile.Shape;
import org.archivevault.firmware.profile.ShelvingProfile.Table;
import org.archivevault.firmware.profile.ShelvingProfile.Target;
import org.archivevault.firmware.profile.ShelvingProfile.Word;
import org.archivevault.protocol.Bilingual;

/** Prepare, echo, execute and stop say what this shape of controller needs, and none lies on another. */
final class StepChecks {
    private static final Bilingual LACKS = new Bilingual("{} 中缺少 {}", "{} lacks {}");
    private static final Bilingual HAS = new Bilingual("{} 中不能有 {}", "{} cannot have {}");
    private static final Bilingual TWICE = new Bilingual("{} 中 {} 重复", "{} has {} twice");
    private static final Bilingual XOR_FIRST =
            new Bilingual("xor 之前没有可校验的字", "there is nothing before xor that it could check");
    private static final Bilingual TARGET = new Bilingual("{} 的 target 须为 {}", "the target of {} must be {}");
    private static final Bilingual ONLY_REGISTERS =
            new Bilingual("prepare 须写保持寄存器", "prepare writes holding registers");
    private static final Bilingual COIL = new Bilingual("线圈只写一个 1", "a coil takes one word, 1");
    private static final Bilingual MAILBOX_EXECUTE =
            new Bilingual("block-mailbox 的 execute 只有 any", "execute of a block-mailbox has \"any\" alone");
    private static final Bilingual CARRIAGE_EXECUTE = new Bilingual(
            "unit-per-carriage 的 execute 须有 left 和 right，没有 any",
            "execute of unit-per-carriage has \"left\" and \"right\", no \"any\"");
    private static final Bilingual OVERLAP =
            new Bilingual("{} 与 {}（第 {} 行）的地址重叠", "the addresses of {} lie on those of {} (line {})");

    private static final Bilingual NO_SPREAD = new Bilingual(
            "unit-per-carriage 没有 spread：散开须一次写操作移动全部架体",
            "unit-per-carriage has no \"spread\": it would take one write that moves all carriages");
    private static final Bilingual SPREAD_SIGNALS = new Bilingual(
            "有 spread 就须有信号 \"{}\"，反之亦然", "\"spread\" needs the signal \"{}\", and that signal needs \"spread\"");
    private static final Bilingual SPREAD_LENGTH = new Bilingual("须与 {} 的字数相同（{} 个）", "it has as many words as {}: {}");
    private static final Bilingual SPREAD_SAME = new Bilingual(
            "须至少有一个数与 {} 中同一位置的数不同，控制器才能区分",
            "at least one number must differ from the one at its place in {}, or the controller cannot tell them apart");

    private final Entry root;
    private final Shape shape;
    private final List<RegisterSpan> spans = new ArrayList<>();

    StepChecks(Entry root, Shape shape) {
        this.root = root;
        this.shape = shape;
    }

    void run() {
        boolean mailbox = shape == Shape.BLOCK_MAILBOX;
        Operand asked = mailbox ? Operand.AISLE : Operand.DIRECTION;
        Operand foreign = mailbox ? Operand.DIRECTION : Operand.AISLE;
        boolean prepared = prepare(asked, foreign, mailbox ? Target.BLOCK : Target.ACTING_CARRIAGE);
        span("echo", root.get("echo"));
        words("echo", root.get("echo"));
        execute(foreign);
        step("stop", root.get("stop"), mailbox ? Target.BLOCK : Target.EVERY_CARRIAGE);
        forbid("stop", root.get("stop"), EnumSet.complementOf(EnumSet.of(Operand.LITERAL)));
        watchdog();
        // The echo is judged by what is prepared, so only when that is right.
        if (prepared) {
            spread(echo());
            overlaps();
        }
    }

    private boolean prepare(Operand asked, Operand foreign, Target target) {
        Entry prepare = root.get("prepare");
        step("prepare", prepare, target);
        boolean complete = require("prepare", prepare, EnumSet.of(Operand.TOKEN_HIGH, Operand.TOKEN_LOW, asked));
        boolean fitting = forbid("prepare", prepare, EnumSet.of(foreign));
        if (prepare.get("table").word(Table.class).filter(t -> t == Table.COIL).isPresent()) {
            prepare.get("table").wrong(ONLY_REGISTERS, Entry.wordOf(Table.HOLDING_REGISTER));
            return false;
        }
        return complete && fitting;
    }

    private boolean echo() {
        Entry echo = root.get("echo");
        Set<Operand> prepared = operands(root.get("prepare"));
        prepared.removeAll(EnumSet.of(Operand.LITERAL, Operand.XOR));
        boolean complete = require("echo", echo, prepared);
        Set<Operand> never = EnumSet.complementOf(EnumSet.of(Operand.LITERAL, Operand.XOR));
        never.removeAll(prepared);
        return forbid("echo", echo, never) && complete;
    }

    /** It lies on prepare and echo, so that no other register becomes writable by it. */
    private void spread(boolean echoed) {
        Entry spread = root.get("spread");
        for (Role role : List.of(Role.SPREAD_OFFERED, Role.SPREAD)) {
            Entry signal = root.get("signals").get(Entry.wordOf(role));
            if (spread.isPresent() && shape == Shape.BLOCK_MAILBOX && !signal.isPresent()) {
                spread.wrong(SPREAD_SIGNALS.with(Entry.wordOf(role)), null);
            } else if (!spread.isPresent() && shape == Shape.BLOCK_MAILBOX && signal.isPresent()) {
                signal.wrong(SPREAD_SIGNALS.with(Entry.wordOf(role)), null);
            }
        }
        if (!spread.isPresent()) {
            return;
        }
        if (shape != Shape.BLOCK_MAILBOX) {
            spread.wrong(NO_SPREAD, null);
            return;
        }
        spreadWords("prepare", spread.get("prepare"), EnumSet.of(Operand.TOKEN_HIGH, Operand.TOKEN_LOW));
        if (echoed) {
            spreadWords("echo", spread.get("echo"), EnumSet.of(Operand.TOKEN_HIGH, Operand.TOKEN_LOW));
        }
    }

    private void spreadWords(String step, Entry list, Set<Operand> due) {
        if (!list.isPresent()) {
            return;
        }
        String name = "spread." + step;
        Set<Operand> seen = EnumSet.noneOf(Operand.class);
        for (Entry item : list.items()) {
            item.word(Operand.class)
                    .filter(operand -> !seen.add(operand))
                    .ifPresent(twice -> item.wrong(TWICE.with(name, Entry.wordOf(twice)), null));
            item.word(Operand.class)
                    .filter(EnumSet.of(Operand.AISLE, Operand.DIRECTION)::contains)
                    .ifPresent(foreign -> item.wrong(HAS.with(name, Entry.wordOf(foreign)), null));
        }
        List<Word> words = ProfileReader.words(list);
        List<Word> usual = ProfileReader.words(root.get(step).get("words"));
        if (!seen.containsAll(due)) {
            due.removeAll(seen);
            list.wrong(LACKS.with(name, due.stream().map(Entry::wordOf).collect(Collectors.joining(", "))), null);
        } else if (words.size() != usual.size()) {
            list.wrong(SPREAD_LENGTH.with(step, usual.size()), null);
        } else if (!differs(words, usual)) {
            list.wrong(SPREAD_SAME.with(step), null);
        }
    }

    private static boolean differs(List<Word> words, List<Word> usual) {
        for (int i = 0; i < words.size(); i++) {
            boolean numbers =
                    words.get(i).operand() == Operand.LITERAL && usual.get(i).operand() == Operand.LITERAL;
            if (numbers && words.get(i).literal() != usual.get(i).literal()) {
                return true;
            }
        }
        return false;
    }

    private void execute(Operand foreign) {
        Entry execute = root.get("execute");
        boolean mailbox = shape == Shape.BLOCK_MAILBOX;
        Set<String> due = mailbox ? Set.of("any") : Set.of("left", "right");
        if (execute.isPresent() && !Set.copyOf(execute.keys()).equals(due)) {
            execute.wrong(mailbox ? MAILBOX_EXECUTE : CARRIAGE_EXECUTE, null);
        }
        for (Direction direction : Direction.values()) {
            String name = "execute." + Entry.wordOf(direction);
            Entry write = execute.get(Entry.wordOf(direction));
            if (write.isPresent()) {
                step(name, write, mailbox ? Target.BLOCK : Target.ACTING_CARRIAGE);
                forbid(name, write, EnumSet.of(foreign));
            }
        }
    }

    private void step(String name, Entry write, Target due) {
        span(name, write);
        words(name, write);
        write.get("target")
                .word(Target.class)
                .filter(target -> target != due)
                .ifPresent(
                        target -> write.get("target").wrong(TARGET.with(name, Entry.wordOf(due)), Entry.wordOf(due)));
        boolean coil = write.get("table")
                .word(Table.class)
                .filter(t -> t == Table.COIL)
                .isPresent();
        if (coil && !ProfileReader.words(write.get("words")).equals(List.of(new Word(Operand.LITERAL, 1)))) {
            write.get("words").wrong(COIL, "[1]");
        }
    }

    private void words(String name, Entry write) {
        Set<Operand> seen = EnumSet.noneOf(Operand.class);
        boolean first = true;
        for (Entry item : write.get("words").items()) {
            Operand operand = item.word(Operand.class).orElse(Operand.LITERAL);
            if (operand != Operand.LITERAL && !seen.add(operand)) {
                item.wrong(TWICE.with(name, Entry.wordOf(operand)), null);
            }
            if (first && operand == Operand.XOR) {
                item.wrong(XOR_FIRST, null);
            }
            first = false;
        }
    }

    private static Set<Operand> operands(Entry write) {
        Set<Operand> operands = EnumSet.noneOf(Operand.class);
        write.get("words")
                .items()
                .forEach(item -> operands.add(item.word(Operand.class).orElse(Operand.LITERAL)));
        return operands;
    }

    private static boolean require(String name, Entry write, Set<Operand> due) {
        Set<Operand> lacking = EnumSet.noneOf(Operand.class);
        lacking.addAll(due);
        lacking.removeAll(operands(write));
        if (!write.get("words").isPresent() || lacking.isEmpty()) {
            return lacking.isEmpty();
        }
        String words = lacking.stream().map(Entry::wordOf).collect(Collectors.joining(", "));
        write.get("words").wrong(LACKS.with(name, words), null);
        return false;
    }

    private static boolean forbid(String name, Entry write, Set<Operand> never) {
        boolean fitting = true;
        for (Entry item : write.get("words").items()) {
            Optional<Operand> foreign = item.word(Operand.class).filter(never::contains);
            if (foreign.isPresent()) {
                item.wrong(HAS.with(name, Entry.wordOf(foreign.get())), null);
                fitting = false;
            }
        }
        return fitting;
    }

    private void watchdog() {
        for (String key : List.of("timeoutAddress", "actionAddress", "keepAliveAddress")) {
            Entry entry = root.get("watchdog").get(key);
            entry.integer()
                    .ifPresent(address ->
                            spans.add(new RegisterSpan("watchdog." + key, entry, Table.HOLDING_REGISTER, address, 1)));
        }
    }

    private void span(String name, Entry step) {
        step.get("table")
                .word(Table.class)
                .ifPresent(table -> step.get("pduAddress")
                        .integer()
                        .ifPresent(address -> spans.add(new RegisterSpan(
                                name,
                                step,
                                table,
                                address,
                                step.get("words").items().size()))));
    }

    private void overlaps() {
        for (int i = 0; i < spans.size(); i++) {
            for (RegisterSpan earlier : spans.subList(0, i)) {
                RegisterSpan span = spans.get(i);
                if (span.overlaps(earlier)) {
                    Entry at = span.entry().get("pduAddress");
                    (at.isPresent() ? at : span.entry())
                            .wrong(
                                    OVERLAP.with(
                                            span.what(),
                                            earlier.what(),
                                            earlier.entry().line()),
                                    null);
                }
            }
        }
    }
}
