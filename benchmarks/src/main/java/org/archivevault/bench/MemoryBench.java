package org.archivevault.bench;

import java.time.Duration;

/** What an edge agent that has nothing to do keeps in memory. */
final class MemoryBench {
    private static final Duration IDLE = Duration.ofSeconds(20);
    private static final double LIMIT_MEGABYTES = 128;

    private final ShelvingRig rig;
    private final Report report;

    MemoryBench(ShelvingRig rig, Report report) {
        this.rig = rig;
        this.report = report;
    }

    void run() {
        report.progress("memory: %d s idle", IDLE.toSeconds());
        Waiting.idle(IDLE);
        report.add(Figure.atMost(
                "idle edge agent, resident", rig.edge().residentMegabytes(), "limit", LIMIT_MEGABYTES, "MB", 1));
    }

    /** The same once it has worked. */
    void afterWork() {
        report.add(Figure.atMost(
                "edge agent after the openings, resident",
                rig.edge().residentMegabytes(),
                "limit",
                LIMIT_MEGABYTES,
                "MB",
                1));
    }
}
