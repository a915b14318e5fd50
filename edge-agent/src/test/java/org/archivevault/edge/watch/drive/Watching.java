package org.archivevault.edge.watch.drive;

import static org.awaitility.Awaitility.await;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.archivevault.edge.shelving.AislesSeen;
import org.archivevault.edge.shelving.drive.EdgeClock;
import org.archivevault.firmware.source.WatchPlan;
import org.archivevault.protocol.address.BlockId;
import org.archivevault.protocol.climate.Reading;
import org.archivevault.protocol.event.EdgeEvent;
import org.archivevault.protocol.event.GuardState;
import org.archivevault.protocol.link.EdgeId;

/** The watch of an edge without the edge around it: what it records, and what it says of aisle 3. */
final class Watching implements WatchSurroundings {
    static final Duration PATIENCE = Duration.ofSeconds(30);

    final EdgeClock clock = EdgeClock.start();
    final List<EdgeEvent> events = new CopyOnWriteArrayList<>();
    final Map<String, String> health = new ConcurrentHashMap<>();
    /** Every word about aisle 3, with its time. */
    final List<AislesSeen> seen = new CopyOnWriteArrayList<>();

    volatile boolean diskFull;
    private final WatchVerticle verticle;

    private Watching(WatchPlan plan) {
        verticle = new WatchVerticle(
                new WatchSettings(new EdgeId("edge-v1"), plan, null, clock::millis, InstantSource.system()), this);
    }

    /** Starts it as an edge does, on a thread of its own; it is connected. */
    static Watching start(Vertx vertx, WatchPlan plan) {
        Watching watching = new Watching(plan);
        get(vertx.deployVerticle(
                watching.verticle,
                new DeploymentOptions()
                        .setThreadingModel(ThreadingModel.WORKER)
                        .setWorkerPoolName("watch")
                        .setWorkerPoolSize(1)));
        watching.awaitGauge("watch_connected", 1);
        return watching;
    }

    static <T> T get(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public Future<?> record(EdgeEvent event) {
        if (diskFull) {
            return Future.failedFuture("disk full");
        }
        events.add(event);
        return Future.succeededFuture();
    }

    @Override
    public void seen(BlockId block, AislesSeen word) {
        seen.add(word);
    }

    @Override
    public double telemetryFill() {
        return 0;
    }

    @Override
    public void answered(String device) {
        health.put(device, "");
    }

    @Override
    public void failed(String device, String sentence) {
        health.put(device, sentence);
    }

    long gauge(String name, long otherwise) {
        return verticle.gauges().getOrDefault(name, otherwise).longValue();
    }

    void awaitGauge(String name, long value) {
        await(name).atMost(PATIENCE).until(() -> gauge(name, -1) == value);
    }

    List<Reading> readings() {
        return events.stream()
                .filter(EdgeEvent.ReadingsTaken.class::isInstance)
                .flatMap(e -> ((EdgeEvent.ReadingsTaken) e).readings().stream())
                .toList();
    }

    GuardState aisle() {
        return state(seen.get(seen.size() - 1));
    }

    static GuardState state(AislesSeen word) {
        AislesSeen.Sight sight = word.aisles().get(3);
        return sight == null ? GuardState.UNKNOWN : sight.state();
    }

    void awaitAisle(GuardState state) {
        await("aisle 3 " + state).atMost(PATIENCE).until(() -> !seen.isEmpty() && aisle() == state);
    }

    long firstUnknownAfter(long time) {
        return seen.stream()
                .filter(word -> word.observedAt() >= time && state(word) == GuardState.UNKNOWN)
                .mapToLong(AislesSeen::observedAt)
                .findFirst()
                .orElseThrow();
    }
}
