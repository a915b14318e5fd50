package org.archivevault.link;

import static org.archivevault.link.testing.Waiting.answer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.archivevault.link.server.EventSink;
import org.archivevault.link.testing.MemorySink;
import org.archivevault.link.testing.MosquittoBroker;
import org.archivevault.protocol.Json;
import org.archivevault.protocol.event.EdgeEvent;
import org.archivevault.protocol.event.EdgeEvent.LockChanged;
import org.archivevault.protocol.event.Lane;
import org.archivevault.protocol.link.Committed;
import org.archivevault.protocol.link.SequencedEvent;
import org.archivevault.protocol.link.Topics;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Every acknowledged event is at the server once and in order, whatever dies on the way. */
class AcknowledgedDeliveryTest {
    @TempDir
    Path temp;

    private final Vertx vertx = Vertx.vertx();
    private final MemorySink sink = new MemorySink();

    @BeforeEach
    void needsABroker() {
        assumeThat(MosquittoBroker.isInstalled()).as("mosquitto is installed").isTrue();
    }

    @AfterEach
    void closeVertx() throws Exception {
        answer(vertx.close());
    }

    private Rig.Edge edge(MosquittoBroker broker) throws Exception {
        return new Rig.Edge(vertx, broker.url(), temp.resolve("outbox.db"));
    }

    private Rig.Server server(MosquittoBroker broker) throws Exception {
        return new Rig.Server(vertx, broker.url(), "server-1", sink, false);
    }

    private static List<Long> upTo(long last) {
        return LongStream.rangeClosed(1, last).boxed().toList();
    }

    private List<Long> arrived(UUID outbox) {
        return sink.events(outbox, Lane.ACCESS).stream()
                .map(SequencedEvent::seq)
                .toList();
    }

    /** Appends, a few at a time, as devices do. */
    private static void append(Rig.Edge edge, int from, int to) throws Exception {
        for (int i = from; i <= to; i += 5) {
            List<Future<Long>> few = IntStream.range(i, Math.min(i + 5, to + 1))
                    .mapToObj(n -> edge.outbox.append(Rig.event(n)))
                    .toList();
            answer(Future.all(few));
        }
    }

    @Test
    void losesNothingWhenTheBrokerIsKilledThreeTimesUnderTwoThousandEvents() throws Exception {
        try (MosquittoBroker broker = MosquittoBroker.start(temp)) {
            Rig.Edge edge = edge(broker);
            Rig.Server server = server(broker);
            Rig.awaitConnected(edge.wire, server.wire);
            long began = System.nanoTime();
            // GIVEN events that keep flowing while the broker is killed and started again, three times
            for (int part = 0; part < 4; part++) {
                append(edge, part * 500 + 1, part * 500 + 500);
                if (part < 3) {
                    broker.kill();
                    broker.restart();
                }
            }
            // WHEN all has come to rest
            await().atMost(Rig.LONG).until(() -> edge.waiting() == 0);
            // THEN each event is there once, in order, with its own content
            assertThat(arrived(edge.outbox.id())).isEqualTo(upTo(2000));
            assertThat(sink.events(edge.outbox.id(), Lane.ACCESS).stream()
                            .map(SequencedEvent::event)
                            .toList())
                    .isEqualTo(
                            IntStream.rangeClosed(1, 2000).mapToObj(Rig::event).toList());
            assertThat(sink.gaps()).isEmpty();
            System.out.printf(
                    "2000 events, broker killed 3 times: 0 lost, 0 doubled, %d ms, %d batches for %d events%n",
                    (System.nanoTime() - began) / 1_000_000,
                    edge.link.counters().batchesSent(),
                    server.link.counters().events());
            edge.close();
            server.close();
        }
    }

    @Test
    void losesNothingWhenTheBrokerFreezes() throws Exception {
        try (MosquittoBroker broker = MosquittoBroker.start(temp)) {
            Rig.Edge edge = edge(broker);
            Rig.Server server = server(broker);
            Rig.awaitConnected(edge.wire, server.wire);
            append(edge, 1, 100);
            // WHEN the broker stands still with events on their way, for longer than any deadline
            broker.freeze();
            append(edge, 101, 200);
            await().atMost(Rig.LONG).until(() -> !edge.wire.connected());
            assertThat(edge.link.serverReachable()).isFalse();
            append(edge, 201, 300);
            broker.thaw();
            // THEN all arrive once
            await().atMost(Rig.LONG).until(() -> edge.waiting() == 0);
            assertThat(arrived(edge.outbox.id())).isEqualTo(upTo(300));
            assertThat(sink.gaps()).isEmpty();
            edge.close();
            server.close();
        }
    }

    @Test
    void keepsEverythingWhileTheServerIsAwayAndDrainsWhenItIsBack() throws Exception {
        try (MosquittoBroker broker = MosquittoBroker.start(temp)) {
            // GIVEN an edge whose events nobody takes
            Rig.Edge edge = edge(broker);
            Rig.awaitConnected(edge.wire);
            append(edge, 1, 1000);
            await().atMost(Rig.LONG).until(() -> edge.link.counters().batchesSent() > 1);
            assertThat(edge.waiting()).isEqualTo(1000);
            await().atMost(Rig.LONG).until(() -> !edge.link.serverReachable());
            // WHEN the server comes
            Rig.Server server = server(broker);
            Rig.awaitConnected(server.wire);
            // THEN all arrive
            await().atMost(Rig.LONG).until(() -> edge.waiting() == 0);
            assertThat(arrived(edge.outbox.id())).isEqualTo(upTo(1000));
            await().atMost(Rig.LONG).until(edge.link::serverReachable);
            edge.close();
            server.close();
        }
    }

    @Test
    @Timeout(300) // starts three processes, which takes its time on a loaded machine
    void losesNoAcknowledgedEventWhenTheEdgeIsKilledWhileItAppends() throws Exception {
        try (MosquittoBroker broker = MosquittoBroker.start(temp)) {
            Rig.Server server = server(broker);
            Rig.awaitConnected(server.wire);
            // GIVEN an edge that is killed while it appends, three times
            Map<Long, Integer> kept = new TreeMap<>();
            String outbox = "";
            for (int round = 0; round < 3; round++) {
                Process child = killedEdge(broker, round * 1_000_000);
                try (BufferedReader out = child.inputReader(StandardCharsets.UTF_8)) {
                    int lines = 0;
                    for (String line = out.readLine(); line != null; line = out.readLine()) {
                        String[] words = line.split(" ");
                        if (words[0].equals("outbox")) {
                            outbox = words[1];
                        } else if (words[0].equals("kept")) {
                            kept.put(Long.parseLong(words[1]), Integer.parseInt(words[2]));
                        }
                        if (++lines == 300) {
                            child.toHandle().destroyForcibly();
                        }
                    }
                }
                assertThat(child.waitFor(10, TimeUnit.SECONDS)).isTrue();
            }
            // WHEN it starts once more and all has come to rest
            Rig.Edge edge = edge(broker);
            assertThat(edge.outbox.id()).hasToString(outbox);
            await().atMost(Rig.LONG).until(() -> edge.waiting() == 0);
            // THEN what the outbox acknowledged is at the server under its number, and nothing is doubled or missing
            List<SequencedEvent> events = sink.events(edge.outbox.id(), Lane.ACCESS);
            assertThat(arrived(edge.outbox.id())).isEqualTo(upTo(events.size()));
            assertThat(kept).hasSizeGreaterThan(800);
            kept.forEach((seq, number) ->
                    assertThat(events.get((int) (seq - 1)).event()).isEqualTo(Rig.event(number)));
            assertThat(events.stream()
                            .map(e -> ((LockChanged) e.event()).subject())
                            .distinct())
                    .hasSize(events.size());
            assertThat(sink.gaps()).isEmpty();
            edge.close();
            server.close();
        }
    }

    private Process killedEdge(MosquittoBroker broker, int firstNumber) throws Exception {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledEdge.class.getName(),
                        broker.url(),
                        temp.resolve("outbox.db").toString(),
                        Integer.toString(firstNumber))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    @Test
    void keepsWhatTheServerCouldNotCommit() throws Exception {
        try (MosquittoBroker broker = MosquittoBroker.start(temp)) {
            // GIVEN a server whose database fails, in both ways in which code fails
            AtomicInteger tries = new AtomicInteger();
            AtomicBoolean databaseIsBack = new AtomicBoolean();
            EventSink failing = batch -> {
                if (databaseIsBack.get()) {
                    return sink.commit(batch);
                }
                if (tries.incrementAndGet() % 2 == 0) {
                    throw new IllegalStateException("the database is away");
                }
                return Future.failedFuture("the database is away");
            };
            Rig.Server server = new Rig.Server(vertx, broker.url(), "server-1", failing, false);
            Rig.Edge edge = edge(broker);
            Rig.awaitConnected(edge.wire, server.wire);
            append(edge, 1, 50);
            // WHEN it has failed some times
            await().atMost(Rig.LONG).until(() -> tries.get() >= 2);
            // THEN nothing is forgotten
            assertThat(edge.waiting()).isEqualTo(50);
            // AND all comes to rest once it works
            databaseIsBack.set(true);
            await().atMost(Rig.LONG).until(() -> edge.waiting() == 0);
            assertThat(arrived(edge.outbox.id())).isEqualTo(upTo(50));
            assertThat(server.link.counters().commitFailures()).isEqualTo(tries.get());
            edge.close();
            server.close();
        }
    }

    @Test
    void forgetsNothingOnAWordAboutAnotherOutbox() throws Exception {
        try (MosquittoBroker broker = MosquittoBroker.start(temp)) {
            // GIVEN an edge with events and no server
            Rig.Edge edge = edge(broker);
            Rig.awaitConnected(edge.wire);
            append(edge, 1, 50);
            // WHEN somebody speaks of another outbox, and of the other lane of this one
            edge.wire.publish(
                    Topics.committed(Rig.EDGE),
                    Json.bytes(new Committed(UUID.randomUUID(), Lane.ACCESS, 50)),
                    Qos.AT_LEAST_ONCE,
                    false);
            edge.wire.publish(
                    Topics.committed(Rig.EDGE),
                    Json.bytes(new Committed(edge.outbox.id(), Lane.TELEMETRY, 0)),
                    Qos.AT_LEAST_ONCE,
                    false);
            // AND then truly, of some
            answer(edge.wire.publish(
                    Topics.committed(Rig.EDGE),
                    Json.bytes(new Committed(edge.outbox.id(), Lane.ACCESS, 7)),
                    Qos.AT_LEAST_ONCE,
                    false));
            // THEN exactly those are gone
            await().atMost(Rig.LONG).until(() -> edge.waiting() != 50);
            assertThat(edge.waiting()).isEqualTo(43);
            edge.close();
        }
    }

    @Test
    void severalServersShareTheEventsAndStillEachIsKeptOnce() throws Exception {
        try (MosquittoBroker broker = MosquittoBroker.start(temp)) {
            Rig.Server one = new Rig.Server(vertx, broker.url(), "server-1", sink, true);
            Rig.Server two = new Rig.Server(vertx, broker.url(), "server-2", sink, true);
            Rig.Edge edge = edge(broker);
            Rig.awaitConnected(one.wire, two.wire, edge.wire);
            append(edge, 1, 500);
            await().atMost(Rig.LONG).until(() -> edge.waiting() == 0);
            // WHEN one of them goes
            one.close();
            append(edge, 501, 1000);
            await().atMost(Rig.LONG).until(() -> edge.waiting() == 0);
            assertThat(arrived(edge.outbox.id())).isEqualTo(upTo(1000));
            assertThat(one.link.counters().batches()).isPositive();
            assertThat(two.link.counters().batches()).isPositive();
            edge.close();
            two.close();
        }
    }

    @Test
    void sendsAgainWhatARestoredServerHasForgottenAndTheOutboxStillHolds() throws Exception {
        try (MosquittoBroker broker = MosquittoBroker.start(temp)) {
            Rig.Edge edge = edge(broker);
            Rig.Server server = server(broker);
            Rig.awaitConnected(edge.wire, server.wire);
            append(edge, 1, 100);
            await().atMost(Rig.LONG).until(() -> edge.waiting() == 0);
            // WHEN the server's database is restored to an older state and more happens
            sink.restoreTo(edge.outbox.id(), Lane.ACCESS, 60);
            append(edge, 101, 110);
            await().atMost(Rig.LONG).until(() -> edge.waiting() == 0);
            // THEN the new events arrive, and what is gone on both sides is named
            assertThat(arrived(edge.outbox.id())).endsWith(109L, 110L);
            assertThat(sink.gaps()).hasSize(1);
            assertThat(sink.gaps().get(0).fromSeq()).isEqualTo(61);
            assertThat(sink.gaps().get(0).toSeq()).isEqualTo(100);
            edge.close();
            server.close();
        }
    }

    @Test
    void takesANewIdWhenAnOldCopyOfTheOutboxWasPutInPlace() throws Exception {
        try (MosquittoBroker broker = MosquittoBroker.start(temp)) {
            // GIVEN a server that knows 500 events of an outbox
            Rig.Edge edge = edge(broker);
            UUID before = edge.outbox.id();
            sink.restoreTo(before, Lane.ACCESS, 500);
            Rig.Server server = server(broker);
            Rig.awaitConnected(edge.wire, server.wire);
            // WHEN that outbox holds fewer
            append(edge, 1, 20);
            // THEN its events are not taken for known ones
            await().atMost(Rig.LONG).until(() -> edge.waiting() == 0);
            assertThat(edge.outbox.id()).isNotEqualTo(before);
            List<EdgeEvent> all = new ArrayList<>();
            sink.events(edge.outbox.id(), Lane.ACCESS).forEach(e -> all.add(e.event()));
            assertThat(all)
                    .isEqualTo(IntStream.rangeClosed(1, 20).mapToObj(Rig::event).toList());
            edge.close();
            server.close();
        }
    }
}
