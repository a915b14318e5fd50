package org.archivevault.bench;

import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.archivevault.link.Qos;
import org.archivevault.link.mqtt.MqttWire;

/**
 * Many sensors behind one bridge that speaks like Zigbee2MQTT: each message has a temperature, a humidity and the time of
 * measuring. The values wander as air does, so that nothing is doubted, and no two messages of a sensor have one time.
 */
final class SensorCrowd implements AutoCloseable {
    /** Temperature and humidity. */
    static final int READINGS_OF_A_MESSAGE = 2;

    /** Messages between two looks at the clock: bursts of 10 ms at 5,000 a second. */
    private static final int BURST = 50;

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration LOOK = Duration.ofMillis(10);

    private final MqttWire wire;
    private final int sensors;
    private final InstantSource clock = InstantSource.system();
    private final AtomicLong left = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private long sent;

    private SensorCrowd(MqttWire wire, int sensors) {
        this.wire = wire;
        this.sensors = sensors;
    }

    static SensorCrowd of(Vertx vertx, Broker broker, int sensors) {
        return new SensorCrowd(BareParts.wire(vertx, broker, "bench-bridge"), sensors);
    }

    static String sensor(int number) {
        return "s-" + number;
    }

    static String device(int number) {
        return "device-" + number;
    }

    /**
     * What was published.
     *
     * @param messages how many left for the broker
     * @param refused how many did not: the connection had no room for them
     * @param seconds that it took: more than asked when it does not keep up
     */
    record Burst(long messages, long refused, double seconds) {}

    /**
     * Publishes at a steady rate.
     *
     * @param prefix of the topics
     * @param perSecond messages
     * @param seconds how long
     * @return what was published
     */
    Burst publish(String prefix, int perSecond, int seconds) {
        long messages = Math.multiplyExact((long) perSecond, seconds);
        left.set(0);
        refused.set(0);
        long began = System.nanoTime();
        for (long i = 0; i < messages; i++) {
            if (i % BURST == 0) {
                long due = began + i * TimeUnit.SECONDS.toNanos(1) / perSecond;
                while (System.nanoTime() < due) {
                    LockSupport.parkNanos(due - System.nanoTime());
                }
            }
            publish(prefix);
        }
        double took = (System.nanoTime() - began) / (double) TimeUnit.SECONDS.toNanos(1);
        Waiting.until("the last message", PATIENCE, LOOK, () -> left.get() + refused.get() == messages);
        return new Burst(left.get(), refused.get(), took);
    }

    private void publish(String prefix) {
        int sensor = (int) (sent % sensors);
        double phase = sent / (double) sensors / 500 + sensor;
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        String payload = "{\"humidity\":" + Math.round(5_000 + 300 * Math.cos(phase)) / 100.0
                + ",\"last_seen\":\"" + now
                + "\",\"linkquality\":120,\"temperature\":" + Math.round(2_000 + 200 * Math.sin(phase)) / 100.0 + "}";
        wire.publish(prefix + "/" + device(sensor), payload.getBytes(StandardCharsets.UTF_8), Qos.AT_MOST_ONCE, false)
                .onComplete(done -> (done.succeeded() ? left : refused).incrementAndGet());
        sent++;
    }

    @Override
    public void close() {
        Waiting.join(wire.close());
    }
}
