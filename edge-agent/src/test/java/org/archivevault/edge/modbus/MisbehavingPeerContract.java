package org.archivevault.edge.modbus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.archivevault.edge.modbus.Fault.Medium;
import org.archivevault.edge.modbus.Fault.Question;
import org.archivevault.edge.modbus.Fault.Right;
import org.archivevault.edge.modbus.ModbusFailure.Unreachable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What holds against any peer, over every way to be connected: no wrong value is accepted, no write is sent twice, every
 * failure is a declared one, none takes longer than promised, and the next requests succeed once the peer behaves.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ResourceLock(value = "processors", mode = ResourceAccessMode.READ)
abstract class MisbehavingPeerContract {
    /** Trials mostly wait for deadlines, so many run at once; few enough that a loaded machine keeps the deadlines. */
    private static final int TRIALS_AT_ONCE = 16;

    private final Medium medium;
    private final Tally tally = new Tally();
    private final Vertx vertx = Vertx.vertx();
    private final ExecutorService threads = Executors.newFixedThreadPool(TRIALS_AT_ONCE);
    private final Map<String, List<CompletableFuture<Void>>> trials = new HashMap<>();

    MisbehavingPeerContract(Medium medium) {
        this.medium = medium;
    }

    abstract HostilePeer newPeer() throws IOException;

    Stream<Fault> faults() {
        return Fault.all().stream().filter(fault -> fault.mediums().contains(medium));
    }

    /** Not before a subclass has said whether it can run at all. */
    @BeforeAll
    void startTrials() {
        faults().forEach(fault -> trials.put(
                fault.name(),
                fault.questions().stream()
                        .map(question -> CompletableFuture.runAsync(() -> tryOut(fault, question), threads))
                        .toList()));
    }

    @ParameterizedTest(name = "a peer that {0}")
    @MethodSource("faults")
    void acceptsNothingWrongRepeatsNoWriteAndRecoversFrom(Fault fault) {
        Objects.requireNonNull(trials.get(fault.name())).forEach(CompletableFuture::join);
        assertNothingWrong();
    }

    @Test
    void healsWhenThePeerWasAwayAndIsBack() throws IOException {
        // GIVEN a connection that works
        try (HostilePeer peer = newPeer();
                Trial trial = new Trial("sends unasked", false, vertx, peer, tally)) {
            trial.expectRecovery();
            // WHEN the peer goes away
            peer.vanish();
            for (int i = 0; i < 5; i++) {
                assertThat(trial.ask(Question.WRITE_REGISTERS)).isNotEqualTo(Right.class);
            }
            assertThat(trial.ask(Question.READ_REGISTERS)).isEqualTo(Unreachable.class);
            // THEN requests succeed soon after it is back
            peer.comeBack();
            trial.expectRecovery();
        }
        tally.cases.incrementAndGet();
        assertNothingWrong();
    }

    @Test
    void distrustsBytesThatCameBeforeTheRequest() throws IOException {
        try (HostilePeer peer = newPeer();
                Trial trial = new Trial("sends unasked", false, vertx, peer, tally)) {
            trial.expectRecovery();
            // WHEN a perfect answer to the next question comes before the question
            byte[] pdu = peer.asked().get(0).with(100, 5).honest();
            peer.sendUnasked(peer.format().frame(1, 17, pdu));
            if (!peer.transit().isZero()) {
                await().pollDelay(peer.transit()).until(() -> true);
            }
            // THEN it is never taken for the answer
            trial.ask(Question.READ_REGISTERS);
            trial.expectRecovery();
        }
        tally.cases.incrementAndGet();
        assertNothingWrong();
    }

    private void tryOut(Fault fault, Question question) {
        try (HostilePeer peer = newPeer();
                Trial trial = new Trial(fault.name(), fault.isLate(), vertx, peer, tally)) {
            // GIVEN a connection that works
            trial.expectRecovery();
            // WHEN the peer misbehaves once
            peer.misbehaveOnce(fault.reaction());
            Class<?> outcome = trial.ask(question);
            // THEN the request ends as declared, and the next ones succeed
            if (outcome == Right.class && !fault.outcomes().contains(Right.class)) {
                tally.wrongValues.add(fault + ", " + question + ": taken for an answer");
            }
            assertThat(outcome).as("%s, %s", fault, question).isIn(fault.outcomes());
            trial.sendLateAnswers();
            trial.expectRecovery();
            tally.cases.incrementAndGet();
        } catch (IOException broken) {
            throw new AssertionError(fault + ", " + question, broken);
        }
    }

    private void assertNothingWrong() {
        assertThat(tally.wrongValues).as("wrong values accepted").isEmpty();
        assertThat(tally.repeatedWrites).as("writes repeated").hasValue(0);
        assertThat(tally.untypedFailures)
                .as("failures that are not ModbusFailure")
                .hasValue(0);
        assertThat(tally.late).as("requests beyond their deadline").hasValue(0);
    }

    @AfterAll
    void printTallyAndStop() {
        System.out.print(tally.table(medium.name()));
        threads.shutdown();
        Waits.get(vertx.close());
    }
}
