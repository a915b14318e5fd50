package org.archivevault.system.parts;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Sensors behind a bridge that speaks as Zigbee2MQTT does, each through a mosquitto_pub of its own. What is measured
 * while the broker is away is gone, as with the real one.
 */
public final class SensorBridge implements AutoCloseable {
    private final int brokerPort;
    private final List<String> devices;
    private final Part[] pipes;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private volatile double celsius = 20;
    private long measured;

    private final ScheduledFuture<?> measuring;

    private SensorBridge(int brokerPort, List<String> devices, Duration every) {
        this.brokerPort = brokerPort;
        this.devices = List.copyOf(devices);
        this.pipes = new Part[devices.size()];
        this.measuring = clock.scheduleAtFixedRate(this::measure, 0, every.toMillis(), TimeUnit.MILLISECONDS);
    }

    /**
     * Starts measuring: temperature and humidity of each device in every period.
     *
     * @param brokerPort where the broker is
     * @param devices their friendly names
     * @param every the period
     * @return the bridge; {@link #close} ends it
     */
    public static SensorBridge start(int brokerPort, List<String> devices, Duration every) {
        return new SensorBridge(brokerPort, devices, every);
    }

    /**
     * The air from now on.
     *
     * @param degrees °C, but for a few hundredths that tell one reading from the next
     */
    public void air(double degrees) {
        celsius = degrees;
    }

    private void measure() {
        measured++;
        for (int i = 0; i < pipes.length; i++) {
            try {
                if (pipes[i] == null || !pipes[i].alive()) {
                    pipes[i] = pipe(devices.get(i));
                }
                pipes[i].tell(message());
            } catch (UncheckedIOException gone) {
                // With the broker: the next reading finds it again, or not.
                pipes[i].close();
            }
        }
    }

    private Part pipe(String device) {
        return Part.start(
                "mosquitto_pub",
                Path.of("/tmp"),
                "mosquitto_pub",
                "-p",
                Integer.toString(brokerPort),
                "-t",
                "zigbee2mqtt/" + device,
                "-q",
                "1",
                "-l");
    }

    private String message() {
        ObjectNode message = JsonNodeFactory.instance.objectNode();
        message.put("temperature", Math.round((celsius + measured % 20 / 100.0) * 100) / 100.0);
        message.put("humidity", 50 + measured % 10 / 10.0);
        message.put("last_seen", Instant.now().toString());
        return message.toString();
    }

    @Override
    public void close() {
        boolean brokenOff = measuring.isDone();
        clock.shutdownNow();
        try {
            if (!clock.awaitTermination(20, TimeUnit.SECONDS)) {
                throw new AssertionError("the bridge does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        for (Part pipe : pipes) {
            if (pipe != null) {
                pipe.close();
            }
        }
        if (brokenOff) {
            throw new AssertionError("the bridge stopped measuring: " + measuring);
        }
    }
}
