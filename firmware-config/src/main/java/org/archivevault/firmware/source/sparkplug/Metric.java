package org.archivevault.firmware.source.sparkplug;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One metric of a payload.
 *
 * @param name null in data that names it by its alias only
 * @param alias null when it has none
 * @param timestamp milliseconds since 1970; null when it has none of its own
 * @param dataType number of its type (Sparkplug 3.0, 6.4.16); 0 when it is left out
 * @param historical whether it tells of the past
 * @param value a number, a truth value or a text; null when it has none, or one of another kind
 * @param properties its properties that are texts
 */
public record Metric(
        @Nullable String name,
        @Nullable Long alias,
        @Nullable Long timestamp,
        int dataType,
        boolean historical,
        @Nullable Object value,
        Map<String, String> properties) {
    private static final int INT8 = 1;
    private static final int INT16 = 2;
    private static final int INT32 = 3;
    private static final int INT64 = 4;
    private static final int UINT64 = 8;
    /** 2⁶³, by which a long that is meant without a sign reads too low. */
    private static final double HALF = 0x1p63;

    public Metric {
        properties = Map.copyOf(properties);
    }

    /**
     * The value, whose sign only its type tells: the wire has unsigned integers of 32 and 64 bits for all whole numbers.
     *
     * @param typeAtBirth the type that the metric was born with, for data that leaves it out
     * @return a number, a truth value, a text, or null
     */
    public @Nullable Object valueAs(int typeAtBirth) {
        if (!(value instanceof Long bits)) {
            return value;
        }
        return switch (dataType == 0 ? typeAtBirth : dataType) {
            case INT8 -> (double) bits.byteValue();
            case INT16 -> (double) bits.shortValue();
            case INT32 -> (double) bits.intValue();
            case INT64 -> bits.doubleValue();
            case UINT64 -> bits >= 0 ? bits.doubleValue() : (bits & Long.MAX_VALUE) + HALF;
            default -> bits.doubleValue();
        };
    }
}
