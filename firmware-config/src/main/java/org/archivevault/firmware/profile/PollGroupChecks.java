package org.archivevault.firmware.profile;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import org.archivevault.firmware.document.Entry;
import org.archivevault.protocol.Bilingual;

/** Each poll group is one request that the protocol and this controller allow. */
final class PollGroupChecks {
    /** Modbus Application Protocol 1.1b3, 6.1–6.4: what one answer can hold. */
    private static final int MOST_REGISTERS = 125;

    private static final int ADDRESSES = 65_536;
    /** Below this, one controller would fill a serial line at 19,200 bit/s alone. */
    private static final Duration SHORTEST_INTERVAL = Duration.ofMillis(20);

    private static final Duration LONGEST_INTERVAL = Duration.ofSeconds(10);

    private static final Bilingual TOO_MANY =
            new Bilingual("一次最多读 {} 个寄存器", "one read takes at most {} registers here");
    private static final Bilingual BEYOND = new Bilingual("超出地址 65535", "it runs beyond address 65535");
    private static final Bilingual INTERVAL = new Bilingual("轮询间隔须在 20ms–10s 之间", "the interval must be 20ms–10s");
    private static final Bilingual TWICE =
            new Bilingual("轮询组名 \"{}\" 重复，第一次在第 {} 行", "poll group \"{}\" stands twice, first on line {}");

    private final Entry root;
    private final Map<String, Integer> firstLines = new HashMap<>();

    PollGroupChecks(Entry root) {
        this.root = root;
    }

    void run() {
        root.get("pollGroups").items().forEach(this::group);
    }

    private void group(Entry group) {
        OptionalInt count = group.get("count").integer();
        OptionalInt address = group.get("pduAddress").integer();
        boolean registers = group.get("table")
                .word(ShelvingProfile.Table.class)
                .filter(table -> !SignalSpan.isBitTable(table))
                .isPresent();
        int most = Math.min(
                MOST_REGISTERS,
                root.get("limits").get("largestRegisterRead").integer().orElse(MOST_REGISTERS));
        if (registers && count.orElse(0) > most) {
            group.get("count").wrong(TOO_MANY.with(most), null);
        }
        if (count.orElse(0) + address.orElse(0) > ADDRESSES) {
            group.get("count").wrong(BEYOND, null);
        }
        group.get("interval")
                .duration()
                .filter(i -> i.compareTo(SHORTEST_INTERVAL) < 0 || i.compareTo(LONGEST_INTERVAL) > 0)
                .ifPresent(i -> group.get("interval").wrong(INTERVAL, null));
        group.get("name").text().ifPresent(name -> {
            Integer first = firstLines.putIfAbsent(name, group.line());
            if (first != null) {
                group.get("name").wrong(TWICE.with(name, first), null);
            }
        });
    }
}
