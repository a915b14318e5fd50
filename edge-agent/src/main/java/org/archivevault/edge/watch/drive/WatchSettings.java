package org.archivevault.edge.watch.drive;

import java.time.InstantSource;
import java.util.function.LongSupplier;
import org.archivevault.firmware.source.WatchPlan;
import org.archivevault.protocol.link.EdgeId;
import org.jspecify.annotations.Nullable;

/**
 * How a vault is watched.
 *
 * @param edge who we are
 * @param plan the sources, at least one
 * @param password for the devices' broker; null for none
 * @param clock the edge's clock, in milliseconds
 * @param wallClock says when a message was received
 */
public record WatchSettings(
        EdgeId edge, WatchPlan plan, @Nullable String password, LongSupplier clock, InstantSource wallClock) {
    public WatchSettings {
        if (plan.sources().isEmpty() || plan.broker().isEmpty()) {
            throw new IllegalArgumentException("nothing to watch");
        }
    }
}
