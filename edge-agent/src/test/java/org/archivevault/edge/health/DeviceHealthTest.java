package org.archivevault.edge.health;

import static org.assertj.core.api.Assertions.assertThat;

import org.archivevault.protocol.event.EdgeEvent.DeviceHealthChanged;
import org.junit.jupiter.api.Test;

final class DeviceHealthTest {
    private static final long SILENCE = DeviceHealth.SILENCE_MILLIS;

    @Test
    void tellsOnBothEdgesAndOnce() {
        DeviceHealth health = new DeviceHealth("bus", 0);
        // Nothing is said before there is anything to say.
        assertThat(health.change(SILENCE)).isEmpty();
        health.answered(100);
        assertThat(health.change(100)).contains(new DeviceHealthChanged("bus", true, ""));
        assertThat(health.change(200)).isEmpty();
        // One failure is noise.
        health.failed("no answer");
        assertThat(health.change(100 + SILENCE)).isEmpty();
        assertThat(health.change(101 + SILENCE)).contains(new DeviceHealthChanged("bus", false, "no answer"));
        assertThat(health.change(102 + SILENCE)).isEmpty();
        health.answered(9_000);
        assertThat(health.change(9_000)).contains(new DeviceHealthChanged("bus", true, ""));
    }

    @Test
    void aDeviceThatNeverAnswersIsToldToo() {
        DeviceHealth health = new DeviceHealth("bus", 0);
        assertThat(health.change(SILENCE + 1)).contains(new DeviceHealthChanged("bus", false, "silent"));
        assertThat(health.isHealthy(SILENCE + 1)).isFalse();
    }
}
