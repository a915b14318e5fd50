package org.archivevault.firmware.profile;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.archivevault.firmware.document.Entry;
import org.archivevault.firmware.profile.ShelvingProfile.Role;
import org.archivevault.firmware.profile.ShelvingProfile.Scope;
import org.archivevault.firmware.profile.ShelvingProfile.Shape;
import org.archivevault.firmware.profile.ShelvingProfile.ValueType;
import org.archivevault.protocol.Bilingual;

/** Each signal can be read, means what its role needs, and speaks of what its shape of controller can speak of. */
final class SignalChecks {
    /** Half of the freshness limit of 500 ms (safety.md, I4), so that one lost reading does not make a guard stale. */
    private static final Duration SLOWEST_GUARD = Duration.ofMillis(250);

    private static final Set<Role> GUARDS_OF_AISLES = EnumSet.of(Role.PRESENCE, Role.SAFETY_EDGE, Role.OBSTRUCTION);
    private static final Set<Role> GUARDS_OF_BLOCK = EnumSet.of(Role.EMERGENCY_STOP, Role.DOOR_OPEN);
    private static final Set<Role> BITS = EnumSet.of(
            Role.PRESENCE,
            Role.SAFETY_EDGE,
            Role.OBSTRUCTION,
            Role.EMERGENCY_STOP,
            Role.DOOR_OPEN,
            Role.MOVING,
            Role.FAULT,
            Role.LOCAL_MODE,
            Role.WATCHDOG_TRIPPED,
            Role.SPREAD_OFFERED,
            Role.SPREAD);
    /** What speaks of the block as a whole; with one unit per carriage nobody could say it. */
    private static final Set<Role> OF_MAILBOX =
            EnumSet.of(Role.OPEN_AISLE, Role.TARGET_AISLE, Role.SPREAD_OFFERED, Role.SPREAD);
    /** Without these nothing can be decided; guards are asked for by the site plan, which says what guards a block. */
    private static final Set<Role> ALWAYS =
            EnumSet.of(Role.HEARTBEAT, Role.MOVING, Role.LAST_TOKEN, Role.LAST_RESULT, Role.POSITION);

    private static final Bilingual NEEDED = new Bilingual("缺少信号 \"{}\"", "the signal \"{}\" is missing");
    private static final Bilingual ONLY_MAILBOX =
            new Bilingual("该信号只用于 block-mailbox", "only a block-mailbox has this signal");
    private static final Bilingual SCOPE = new Bilingual("\"{}\" 的 scope 须为：{}", "the scope of \"{}\" must be: {}");
    private static final Bilingual BOTH_SIDES = new Bilingual(
            "\"{}\" 须同时有 aisle-at-a 和 aisle-at-b，否则有通道无人看守",
            "\"{}\" needs both aisle-at-a and aisle-at-b, or some aisle is watched by nobody");
    private static final Bilingual MUST_BE_BIT = new Bilingual("\"{}\" 的类型须为 bit", "the type of \"{}\" must be bit");
    private static final Bilingual NOT_BIT = new Bilingual("\"{}\" 的类型不能是 bit", "the type of \"{}\" cannot be bit");
    private static final Bilingual TOKEN =
            new Bilingual("last-token 的类型须为 uint32", "the type of last-token must be uint32");
    private static final Bilingual BIT_TABLE = new Bilingual(
            "位表（coil、discrete-input）中的类型须为 bit，且不写 bit:",
            "in a bit table (coil, discrete-input) the type is bit, without \"bit:\"");
    private static final Bilingual BIT_NUMBER =
            new Bilingual("寄存器中的位须写 bit: 0–15", "a bit of a register needs \"bit:\" 0–15");
    private static final Bilingual NO_BIT_NUMBER =
            new Bilingual("只有类型 bit 才写 bit:", "\"bit:\" is for the type bit only");
    private static final Bilingual WORD_ORDER = new Bilingual(
            "32 位值须写 wordOrder（abcd、cdab、badc、dcba）", "a 32-bit value needs a wordOrder (abcd, cdab, badc, dcba)");
    private static final Bilingual NO_WORD_ORDER =
            new Bilingual("wordOrder 只用于 32 位值", "wordOrder is for 32-bit values only");
    private static final Bilingual NOT_POLLED =
            new Bilingual("没有轮询组完整读到它：{} 地址 {}", "no poll group reads it as a whole: {} address {}");
    private static final Bilingual TOO_SLOW =
            new Bilingual("该组含防护信号，轮询间隔不得超过 250ms", "guards are read here: at least every 250ms");
    private static final Bilingual SAME_PLACE = new Bilingual("与第 {} 行的信号占用同一位置", "it lies on the signal of line {}");

    private record Placed(Entry entry, ShelvingProfile.Signal signal) {}

    private final Entry root;
    private final Shape shape;
    private final List<Placed> seen = new ArrayList<>();

    SignalChecks(Entry root, Shape shape) {
        this.root = root;
        this.shape = shape;
    }

    void run() {
        Entry signals = root.get("signals");
        for (Role role : Role.values()) {
            Entry ofRole = signals.get(Entry.wordOf(role));
            ofRole.oneOrMany().forEach(one -> signal(role, one));
            if (!ofRole.isPresent() && isNeeded(role)) {
                signals.wrong(NEEDED.with(Entry.wordOf(role)), null);
            }
            bothSides(role, ofRole);
        }
    }

    private boolean isNeeded(Role role) {
        return ALWAYS.contains(role) || (role == Role.OPEN_AISLE && shape == Shape.BLOCK_MAILBOX);
    }

    private void bothSides(Role role, Entry ofRole) {
        if (shape == Shape.BLOCK_MAILBOX || !GUARDS_OF_AISLES.contains(role) || !ofRole.isPresent()) {
            return;
        }
        Set<Scope> scopes = ofRole.oneOrMany().stream()
                .flatMap(one -> one.get("scope").word(Scope.class).stream())
                .collect(Collectors.toSet());
        if (!scopes.containsAll(Set.of(Scope.AISLE_AT_A, Scope.AISLE_AT_B))) {
            ofRole.wrong(BOTH_SIDES.with(Entry.wordOf(role)), null);
        }
    }

    private void signal(Role role, Entry entry) {
        if (!ProfileReader.isSignal(entry)) {
            return;
        }
        ShelvingProfile.Signal signal = ProfileReader.signal(entry);
        // One mistake of a signal is told alone: what follows from it would only confuse.
        if (scopeIsWrong(role, entry, signal) || kindIsWrong(role, entry, signal) || placeIsWrong(entry, signal)) {
            return;
        }
        polled(role, entry, signal);
        for (Placed other : seen) {
            if (SignalSpan.of(signal).overlaps(SignalSpan.of(other.signal()))) {
                entry.wrong(SAME_PLACE.with(other.entry().line()), null);
            }
        }
        seen.add(new Placed(entry, signal));
    }

    private boolean scopeIsWrong(Role role, Entry entry, ShelvingProfile.Signal signal) {
        if (OF_MAILBOX.contains(role) && shape != Shape.BLOCK_MAILBOX) {
            entry.wrong(ONLY_MAILBOX, null);
            return true;
        }
        List<Scope> allowed = scopes(role);
        if (allowed.contains(signal.scope())) {
            return false;
        }
        String words = allowed.stream().map(Entry::wordOf).collect(Collectors.joining(", "));
        entry.get("scope").wrong(SCOPE.with(Entry.wordOf(role), words), Entry.wordOf(allowed.get(0)));
        return true;
    }

    private List<Scope> scopes(Role role) {
        boolean mailbox = shape == Shape.BLOCK_MAILBOX;
        if (GUARDS_OF_AISLES.contains(role)) {
            return mailbox ? List.of(Scope.EACH_AISLE) : List.of(Scope.AISLE_AT_A, Scope.AISLE_AT_B);
        }
        if (GUARDS_OF_BLOCK.contains(role)) {
            return List.of(Scope.BLOCK);
        }
        if (role == Role.POSITION) {
            return List.of(mailbox ? Scope.EACH_CARRIAGE : Scope.THIS_CARRIAGE);
        }
        return List.of(mailbox ? Scope.BLOCK : Scope.THIS_CARRIAGE);
    }

    private static boolean kindIsWrong(Role role, Entry entry, ShelvingProfile.Signal signal) {
        Entry type = entry.get("type");
        boolean bit = signal.type() == ValueType.BIT;
        if (BITS.contains(role) && !bit) {
            type.wrong(MUST_BE_BIT.with(Entry.wordOf(role)), "bit");
        } else if (!BITS.contains(role) && bit) {
            type.wrong(NOT_BIT.with(Entry.wordOf(role)), "uint16");
        } else if (role == Role.LAST_TOKEN && signal.type() != ValueType.UINT32) {
            type.wrong(TOKEN, "uint32");
        } else {
            return false;
        }
        return true;
    }

    private static boolean placeIsWrong(Entry entry, ShelvingProfile.Signal signal) {
        boolean bit = signal.type() == ValueType.BIT;
        boolean numbered = signal.bit() != null;
        boolean bitTable = SignalSpan.isBitTable(signal.table());
        boolean wide = signal.type() == ValueType.UINT32 || signal.type() == ValueType.INT32;
        boolean ordered = entry.get("wordOrder").isPresent();
        if (bitTable && (!bit || numbered)) {
            entry.get(bit ? "bit" : "type").wrong(BIT_TABLE, null);
        } else if (!bitTable && bit && !numbered) {
            entry.wrong(BIT_NUMBER, null);
        } else if (!bit && numbered) {
            entry.get("bit").wrong(NO_BIT_NUMBER, null);
        } else if (wide && !ordered) {
            entry.wrong(WORD_ORDER, null);
        } else if (!wide && ordered) {
            entry.get("wordOrder").wrong(NO_WORD_ORDER, null);
        } else {
            return false;
        }
        return true;
    }

    private void polled(Role role, Entry entry, ShelvingProfile.Signal signal) {
        List<Entry> groups = root.get("pollGroups").items();
        if (!groups.stream().allMatch(ProfileReader::isPollGroup)) {
            return;
        }
        List<Entry> reading = groups.stream()
                .filter(group -> SignalSpan.of(signal).isReadBy(ProfileReader.pollGroup(group)))
                .toList();
        boolean guard = GUARDS_OF_AISLES.contains(role) || GUARDS_OF_BLOCK.contains(role);
        if (reading.isEmpty()) {
            entry.wrong(NOT_POLLED.with(Entry.wordOf(signal.table()), signal.pduAddress()), null);
        } else if (guard && reading.stream().allMatch(SignalChecks::isSlow)) {
            reading.get(0).get("interval").wrong(TOO_SLOW, "100ms");
        }
    }

    private static boolean isSlow(Entry group) {
        return ProfileReader.pollGroup(group).interval().compareTo(SLOWEST_GUARD) > 0;
    }
}
