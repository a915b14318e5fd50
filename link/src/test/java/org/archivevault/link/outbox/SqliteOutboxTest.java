package org.archivevault.link.outbox;

import static org.archivevault.link.testing.Waiting.answer;
import static org.archivevault.link.testing.Waiting.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.archivevault.link.outbox.Outbox.Chunk;
import org.archivevault.link.outbox.OutboxFailure.Kind;
import org.archivevault.protocol.event.EdgeEvent;
import org.archivevault.protocol.event.Lane;
import org.archivevault.protocol.link.SequencedEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteOutboxTest {
    private static final Instant NOW = Instant.parse("2026-11-21T08:00:00Z");

    @TempDir
    Path temp;

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void closeVertx() throws Exception {
        answer(vertx.close());
    }

    private SqliteOutbox open(OutboxLimits limits) throws OutboxFailure {
        return SqliteOutbox.open(vertx, temp.resolve("outbox.db"), limits, InstantSource.fixed(NOW));
    }

    private SqliteOutbox open() throws OutboxFailure {
        return open(OutboxLimits.DEFAULT);
    }

    private static List<Long> numbers(Chunk chunk) {
        return chunk.events().stream().map(SequencedEvent::seq).toList();
    }

    @Test
    void keepsEventsInOrderOverARestart() throws Exception {
        // GIVEN two events
        SqliteOutbox outbox = open();
        UUID id = outbox.id();
        assertThat(answer(outbox.append(Events.access(1)))).isEqualTo(1);
        assertThat(answer(outbox.append(Events.access(2)))).isEqualTo(2);
        // WHEN it is opened again
        answer(outbox.close());
        outbox = open();
        // THEN they are there, in the same outbox, with the time at which they happened
        assertThat(outbox.id()).isEqualTo(id);
        Chunk chunk = answer(outbox.read(Lane.ACCESS, 0));
        assertThat(chunk.events())
                .containsExactly(
                        new SequencedEvent(1, NOW, Events.access(1)), new SequencedEvent(2, NOW, Events.access(2)));
        assertThat(chunk.outbox()).isEqualTo(id);
        assertThat(chunk.oldestSeq()).isEqualTo(1);
        answer(outbox.close());
    }

    @Test
    void goesOnCountingAfterARestartEvenWhenEverythingWasForgotten() throws Exception {
        SqliteOutbox outbox = open();
        answer(outbox.append(Events.access(1)));
        answer(outbox.append(Events.access(2)));
        outbox.forget(Lane.ACCESS, 2);
        answer(outbox.close());
        outbox = open();
        assertThat(answer(outbox.read(Lane.ACCESS, 0)).events()).isEmpty();
        assertThat(answer(outbox.append(Events.access(3)))).isEqualTo(3);
        assertThat(answer(outbox.read(Lane.ACCESS, 0)).oldestSeq()).isEqualTo(3);
        answer(outbox.close());
    }

    @Test
    void countsEachLaneByItself() throws Exception {
        SqliteOutbox outbox = open();
        assertThat(answer(outbox.append(Events.access(1)))).isEqualTo(1);
        assertThat(answer(outbox.append(Events.telemetry(1, 10)))).isEqualTo(1);
        assertThat(answer(outbox.append(Events.access(2)))).isEqualTo(2);
        outbox.forget(Lane.ACCESS, 2);
        await().untilAsserted(
                        () -> assertThat(lane(outbox, Lane.ACCESS).events()).isZero());
        assertThat(lane(outbox, Lane.TELEMETRY).events()).isEqualTo(1);
        answer(outbox.close());
    }

    @Test
    void keepsEventsThatAreAppendedTogetherInOrderOrNoneOfThem() throws Exception {
        SqliteOutbox outbox = open();
        // WHEN two are appended together, THEN the answer names the last, and both are there in order
        assertThat(answer(outbox.append(List.of(Events.access(1), Events.access(2)))))
                .isEqualTo(2);
        // WHEN one of two is too large, THEN neither is kept
        EdgeEvent tooLarge = Events.telemetry(1, OutboxLimits.MAX_EVENT_BYTES);
        assertThat(failure(outbox.append(List.of(Events.access(3), tooLarge))))
                .isInstanceOfSatisfying(
                        OutboxFailure.class, e -> assertThat(e.kind()).isEqualTo(Kind.OVERLOADED));
        assertThat(answer(outbox.append(Events.access(4)))).isEqualTo(3);
        assertThat(answer(outbox.read(Lane.ACCESS, 0)).events().stream().map(SequencedEvent::event))
                .containsExactly(Events.access(1), Events.access(2), Events.access(4));
        answer(outbox.close());
    }

    private static Outbox.LaneState lane(Outbox outbox, Lane lane) {
        return java.util.Objects.requireNonNull(outbox.lanes().get(lane));
    }

    @Test
    void readsAtMostOneBatchByCountAndByBytes() throws Exception {
        SqliteOutbox outbox = open();
        List<Future<Long>> appended = new ArrayList<>();
        for (int i = 1; i <= 300; i++) {
            appended.add(outbox.append(Events.access(i)));
        }
        for (int i = 1; i <= 10; i++) {
            appended.add(outbox.append(Events.telemetry(i, 40_000)));
        }
        answer(Future.all(appended));
        assertThat(numbers(answer(outbox.read(Lane.ACCESS, 0))))
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, 200).boxed().toList());
        assertThat(numbers(answer(outbox.read(Lane.ACCESS, 200)))).hasSize(100);
        assertThat(numbers(answer(outbox.read(Lane.TELEMETRY, 0)))).containsExactly(1L, 2L, 3L);
        answer(outbox.close());
    }

    @Test
    void dropsTheOldestTelemetryAndSaysWhichAndHowMany() throws Exception {
        // GIVEN a lane for 20 events that is full
        SqliteOutbox outbox = open(new OutboxLimits(20, 1 << 20, 4 << 20));
        for (int i = 1; i <= 19; i++) {
            answer(outbox.append(Events.telemetry(i, 10)));
        }
        // WHEN one more comes
        assertThat(answer(outbox.append(Events.telemetry(20, 10)))).isEqualTo(21);
        // THEN the oldest are gone, and the event before it says so
        List<SequencedEvent> held = answer(outbox.read(Lane.TELEMETRY, 0)).events();
        assertThat(held.get(0).seq()).isEqualTo(2);
        assertThat(held.get(held.size() - 2))
                .isEqualTo(new SequencedEvent(20, NOW, new EdgeEvent.EventsDropped(1, 1, 1)));
        assertThat(held.get(held.size() - 1).event()).isEqualTo(Events.telemetry(20, 10));
        answer(outbox.close());
    }

    @Test
    void neverDropsAccessEvents() throws Exception {
        SqliteOutbox outbox = open(new OutboxLimits(20, 1 << 20, 4 << 20));
        for (int i = 1; i <= 100; i++) {
            answer(outbox.append(Events.access(i)));
        }
        assertThat(lane(outbox, Lane.ACCESS)).satisfies(lane -> {
            assertThat(lane.events()).isEqualTo(100);
            assertThat(lane.lastSeq()).isEqualTo(100);
        });
        answer(outbox.close());
    }

    @Test
    void failsWhenTheFileIsFullAndGoesOnOnceThereIsRoom() throws Exception {
        // GIVEN an outbox of 1 MiB
        SqliteOutbox outbox = open(new OutboxLimits(20, 2 * OutboxLimits.MAX_EVENT_BYTES, 1 << 20));
        EdgeEvent large = new EdgeEvent.LockChanged(Events.BLOCK, true, "x".repeat(30_000));
        long kept = 0;
        Throwable refusal = null;
        // WHEN events come until it is full
        for (int i = 0; i < 100 && refusal == null; i++) {
            Future<Long> append = outbox.append(large);
            await().until(append::isComplete);
            if (append.succeeded()) {
                kept = append.result();
            } else {
                refusal = append.cause();
            }
        }
        // THEN the append says so, in both languages
        assertThat(refusal).isInstanceOfSatisfying(OutboxFailure.class, e -> {
            assertThat(e.kind()).isEqualTo(Kind.FULL);
            assertThat(e.sentence().zh()).contains("已满");
            assertThat(e.sentence().en()).contains("full");
        });
        // AND what was kept is still there
        assertThat(kept).isGreaterThan(20);
        assertThat(lane(outbox, Lane.ACCESS).events()).isEqualTo(kept);
        // AND it can be opened while it is full
        answer(outbox.close());
        SqliteOutbox again = open(new OutboxLimits(20, 2 * OutboxLimits.MAX_EVENT_BYTES, 1 << 20));
        assertThat(numbers(answer(again.read(Lane.ACCESS, 0)))).isNotEmpty();
        // AND it goes on, without a gap, when the server has taken some
        again.forget(Lane.ACCESS, kept - 5);
        await().untilAsserted(
                        () -> assertThat(lane(again, Lane.ACCESS).events()).isEqualTo(5));
        assertThat(answer(again.append(large))).isEqualTo(kept + 1);
        answer(again.close());
    }

    @Test
    void aDiskThatStaysFullCostsNothingMore() throws Exception {
        // GIVEN a file that cannot take a row
        try (OutboxFile file = OutboxFile.open(temp.resolve("o.db"), new OutboxLimits(20, 1 << 17, 1 << 20))) {
            OutboxRows.Row large = new OutboxRows.Row(1, NOW, new byte[2 << 20]);
            for (int i = 0; i < 3; i++) {
                OutboxRows before = file.writing();
                assertThatThrownBy(() -> before.insert(Lane.ACCESS, large, false))
                        .isInstanceOf(SQLException.class);
                // WHEN the failure is undone
                file.rollback();
                // THEN the statements of before are closed and others are there
                assertThat(before.isClosed()).isTrue();
                assertThat(file.reading().isClosed()).isFalse();
            }
        }
    }

    @Test
    void refusesASecondProcessAndAForeignFile() throws Exception {
        SqliteOutbox outbox = open();
        assertThatThrownBy(this::open)
                .isInstanceOfSatisfying(
                        OutboxFailure.class, e -> assertThat(e.kind()).isEqualTo(Kind.IN_USE));
        answer(outbox.close());
        Files.writeString(temp.resolve("outbox.db"), "this is no database, however long it may be ".repeat(100));
        assertThatThrownBy(this::open)
                .isInstanceOfSatisfying(
                        OutboxFailure.class, e -> assertThat(e.kind()).isEqualTo(Kind.UNREADABLE));
    }

    @Test
    void refusesAnEventThatFitsNoBatchAndEverythingOnceClosed() throws Exception {
        SqliteOutbox outbox = open();
        assertThat(failure(outbox.append(Events.telemetry(1, OutboxLimits.MAX_EVENT_BYTES))))
                .isInstanceOfSatisfying(
                        OutboxFailure.class, e -> assertThat(e.kind()).isEqualTo(Kind.OVERLOADED));
        answer(outbox.close());
        assertThat(failure(outbox.append(Events.access(1))))
                .isInstanceOfSatisfying(
                        OutboxFailure.class, e -> assertThat(e.kind()).isEqualTo(Kind.CLOSED));
    }

    @Test
    void aNewIdLeavesEventsAndNumbersAsTheyAre() throws Exception {
        SqliteOutbox outbox = open();
        UUID before = outbox.id();
        answer(outbox.append(Events.access(1)));
        UUID after = answer(outbox.renewId());
        assertThat(after).isNotEqualTo(before).isEqualTo(outbox.id());
        answer(outbox.close());
        outbox = open();
        assertThat(outbox.id()).isEqualTo(after);
        assertThat(numbers(answer(outbox.read(Lane.ACCESS, 0)))).containsExactly(1L);
        answer(outbox.close());
    }

    @Test
    void answersOnTheAskersContextAndTellsItsListenersAfterwards() throws Exception {
        SqliteOutbox outbox = open();
        AtomicInteger told = new AtomicInteger();
        outbox.onAppended(told::incrementAndGet);
        Future<Boolean> sameContext = Future.future(promise -> vertx.runOnContext(v -> {
            var mine = vertx.getOrCreateContext();
            outbox.append(Events.access(1)).onComplete(done -> promise.complete(Vertx.currentContext() == mine));
        }));
        assertThat(answer(sameContext)).isTrue();
        await().untilAtomic(told, org.hamcrest.Matchers.is(1));
        answer(outbox.close());
    }

    @Test
    void writesThroughToTheDiskAtEveryCommit() throws Exception {
        // A kill -9 would not show the lack of it, only a power cut would.
        try (OutboxFile file = OutboxFile.open(temp.resolve("o.db"), OutboxLimits.DEFAULT)) {
            assertThat(file.pragma("synchronous")).as("FULL").isEqualTo("2");
            assertThat(file.pragma("journal_mode")).isEqualTo("wal");
            assertThat(file.pragma("locking_mode")).isEqualTo("exclusive");
        }
    }
}
