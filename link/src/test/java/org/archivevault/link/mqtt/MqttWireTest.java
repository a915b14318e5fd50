package org.archivevault.link.mqtt;

import static org.archivevault.link.testing.Waiting.answer;
import static org.archivevault.link.testing.Waiting.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.archivevault.link.LinkFailure;
import org.archivevault.link.LinkFailure.Kind;
import org.archivevault.link.Qos;
import org.archivevault.link.testing.MosquittoBroker;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MqttWireTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    @TempDir
    Path temp;

    private final Vertx vertx = Vertx.vertx();

    @BeforeEach
    void needsABroker() {
        assumeThat(MosquittoBroker.isInstalled()).as("mosquitto is installed").isTrue();
    }

    @AfterEach
    void closeVertx() throws Exception {
        answer(vertx.close());
    }

    private MqttWire wire(MosquittoBroker broker, String clientId) {
        MqttSettings settings = new MqttSettings(broker.url(), clientId, null, null, null);
        return MqttWire.open(vertx, settings, MqttWireTest::monotonicMillis);
    }

    private static long monotonicMillis() {
        return System.nanoTime() / 1_000_000;
    }

    private static byte[] bytes(int number) {
        return Integer.toString(number).getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void deliversInOrderOnOneContextAndEachOnce() throws Exception {
        try (MosquittoBroker broker = MosquittoBroker.start(temp)) {
            MqttWire wire = wire(broker, "a");
            List<Integer> arrived = new CopyOnWriteArrayList<>();
            Set<Context> contexts = ConcurrentHashMap.newKeySet();
            answer(wire.subscribe("$share/group/t/+", Qos.AT_LEAST_ONCE, (topic, payload, at) -> {
                arrived.add(Integer.parseInt(new String(payload, StandardCharsets.UTF_8)));
                contexts.add(Vertx.currentContext());
            }));
            await().atMost(LONG).until(wire::connected);
            // more than fit the window, and some that wait
            List<Future<Void>> sent = new ArrayList<>();
            List<Integer> expected = new ArrayList<>();
            for (int i = 0; i < SendWindow.MOST_IN_FLIGHT + SendWindow.MOST_WAITING; i++) {
                sent.add(wire.publish("t/x", bytes(i), Qos.AT_LEAST_ONCE, false));
                expected.add(i);
            }
            answer(Future.all(sent));
            await().atMost(LONG).untilAsserted(() -> assertThat(arrived).isEqualTo(expected));
            assertThat(contexts).hasSize(1);
            answer(wire.close());
        }
    }

    @Test
    void subscribesToThousandsOfTopicsAndTellsWhatWasRetained() throws Exception {
        try (MosquittoBroker broker = MosquittoBroker.start(temp)) {
            MqttWire other = wire(broker, "b");
            await().atMost(LONG).until(other::connected);
            answer(other.publish("s/1999/t", bytes(1), Qos.AT_LEAST_ONCE, true));
            // GIVEN a wire with 2,000 filters
            MqttWire wire = wire(broker, "a");
            List<String> arrived = new CopyOnWriteArrayList<>();
            List<String> filters = java.util.stream.IntStream.range(0, 2_000)
                    .mapToObj(i -> "s/" + i + "/#")
                    .toList();
            answer(wire.subscribeAll(
                    filters,
                    Qos.AT_LEAST_ONCE,
                    a -> arrived.add(
                            a.topic() + " " + new String(a.payload(), StandardCharsets.UTF_8) + " " + a.retained())));
            await().atMost(LONG).until(wire::connected);
            // WHEN one more comes, and one that was not asked for
            answer(other.publish("s/2000", bytes(2), Qos.AT_LEAST_ONCE, false));
            answer(other.publish("s/7", bytes(3), Qos.AT_LEAST_ONCE, false));
            // THEN both are there, and it is said which one is old
            await().atMost(LONG)
                    .untilAsserted(() -> assertThat(arrived).containsExactly("s/1999/t 1 true", "s/7 3 false"));
            answer(wire.close());
            answer(other.close());
        }
    }

    @Test
    void dropsAndCountsWhatIsTooLarge() throws Exception {
        try (MosquittoBroker broker = MosquittoBroker.start(temp)) {
            MqttSettings settings =
                    new MqttSettings(broker.url(), "a", null, null, null, new MqttSettings.Incoming(1_000, 10, 5_000));
            MqttWire wire = MqttWire.open(vertx, settings, MqttWireTest::monotonicMillis);
            List<Integer> arrived = new CopyOnWriteArrayList<>();
            answer(wire.subscribeAll(List.of("t"), Qos.AT_LEAST_ONCE, a -> arrived.add(a.payload().length)));
            await().atMost(LONG).until(wire::connected);
            answer(wire.publish("t", new byte[1_001], Qos.AT_LEAST_ONCE, false));
            answer(wire.publish("t", new byte[1_000], Qos.AT_LEAST_ONCE, false));
            await().atMost(LONG).untilAsserted(() -> assertThat(arrived).containsExactly(1_000));
            assertThat(wire.dropped()).isEqualTo(new MqttWire.Dropped(1, 0));
            answer(wire.close());
        }
    }

    @Test
    void comesBackByItselfWithItsSubscriptionsAndTellsOfIt() throws Exception {
        try (MosquittoBroker broker = MosquittoBroker.start(temp)) {
            MqttWire wire = wire(broker, "a");
            List<Boolean> changes = new CopyOnWriteArrayList<>();
            List<String> arrived = new CopyOnWriteArrayList<>();
            answer(wire.subscribe(
                    "t", Qos.AT_LEAST_ONCE, (t, p, at) -> arrived.add(new String(p, StandardCharsets.UTF_8))));
            wire.onConnectionChange(changes::add);
            await().atMost(LONG).until(wire::connected);
            broker.kill();
            await().atMost(LONG).until(() -> !wire.connected());
            // While there is no connection, publishing fails at once, and it is certain that nothing left.
            assertThat(failure(wire.publish("t", bytes(1), Qos.AT_LEAST_ONCE, false)))
                    .isInstanceOfSatisfying(LinkFailure.class, e -> {
                        assertThat(e.kind()).isEqualTo(Kind.NOT_CONNECTED);
                        assertThat(e.mayHaveBeenSent()).isFalse();
                    });
            broker.restart();
            await().atMost(LONG).until(wire::connected);
            answer(wire.publish("t", bytes(2), Qos.AT_LEAST_ONCE, false));
            await().atMost(LONG).untilAsserted(() -> assertThat(arrived).containsExactly("2"));
            assertThat(changes).containsExactly(true, false, true);
            answer(wire.close());
        }
    }

    @Test
    void aFrozenBrokerFailsWhatIsOnItsWayWithinTheDeadlineAndDoesNotKeepIt() throws Exception {
        try (MosquittoBroker broker = MosquittoBroker.start(temp)) {
            MqttWire wire = wire(broker, "a");
            await().atMost(LONG).until(wire::connected);
            broker.freeze();
            long before = System.nanoTime();
            List<Future<Void>> sent = new ArrayList<>();
            for (int i = 0; i < SendWindow.MOST_IN_FLIGHT + SendWindow.MOST_WAITING + 1; i++) {
                sent.add(wire.publish("t", bytes(i), Qos.AT_LEAST_ONCE, false));
            }
            // The last finds no room and fails at once; the first may have left; those that waited have not.
            assertThat(((LinkFailure) failure(sent.get(sent.size() - 1))).kind())
                    .isEqualTo(Kind.TOO_MUCH_WAITING);
            LinkFailure first = (LinkFailure) failure(sent.get(0));
            assertThat(first.kind()).isEqualTo(Kind.NOT_CONFIRMED_IN_TIME);
            assertThat(first.mayHaveBeenSent()).isTrue();
            assertThat(((LinkFailure) failure(sent.get(sent.size() - 2))).mayHaveBeenSent())
                    .isFalse();
            assertThat(Duration.ofNanos(System.nanoTime() - before))
                    .isBetween(Duration.ofSeconds(4), Duration.ofSeconds(15));
            await().atMost(LONG).until(() -> !wire.connected());
            broker.thaw();
            await().atMost(LONG).until(wire::connected);
            answer(wire.publish("t", bytes(1), Qos.AT_LEAST_ONCE, false));
            answer(wire.close());
        }
    }

    @Test
    void urgentMessagesDoNotWaitForTheWindow() throws Exception {
        SendWindow window = new SendWindow();
        List<SendWindow.Outgoing> full = new ArrayList<>();
        for (int i = 0; i < SendWindow.MOST_IN_FLIGHT; i++) {
            full.add(new SendWindow.Outgoing("t", bytes(i), Qos.AT_LEAST_ONCE, false, 0));
            assertThat(window.admit(full.get(i), false)).isTrue();
        }
        SendWindow.Outgoing waiting = new SendWindow.Outgoing("t", bytes(99), Qos.AT_LEAST_ONCE, false, 0);
        assertThat(window.admit(waiting, false)).isFalse();
        assertThat(window.admit(new SendWindow.Outgoing("stop", bytes(1), Qos.AT_LEAST_ONCE, false, 0), true))
                .isTrue();
        // One place is over-used by the urgent one: the next leaves after two are done.
        assertThat(window.done(full.get(0))).isEmpty();
        assertThat(window.done(full.get(1))).contains(waiting);
    }

    @Test
    void aRefusedSubscriptionIsNoConnection() throws Exception {
        // GIVEN a broker that accepts everybody and refuses every subscription (SUBACK 0x80)
        NetServer refusing = vertx.createNetServer()
                .connectHandler(socket -> socket.handler(packet -> {
                    int type = packet.getUnsignedByte(0) >> 4;
                    if (type == 1) {
                        socket.write(Buffer.buffer(new byte[] {0x20, 2, 0, 0}));
                    } else if (type == 8) {
                        socket.write(Buffer.buffer(
                                new byte[] {(byte) 0x90, 3, packet.getByte(2), packet.getByte(3), (byte) 0x80}));
                    }
                }));
        int port = answer(refusing.listen(0, "127.0.0.1")).actualPort();
        MqttSettings settings = new MqttSettings("tcp://127.0.0.1:" + port, "a", null, null, null);
        MqttWire wire = MqttWire.open(vertx, settings, MqttWireTest::monotonicMillis);
        await().atMost(LONG).until(wire::connected);
        // WHEN a subscription is refused
        assertThat(failure(wire.subscribe("t", Qos.AT_LEAST_ONCE, (t, p, at) -> {})))
                .isInstanceOfSatisfying(
                        LinkFailure.class, e -> assertThat(e.kind()).isEqualTo(Kind.REFUSED));
        // THEN the wire does not claim to be connected while it lacks it
        await().atMost(LONG).until(() -> !wire.connected());
        await().during(Duration.ofSeconds(1)).atMost(LONG).until(() -> !wire.connected());
        answer(wire.close());
    }

    @Test
    void closesForGoodAlsoWhileThereIsNoBroker() throws Exception {
        try (MosquittoBroker broker = MosquittoBroker.start(temp)) {
            broker.kill();
            MqttWire wire = wire(broker, "a");
            answer(wire.close());
            assertThat(wire.connected()).isFalse();
            broker.restart();
            assertThat(failure(wire.publish("t", bytes(1), Qos.AT_MOST_ONCE, false)))
                    .isInstanceOf(LinkFailure.class);
        }
    }
}
