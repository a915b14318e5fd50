package org.archivevault.firmware.profile;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.archivevault.firmware.document.Entry;
import org.archivevault.protocol.Bilingual;
import org.archivevault.protocol.command.RefusalCode;
import org.jspecify.annotations.Nullable;

/** Makes a profile of a document that has been checked; anything missing here is a gap in the checks. */
final class ProfileReader {
    private static final int LAST_ADDRESS = 65_535;

    private ProfileReader() {}

    static ShelvingProfile profile(Entry root) {
        return new ShelvingProfile(
                text(root.get("name")),
                number(root.get("version")),
                new Bilingual(
                        text(root.get("title").get("zh")),
                        text(root.get("title").get("en"))),
                word(root.get("shape"), ShelvingProfile.Shape.class),
                root.get("transports").items().stream()
                        .map(item -> word(item, ShelvingProfile.Transport.class))
                        .toList(),
                identity(root.get("identity")),
                signals(root.get("signals")),
                root.get("pollGroups").items().stream()
                        .map(ProfileReader::pollGroup)
                        .toList(),
                write(root.get("prepare")),
                echo(root.get("echo")),
                execute(root.get("execute")),
                write(root.get("stop")),
                spread(root.get("spread")),
                results(root.get("results")),
                watchdog(root.get("watchdog")),
                limits(root.get("limits")));
    }

    /** Whether the schema has nothing against it, so that {@link #signal} can be made of it. */
    static boolean isSignal(Entry entry) {
        return isTableAndAddress(entry)
                && entry.get("type").word(ShelvingProfile.ValueType.class).isPresent()
                && entry.get("scope").word(ShelvingProfile.Scope.class).isPresent();
    }

    /** Whether the schema has nothing against it, so that {@link #pollGroup} can be made of it. */
    static boolean isPollGroup(Entry entry) {
        return isTableAndAddress(entry)
                && entry.get("name").text().isPresent()
                && entry.get("count").integer().orElse(0) > 0
                && entry.get("interval").duration().isPresent();
    }

    private static boolean isTableAndAddress(Entry entry) {
        return entry.get("table").word(ShelvingProfile.Table.class).isPresent()
                && isAddress(entry.get("pduAddress").integer().orElse(-1));
    }

    /** An address outside is reported by the schema; here it would only overflow. */
    private static boolean isAddress(int address) {
        return address >= 0 && address <= LAST_ADDRESS;
    }

    static ShelvingProfile.Signal signal(Entry entry) {
        return new ShelvingProfile.Signal(
                table(entry),
                number(entry.get("pduAddress")),
                word(entry.get("type"), ShelvingProfile.ValueType.class),
                optionalNumber(entry.get("bit")),
                entry.get("wordOrder").word(ShelvingProfile.WordOrder.class).orElse(ShelvingProfile.WordOrder.ABCD),
                entry.get("scale").number(1),
                word(entry.get("scope"), ShelvingProfile.Scope.class));
    }

    static ShelvingProfile.PollGroup pollGroup(Entry entry) {
        return new ShelvingProfile.PollGroup(
                text(entry.get("name")),
                table(entry),
                number(entry.get("pduAddress")),
                number(entry.get("count")),
                duration(entry.get("interval")));
    }

    static List<ShelvingProfile.Word> words(Entry list) {
        return list.items().stream().map(ProfileReader::wordOfWrite).toList();
    }

    private static ShelvingProfile.Word wordOfWrite(Entry item) {
        OptionalInt literal = item.integer();
        return literal.isPresent()
                ? new ShelvingProfile.Word(ShelvingProfile.Operand.LITERAL, literal.getAsInt())
                : new ShelvingProfile.Word(
                        item.word(ShelvingProfile.Operand.class).orElse(ShelvingProfile.Operand.LITERAL), 0);
    }

    private static ShelvingProfile.Identity identity(Entry entry) {
        return new ShelvingProfile.Identity(
                table(entry),
                number(entry.get("pduAddress")),
                entry.get("values").items().stream().map(ProfileReader::number).toList(),
                optionalNumber(entry.get("carriageCountAddress")));
    }

    private static Map<ShelvingProfile.Role, List<ShelvingProfile.Signal>> signals(Entry entry) {
        Map<ShelvingProfile.Role, List<ShelvingProfile.Signal>> signals = new EnumMap<>(ShelvingProfile.Role.class);
        for (ShelvingProfile.Role role : ShelvingProfile.Role.values()) {
            List<ShelvingProfile.Signal> ofRole = new ArrayList<>();
            entry.get(Entry.wordOf(role)).oneOrMany().forEach(one -> ofRole.add(signal(one)));
            if (!ofRole.isEmpty()) {
                signals.put(role, List.copyOf(ofRole));
            }
        }
        return signals;
    }

    private static ShelvingProfile.Write write(Entry entry) {
        return new ShelvingProfile.Write(
                table(entry),
                number(entry.get("pduAddress")),
                words(entry.get("words")),
                word(entry.get("target"), ShelvingProfile.Target.class));
    }

    private static ShelvingProfile.Echo echo(Entry entry) {
        return new ShelvingProfile.Echo(table(entry), number(entry.get("pduAddress")), words(entry.get("words")));
    }

    private static ShelvingProfile.@Nullable Spread spread(Entry entry) {
        return entry.isPresent()
                ? new ShelvingProfile.Spread(words(entry.get("prepare")), words(entry.get("echo")))
                : null;
    }

    private static Map<ShelvingProfile.Direction, ShelvingProfile.Write> execute(Entry entry) {
        Map<ShelvingProfile.Direction, ShelvingProfile.Write> writes = new EnumMap<>(ShelvingProfile.Direction.class);
        for (ShelvingProfile.Direction direction : ShelvingProfile.Direction.values()) {
            Entry one = entry.get(Entry.wordOf(direction));
            if (one.isPresent()) {
                writes.put(direction, write(one));
            }
        }
        return writes;
    }

    private static Map<Integer, RefusalCode> results(Entry entry) {
        Map<Integer, RefusalCode> results = new TreeMap<>();
        for (String number : entry.keys()) {
            results.put(Integer.parseInt(number), RefusalCode.of(text(entry.get(number))));
        }
        return results;
    }

    private static ShelvingProfile.Watchdog watchdog(Entry entry) {
        return new ShelvingProfile.Watchdog(
                number(entry.get("timeoutAddress")),
                duration(entry.get("timeoutUnit")),
                duration(entry.get("timeout")),
                number(entry.get("actionAddress")),
                number(entry.get("stopAction")),
                number(entry.get("keepAliveAddress")),
                duration(entry.get("keepAliveInterval")));
    }

    private static ShelvingProfile.Limits limits(Entry entry) {
        return new ShelvingProfile.Limits(
                duration(entry.get("requestDeadline")),
                duration(entry.get("armWindow")),
                duration(entry.get("openingTime")),
                duration(entry.get("silenceBetweenFrames")),
                number(entry.get("largestRegisterRead")));
    }

    private static ShelvingProfile.Table table(Entry entry) {
        return word(entry.get("table"), ShelvingProfile.Table.class);
    }

    private static String text(Entry entry) {
        return entry.text().orElseThrow();
    }

    private static int number(Entry entry) {
        return entry.integer().orElseThrow();
    }

    private static @Nullable Integer optionalNumber(Entry entry) {
        return entry.integer().isPresent() ? Integer.valueOf(entry.integer().getAsInt()) : null;
    }

    private static Duration duration(Entry entry) {
        return entry.duration().orElseThrow();
    }

    private static <E extends Enum<E>> E word(Entry entry, Class<E> type) {
        return entry.word(type).orElseThrow();
    }
}
