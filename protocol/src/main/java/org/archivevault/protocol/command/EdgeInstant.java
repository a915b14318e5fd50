package org.archivevault.protocol.command;

import java.util.UUID;

/**
 * A point on one edge agent's monotonic clock. Two instants compare only when their {@code boot} is the same: each start
 * of an edge process is a clock of its own.
 *
 * @param boot random per start of the edge process
 * @param millis milliseconds on that process's monotonic clock
 */
public record EdgeInstant(UUID boot, long millis) {
    /**
     * The same clock, later (or earlier, for a negative number).
     *
     * @param later milliseconds to add
     * @return the moved instant
     */
    public EdgeInstant plusMillis(long later) {
        return new EdgeInstant(boot, millis + later);
    }
}
