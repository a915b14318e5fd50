package org.archivevault.edge.tags.drive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.archivevault.edge.shelving.drive.EdgeClock;
import org.archivevault.edge.tags.TagReader;
import org.archivevault.edge.tags.TagReport;
import org.archivevault.firmware.reader.ReadPointKind;
import org.archivevault.firmware.reader.ReaderPlan;
import org.archivevault.firmware.reader.ReaderProfile;
import org.archivevault.protocol.Bilingual;
import org.archivevault.protocol.event.EdgeEvent;
import org.archivevault.protocol.event.EdgeEvent.GatePassed;
import org.archivevault.protocol.event.EdgeEvent.ReadPointScanned;
import org.archivevault.protocol.pack.Epc;
import org.archivevault.protocol.tag.Direction;
import org.archivevault.protocol.tag.ReadPointId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Readers, decisions and the edge around them, on one event loop. */
final class TagsVerticleTest {
    private static final Epc PACK = new Epc("2C0000000000000000000001");
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Vertx vertx = Vertx.vertx();
    private final List<EdgeEvent> events = new CopyOnWriteArrayList<>();
    private final Map<String, String> health = new ConcurrentHashMap<>();
    private final Map<String, HandReader> readers = new ConcurrentHashMap<>();

    /** A reader that a test speaks for, on the reader's context. */
    private static final class HandReader implements TagReader {
        private final Context context;
        private final Listener listener;
        private volatile boolean closed;

        HandReader(Vertx vertx, Listener listener) {
            this.context = Objects.requireNonNull(vertx.getOrCreateContext());
            this.listener = listener;
        }

        void says(Consumer<Listener> word) {
            context.runOnContext(on -> word.accept(listener));
        }

        @Override
        public Future<Void> close() {
            closed = true;
            return Future.succeededFuture();
        }
    }

    private final class Surroundings implements TagSurroundings {
        @Override
        public Future<?> record(EdgeEvent event) {
            events.add(event);
            return Future.succeededFuture();
        }

        @Override
        public void answered(String device) {
            health.put(device, "");
        }

        @Override
        public void failed(String device, String sentence) {
            health.put(device, sentence);
        }
    }

    private static ReaderPlan gateReader(String name) {
        ReaderProfile profile = new ReaderProfile(
                "portal",
                new Bilingual("门", "gate"),
                4,
                new ReaderProfile.Radio(null, null, 0, 32, false),
                new ReaderProfile.Reporting(10, Duration.ofMillis(100), Duration.ofSeconds(2)),
                Map.of(
                        ReadPointKind.GATE_INNER, new ReaderProfile.Presence(1, Duration.ofSeconds(1), 3),
                        ReadPointKind.GATE_OUTER, new ReaderProfile.Presence(1, Duration.ofSeconds(1), 3)));
        return new ReaderPlan(
                name,
                profile,
                "h",
                5084,
                List.of(point("inner", ReadPointKind.GATE_INNER, 1), point("outer", ReadPointKind.GATE_OUTER, 2)));
    }

    private static ReaderPlan.ReadPoint point(String id, ReadPointKind kind, int port) {
        return new ReaderPlan.ReadPoint(
                new ReadPointId(id), kind, List.of(port), Optional.of("gate"), Optional.empty());
    }

    private static TagReport read(int port, int count) {
        return new TagReport(port, PACK, null, -50, count);
    }

    private TagsVerticle deployed() {
        TagsVerticle verticle = new TagsVerticle(
                List.of(gateReader("gate-reader")),
                (on, plan, listener) -> {
                    HandReader reader = new HandReader(on, listener);
                    readers.put(plan.name(), reader);
                    return reader;
                },
                new Surroundings(),
                EdgeClock.start()::millis,
                UUID.randomUUID());
        get(vertx.deployVerticle(verticle));
        return verticle;
    }

    private static <T> T get(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private HandReader reader() {
        return Objects.requireNonNull(readers.get("gate-reader"));
    }

    @AfterEach
    void close() {
        get(vertx.close());
    }

    @Test
    void aPassageIsRecordedWithinASecondOfTheLastRead() {
        // GIVEN a reader that reads
        deployed();
        reader().says(TagReader.Listener::reading);
        await().atMost(PATIENCE).until(() -> events.stream().anyMatch(ReadPointScanned.class::isInstance));

        // WHEN a tag is read inside and then outside
        reader().says(l -> l.reported(List.of(read(1, 5))));
        vertx.setTimer(200, t -> reader().says(l -> l.reported(List.of(read(2, 5)))));

        // THEN it went out
        await().atMost(PATIENCE).until(() -> events.stream().anyMatch(GatePassed.class::isInstance));
        assertThat(events)
                .filteredOn(GatePassed.class::isInstance)
                .singleElement()
                .satisfies(e -> {
                    GatePassed passed = (GatePassed) e;
                    assertThat(passed.direction()).isEqualTo(Direction.OUT);
                    assertThat(passed.firstSeenAgoMillis()).isGreaterThanOrEqualTo(200);
                });
    }

    @Test
    void healthSaysWhetherEachReaderReads() {
        TagsVerticle verticle = deployed();
        // A reader of which nothing is heard is told too.
        await().atMost(PATIENCE)
                .until(() -> health.getOrDefault("gate-reader", "").contains("does not answer"));
        reader().says(TagReader.Listener::reading);
        await().atMost(PATIENCE).until(() -> "".equals(health.get("gate-reader")));
        reader().says(l -> l.silent("unplugged"));
        await().atMost(PATIENCE).until(() -> "unplugged".equals(health.get("gate-reader")));
        await().atMost(PATIENCE)
                .until(() ->
                        Integer.valueOf(0).equals(verticle.gauges().get("reader_reading{reader=\"gate-reader\"}")));
    }

    @Test
    void gaugesCountReportsAndTags() {
        TagsVerticle verticle = deployed();
        reader().says(TagReader.Listener::reading);
        long timer = vertx.setPeriodic(20, t -> reader().says(l -> l.reported(List.of(read(1, 1)))));
        await().atMost(PATIENCE)
                .until(() -> verticle.gauges()
                                .getOrDefault("tag_reports_per_second{reader=\"gate-reader\"}", 0)
                                .intValue()
                        > 10);
        await().atMost(PATIENCE)
                .until(() -> verticle.gauges()
                                .getOrDefault("tags_present{read_point=\"inner\"}", 0)
                                .intValue()
                        == 1);
        assertThat(verticle.gauges()).containsEntry("readers_reading", 1L);
        vertx.cancelTimer(timer);
    }

    @Test
    void closesItsReaders() {
        deployed();
        HandReader reader = reader();
        get(Future.join(vertx.deploymentIDs().stream().map(vertx::undeploy).toList()));
        assertThat(reader.closed).isTrue();
    }
}
