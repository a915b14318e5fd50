package org.archivevault.firmware.plan;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.archivevault.firmware.document.Entry;
import org.archivevault.firmware.document.Nearest;
import org.archivevault.firmware.profile.ShelvingProfile;
import org.archivevault.firmware.profile.ShelvingProfile.Role;
import org.archivevault.protocol.Bilingual;
import org.archivevault.protocol.event.Guard;

/** Every block is guarded by all five inputs, and its controller reports each of them. */
final class GuardChecks {
    private static final Bilingual UNGUARDED =
            new Bilingual("缺少防护输入：{}；五项缺一不可", "missing guards: {}; a block needs all five");
    private static final Bilingual NOT_BACKED =
            new Bilingual("控制器配置 {} 没有 \"{}\" 信号", "the profile {} has no signal for \"{}\"");

    private final Entry block;
    private final Optional<ShelvingProfile> profile;

    GuardChecks(Entry block, Optional<ShelvingProfile> profile) {
        this.block = block;
        this.profile = profile;
    }

    void run() {
        Entry guards = block.get("guards");
        List<String> known = Arrays.stream(Guard.values()).map(Entry::wordOf).toList();
        // A mistyped guard is told by the schema; it is not missing as well.
        List<String> listed = guards.items().stream()
                .flatMap(item -> Nearest.of(item.toString(), known).stream())
                .toList();
        List<String> missing =
                known.stream().filter(word -> !listed.contains(word)).toList();
        if (guards.isPresent() && !missing.isEmpty()) {
            guards.wrong(UNGUARDED.with(String.join(", ", missing)), null);
        }
        profile.ifPresent(given -> backed(guards, given));
    }

    private static void backed(Entry guards, ShelvingProfile profile) {
        for (Entry item : guards.items()) {
            item.word(Guard.class)
                    .filter(guard -> profile.signalsOf(role(guard)).isEmpty())
                    .ifPresent(guard -> item.wrong(NOT_BACKED.with(profile.name(), Entry.wordOf(guard)), null));
        }
    }

    private static Role role(Guard guard) {
        return switch (guard) {
            case PRESENCE -> Role.PRESENCE;
            case SAFETY_EDGE -> Role.SAFETY_EDGE;
            case OBSTRUCTION -> Role.OBSTRUCTION;
            case EMERGENCY_STOP -> Role.EMERGENCY_STOP;
            case DOOR -> Role.DOOR_OPEN;
        };
    }
}
