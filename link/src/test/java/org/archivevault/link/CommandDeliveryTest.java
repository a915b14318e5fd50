package org.archivevault.link;

import static org.archivevault.link.testing.Waiting.answer;
import static org.archivevault.link.testing.Waiting.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.archivevault.link.edge.ReceivedCommand;
import org.archivevault.link.mqtt.MqttSettings;
import org.archivevault.link.mqtt.MqttWire;
import org.archivevault.link.testing.MemorySink;
import org.archivevault.link.testing.MosquittoBroker;
import org.archivevault.protocol.Json;
import org.archivevault.protocol.address.BlockId;
import org.archivevault.protocol.command.Command;
import org.archivevault.protocol.command.EdgeInstant;
import org.archivevault.protocol.event.BlockView;
import org.archivevault.protocol.event.Lane;
import org.archivevault.protocol.link.EdgeId;
import org.archivevault.protocol.link.EdgeStatus;
import org.archivevault.protocol.link.EventBatch;
import org.archivevault.protocol.link.SequencedEvent;
import org.archivevault.protocol.link.Topics;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands, views, statuses, and messages that are none. */
class CommandDeliveryTest {
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

    private MqttWire stranger(MosquittoBroker broker) {
        MqttWire wire = MqttWire.open(
                vertx, new MqttSettings(broker.url(), "stranger", null, null, null), Rig::monotonicMillis);
        Rig.awaitConnected(wire);
        return wire;
    }

    private static void awaitOnline(Rig.Server server) {
        await().atMost(Rig.LONG).until(() -> server.link.online(Rig.EDGE));
    }

    private static List<Command> commands(Rig.Edge edge) {
        return edge.commands.stream().map(ReceivedCommand::command).toList();
    }

    @Test
    void bringsEachCommandOnceWithTheTimeOfItsArrival() throws Exception {
        try (MosquittoBroker broker = MosquittoBroker.start(temp)) {
            Rig.Edge edge = edge(broker);
            Rig.Server server = server(broker);
            awaitOnline(server);
            long before = Rig.monotonicMillis();
            Command lock = Rig.lock("a");
            Command stop = Rig.stop("b");
            answer(server.link.send(Rig.EDGE, lock));
            answer(server.link.send(Rig.EDGE, stop));
            await().atMost(Rig.LONG).until(() -> edge.commands.size() == 2);
            assertThat(commands(edge)).containsExactlyInAnyOrder(lock, stop);
            assertThat(edge.commands)
                    .allSatisfy(c -> assertThat(c.receivedMillis()).isBetween(before, Rig.monotonicMillis()));
            assertThat(edge.link.counters().commands()).isEqualTo(2);
            edge.close();
            server.close();
        }
    }

    @Test
    void aCommandToAnEdgeThatIsAwayFailsAtOnceAndNeverComesLater() throws Exception {
        try (MosquittoBroker broker = MosquittoBroker.start(temp)) {
            // GIVEN an edge that has gone
            Rig.Edge edge = edge(broker);
            Rig.Server server = server(broker);
            awaitOnline(server);
            edge.close();
            await().atMost(Rig.LONG).until(() -> !server.link.online(Rig.EDGE));
            // WHEN commands are sent to it
            assertThat(failure(server.link.send(Rig.EDGE, Rig.lock("late"))))
                    .isInstanceOfSatisfying(LinkFailure.class, e -> {
                        assertThat(e.kind()).isEqualTo(LinkFailure.Kind.EDGE_OFFLINE);
                        assertThat(e.mayHaveBeenSent()).isFalse();
                    });
            assertThat(failure(server.link.send(Rig.EDGE, Rig.stop("late"))))
                    .isInstanceOfSatisfying(
                            LinkFailure.class, e -> assertThat(e.kind()).isEqualTo(LinkFailure.Kind.EDGE_OFFLINE));
            // THEN it gets none of them when it is back, only what is sent from now on
            Rig.Edge back = edge(broker);
            awaitOnline(server);
            Command now = Rig.lock("now");
            answer(server.link.send(Rig.EDGE, now));
            await().atMost(Rig.LONG).until(() -> !back.commands.isEmpty());
            assertThat(commands(back)).containsExactly(now);
            back.close();
            server.close();
        }
    }

    @Test
    void withoutABrokerSendingFailsAtOnceAndStartingDoesNot() throws Exception {
        try (MosquittoBroker broker = MosquittoBroker.start(temp)) {
            broker.kill();
            Rig.Edge edge = edge(broker);
            Rig.Server server = server(broker);
            long before = System.nanoTime();
            assertThat(failure(server.link.send(Rig.EDGE, Rig.lock("x"))))
                    .isInstanceOfSatisfying(
                            LinkFailure.class, e -> assertThat(e.kind()).isEqualTo(LinkFailure.Kind.NOT_CONNECTED));
            assertThat(System.nanoTime() - before).isLessThan(1_000_000_000L);
            assertThat(answer(edge.outbox.append(Rig.event(1)))).isEqualTo(1);
            // AND when the broker comes, everything works
            broker.restart();
            awaitOnline(server);
            await().atMost(Rig.LONG).until(() -> edge.waiting() == 0);
            edge.close();
            server.close();
        }
    }

    @Test
    void theBrokerTellsOfAnEdgeThatDied() throws Exception {
        try (MosquittoBroker broker = MosquittoBroker.start(temp)) {
            Rig.Server server = server(broker);
            Process child = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:TieredStopAtLevel=1",
                            "-XX:+UseSerialGC",
                            "-cp",
                            System.getProperty("java.class.path"),
                            KilledEdge.class.getName(),
                            broker.url(),
                            temp.resolve("outbox.db").toString(),
                            "1")
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            awaitOnline(server);
            child.destroyForcibly();
            await().atMost(Rig.LONG).until(() -> !server.link.online(Rig.EDGE));
            server.close();
        }
    }

    @Test
    void aLateLastWillDoesNotStandAgainstALivingEdge() throws Exception {
        try (MosquittoBroker broker = MosquittoBroker.start(temp)) {
            Rig.Edge edge = edge(broker);
            Rig.Server server = server(broker);
            awaitOnline(server);
            MqttWire stranger = stranger(broker);
            EdgeStatus dead = new EdgeStatus(Rig.EDGE, false, UUID.randomUUID(), null, List.of());
            answer(stranger.publish(Topics.status(Rig.EDGE), Json.bytes(dead), Qos.AT_LEAST_ONCE, true));
            await().atMost(Rig.LONG).until(() -> server.statuses.stream().anyMatch(s -> !s.online()));
            awaitOnline(server);
            answer(stranger.close());
            edge.close();
            server.close();
        }
    }

    @Test
    void whatIsMalformedIsCountedAndStopsNothing() throws Exception {
        try (MosquittoBroker broker = MosquittoBroker.start(temp)) {
            Rig.Edge edge = edge(broker);
            Rig.Server server = server(broker);
            awaitOnline(server);
            MqttWire stranger = stranger(broker);
            // GIVEN messages that are none, on every topic
            String[] odd = {
                "", "{", "null", "[]", "{\"type\":\"open-aisle\"}", "{\"type\":\"format-disk\"}", "\u0000\uffff"
            };
            for (String each : odd) {
                byte[] bytes = each.getBytes(StandardCharsets.UTF_8);
                for (String topic : List.of(
                        Topics.commands(Rig.EDGE),
                        Topics.stop(Rig.EDGE),
                        Topics.committed(Rig.EDGE),
                        Topics.events(Rig.EDGE, Lane.ACCESS),
                        Topics.view(Rig.EDGE, Rig.BLOCK))) {
                    answer(stranger.publish(topic, bytes, Qos.AT_LEAST_ONCE, false));
                }
            }
            // AND a command that is no stop, on the stop topic
            answer(stranger.publish(Topics.stop(Rig.EDGE), Json.bytes(Rig.lock("x")), Qos.AT_LEAST_ONCE, false));
            // THEN all are counted
            await().atMost(Rig.LONG).untilAsserted(() -> {
                assertThat(edge.link.counters().malformed()).isEqualTo(3L * odd.length + 1);
                assertThat(server.link.counters().refused()).isEqualTo(2L * odd.length);
            });
            // AND what is whole still passes, in both directions
            Command lock = Rig.lock("y");
            answer(server.link.send(Rig.EDGE, lock));
            answer(edge.outbox.append(Rig.event(1)));
            await().atMost(Rig.LONG).until(() -> edge.waiting() == 0);
            await().atMost(Rig.LONG)
                    .untilAsserted(() -> assertThat(commands(edge)).containsExactly(lock));
            answer(stranger.close());
            edge.close();
            server.close();
        }
    }

    @Test
    void nothingIsBelievedFromAnotherEdgesBranch() throws Exception {
        try (MosquittoBroker broker = MosquittoBroker.start(temp)) {
            Rig.Server server = server(broker);
            Rig.awaitConnected(server.wire);
            MqttWire stranger = stranger(broker);
            EdgeId other = new EdgeId("e2");
            UUID outbox = UUID.randomUUID();
            SequencedEvent event = new SequencedEvent(1, java.time.Instant.EPOCH, Rig.event(1));
            // GIVEN an edge e2 that speaks in the name of e1, on its own branch
            EventBatch forged = new EventBatch(Rig.EDGE, outbox, Lane.ACCESS, 1, List.of(event));
            EdgeStatus status = new EdgeStatus(Rig.EDGE, true, UUID.randomUUID(), null, List.of(Rig.BLOCK));
            answer(stranger.publish(Topics.events(other, Lane.ACCESS), Json.bytes(forged), Qos.AT_LEAST_ONCE, false));
            answer(stranger.publish(Topics.status(other), Json.bytes(status), Qos.AT_LEAST_ONCE, true));
            // AND a lane on the other lane's topic, numbers out of order, a view of a block that nobody said e2 drives
            answer(stranger.publish(
                    Topics.events(Rig.EDGE, Lane.TELEMETRY), Json.bytes(forged), Qos.AT_LEAST_ONCE, false));
            EventBatch disorder = new EventBatch(Rig.EDGE, outbox, Lane.ACCESS, 1, List.of(event, event));
            answer(stranger.publish(
                    Topics.events(Rig.EDGE, Lane.ACCESS), Json.bytes(disorder), Qos.AT_LEAST_ONCE, false));
            answer(stranger.publish(
                    Topics.view(other, Rig.BLOCK), Json.bytes(view(Rig.BLOCK, 1)), Qos.AT_LEAST_ONCE, false));
            // THEN all five are refused and none has an effect
            await().atMost(Rig.LONG)
                    .untilAsserted(
                            () -> assertThat(server.link.counters().refused()).isEqualTo(5));
            assertThat(sink.events(outbox, Lane.ACCESS)).isEmpty();
            assertThat(server.statuses).isEmpty();
            assertThat(server.views).isEmpty();
            answer(stranger.close());
            server.close();
        }
    }

    private static BlockView view(BlockId block, long millis) {
        return new BlockView(
                block,
                new EdgeInstant(new UUID(7, 7), millis),
                null,
                null,
                null,
                null,
                null,
                false,
                false,
                List.of(),
                List.of(),
                List.of(),
                null);
    }

    @Test
    void viewsTellTheServerTheEdgesClockWhileTheyAreFresh() throws Exception {
        try (MosquittoBroker broker = MosquittoBroker.start(temp)) {
            Rig.Edge edge = edge(broker);
            Rig.Server server = server(broker);
            awaitOnline(server);
            assertThat(server.link.edgeNow(Rig.EDGE)).isEmpty();
            long edgeClock = 1_000_000;
            edge.link.publishView(view(Rig.BLOCK, edgeClock));
            await().atMost(Rig.LONG).until(() -> !server.views.isEmpty());
            Optional<EdgeInstant> now = server.link.edgeNow(Rig.EDGE);
            assertThat(now).hasValueSatisfying(instant -> {
                assertThat(instant.boot()).isEqualTo(new UUID(7, 7));
                assertThat(instant.millis()).isBetween(edgeClock, edgeClock + BlockView.MAX_AGE_MILLIS);
            });
            // AND no longer when no other comes
            await().atMost(Rig.LONG)
                    .untilAsserted(
                            () -> assertThat(server.link.edgeNow(Rig.EDGE)).isEmpty());
            edge.close();
            server.close();
        }
    }
}
