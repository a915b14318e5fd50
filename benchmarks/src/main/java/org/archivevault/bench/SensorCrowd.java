package org.archivevault.bench;

import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Many sensors behind one bridge that speaks like Zigbee2MQTT: each message has a temperature, a humidity and the time of
 * measuring. The values wander as air does, so that nothing is doubted, and no two messages of a sensor have one time.
 */
final class SensorCrowd implements AutoCloseable {
    /** Temperature and humidity. */
    static final int READINGS_OF_A_MESSAGE = 2;

    /** Messages between two looks at the clock: bursts of 10 ms at 5,000 a second. */
    private static final int BURST = 50;

    private final BareMqtt mqtt;
    private final int sensors;
    private final InstantSource clock = InstantSource.system();
    private long sent;

    private SensorCrowd(BareMqtt mqtt, int sensors) {
        this.mqtt = mqtt;
        this.sensors = sensors;
    }

    static SensorCrowd of(Broker broker, int sensors) {
        return new SensorCrowd(BareMqtt.connect(broker.port(), "bench-bridge"), sensors);
    }

    static String sensor(int number) {
        return "s-" + number;
    }

    static String device(int number) {
        return "device-" + number;
    }

    /**
     * Publishes at a steady rate, each message with QoS 0, as bridges do.
     *
     * @param prefix of the topics
     * @param perSecond messages
     * @param seconds how long
     * @return how long it took, in seconds: more than asked when the broker does not keep up
     */
    double publish(String prefix, int perSecond, int seconds) {
        long messages = Math.multiplyExact((long) perSecond, seconds);
        long began = System.nanoTime();
        for (long i = 0; i < messages; i++) {
            if (i % BURST == 0) {
                mqtt.flush();
                long due = began + i * TimeUnit.SECONDS.toNanos(1) / perSecond;
                while (System.nanoTime() < due) {
                    LockSupport.parkNanos(due - System.nanoTime());
                }
            }
            publish(prefix);
        }
        mqtt.flush();
        return (System.nanoTime() - began) / (double) TimeUnit.SECONDS.toNanos(1);
    }

    private void publish(String prefix) {
        int sensor = (int) (sent % sensors);
        double phase = sent / (double) sensors / 500 + sensor;
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        mqtt.publish(
                prefix + "/" + device(sensor),
                "{\"humidity\":" + Math.round(5_000 + 300 * Math.cos(phase)) / 100.0
                        + ",\"last_seen\":\"" + now
                        + "\",\"linkquality\":120,\"temperature\":"
                        + Math.round(2_000 + 200 * Math.sin(phase)) / 100.0 + "}");
        sent++;
    }

    @Override
    public void close() throws IOException {
        mqtt.close();
    }
}
