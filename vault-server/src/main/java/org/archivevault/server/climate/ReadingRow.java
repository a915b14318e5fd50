package org.archivevault.server.climate;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.archivevault.protocol.climate.Reading;
import org.archivevault.protocol.climate.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * A reading on its way into the history.
 *
 * @param reading what came
 * @param at the time that it is kept under
 * @param zone from the plan
 */
record ReadingRow(Reading reading, Instant at, @Nullable ZoneId zone) {
    private record Series(String sensor, String quantity) {}

    @Nullable
    String zoneName() {
        return zone == null ? null : zone.value();
    }

    String sensor() {
        return reading.sensor().value();
    }

    String quantity() {
        return reading.quantity().wireName();
    }

    /**
     * The newest of each sensor and quantity. What a device had kept back is not among them (I18); of two of the same
     * time the first stands, as in the history.
     */
    static Collection<ReadingRow> latest(List<ReadingRow> rows) {
        Map<Series, ReadingRow> latest = new HashMap<>();
        for (ReadingRow row : rows) {
            if (!row.reading().historical()) {
                latest.merge(
                        new Series(row.sensor(), row.quantity()),
                        row,
                        (held, next) -> next.at().isAfter(held.at()) ? next : held);
            }
        }
        return latest.values();
    }
}
