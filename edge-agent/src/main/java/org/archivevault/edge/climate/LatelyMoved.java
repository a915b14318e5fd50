package org.archivevault.edge.climate;

/** Between what values a series has been of late: one pair for each hour of {@link PlausibilityRules#STUCK}. */
final class LatelyMoved {
    private static final long HOUR_MILLIS = 3_600_000;
    private static final int HOURS = (int) PlausibilityRules.STUCK.toHours() + 1;

    private final long[] hour = new long[HOURS];
    private final double[] least = new double[HOURS];
    private final double[] most = new double[HOURS];

    LatelyMoved() {
        java.util.Arrays.fill(hour, Long.MIN_VALUE);
    }

    void add(double value, long atMillis) {
        long now = Math.floorDiv(atMillis, HOUR_MILLIS);
        int slot = (int) Math.floorMod(now, (long) HOURS);
        if (hour[slot] != now) {
            hour[slot] = now;
            least[slot] = value;
            most[slot] = value;
        } else {
            least[slot] = Math.min(least[slot], value);
            most[slot] = Math.max(most[slot], value);
        }
    }

    /** By how much it has moved in the hours before a moment; 0 when nothing is known. */
    double by(long atMillis) {
        long now = Math.floorDiv(atMillis, HOUR_MILLIS);
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (int slot = 0; slot < HOURS; slot++) {
            if (hour[slot] <= now && hour[slot] > now - HOURS) {
                low = Math.min(low, least[slot]);
                high = Math.max(high, most[slot]);
            }
        }
        return high < low ? 0 : high - low;
    }
}
