package org.archivevault.edge.modbus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.archivevault.edge.modbus.HostilePeer.Reaction;
import org.archivevault.edge.modbus.ModbusFailure.BreakerOpen;
import org.archivevault.edge.modbus.ModbusFailure.ClientClosed;
import org.archivevault.edge.modbus.ModbusFailure.DeadlinePassed;
import org.archivevault.edge.modbus.ModbusFailure.ExceptionResponse;
import org.archivevault.edge.modbus.ModbusFailure.GateClosed;
import org.archivevault.edge.modbus.ModbusFailure.Mismatch;
import org.archivevault.edge.modbus.ModbusFailure.QueueFull;
import org.archivevault.edge.modbus.ModbusFailure.Unreachable;
import org.archivevault.edge.modbus.PeerFormat.Asked;
import org.archivevault.firmware.plan.ControllerPlan.RtuOverTcp;
import org.archivevault.firmware.profile.ShelvingProfile.Table;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Queue, gate, urgency, breaker and connection over Modbus TCP; a fresh peer and client for every test. */
@ResourceLock(value = "processors", mode = ResourceAccessMode.READ)
class StrictClientTest {
    private static final int UNIT = 1;
    private static final int OTHER_UNIT = 2;
    private static final Reaction SILENT = (asked, wire) -> {};
    /** For honest answers on a loaded machine. */
    private static final ModbusTiming TIMING = timing(Duration.ofSeconds(5), Duration.ofSeconds(5));
    /** Where a deadline has to pass. */
    private static final ModbusTiming HASTY = timing(Duration.ofMillis(300), Duration.ofMillis(80));
    /** Where a stop must not wait. */
    private static final ModbusTiming IMPATIENT = timing(Duration.ofSeconds(5), Duration.ofMillis(80));

    private final Vertx vertx = Vertx.vertx();
    private final SocketPeer peer = new SocketPeer(PeerFormat.MBAP);
    private final ModbusClient client = ModbusClients.open(vertx, peer.connection(), TIMING);

    StrictClientTest() throws IOException {}

    private static ModbusTiming timing(Duration deadline, Duration urgentPatience) {
        return new ModbusTiming(
                deadline,
                Duration.ofMillis(500),
                Duration.ofMillis(4),
                Duration.ofMillis(500),
                urgentPatience,
                new Backoff(Duration.ofMillis(100), Duration.ofMillis(800)),
                3,
                new Backoff(Duration.ofMillis(300), Duration.ofMillis(600)));
    }

    @BeforeEach
    void connect() {
        Waits.get(read(UNIT, 0));
    }

    @AfterEach
    void stop() throws IOException {
        Waits.get(client.close());
        Waits.get(vertx.close());
        peer.close();
    }

    @Test
    void sendsNothingWhenTheGateSaysNo() {
        Object reason = new Object();
        AtomicInteger left = new AtomicInteger();
        WriteGate closed = gate(() -> Optional.of(reason), left::incrementAndGet);

        Throwable failure = Waits.failureOf(client.writeCoil(UNIT, 50, true, closed));

        assertThat(failure).isInstanceOfSatisfying(GateClosed.class, refused -> {
            assertThat(refused.reason()).isSameAs(reason);
            assertThat(refused.mayHaveBeenSent()).isFalse();
        });
        Waits.get(read(UNIT, 1));
        assertThat(peer.timesWritten(50)).isZero();
        assertThat(left).hasValue(0);
        assertThat(peer.connections()).isOne();
    }

    @Test
    void sendsNothingWhenTheGateItselfFails() {
        WriteGate broken = () -> {
            throw new IllegalStateException("planted");
        };
        WriteGate brokenLater = gate(Optional::empty, () -> {
            throw new IllegalStateException("planted");
        });
        assertThat(Waits.failureOf(client.writeCoil(UNIT, 50, true, broken))).isInstanceOf(GateClosed.class);
        assertThat(Waits.failureOf(client.writeCoil(UNIT, 50, true, brokenLater)))
                .isInstanceOf(GateClosed.class);
        Waits.get(read(UNIT, 1));
        assertThat(peer.timesWritten(50)).isZero();
    }

    @Test
    void asksTheGateOnlyWhenTheRequestsBeforeItHaveEnded() {
        // GIVEN a slow read in flight
        List<String> order = new CopyOnWriteArrayList<>();
        peer.misbehaveOnce((asked, wire) -> wire.sendLater(150, frame(asked)));
        Future<int[]> slow = read(UNIT, 1).onComplete(done -> order.add("read ended"));
        // WHEN a gated write waits behind it
        WriteGate gate = gate(
                () -> {
                    order.add("gate asked");
                    return Optional.empty();
                },
                () -> order.add("leaving, received " + peer.timesWritten(50)));
        Waits.get(client.writeCoil(UNIT, 50, true, gate).onComplete(done -> order.add("write ended")));
        Waits.get(slow);
        // THEN the gate is asked after the read has ended, once, and told before the peer receives anything
        assertThat(order).containsExactlyInAnyOrder("read ended", "gate asked", "leaving, received 0", "write ended");
        assertThat(order.indexOf("gate asked")).isLessThan(order.indexOf("leaving, received 0"));
        assertThat(peer.asked().get(1).function()).isEqualTo(3);
        assertThat(peer.timesWritten(50)).isOne();
    }

    @Test
    void letsAnUrgentWritePassEverythingThatWaits() {
        peer.misbehaveOnce((asked, wire) -> wire.sendLater(50, frame(asked)));
        List<Future<int[]>> reads =
                IntStream.range(0, 10).mapToObj(i -> read(UNIT, 1 + i)).toList();
        Future<Void> stop = client.urgentWriteCoil(UNIT, 99, true);
        Waits.get(stop);
        Waits.get(Future.all(new ArrayList<>(reads)));
        assertThat(peer.asked().get(2).address()).isEqualTo(99);
    }

    @Test
    void makesASlowRequestGiveWayToAnUrgentWrite() {
        // GIVEN a read that nobody answers
        ModbusClient impatient = ModbusClients.open(vertx, peer.connection(), IMPATIENT);
        peer.misbehaveOnce(SILENT);
        Future<int[]> read = read(impatient, UNIT, 1);
        await().until(() -> peer.asked().size() >= 2);
        // WHEN a stop comes
        long start = System.nanoTime();
        Waits.get(impatient.urgentWriteRegisters(UNIT, 99, new int[] {1}));
        // THEN it does not wait for the read's deadline
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(IMPATIENT.requestDeadline());
        assertThat(Waits.failureOf(read)).isInstanceOf(DeadlinePassed.class);
        assertThat(peer.timesWritten(99)).isOne();
        Waits.get(impatient.close());
    }

    @Test
    void leavesADeadUnitAloneWithoutStallingTheOthers() {
        // GIVEN unit 1 dead
        ModbusClient hasty = ModbusClients.open(vertx, peer.connection(), HASTY);
        peer.misbehaveAlways((asked, wire) -> {
            if (asked.unit() != UNIT) {
                wire.answerHonestly(asked);
            }
        });
        for (int i = 0; i < TIMING.breakerThreshold(); i++) {
            assertThat(Waits.failureOf(read(hasty, UNIT, i))).isInstanceOf(DeadlinePassed.class);
        }
        int asked = peer.asked().size();
        // WHEN it is asked again
        Throwable failure = Waits.failureOf(read(hasty, UNIT, 9));
        // THEN nothing is sent, and the other unit answers
        assertThat(failure).isInstanceOf(BreakerOpen.class);
        assertThat(((ModbusFailure) failure).mayHaveBeenSent()).isFalse();
        assertThat(peer.asked()).hasSize(asked);
        eventually(() -> read(hasty, OTHER_UNIT, 1));
        // AND a stop still goes out to it
        assertThat(Waits.failureOf(hasty.urgentWriteCoil(UNIT, 99, true))).isInstanceOf(DeadlinePassed.class);
        assertThat(peer.timesWritten(99)).isOne();
        // AND once it answers again a read finds out; a write does not get to be the probe
        peer.behave();
        assertThat(Waits.failureOf(hasty.writeCoil(UNIT, 50, true))).isInstanceOf(BreakerOpen.class);
        eventually(() -> read(hasty, UNIT, 2));
        eventually(() -> hasty.writeCoil(UNIT, 51, true));
        assertThat(peer.timesWritten(50)).isZero();
        Waits.get(hasty.close());
    }

    @Test
    void opensTheBreakerWhenAGatewaySaysThatItsUnitIsSilentAndKeepsTheConnection() {
        peer.misbehaveAlways((asked, wire) -> wire.answer(asked, new byte[] {(byte) 0x83, 11}));
        for (int i = 0; i < TIMING.breakerThreshold(); i++) {
            assertThat(Waits.failureOf(read(UNIT, i)))
                    .isInstanceOfSatisfying(
                            ExceptionResponse.class,
                            e -> assertThat(e.mayHaveTakenEffect()).isTrue());
        }
        assertThat(Waits.failureOf(read(UNIT, 9))).isInstanceOf(BreakerOpen.class);
        assertThat(peer.connections()).isOne();
    }

    @Test
    void keepsTheConnectionAfterAnException() {
        peer.misbehaveOnce((asked, wire) -> wire.answer(asked, new byte[] {(byte) 0x85, 2}));
        Throwable failure = Waits.failureOf(client.writeCoil(UNIT, 50, true));
        assertThat(failure).isInstanceOfSatisfying(ExceptionResponse.class, refused -> {
            assertThat(refused.function()).isEqualTo(5);
            assertThat(refused.code()).isEqualTo(2);
            assertThat(refused.mayHaveBeenSent()).isTrue();
            assertThat(refused.mayHaveTakenEffect()).isFalse();
        });
        Waits.get(read(UNIT, 1));
        assertThat(peer.connections()).isOne();
    }

    @Test
    void refusesMoreWaitingRequestsThanItsLimitAtOnceButTakesAStop() {
        peer.misbehaveOnce((asked, wire) -> wire.sendTooLate(frame(asked)));
        List<Future<int[]>> all = IntStream.range(0, RequestQueue.MOST_WAITING + 3)
                .mapToObj(i -> read(UNIT, 1 + i))
                .toList();
        Future<Void> stop = client.urgentWriteCoil(UNIT, 999, true);
        assertThat(Waits.failureOf(all.get(all.size() - 1))).isInstanceOf(QueueFull.class);
        await().until(peer::holdsLateAnswers);
        peer.sendLateAnswers();
        Waits.get(stop);
        long refused = all.stream().filter(f -> !succeeds(f)).count();
        assertThat(refused).isEqualTo(2);
    }

    @Test
    void abortsAConnectionItGivesUpSoThatNothingIsDeliveredLater() {
        // GIVEN a peer that does not answer
        ModbusClient hasty = ModbusClients.open(vertx, peer.connection(), HASTY);
        CompletableFuture<HostilePeer.Wire> wire = new CompletableFuture<>();
        peer.misbehaveOnce((asked, connection) -> wire.complete(connection));
        // WHEN the request is given up
        assertThat(Waits.failureOf(read(hasty, UNIT, 1))).isInstanceOf(DeadlinePassed.class);
        // THEN the peer sees a reset, not an orderly end after which the system would go on sending
        await().untilAsserted(() -> assertThat(wire.join().ended).hasMessageContaining("reset"));
        Waits.get(hasty.close());
    }

    @Test
    void doesNotHammerAnEndpointThatClosesEveryConnection() {
        peer.misbehaveAlways((asked, connection) -> connection.close());
        int before = peer.connections();
        long end = System.nanoTime() + Duration.ofSeconds(1).toNanos();
        int asked = 0;
        while (System.nanoTime() < end) {
            Waits.failureOf(read(asked % 200, 1));
            asked++;
        }
        // Pauses of 100, 200 and 400 ms fill a second after the first connections.
        assertThat(peer.connections() - before).isLessThan(8);
        assertThat(asked).isPositive();
    }

    @Test
    void failsFastAndSendsNothingWhileTheEndpointIsAway() throws IOException {
        peer.vanish();
        await().untilAsserted(() -> assertThat(Waits.failureOf(read(UNIT, 1))).isInstanceOf(Unreachable.class));
        Throwable failure = Waits.failureOf(client.writeCoil(UNIT, 50, true));
        assertThat(failure).isInstanceOf(Unreachable.class);
        assertThat(((ModbusFailure) failure).mayHaveBeenSent()).isFalse();
        peer.comeBack();
        eventually(() -> read(UNIT, 2));
        assertThat(peer.timesWritten(50)).isZero();
    }

    @Test
    void numbersTransactionsOneByOneFromARandomStartPerConnection() {
        Waits.get(read(UNIT, 1));
        Waits.get(read(UNIT, 2));
        peer.misbehaveOnce((asked, wire) -> wire.close());
        Waits.failureOf(read(UNIT, 3));
        Waits.get(read(UNIT, 4));
        List<Integer> ids = peer.asked().stream().map(Asked::transaction).toList();
        for (int i = 1; i <= 3; i++) {
            assertThat(ids.get(i)).isEqualTo((ids.get(i - 1) + 1) & 0xFFFF);
        }
        // Another connection goes on by one only by chance: 1 in 65,536.
        assertThat(ids.get(4)).isNotEqualTo((ids.get(3) + 1) & 0xFFFF);
    }

    @Test
    void endsWaitingRequestsWhenItIsClosed() {
        peer.misbehaveOnce(SILENT);
        Future<int[]> inFlight = read(UNIT, 1);
        Future<Void> waiting = client.writeCoil(UNIT, 50, true);
        await().until(() -> peer.asked().size() >= 2);
        Waits.get(client.close());
        assertThat(Waits.failureOf(inFlight)).isInstanceOf(ClientClosed.class);
        assertThat(Waits.failureOf(waiting))
                .isInstanceOfSatisfying(
                        ClientClosed.class,
                        closed -> assertThat(closed.mayHaveBeenSent()).isFalse());
        assertThat(Waits.failureOf(read(UNIT, 2))).isInstanceOf(ClientClosed.class);
        assertThat(peer.timesWritten(50)).isZero();
    }

    @Test
    void keepsAnswersApartWhenManyThreadsAsk() {
        List<CompletableFuture<Integer>> threads = IntStream.range(0, 8)
                .mapToObj(thread -> CompletableFuture.supplyAsync(() -> askFiftyTimes(thread)))
                .toList();
        int right = threads.stream().mapToInt(CompletableFuture::join).sum();
        assertThat(right).isEqualTo(8 * 50);
    }

    @Test
    void endsAFutureOnTheContextOfItsCaller() {
        Context caller = vertx.getOrCreateContext();
        CompletableFuture<Context> endedOn = new CompletableFuture<>();
        caller.runOnContext(now -> read(UNIT, 1).onComplete(done -> endedOn.complete(Vertx.currentContext())));
        assertThat(endedOn.orTimeout(10, TimeUnit.SECONDS).join()).isSameAs(caller);
    }

    @Test
    void reconnectsQuietlyWhenThePeerHasClosedAnIdleConnection() {
        peer.misbehaveOnce((asked, connection) -> {
            connection.answerHonestly(asked);
            connection.close();
        });
        Waits.get(read(UNIT, 1));
        await().pollDelay(Duration.ofMillis(50)).untilAsserted(() -> Waits.get(read(UNIT, 2)));
        assertThat(peer.connections()).isEqualTo(2);
    }

    @Test
    void dropsAConnectionThatGreetsWithBytes() {
        peer.greetWith(new byte[] {1, 2, 3});
        peer.misbehaveOnce((asked, wire) -> wire.close());
        Waits.failureOf(read(UNIT, 1));
        assertThat(Waits.failureOf(read(UNIT, 2))).isInstanceOfAny(Mismatch.class, Unreachable.class);
        peer.greetWith(new byte[0]);
        eventually(() -> read(UNIT, 3));
    }

    @Test
    void takesNoLateRtuAnswerThatAGatewayDeliversOnTheNextConnection() throws IOException {
        try (SocketPeer gateway = new SocketPeer(PeerFormat.RTU)) {
            ModbusClient rtu = ModbusClients.open(vertx, gateway.connection(), HASTY);
            assertThat(gateway.connection()).isInstanceOf(RtuOverTcp.class);
            // GIVEN a question that times out, whose answer the gateway sends to whoever connects next
            gateway.misbehaveOnce((asked, wire) -> gateway.greetWith(frame(asked)));
            assertThat(Waits.failureOf(rtu.readRegisters(UNIT, Table.HOLDING_REGISTER, 1, 2)))
                    .isInstanceOf(DeadlinePassed.class);
            // WHEN the next question has the same shape
            int[] values = Waits.get(rtu.readRegisters(UNIT, Table.HOLDING_REGISTER, 500, 2));
            // THEN the late answer is thrown away
            Asked last = gateway.asked().get(gateway.asked().size() - 1);
            assertThat(values)
                    .containsExactly(
                            Asked.register(500, UNIT, last.number()), Asked.register(501, UNIT, last.number()));
            assertThat(gateway.connections()).isEqualTo(2);
            Waits.get(rtu.close());
        }
    }

    @Test
    void checksArgumentsAtOnce() throws IOException {
        assertThatIllegalArgumentException().isThrownBy(() -> read(256, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> client.writeRegisters(UNIT, 0, new int[] {70_000}));
        try (SocketPeer rtuPeer = new SocketPeer(PeerFormat.RTU)) {
            ModbusClient rtu = ModbusClients.open(vertx, rtuPeer.connection(), TIMING);
            assertThatIllegalArgumentException().isThrownBy(() -> rtu.writeCoil(0, 1, true));
        }
    }

    private int askFiftyTimes(int thread) {
        int right = 0;
        for (int i = 0; i < 50; i++) {
            int address = 1_000 * thread + i;
            int[] values = Waits.get(read(UNIT, address));
            right += peer.asked().stream()
                            .filter(a -> a.address() == address)
                            .anyMatch(a -> values[0] == Asked.register(address, UNIT, a.number()))
                    ? 1
                    : 0;
        }
        return right;
    }

    private Future<int[]> read(int unit, int address) {
        return read(client, unit, address);
    }

    /** Repeats until it succeeds once; for requests that a loaded machine may fail by their deadline. */
    private static void eventually(Supplier<Future<?>> request) {
        await().atMost(Duration.ofSeconds(20)).until(() -> succeeds(request.get()));
    }

    private static Future<int[]> read(ModbusClient client, int unit, int address) {
        return client.readRegisters(unit, Table.HOLDING_REGISTER, address, 2);
    }

    private static boolean succeeds(Future<?> future) {
        return Waits.outcomeOf(future).isEmpty();
    }

    private static byte[] frame(Asked asked) {
        return (asked.transaction() == 0 ? PeerFormat.RTU : PeerFormat.MBAP)
                .frame(asked.transaction(), asked.unit(), asked.honest());
    }

    private static WriteGate gate(Supplier<Optional<?>> refusal, Runnable leaving) {
        return new WriteGate() {
            @Override
            public Optional<?> refusal() {
                return refusal.get();
            }

            @Override
            public void leaving() {
                leaving.run();
            }
        };
    }
}
