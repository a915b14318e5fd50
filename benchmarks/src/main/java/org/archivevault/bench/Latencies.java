package org.archivevault.bench;

import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** How long something took, many times. */
final class Latencies {
    private static final double NANOS_PER_MILLI = 1e6;
    private static final int DIGITS = 3;

    private final Histogram nanos = new ConcurrentHistogram(DIGITS);

    void add(long tookNanos) {
        nanos.recordValue(Math.max(0, tookNanos));
    }

    long count() {
        return nanos.getTotalCount();
    }

    /** In milliseconds. */
    double p50() {
        return nanos.getValueAtPercentile(50) / NANOS_PER_MILLI;
    }

    /** In milliseconds. */
    double p99() {
        return nanos.getValueAtPercentile(99) / NANOS_PER_MILLI;
    }
}
