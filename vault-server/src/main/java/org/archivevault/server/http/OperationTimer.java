package org.archivevault.server.http;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The timers of one operation, one per class of status, made once so that a request looks nothing up. */
final class OperationTimer {
    private static final Duration[] BUCKETS = {
        Duration.ofMillis(1),
        Duration.ofMillis(5),
        Duration.ofMillis(20),
        Duration.ofMillis(50),
        Duration.ofMillis(200),
        Duration.ofSeconds(1),
        Duration.ofSeconds(2)
    };
    private static final int CLASSES = 6;

    private final Timer[] byClass = new Timer[CLASSES];

    OperationTimer(MeterRegistry metrics, String operation) {
        for (int i = 0; i < CLASSES; i++) {
            byClass[i] = Timer.builder("vault.http.requests")
                    .description("Answered HTTP requests")
                    .tag("operation", operation)
                    .tag("status", i + "xx")
                    .serviceLevelObjectives(BUCKETS)
                    .register(metrics);
        }
    }

    void answered(int status, long nanos) {
        byClass[Math.min(status / 100, CLASSES - 1)].record(nanos, TimeUnit.NANOSECONDS);
    }
}
