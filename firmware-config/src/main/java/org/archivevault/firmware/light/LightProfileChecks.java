package org.archivevault.firmware.light;

import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import org.archivevault.firmware.document.Entry;
import org.archivevault.protocol.Bilingual;

/** What a schema cannot say of a light profile. Values that the schema has refused already are passed over. */
final class LightProfileChecks {
    private static final int ADDRESSES = 65_536;
    /** Modbus Application Protocol 1.1b3, 6.3. */
    private static final int MOST_REGISTERS_READ = 125;

    private static final Bilingual RANGE = new Bilingual("{} 超出范围 {}–{}", "{} is outside {}–{}");
    private static final Bilingual BEYOND =
            new Bilingual("最后一盏灯的地址为 {}，超过 65535", "the last lamp would lie at address {}, beyond 65535");
    private static final Bilingual NO_VALUE_OF_COIL =
            new Bilingual("线圈只有 1 和 0，不写 {}", "a coil has only 1 and 0, so no {}");
    private static final Bilingual VALUES_NEEDED = new Bilingual(
            "寄存器型指示灯须写 on 和 off（亮与灭的值）", "lamps in registers need on and off: what lights one and what puts it out");
    private static final Bilingual SAME = new Bilingual("on 与 off 相同：{}", "on and off are the same: {}");
    private static final Bilingual READ_TOO_MUCH =
            new Bilingual("寄存器一次最多读 125 个", "at most 125 registers are read at once");
    private static final Bilingual IDENTITY_AMONG_LAMPS = new Bilingual(
            "身份寄存器 {} 落在指示灯的寄存器中，亮灯会改变它", "the identity register {} lies among the lamps, which change it");

    private final Entry root;

    LightProfileChecks(Entry root) {
        this.root = root;
    }

    void run() {
        Entry lamps = root.get("lamps");
        boolean registers =
                lamps.get("table").text().filter("holding-register"::equals).isPresent();
        OptionalInt first = lamps.get("pduAddress").integer();
        OptionalInt count = lamps.get("count").integer();
        if (first.isPresent() && count.isPresent() && first.getAsInt() + (long) count.getAsInt() > ADDRESSES) {
            lamps.get("count").wrong(BEYOND.with(first.getAsInt() + (long) count.getAsInt() - 1), null);
        }
        if (registers) {
            registerValues(lamps);
            identityApart(lamps, first.orElse(0), count.orElse(0));
        } else if (lamps.get("table").text().filter("coil"::equals).isPresent()) {
            for (String key : List.of("on", "off")) {
                if (lamps.get(key).isPresent()) {
                    lamps.wrongKey(key, NO_VALUE_OF_COIL.with(key), null);
                }
            }
        }
        limits(root.get("limits"), registers);
    }

    private static void registerValues(Entry lamps) {
        Entry on = lamps.get("on");
        Entry off = lamps.get("off");
        if (!on.isPresent() || !off.isPresent()) {
            lamps.wrong(VALUES_NEEDED, null);
        } else if (on.integer().isPresent() && on.integer().equals(off.integer())) {
            off.wrong(SAME.with(off), null);
        }
    }

    private void identityApart(Entry lamps, int first, int count) {
        Entry identity = root.get("identity");
        OptionalInt from = identity.get("pduAddress").integer();
        boolean sameTable =
                identity.get("table").text().equals(lamps.get("table").text());
        if (!sameTable || from.isEmpty()) {
            return;
        }
        int values = identity.get("values").items().size();
        if (from.getAsInt() < first + count && first < from.getAsInt() + values) {
            identity.get("pduAddress").wrong(IDENTITY_AMONG_LAMPS.with(from.getAsInt()), null);
        }
    }

    private static void limits(Entry limits, boolean registers) {
        within(limits.get("requestDeadline"), LightProfile.SHORTEST_DEADLINE, LightProfile.LONGEST_DEADLINE);
        within(limits.get("silenceBetweenFrames"), Duration.ZERO, LightProfile.LONGEST_SILENCE);
        Entry largest = limits.get("largestRead");
        if (registers && largest.integer().orElse(0) > MOST_REGISTERS_READ) {
            largest.wrong(READ_TOO_MUCH, "125");
        }
    }

    private static void within(Entry entry, Duration least, Duration most) {
        if (entry.duration()
                .filter(d -> d.compareTo(least) < 0 || d.compareTo(most) > 0)
                .isPresent()) {
            entry.wrong(RANGE.with(entry, least.toMillis() + "ms", most.toMillis() + "ms"), null);
        }
    }
}
