package org.archivevault.server.preservation;

import java.time.Instant;
import org.archivevault.protocol.climate.Quantity;

/**
 * A believable value of a zone's air.
 *
 * @param zone whose
 * @param sensor which sensor measured it
 * @param quantity temperature or humidity
 * @param at when it was measured
 * @param value in the quantity's unit
 */
record Sample(String zone, String sensor, Quantity quantity, Instant at, double value) {
    Sample {
        if (quantity != Quantity.TEMPERATURE && quantity != Quantity.HUMIDITY) {
            throw new IllegalArgumentException("no figure is made of " + quantity.wireName());
        }
    }
}
