package org.archivevault.edge.shelving;

import java.util.ArrayList;
import java.util.List;

/**
 * Values that one answer of one unit gave.
 *
 * @param unit who answered
 * @param observedAt when the question was asked, in milliseconds on the edge's clock: what was read is at most that old
 * @param values which values, and what they are
 */
public record Readings(int unit, long observedAt, List<Value> values) {
    public Readings {
        values = List.copyOf(values);
    }

    /**
     * One value.
     *
     * @param wire its number in {@link BlockLayout#wires()}
     * @param value scaled; 0 or 1 for a bit
     */
    public record Value(int wire, long value) {}

    /**
     * Collects the values of one answer.
     *
     * @param unit who answered
     * @param observedAt when the question was asked
     * @return a collector
     */
    public static Collector of(int unit, long observedAt) {
        return new Collector(unit, observedAt);
    }

    /** Collects the values of one answer. */
    public static final class Collector {
        private final int unit;
        private final long observedAt;
        private final List<Value> values = new ArrayList<>();

        private Collector(int unit, long observedAt) {
            this.unit = unit;
            this.observedAt = observedAt;
        }

        /**
         * Adds a value.
         *
         * @param wire its number in {@link BlockLayout#wires()}
         * @param value scaled
         * @return this
         */
        public Collector add(int wire, long value) {
            values.add(new Value(wire, value));
            return this;
        }

        /**
         * All of them.
         *
         * @return the readings
         */
        public Readings done() {
            return new Readings(unit, observedAt, values);
        }
    }
}
