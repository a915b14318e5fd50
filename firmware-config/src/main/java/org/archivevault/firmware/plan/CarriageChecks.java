package org.archivevault.firmware.plan;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.archivevault.firmware.document.Entry;
import org.archivevault.firmware.profile.ShelvingProfile;
import org.archivevault.protocol.Bilingual;
import org.archivevault.protocol.address.AisleId;

/** The carriages of a block stand in order, can move, and carry shelves that an aisle reaches. */
final class CarriageChecks {
    private static final int FEWEST = 2;
    private static final int MOST = AisleId.MAX_NUMBER + 1;
    /** Nobody walks through less; more than two metres is a slip of the pen. */
    private static final int NARROWEST_AISLE_MM = 600;

    private static final int WIDEST_AISLE_MM = 2_000;
    private static final int NARROWEST_CARRIAGE_MM = 200;
    private static final int WIDEST_CARRIAGE_MM = 2_000;

    private static final Bilingual LENGTH = new Bilingual("{} 超出范围 {}–{}mm", "{} is outside {}–{}mm");
    private static final Bilingual BACKWARDS = new Bilingual("范围 {} 写反了", "the range {} runs backwards");
    private static final Bilingual NOT_NEXT = new Bilingual(
            "列号须从 1 起连续：这里应为 {}，写的是 {}", "carriages are numbered from 1 without gaps: {} is due here, not {}");
    private static final Bilingual COUNT =
            new Bilingual("一个区有 2–64 列，这里是 {} 列", "a block has 2–64 carriages, this one has {}");
    private static final Bilingual FIXED_INSIDE = new Bilingual(
            "固定列只能在两端（1 或 {}）：{} 会挡住其他列", "a fixed carriage stands at an end (1 or {}): {} would bar the way");
    private static final Bilingual NONE_MOBILE =
            new Bilingual("至少要有一列是移动列（mobile）", "at least one carriage must be mobile");
    private static final Bilingual OUTWARD = new Bilingual(
            "移动端列 {} 的 {} 面朝外：没有通道可到达，也没有防护",
            "mobile end carriage {}: its face {} looks outwards, where no aisle reaches it and nothing guards it");

    private final Entry block;
    private final Optional<ShelvingProfile> profile;
    private final FirstSeen units;

    CarriageChecks(Entry block, Optional<ShelvingProfile> profile, FirstSeen unitsOfBus) {
        this.block = block;
        this.profile = profile;
        this.units = unitsOfBus;
    }

    void run() {
        length(block.get("aisleWidth"), NARROWEST_AISLE_MM, WIDEST_AISLE_MM);
        List<Entry> entries = block.get("carriages").items();
        int last = order(entries);
        int rails = block.get("aisleWidth").millimetres().orElse(0);
        for (Entry entry : entries) {
            length(entry.get("width"), NARROWEST_CARRIAGE_MM, WIDEST_CARRIAGE_MM);
            Optional<NumberRange> range = NumberRange.of(entry.get("number")).filter(r -> r.size() > 0);
            if (range.isPresent()) {
                rails += range.get().size() * entry.get("width").millimetres().orElse(0);
                if (last > 0) {
                    ends(entry, range.get(), last);
                }
                profile.ifPresent(known -> new UnitChecks(entry, range.get(), units).run(known.shape()));
            }
        }
        boolean onlyEnds = last > 0 && last <= FEWEST;
        if (onlyEnds && entries.stream().allMatch(CarriageChecks::isFixed)) {
            block.get("carriages").wrong(NONE_MOBILE, null);
        }
        if (profile.isPresent()) {
            new CapacityChecks(block.get("carriages"), profile.get()).run(last, rails);
        }
    }

    private static void length(Entry entry, int least, int most) {
        OptionalInt millimetres = entry.millimetres();
        if (millimetres.isPresent() && (millimetres.getAsInt() < least || millimetres.getAsInt() > most)) {
            entry.wrong(LENGTH.with(entry, least, most), null);
        }
    }

    /**
     * Numbers run from 1 without gaps; one gap is told once, not again for all that follow.
     *
     * @return the last number, or 0 when some number is wrong, so that what depends on it is not judged
     */
    private int order(List<Entry> entries) {
        int due = 1;
        boolean readable = !entries.isEmpty();
        for (Entry entry : entries) {
            Optional<NumberRange> range = NumberRange.of(entry.get("number"));
            if (range.isEmpty()) {
                readable = false;
                continue;
            }
            NumberRange numbers = range.get();
            if (numbers.size() < 1) {
                readable = false;
                entry.get("number").wrong(BACKWARDS.with(numbers), numbers.last() + ".." + numbers.first());
            } else if (readable && numbers.first() != due) {
                readable = false;
                entry.get("number").wrong(NOT_NEXT.with(due, numbers), shifted(numbers, due));
            }
            due = Math.max(numbers.first(), numbers.last()) + 1;
        }
        int count = due - 1;
        if (readable && (count < FEWEST || count > MOST)) {
            block.get("carriages").wrong(COUNT.with(count), null);
        }
        return readable ? count : 0;
    }

    private static String shifted(NumberRange numbers, int due) {
        boolean overlapsOrSingle = numbers.last() < due || numbers.size() == 1;
        return (overlapsOrSingle
                        ? new NumberRange(due, due + numbers.size() - 1)
                        : new NumberRange(due, numbers.last()))
                .toString();
    }

    private static boolean isFixed(Entry entry) {
        return entry.get("kind").text().filter("fixed"::equals).isPresent();
    }

    private static boolean isMobile(Entry entry) {
        return entry.get("kind").text().filter("mobile"::equals).isPresent();
    }

    private static void ends(Entry entry, NumberRange range, int last) {
        boolean inside = range.size() > 2 || !isEnd(range.first(), last) || !isEnd(range.last(), last);
        if (isFixed(entry) && inside) {
            entry.get("kind").wrong(FIXED_INSIDE.with(last, range), "mobile");
        }
        if (isMobile(entry)) {
            outward(entry, range, 1, "A");
            outward(entry, range, last, "B");
        }
    }

    private static boolean isEnd(int number, int last) {
        return number == 1 || number == last;
    }

    private static void outward(Entry entry, NumberRange range, int end, String face) {
        boolean atEnd = range.first() <= end && end <= range.last();
        entry.get("faces").items().stream()
                .filter(item -> atEnd && item.text().orElse("").equals(face))
                .forEach(item -> item.wrong(OUTWARD.with(end, face), face.equals("A") ? "[B]" : "[A]"));
    }
}
