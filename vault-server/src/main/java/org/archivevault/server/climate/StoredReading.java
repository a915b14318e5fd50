package org.archivevault.server.climate;

import java.time.Instant;
import org.archivevault.protocol.climate.Reading;
import org.archivevault.protocol.climate.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * A reading as it is kept.
 *
 * @param reading what was measured; its {@code at()} is the time that the history has it under
 * @param zone whose climate it tells of, as the plan said at intake; null for a sensor that the plan did not name
 * @param storedAt when the server took it in, on the server's clock
 */
public record StoredReading(Reading reading, @Nullable ZoneId zone, Instant storedAt) {}
