package org.archivevault.edge.watch.drive;

import static org.awaitility.Awaitility.await;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.archivevault.link.Qos;
import org.archivevault.link.mqtt.MqttSettings;
import org.archivevault.link.mqtt.MqttWire;

/** A Zigbee bridge and a Frigate with one camera, as they speak on a broker. */
public final class Devices {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** What was published for the camera system to answer. */
    public final List<String> asked = new CopyOnWriteArrayList<>();

    private final Set<String> people = ConcurrentHashMap.newKeySet();
    private final MqttWire wire;
    private volatile boolean answers = true;

    public Devices(Vertx vertx, String url) {
        wire = MqttWire.open(
                vertx,
                new MqttSettings(url, "devices-" + UUID.randomUUID(), null, null, null),
                () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()));
        wire.subscribe("frigate/onConnect", Qos.AT_LEAST_ONCE, (topic, payload, at) -> {
            asked.add(topic);
            if (answers) {
                saysAll();
            }
        });
        wire.onConnectionChange(up -> {
            if (up) {
                wire.publish("frigate/available", bytes("online"), Qos.AT_LEAST_ONCE, true);
            }
        });
        await("devices connected").atMost(PATIENCE).until(wire::connected);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Whether the camera system answers when it is asked to say all anew. */
    public void answers(boolean yes) {
        answers = yes;
    }

    private void saysAll() {
        StringBuilder objects = new StringBuilder();
        for (String zone : people) {
            objects.append(objects.length() == 0 ? "" : ",")
                    .append("{\"id\":\"1.2-a\",\"label\":\"person\",\"stationary\":false,\"current_zones\":[\"")
                    .append(zone)
                    .append("\"]}");
        }
        publish(
                "frigate/camera_activity",
                "{\"cam_b1\":{\"config\":{\"detect\":true,\"enabled\":true,\"snapshots\":true},\"motion\":false,"
                        + "\"objects\":[" + objects + "]}}");
    }

    /** Somebody comes into a zone, or leaves it. */
    public void person(String zone, boolean there) {
        if (there) {
            people.add(zone);
        } else {
            people.remove(zone);
        }
        publish("frigate/" + zone + "/person", there ? "1" : "0");
    }

    /** A sensor of the bridge measures. */
    public Future<Void> measures(String device, double celsius, Instant at) {
        return publish("zigbee2mqtt/" + device, "{\"temperature\":" + celsius + ",\"last_seen\":\"" + at + "\"}");
    }

    public Future<Void> publish(String topic, String text) {
        return publish(topic, bytes(text));
    }

    public Future<Void> publish(String topic, byte[] payload) {
        return wire.publish(topic, payload, Qos.AT_LEAST_ONCE, false);
    }

    public Future<Void> publishRetained(String topic, byte[] payload) {
        return wire.publish(topic, payload, Qos.AT_LEAST_ONCE, true);
    }

    public boolean connected() {
        return wire.connected();
    }

    public Future<Void> close() {
        return wire.close();
    }
}
