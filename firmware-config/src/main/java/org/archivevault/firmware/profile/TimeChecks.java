package org.archivevault.firmware.profile;

import java.time.Duration;
import java.util.Optional;
import org.archivevault.firmware.document.Entry;
import org.archivevault.protocol.Bilingual;

/** The times of a profile fit each other. */
final class TimeChecks {
    /** Two keep-alives may be lost before the watchdog trips. */
    private static final int KEEP_ALIVES_PER_TIMEOUT = 2;

    /** Within this a controller that has lost us must have stopped (safety.md, H). */
    private static final Duration LONGEST_WATCHDOG = Duration.ofSeconds(2);

    private static final int LARGEST_REGISTER_VALUE = 65_535;
    /** Prepare, echo, a fresh look at the guards, execute. */
    private static final int REQUESTS_WHILE_ARMED = 4;

    private static final Bilingual KEEP_ALIVE = new Bilingual(
            "看门狗时间须大于 keepAliveInterval 的两倍（{}ms）",
            "the time-out must be more than twice the keepAliveInterval ({}ms)");
    private static final Bilingual TOO_LONG =
            new Bilingual("看门狗时间不得超过 2s（安全约定 H）", "the time-out must be at most 2s (the stop bound H)");
    private static final Bilingual NO_MULTIPLE = new Bilingual(
            "看门狗时间须是 timeoutUnit 的整数倍（1–65535 步）", "the time-out must be 1–65535 whole steps of timeoutUnit");
    private static final Bilingual ZERO = new Bilingual("时间须大于 0", "the time must be above 0");
    private static final Bilingual ARM = new Bilingual(
            "armWindow 太短：须够 4 次请求（≥ {}ms）", "the armWindow is too short: four requests must fit (at least {}ms)");
    private static final Bilingual SILENCE = new Bilingual(
            "RTU 须有帧间静默（19200 bit/s 时至少 2ms）", "RTU needs silence between frames (at least 2ms at 19200 bit/s)");

    private final Entry root;

    TimeChecks(Entry root) {
        this.root = root;
    }

    void run() {
        watchdog(root.get("watchdog"));
        limits(root.get("limits"));
    }

    private static void watchdog(Entry watchdog) {
        Optional<Duration> timeout = aboveZero(watchdog.get("timeout"));
        Optional<Duration> unit = aboveZero(watchdog.get("timeoutUnit"));
        Optional<Duration> keepAlive = aboveZero(watchdog.get("keepAliveInterval"));
        if (timeout.isEmpty()) {
            return;
        }
        Entry at = watchdog.get("timeout");
        long millis = timeout.get().toMillis();
        if (timeout.get().compareTo(LONGEST_WATCHDOG) > 0) {
            at.wrong(TOO_LONG, "2s");
        }
        keepAlive
                .filter(interval -> millis <= KEEP_ALIVES_PER_TIMEOUT * interval.toMillis())
                .ifPresent(interval -> at.wrong(KEEP_ALIVE.with(KEEP_ALIVES_PER_TIMEOUT * interval.toMillis()), null));
        unit.map(Duration::toMillis)
                .filter(step -> millis % step != 0 || millis / step > LARGEST_REGISTER_VALUE)
                .ifPresent(step -> at.wrong(NO_MULTIPLE, null));
    }

    private void limits(Entry limits) {
        Optional<Duration> deadline = aboveZero(limits.get("requestDeadline"));
        aboveZero(limits.get("openingTime"));
        Optional<Duration> arm = limits.get("armWindow").duration();
        if (deadline.isPresent() && arm.isPresent()) {
            long least = REQUESTS_WHILE_ARMED * deadline.get().toMillis();
            if (arm.get().toMillis() < least) {
                limits.get("armWindow").wrong(ARM.with(least), null);
            }
        }
        boolean rtu = root.get("transports").items().stream()
                .anyMatch(item -> item.text().orElse("").startsWith("rtu-"));
        Entry silence = limits.get("silenceBetweenFrames");
        if (rtu && silence.duration().filter(Duration::isZero).isPresent()) {
            silence.wrong(SILENCE, "4ms");
        }
    }

    private static Optional<Duration> aboveZero(Entry entry) {
        Optional<Duration> duration = entry.duration();
        if (duration.filter(Duration::isZero).isPresent()) {
            entry.wrong(ZERO, null);
            return Optional.empty();
        }
        return duration;
    }
}
