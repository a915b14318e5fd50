package org.archivevault.simulator.watch;

import java.util.Optional;
import org.archivevault.firmware.source.WatchPlan;

/**
 * How a vault's sensors and cameras are simulated.
 *
 * @param plan its zones, sensors and cameras
 * @param url the broker, {@code tcp://host:port}
 * @param userName empty for none
 * @param password empty for none
 * @param everyMillis how often each sensor says something, in milliseconds, 10–3,600,000
 * @param seed of the climate
 */
public record WatchSettings(
        WatchPlan plan, String url, Optional<String> userName, Optional<String> password, long everyMillis, long seed) {
    public WatchSettings {
        if (everyMillis < 10 || everyMillis > 3_600_000) {
            throw new IllegalArgumentException("a sensor speaks every 10 ms to an hour, not " + everyMillis + " ms");
        }
    }

    @Override
    public String toString() {
        return "WatchSettings[" + url + ", " + plan.sources().size() + " sources]";
    }
}
