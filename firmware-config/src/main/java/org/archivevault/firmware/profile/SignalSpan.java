package org.archivevault.firmware.profile;

import java.util.List;

/**
 * Which bits of a table a signal takes. A register table is counted in sixteen bits per register, a bit table in bits.
 *
 * @param table the table
 * @param first first bit
 * @param width bits of one value
 */
record SignalSpan(ShelvingProfile.Table table, int first, int width) {
    private static final int REGISTER_BITS = 16;

    static SignalSpan of(ShelvingProfile.Signal signal) {
        if (isBitTable(signal.table())) {
            return new SignalSpan(signal.table(), signal.pduAddress(), 1);
        }
        Integer bit = signal.bit();
        int first = signal.pduAddress() * REGISTER_BITS + (bit == null ? 0 : bit);
        return new SignalSpan(signal.table(), first, width(signal.type()));
    }

    static boolean isBitTable(ShelvingProfile.Table table) {
        return table == ShelvingProfile.Table.COIL || table == ShelvingProfile.Table.DISCRETE_INPUT;
    }

    private static int width(ShelvingProfile.ValueType type) {
        return switch (type) {
            case BIT -> 1;
            case UINT16, INT16 -> REGISTER_BITS;
            case UINT32, INT32 -> 2 * REGISTER_BITS;
        };
    }

    /** Whether one request of this group reads the (first) value as a whole. */
    boolean isReadBy(ShelvingProfile.PollGroup group) {
        return table == group.table() && first >= start(group) && first + width <= end(group);
    }

    private static int unit(ShelvingProfile.PollGroup group) {
        return isBitTable(group.table()) ? 1 : REGISTER_BITS;
    }

    private static int start(ShelvingProfile.PollGroup group) {
        return group.pduAddress() * unit(group);
    }

    private static int end(ShelvingProfile.PollGroup group) {
        return (group.pduAddress() + group.count()) * unit(group);
    }

    boolean overlaps(SignalSpan other) {
        return table == other.table && first < other.first + other.width && other.first < first + width;
    }

    /** How many values fit from the first to the end of its poll group or to the next signal. */
    static int capacity(
            ShelvingProfile.Signal array,
            List<ShelvingProfile.PollGroup> groups,
            List<ShelvingProfile.Signal> signals) {
        SignalSpan span = of(array);
        int end = groups.stream()
                .filter(span::isReadBy)
                .mapToInt(SignalSpan::end)
                .max()
                .orElse(span.first);
        int next = signals.stream()
                .map(SignalSpan::of)
                .filter(other -> other.table == span.table && other.first > span.first)
                .mapToInt(SignalSpan::first)
                .min()
                .orElse(Integer.MAX_VALUE);
        return (Math.min(end, next) - span.first) / span.width;
    }
}
