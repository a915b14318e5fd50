package org.archivevault.firmware.plan;

import java.util.List;
import java.util.OptionalInt;
import org.archivevault.firmware.document.Entry;
import org.archivevault.firmware.profile.ShelvingProfile.Shape;
import org.archivevault.protocol.Bilingual;

/** Unit ids stand at mobile carriages whose controllers are one per carriage, and nowhere else. */
final class UnitChecks {
    /** Modbus over serial line 1.02, 2.2: 248–255 are reserved. */
    private static final int LAST_UNIT = 247;

    private static final Bilingual TWICE =
            new Bilingual("同一总线上单元号 {} 重复，第一次在第 {} 行", "unit id {} stands twice on this bus, first on line {}");
    private static final Bilingual NEEDED =
            new Bilingual("每列一个单元号：移动列 {} 须写 {}", "one unit per carriage: mobile carriage {} needs {}");
    private static final Bilingual FOR_RANGE = new Bilingual(
            "范围 {} 须写 firstUnitId（逐列加一），不写 unitId", "the range {} needs firstUnitId (counting upwards), not unitId");
    private static final Bilingual NONE_FIXED =
            new Bilingual("固定列没有控制器，不写 {}", "a fixed carriage has no controller, so no {}");
    private static final Bilingual NONE_MAILBOX = new Bilingual(
            "该区由一个控制器驱动（block-mailbox），列上不写 {}",
            "one controller drives this block (block-mailbox), so its carriages have no {}");
    private static final Bilingual BOTH =
            new Bilingual("unitId 和 firstUnitId 只写一个", "write unitId or firstUnitId, not both");
    private static final Bilingual BEYOND = new Bilingual("单元号到 {}，超过 247", "the unit ids run to {}, beyond 247");

    private final Entry entry;
    private final NumberRange range;
    private final FirstSeen units;

    UnitChecks(Entry entry, NumberRange range, FirstSeen units) {
        this.entry = entry;
        this.range = range;
        this.units = units;
    }

    static FirstSeen ofOneBus() {
        return new FirstSeen(TWICE);
    }

    void run(Shape shape) {
        boolean mobile = entry.get("kind").text().filter("mobile"::equals).isPresent();
        if (shape == Shape.BLOCK_MAILBOX) {
            forbid(NONE_MAILBOX);
        } else if (mobile) {
            unit();
        } else if (entry.get("kind").text().filter("fixed"::equals).isPresent()) {
            forbid(NONE_FIXED);
        }
    }

    private void forbid(Bilingual why) {
        for (String key : List.of("unitId", "firstUnitId")) {
            if (entry.get(key).isPresent()) {
                entry.wrongKey(key, why.with(key), null);
            }
        }
    }

    private void unit() {
        boolean single = entry.get("unitId").isPresent();
        boolean first = entry.get("firstUnitId").isPresent();
        if (single && first) {
            entry.wrongKey("firstUnitId", BOTH, null);
            return;
        }
        if (!single && !first) {
            String key = range.size() == 1 ? "unitId" : "firstUnitId";
            entry.wrong(NEEDED.with(range, key), null);
            return;
        }
        if (single && range.size() > 1) {
            entry.wrongKey("unitId", FOR_RANGE.with(range), "firstUnitId");
        }
        Entry unit = entry.get(single ? "unitId" : "firstUnitId");
        OptionalInt number = unit.integer();
        if (number.isEmpty() || number.getAsInt() < 1 || number.getAsInt() > LAST_UNIT) {
            return;
        }
        int last = number.getAsInt() + range.size() - 1;
        if (last > LAST_UNIT) {
            unit.wrong(BEYOND.with(last), null);
        }
        for (int id = number.getAsInt(); id <= last; id++) {
            units.check(id, unit);
        }
    }
}
