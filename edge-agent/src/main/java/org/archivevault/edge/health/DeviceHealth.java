package org.archivevault.edge.health;

import java.util.Optional;
import org.archivevault.protocol.event.EdgeEvent.DeviceHealthChanged;
import org.jspecify.annotations.Nullable;

/**
 * The health of one device: well while it answers, unwell once it has not answered as it should for {@link
 * #SILENCE_MILLIS}. Pure; times are milliseconds on the edge's clock.
 */
final class DeviceHealth {
    /** Longer than one lost request or a reconnect, short enough to be told within 2 s. */
    static final long SILENCE_MILLIS = 1_500;

    private final String device;
    private final long since;
    private @Nullable Long lastGoodAt;
    private String lastFailure = "";
    private @Nullable Boolean told;

    /** A device that has {@link #SILENCE_MILLIS} from now to answer for the first time. */
    DeviceHealth(String device, long now) {
        this.device = device;
        this.since = now;
    }

    void answered(long now) {
        lastGoodAt = now;
        lastFailure = "";
    }

    void failed(String sentence) {
        lastFailure = sentence;
    }

    /** What has changed since this was last asked: told on both edges, and once at the beginning. */
    Optional<DeviceHealthChanged> change(long now) {
        if (lastGoodAt == null && !isSilent(now)) {
            return Optional.empty();
        }
        boolean healthy = !isSilent(now);
        if (told != null && told == healthy) {
            return Optional.empty();
        }
        told = healthy;
        return Optional.of(new DeviceHealthChanged(device, healthy, detail(now)));
    }

    private boolean isSilent(long now) {
        return now - (lastGoodAt == null ? since : lastGoodAt) > SILENCE_MILLIS;
    }

    boolean isHealthy(long now) {
        return lastGoodAt != null && !isSilent(now);
    }

    /** What is wrong; empty when nothing is. */
    String detail(long now) {
        if (isHealthy(now)) {
            return "";
        }
        return lastFailure.isEmpty() ? "silent" : lastFailure;
    }
}
