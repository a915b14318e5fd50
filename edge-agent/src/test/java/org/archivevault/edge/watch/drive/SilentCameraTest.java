package org.archivevault.edge.watch.drive;

import static org.archivevault.edge.watch.drive.Watching.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.archivevault.edge.watch.Plans;
import org.archivevault.firmware.source.SourceProfileLoader;
import org.archivevault.link.testing.MosquittoBroker;
import org.archivevault.protocol.event.GuardState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/** An ONVIF camera, which tells changes only, on a real broker: what is known of its aisle when it dies. */
@Execution(ExecutionMode.SAME_THREAD)
@EnabledIf("brokerIsInstalled")
@ResourceLock(value = "processors", mode = ResourceAccessMode.READ)
final class SilentCameraTest {
    private static final Duration PATIENCE = Watching.PATIENCE;
    /** The bundled profile's. */
    private static final long LIFE_MILLIS = 10_000;

    private static final String DEVICE = "onvif/" + Plans.CAMERA.value().replace('-', '_');
    private static final String INSIDE = DEVICE + "/onvif-ej/RuleEngine/FieldDetector/ObjectsInside/&1/2/aisle_03";

    @TempDir
    Path folder;

    private final Vertx vertx = Vertx.vertx();
    private MosquittoBroker broker;
    private Devices devices;

    static boolean brokerIsInstalled() {
        return MosquittoBroker.isInstalled();
    }

    @BeforeEach
    void start() {
        broker = MosquittoBroker.start(folder);
        devices = new Devices(vertx, broker.url());
        await("devices").atMost(PATIENCE).until(devices::connected);
    }

    @AfterEach
    void stop() {
        get(devices.close());
        get(vertx.close());
        broker.close();
    }

    private Watching watch() {
        return Watching.start(vertx, Plans.oneCamera(broker.url(), SourceProfileLoader.bundled("onvif-1"), "onvif", 3));
    }

    private Future<?> inside(boolean somebody) {
        String event =
                "{\"UtcTime\":\"2026-03-01T07:30:00Z\",\"Source\":{\"Rule\":\"aisle_03\"},\"Data\":{\"IsInside\":\""
                        + somebody + "\"}}";
        return devices.publishRetained(INSIDE, event.getBytes(StandardCharsets.UTF_8));
    }

    private void frame() {
        get(devices.publish(
                DEVICE + "/onvif-mj/VideoAnalytics/Profile_1/Objects",
                "{\"Frame\":{}}".getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void whatTheBrokerHasKeptOfADeadCameraIsNotBelieved() {
        // GIVEN a camera that said "nobody" and died; the broker still tells it
        get(inside(false));
        Watching watch = watch();
        await().atMost(PATIENCE).until(() -> watch.gauge("watch_camera_trusted{camera=\"cam-b1\"}", -1) == 0);

        // THEN nobody knows
        watch.awaitAisle(GuardState.UNKNOWN);

        // and once it gives a sign of life its word counts, as long as it lives
        frame();
        watch.awaitAisle(GuardState.CLEAR);
        get(inside(true));
        watch.awaitAisle(GuardState.TRIPPED);
        get(inside(false));
        watch.awaitAisle(GuardState.CLEAR);
        long lastWord = watch.clock.millis();

        // and when it falls silent, nobody knows again, after its time and not before
        watch.awaitAisle(GuardState.UNKNOWN);
        long took = watch.firstUnknownAfter(lastWord) - lastWord;
        System.out.println("silent camera: unknown after ms: " + took);
        assertThat(took).isGreaterThan(LIFE_MILLIS - 2_000);

        // and a new sign of life alone does not bring it back: it may have missed who came
        frame();
        await().during(Duration.ofSeconds(1)).atMost(PATIENCE).until(() -> watch.aisle() == GuardState.UNKNOWN);
        get(inside(false));
        watch.awaitAisle(GuardState.CLEAR);
    }

    @Test
    void aLastWillEndsABeliefAtOnce() {
        get(inside(false));
        get(devices.publishRetained(DEVICE + "/status", "online".getBytes(StandardCharsets.UTF_8)));
        Watching watch = watch();
        watch.awaitAisle(GuardState.CLEAR);
        get(devices.publishRetained(DEVICE + "/status", "offline".getBytes(StandardCharsets.UTF_8)));
        watch.awaitAisle(GuardState.UNKNOWN);
    }
}
