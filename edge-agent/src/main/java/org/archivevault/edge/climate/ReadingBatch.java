package org.archivevault.edge.climate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.archivevault.protocol.climate.Reading;
import org.archivevault.protocol.event.EdgeEvent.ReadingsTaken;

/** Readings that share an event: as many as fit one, but none waits longer than {@link ClimateLimits#BATCH_MILLIS}. */
public final class ReadingBatch {
    private List<Reading> waiting = new ArrayList<>();
    private long since;

    /**
     * Adds a reading.
     *
     * @param reading in the order of receipt
     * @param now milliseconds on the edge's clock
     * @return an event that has become full
     */
    public Optional<ReadingsTaken> add(Reading reading, long now) {
        if (waiting.isEmpty()) {
            since = now;
        }
        waiting.add(reading);
        return waiting.size() == ReadingsTaken.MAX_READINGS ? rest() : Optional.empty();
    }

    /**
     * Looks whether the first has waited long enough.
     *
     * @param now milliseconds on the edge's clock
     * @return an event that is due
     */
    public Optional<ReadingsTaken> due(long now) {
        return !waiting.isEmpty() && now - since >= ClimateLimits.BATCH_MILLIS ? rest() : Optional.empty();
    }

    /**
     * Takes what waits, however little.
     *
     * @return an event, if there is a reading
     */
    public Optional<ReadingsTaken> rest() {
        if (waiting.isEmpty()) {
            return Optional.empty();
        }
        ReadingsTaken event = new ReadingsTaken(waiting);
        waiting = new ArrayList<>();
        return Optional.of(event);
    }
}
