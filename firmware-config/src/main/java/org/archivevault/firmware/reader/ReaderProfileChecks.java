package org.archivevault.firmware.reader;

import java.time.Duration;
import java.util.Optional;
import org.archivevault.firmware.document.Entry;
import org.archivevault.protocol.Bilingual;

/** What a schema cannot say of a reader profile. Values that the schema has refused already are passed over. */
final class ReaderProfileChecks {
    /** A tag that is missed in one turn is not gone; one that is missed in two may be. */
    private static final int TURNS_UNREAD = 2;

    /** Who has left a gate behind is out of sight after that. */
    private static final Duration LONGEST_AT_A_GATE = Duration.ofSeconds(5);
    /** A whole day unread is no presence any more; more is a slip of the pen. */
    private static final Duration LONGEST = Duration.ofHours(24);
    /** The tag's flag of a session above this stays for seconds after it has left the field (EPC Gen2). */
    private static final int LAST_SESSION_AT_A_GATE = 1;

    private static final Bilingual RANGE = new Bilingual("{} 超出范围 {}–{}", "{} is outside {}–{}");
    private static final Bilingual TURNS = new Bilingual(
            "离开判定时间须至少为两轮（2 × turn = {}ms），否则漏读一轮即判离开",
            "departsAfter must be at least two turns ({}ms), or a tag missed in one turn counts as gone");
    private static final Bilingual SLOW_GATE = new Bilingual(
            "通道门须在 5s 内判定：之后人已走远", "a gate must decide within 5s: after that whoever passed is out of sight");
    private static final Bilingual GATE_SESSION = new Bilingual(
            "通道门只能用 session 0 或 1：session {} 的标签读过一次后会静默数秒，第二次经过会漏读",
            "a gate needs session 0 or 1: in session {} a tag keeps silent for seconds after it was read, and its next passage is missed");

    private final Entry root;

    ReaderProfileChecks(Entry root) {
        this.root = root;
    }

    void run() {
        Entry reporting = root.get("reporting");
        within(reporting.get("turn"), ReaderProfile.Reporting.SHORTEST_TURN, ReaderProfile.Reporting.LONGEST_TURN);
        within(
                reporting.get("keepAlive"),
                ReaderProfile.Reporting.SHORTEST_KEEP_ALIVE,
                ReaderProfile.Reporting.LONGEST_KEEP_ALIVE);
        Optional<Duration> turn = reporting.get("turn").duration();
        Entry presence = root.get("presence");
        boolean gate = false;
        for (ReadPointKind kind : ReadPointKind.values()) {
            Entry one = presence.get(kind.wireName());
            departs(one.get("departsAfter"), turn, kind.ofGate());
            gate |= kind.ofGate() && one.isPresent();
        }
        Entry session = root.get("radio").get("session");
        int number = session.integer().orElse(0);
        if (gate && number > LAST_SESSION_AT_A_GATE && number <= ReaderProfile.Radio.LAST_SESSION) {
            session.wrong(GATE_SESSION.with(session), "0");
        }
    }

    private static void departs(Entry departs, Optional<Duration> turn, boolean gate) {
        Optional<Duration> after = departs.duration();
        if (after.isEmpty()) {
            return;
        }
        if (gate && after.get().compareTo(LONGEST_AT_A_GATE) > 0) {
            departs.wrong(SLOW_GATE, "1s");
        } else if (after.get().compareTo(LONGEST) > 0) {
            departs.wrong(RANGE.with(departs, "100ms", "1440min"), null);
        }
        long least = turn.map(Duration::toMillis).orElse(0L) * TURNS_UNREAD;
        if (after.get().toMillis() < least) {
            departs.wrong(TURNS.with(least), null);
        }
    }

    private static void within(Entry entry, Duration least, Duration most) {
        Optional<Duration> duration = entry.duration();
        if (duration.filter(d -> d.compareTo(least) < 0 || d.compareTo(most) > 0)
                .isPresent()) {
            entry.wrong(RANGE.with(entry, least.toMillis() + "ms", most.toSeconds() + "s"), null);
        }
    }
}
