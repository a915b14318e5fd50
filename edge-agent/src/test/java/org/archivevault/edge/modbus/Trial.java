package org.archivevault.edge.modbus;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.archivevault.edge.modbus.Fault.Question;
import org.archivevault.edge.modbus.Fault.Right;
import org.archivevault.edge.modbus.PeerFormat.Asked;
import org.archivevault.firmware.profile.ShelvingProfile.Table;

/** One client and one hostile peer: asks, and judges every answer against what the peer really said. */
final class Trial implements AutoCloseable {
    /** When a late answer comes, after its request was given up. */
    private static final Duration LATE = Duration.ofMillis(300);

    /** Quiet time where an answer comes late: far more than {@link #LATE}, for a loaded machine. */
    private static final Duration LONG_QUIET = Duration.ofMillis(1_500);

    private static final Duration SHORT_QUIET = Duration.ofMillis(300);

    /** What a loaded machine may add to a time limit. */
    private static final Duration SLACK = Duration.ofMillis(1_500);

    private static final Duration RECOVERY = Duration.ofSeconds(20);
    private static final List<Question> SOUND = List.of(
            Question.READ_REGISTERS,
            Question.READ_REGISTERS,
            Question.READ_REGISTERS,
            Question.READ_BITS,
            Question.WRITE_REGISTERS);
    private static final int UNIT = 17;
    private static final int COUNT = 5;

    private final String name;
    private final ModbusTiming timing;
    private final HostilePeer peer;
    private final ModbusClient client;
    private final Tally tally;
    private int address = 100;

    Trial(String name, boolean late, Vertx vertx, HostilePeer peer, Tally tally) {
        this.name = name;
        this.timing = timing(late ? LONG_QUIET : SHORT_QUIET);
        this.peer = peer;
        this.tally = tally;
        this.client = ModbusClients.open(vertx, peer.connection(), timing);
    }

    /** The deadline is long, so that an honest answer meets it on a loaded machine. */
    private static ModbusTiming timing(Duration quiet) {
        return new ModbusTiming(
                Duration.ofMillis(2_000),
                Duration.ofMillis(2_000),
                Duration.ofMillis(4),
                quiet,
                Duration.ofMillis(60),
                new Backoff(Duration.ofMillis(20), Duration.ofMillis(200)),
                1_000,
                new Backoff(Duration.ofMillis(100), Duration.ofMillis(400)));
    }

    /** Asks once, at an address never used before; returns {@link Right} or the class of the failure. */
    Class<?> ask(Question question) {
        address += 16;
        int at = address;
        long start = System.nanoTime();
        tally.requests.incrementAndGet();
        Class<?> outcome = outcome(question, at);
        int millis = (int) TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
        tally.longestMillis.accumulateAndGet(millis, Math::max);
        if (millis > timing.longestRequest().plus(SLACK).toMillis()) {
            tally.late.incrementAndGet();
        }
        if (peer.timesWritten(at) > 1) {
            tally.repeatedWrites.incrementAndGet();
        }
        return outcome;
    }

    /**
     * The next requests succeed within a bound, five in a row. One that fails on the way there is no fault: bytes may
     * still be on their way, and a loaded machine may miss a deadline.
     */
    void expectRecovery() {
        long end = System.nanoTime() + RECOVERY.toNanos();
        int right = 0;
        while (right < SOUND.size()) {
            assertThat(System.nanoTime()).as("recovered in time").isLessThan(end);
            right = ask(SOUND.get(right)) == Right.class ? right + 1 : 0;
        }
    }

    /** The late answer comes while the client may already want to ask the next question. */
    void sendLateAnswers() {
        peer.sendLateAnswersAfter(LATE);
    }

    private Class<?> outcome(Question question, int at) {
        try {
            if (!judge(question, at)) {
                tally.wrongValues.add(name + ": " + question + " at " + at);
            }
            return Right.class;
        } catch (CompletionException failed) {
            Throwable cause = Waits.causeOf(failed);
            if (!(cause instanceof ModbusFailure)) {
                tally.untypedFailures.incrementAndGet();
            }
            return cause.getClass();
        }
    }

    private boolean judge(Question question, int at) {
        return switch (question) {
            case READ_REGISTERS ->
                rightRegisters(at, Waits.get(client.readRegisters(UNIT, Table.HOLDING_REGISTER, at, COUNT)));
            case READ_BITS -> rightBits(at, Waits.get(client.readBits(UNIT, Table.DISCRETE_INPUT, at, 8 * COUNT)));
            case WRITE_REGISTER -> written(at, client.writeRegisters(UNIT, at, new int[] {at}));
            case WRITE_REGISTERS -> written(at, client.writeRegisters(UNIT, at, new int[] {at, 0, 0xFFFF}));
            case WRITE_COIL -> written(at, client.writeCoil(UNIT, at, true));
        };
    }

    private boolean rightRegisters(int at, int[] registers) {
        int number = numberOfLast(at);
        return registers.length == COUNT
                && IntStream.range(0, COUNT).allMatch(i -> registers[i] == Asked.register(at + i, UNIT, number));
    }

    private boolean rightBits(int at, boolean[] bits) {
        int number = numberOfLast(at);
        return bits.length == 8 * COUNT
                && IntStream.range(0, bits.length).allMatch(i -> bits[i] == Asked.bit(at + i, UNIT, number));
    }

    private boolean written(int at, Future<Void> write) {
        Waits.get(write);
        return peer.timesWritten(at) == 1;
    }

    /** Number of the question that the peer received last, or -1 when it was another: then any answer is wrong. */
    private int numberOfLast(int at) {
        Asked last = peer.asked().get(peer.asked().size() - 1);
        return last.address() == at ? last.number() : -1;
    }

    @Override
    public void close() throws IOException {
        Waits.get(client.close());
        peer.close();
    }
}
