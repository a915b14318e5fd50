package org.archivevault.edge.shelving.modbus;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What to read next. The most overdue task comes first, so that a line too slow for its plan still reads everything in
 * turn. Times are milliseconds on the edge's clock.
 *
 * @param <T> what a task is
 */
final class PollSchedule<T> {
    private static final class Entry<T> {
        private final T task;
        private final int unit;
        private final boolean verifies;
        private final long intervalMillis;
        private long dueAt;

        Entry(T task, int unit, boolean verifies, long intervalMillis, long dueAt) {
            this.task = task;
            this.unit = unit;
            this.verifies = verifies;
            this.intervalMillis = intervalMillis;
            this.dueAt = dueAt;
        }
    }

    private final List<Entry<T>> entries = new ArrayList<>();

    void add(T task, int unit, boolean verifies, long intervalMillis, long firstDueAt) {
        entries.add(new Entry<>(task, unit, verifies, intervalMillis, firstDueAt));
    }

    /** When the next task is due. */
    long nextDueAt() {
        return entries.stream().mapToLong(e -> e.dueAt).min().orElse(Long.MAX_VALUE);
    }

    /** Takes the most overdue task and plans its next turn; null when none is due. */
    @Nullable
    T take(long now) {
        Entry<T> most = null;
        for (Entry<T> entry : entries) {
            if (entry.dueAt <= now && (most == null || entry.dueAt < most.dueAt)) {
                most = entry;
            }
        }
        if (most == null) {
            return null;
        }
        most.dueAt = Math.max(most.dueAt + most.intervalMillis, now + most.intervalMillis / 2);
        return most.task;
    }

    /** Every state task is due now; those of one unit before all others. */
    void readNow(@Nullable Integer first, long now) {
        for (Entry<T> entry : entries) {
            if (!entry.verifies) {
                boolean before = first != null && entry.unit == first;
                entry.dueAt = Math.min(entry.dueAt, before ? now - entry.intervalMillis : now);
            }
        }
    }

    /** The verification of a unit is due now. */
    void verifyNow(int unit, long now) {
        for (Entry<T> entry : entries) {
            if (entry.verifies && entry.unit == unit) {
                entry.dueAt = Math.min(entry.dueAt, now);
            }
        }
    }
}
