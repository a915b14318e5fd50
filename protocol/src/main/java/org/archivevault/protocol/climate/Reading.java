package org.archivevault.protocol.climate;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * One measured value. Its times are kept to the microsecond, as the server's database has them.
 *
 * @param sensor which sensor
 * @param quantity what it measures
 * @param value in the quantity's unit; finite
 * @param sourceTime when it was measured, on the clock of the device or its bridge; null when that says nothing
 * @param receivedAt when the edge got it, on the edge's wall clock
 * @param quality how far it is to be believed
 * @param historical true when the device itself had kept it back: it tells of the past, and is never a live value (I18)
 */
public record Reading(
        SensorId sensor,
        Quantity quantity,
        double value,
        @Nullable Instant sourceTime,
        Instant receivedAt,
        Quality quality,
        boolean historical) {
    public Reading {
        if (!Double.isFinite(value)) {
            // Not by Token: its sentence would be made for each of millions of readings.
            throw new IllegalArgumentException("value of " + quantity.wireName() + " is no number: " + value);
        }
        sourceTime = sourceTime == null ? null : sourceTime.truncatedTo(ChronoUnit.MICROS);
        receivedAt = receivedAt.truncatedTo(ChronoUnit.MICROS);
    }

    /**
     * When it was measured, as well as can be told.
     *
     * @return the source's time, else the time of receipt
     */
    public Instant at() {
        return sourceTime != null ? sourceTime : receivedAt;
    }
}
