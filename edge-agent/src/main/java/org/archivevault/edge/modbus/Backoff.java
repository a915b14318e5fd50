package org.archivevault.edge.modbus;

import java.time.Duration;

/**
 * A pause that doubles with every failure in a row, up to a limit.
 *
 * @param first after the first failure, above zero
 * @param longest at most, not below {@code first}
 */
public record Backoff(Duration first, Duration longest) {
    /** Beyond 2^20 times the first pause no sensible limit is left; keeps the shift from overflowing. */
    private static final int MOST_DOUBLINGS = 20;

    public Backoff {
        if (first.isZero() || first.isNegative() || longest.compareTo(first) < 0) {
            throw new IllegalArgumentException("0 < first <= longest: " + first + ", " + longest);
        }
    }

    /**
     * The pause after some failures in a row.
     *
     * @param failuresInARow 1 upwards
     * @return from {@code first} to {@code longest}
     */
    public Duration after(int failuresInARow) {
        if (failuresInARow < 1) {
            throw new IllegalArgumentException("no pause without a failure");
        }
        Duration pause = first.multipliedBy(1L << Math.min(failuresInARow - 1, MOST_DOUBLINGS));
        return pause.compareTo(longest) > 0 ? longest : pause;
    }
}
