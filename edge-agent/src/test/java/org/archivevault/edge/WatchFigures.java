package org.archivevault.edge;

import com.sun.management.OperatingSystemMXBean;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.archivevault.edge.shelving.AislesSeen;
import org.archivevault.edge.shelving.drive.EdgeClock;
import org.archivevault.edge.uplink.Uplink;
import org.archivevault.edge.watch.Plans;
import org.archivevault.edge.watch.drive.WatchSettings;
import org.archivevault.edge.watch.drive.WatchSurroundings;
import org.archivevault.edge.watch.drive.WatchVerticle;
import org.archivevault.link.Qos;
import org.archivevault.link.mqtt.MqttSettings;
import org.archivevault.link.mqtt.MqttWire;
import org.archivevault.link.outbox.OutboxLimits;
import org.archivevault.link.server.ServerLink;
import org.archivevault.link.testing.MosquittoBroker;
import org.archivevault.protocol.address.BlockId;
import org.archivevault.protocol.climate.Reading;
import org.archivevault.protocol.event.EdgeEvent;
import org.archivevault.protocol.event.EdgeEvent.ReadingsTaken;
import org.archivevault.protocol.link.Committed;
import org.archivevault.protocol.link.EdgeId;

/**
 * Prints what the edge part of 10,000 readings a second from 2,000 sensors costs: from a real Mosquitto through profile,
 * judgement, outbox on disk and uplink to a server that only counts. Publisher, broker and server are processes of their
 * own. A program, not a test: figures have no right value.
 *
 * <p>Arguments: readings a second (10000), seconds (30). The parts start themselves.
 */
final class WatchFigures {
    private static final int SENSORS = 2_000;
    private static final int EVERY_MILLIS = 10;
    private static final int WARM_UP_SECONDS = 10;
    private static final EdgeId EDGE = new EdgeId("edge-v1");

    private WatchFigures() {}

    public static void main(String[] args) throws Exception {
        if (args.length > 0 && args[0].equals("publish")) {
            publish(args[1], Integer.parseInt(args[2]));
        } else if (args.length > 0 && args[0].equals("serve")) {
            serve(args[1]);
        } else {
            int rate = args.length > 0 ? Integer.parseInt(args[0]) : 10_000;
            measure(rate, args.length > 1 ? Integer.parseInt(args[1]) : 30);
        }
    }

    private static long millis() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }

    private static Process child(String... args) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-cp",
                System.getProperty("java.class.path"),
                WatchFigures.class.getName()));
        command.addAll(Arrays.asList(args));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static void publish(String url, int rate) {
        Vertx vertx = Vertx.vertx();
        MqttWire wire =
                MqttWire.open(vertx, new MqttSettings(url, "publisher", null, null, null), WatchFigures::millis);
        int each = rate * EVERY_MILLIS / 1_000;
        AtomicLong sent = new AtomicLong();
        long[] begun = {0};
        vertx.setPeriodic(EVERY_MILLIS, id -> {
            if (!wire.connected()) {
                return;
            }
            begun[0] = begun[0] == 0 ? millis() : begun[0];
            long due = (millis() - begun[0]) * rate / 1_000;
            for (int i = 0; i < 2 * each && sent.get() < due; i++) {
                long n = sent.getAndIncrement();
                String payload = String.format(
                        Locale.ROOT,
                        "{\"temperature\":%.2f,\"last_seen\":\"%s\"}",
                        20 + n % 97 / 100.0,
                        InstantSource.system().instant());
                wire.publish(
                        "zigbee2mqtt/s" + n % SENSORS,
                        payload.getBytes(StandardCharsets.UTF_8),
                        Qos.AT_MOST_ONCE,
                        false);
            }
        });
    }

    private static void serve(String url) {
        Vertx vertx = Vertx.vertx();
        MqttWire wire = MqttWire.open(vertx, new MqttSettings(url, "server", null, null, null), WatchFigures::millis);
        AtomicLong readings = new AtomicLong();
        List<Long> lags = new ArrayList<>();
        ServerLink link = new ServerLink(
                vertx,
                wire,
                batch -> {
                    long now = InstantSource.system().millis();
                    batch.events().forEach(e -> {
                        if (e.event() instanceof ReadingsTaken taken) {
                            readings.addAndGet(taken.readings().size());
                            for (Reading reading : taken.readings()) {
                                lags.add(now - reading.at().toEpochMilli());
                            }
                        }
                    });
                    long upTo = batch.events().get(batch.events().size() - 1).seq();
                    return Future.succeededFuture(new Committed(batch.outbox(), batch.lane(), upTo));
                },
                false,
                WatchFigures::millis);
        link.start(status -> {}, view -> {});
        vertx.setPeriodic(5_000, id -> {
            lags.sort(Long::compare);
            if (!lags.isEmpty()) {
                System.out.printf(
                        "server: %d readings so far; measured to committed: median %d ms, p99 %d ms, worst %d ms%n",
                        readings.get(),
                        lags.get(lags.size() / 2),
                        lags.get(lags.size() * 99 / 100),
                        lags.get(lags.size() - 1));
                lags.clear();
            }
        });
    }

    private static void measure(int rate, int seconds) throws Exception {
        Path folder = Files.createTempDirectory("watch-figures");
        List<Process> children = new ArrayList<>();
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2).setWorkerPoolSize(2));
        try (MosquittoBroker broker =
                MosquittoBroker.start(folder, "allow_anonymous true\nmax_queued_messages 100000")) {
            EdgeClock clock = EdgeClock.start();
            Uplink uplink = get(Uplink.open(
                    vertx,
                    EDGE,
                    clock.boot(),
                    List.of(Plans.BLOCK),
                    new Uplink.Broker(broker.url(), null, null),
                    folder.resolve("outbox.db"),
                    OutboxLimits.DEFAULT,
                    InstantSource.system(),
                    clock::millis));
            get(uplink.start(command -> {}));
            WatchVerticle verticle = new WatchVerticle(
                    new WatchSettings(
                            EDGE, Plans.whole(broker.url(), SENSORS), null, clock::millis, InstantSource.system()),
                    new Surroundings(uplink));
            get(vertx.deployVerticle(
                    verticle,
                    new DeploymentOptions()
                            .setThreadingModel(ThreadingModel.WORKER)
                            .setWorkerPoolName("watch")
                            .setWorkerPoolSize(1)));
            children.add(child("serve", broker.url()));
            children.add(child("publish", broker.url(), Integer.toString(rate)));
            TimeUnit.SECONDS.sleep(WARM_UP_SECONDS);
            report(verticle, seconds);
        } finally {
            children.forEach(Process::destroyForcibly);
            get(vertx.close());
        }
    }

    private static void report(WatchVerticle verticle, int seconds) throws Exception {
        OperatingSystemMXBean os = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        Map<String, Number> before = verticle.gauges();
        long cpu = os.getProcessCpuTime();
        long wall = System.nanoTime();
        TimeUnit.SECONDS.sleep(seconds);
        double took = System.nanoTime() - wall;
        double used = os.getProcessCpuTime() - cpu;
        Map<String, Number> after = verticle.gauges();
        String good = "watch_readings_total{source=\"climate\",quality=\"good\"}";
        System.out.printf(
                "edge: %.0f messages/s, %.0f readings/s, %.2f of a core%n",
                difference(before, after, "watch_messages_total") * 1e9 / took,
                difference(before, after, good) * 1e9 / took,
                used / took);
        after.forEach((name, value) -> System.out.println("  " + name + " " + value));
    }

    private static long difference(Map<String, Number> before, Map<String, Number> after, String name) {
        return after.getOrDefault(name, 0).longValue()
                - before.getOrDefault(name, 0).longValue();
    }

    private static <T> T get(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    private record Surroundings(Uplink uplink) implements WatchSurroundings {
        @Override
        public Future<?> record(EdgeEvent event) {
            return uplink.record(event);
        }

        @Override
        public void seen(BlockId block, AislesSeen seen) {}

        @Override
        public double telemetryFill() {
            return uplink.telemetryFill();
        }

        @Override
        public void answered(String device) {}

        @Override
        public void failed(String device, String sentence) {
            System.out.println(device + ": " + sentence);
        }
    }
}
