package org.archivevault.edge.shelving.modbus;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.archivevault.edge.modbus.ModbusClient;
import org.archivevault.edge.modbus.WriteGate;
import org.archivevault.edge.shelving.BlockLayout;
import org.archivevault.edge.shelving.Move;
import org.archivevault.edge.shelving.ShelvingLimits;
import org.archivevault.edge.shelving.StepAnswer;
import org.archivevault.edge.shelving.StepWords;
import org.archivevault.edge.shelving.drive.ShelvingController;
import org.archivevault.firmware.profile.ShelvingProfile;
import org.archivevault.firmware.profile.ShelvingProfile.PollGroup;
import org.archivevault.firmware.profile.ShelvingProfile.Table;
import org.archivevault.firmware.profile.ShelvingProfile.Target;
import org.archivevault.firmware.profile.ShelvingProfile.Write;
import org.archivevault.protocol.command.FencingToken;
import org.jspecify.annotations.Nullable;

/**
 * A block's controller as its profile describes it: reads poll groups in turn, one request at a time, and writes nothing
 * but the profile's steps. A value counts as old as the question, not as the answer.
 */
public final class ModbusShelvingController implements ShelvingController {
    private static final int LAST_KEEP_ALIVE = 0xFFFF;

    private final Vertx vertx;
    private final ModbusClient client;
    private final BlockLayout layout;
    private final ShelvingProfile profile;
    private final LongSupplier clock;
    private final WriteAllowList allowed;
    private final PollSchedule<Poll> schedule = new PollSchedule<>();
    private final Set<Integer> doubted = new HashSet<>();
    private final Set<Integer> beingFed = new HashSet<>();
    private @Nullable Listener listener;
    private @Nullable Long timer;
    private boolean reading;
    private boolean closed;
    private int keepAlive;

    /** One thing to read; fails when the unit does not answer as it should. */
    private interface Poll {
        int unit();

        Future<?> ask(long askedAt);
    }

    /**
     * A controller that nothing is asked of yet.
     *
     * @param vertx its timers run on the calling context
     * @param client the endpoint, shared with other blocks behind it
     * @param layout the block
     * @param clock the edge's clock, in milliseconds
     * @throws IllegalArgumentException when the profile has a signal that none of its poll groups reads
     */
    public ModbusShelvingController(Vertx vertx, ModbusClient client, BlockLayout layout, LongSupplier clock) {
        this.vertx = vertx;
        this.client = client;
        this.layout = layout;
        this.profile = layout.profile();
        this.clock = clock;
        this.allowed = new WriteAllowList(profile);
        Set<Integer> covered = new HashSet<>();
        long now = clock.getAsLong();
        for (int unit : layout.units()) {
            Verifier verifier = new Verifier(client, layout, unit);
            schedule.add(new Verify(unit, verifier), unit, true, ShelvingLimits.VERIFY_EVERY_MILLIS, now);
            for (PollGroup group : profile.pollGroups()) {
                SignalDecoder decoder = SignalDecoder.of(layout, unit, group);
                covered.addAll(decoder.wires());
                long every = group.interval().toMillis();
                schedule.add(new ReadGroup(unit, group, decoder), unit, false, every, now);
            }
        }
        requireAllRead(covered);
    }

    private void requireAllRead(Set<Integer> covered) {
        for (int wire = 0; wire < layout.wires().size(); wire++) {
            if (!covered.contains(wire)) {
                throw new IllegalArgumentException("profile " + profile.name() + ": no poll group reads all of "
                        + layout.wires().get(wire).role());
            }
        }
    }

    private final class ReadGroup implements Poll {
        private final int unit;
        private final PollGroup group;
        private final SignalDecoder decoder;

        ReadGroup(int unit, PollGroup group, SignalDecoder decoder) {
            this.unit = unit;
            this.group = group;
            this.decoder = decoder;
        }

        @Override
        public int unit() {
            return unit;
        }

        @Override
        public Future<?> ask(long askedAt) {
            Listener to = Objects.requireNonNull(listener);
            if (SignalDecoder.isBitTable(group.table())) {
                return client.readBits(unit, group.table(), group.pduAddress(), group.count())
                        .onSuccess(bits -> to.read(decoder.decode(bits, askedAt)));
            }
            return client.readRegisters(unit, group.table(), group.pduAddress(), group.count())
                    .onSuccess(registers -> to.read(decoder.decode(registers, askedAt)));
        }
    }

    private final class Verify implements Poll {
        private final int unit;
        private final Verifier verifier;

        Verify(int unit, Verifier verifier) {
            this.unit = unit;
            this.verifier = verifier;
        }

        @Override
        public int unit() {
            return unit;
        }

        @Override
        public Future<?> ask(long askedAt) {
            Listener to = Objects.requireNonNull(listener);
            return verifier.verify(askedAt).onSuccess(to::verified);
        }
    }

    @Override
    public void start(Listener to) {
        listener = to;
        pump();
    }

    /** Asks what is due, one thing at a time; the listener has dealt with an answer before the next question leaves. */
    private void pump() {
        if (closed || reading || listener == null) {
            return;
        }
        cancelTimer();
        long now = clock.getAsLong();
        Poll next = schedule.take(now);
        if (next == null) {
            timer = vertx.setTimer(Math.max(1, schedule.nextDueAt() - now), id -> pump());
            return;
        }
        reading = true;
        next.ask(now).onComplete(answer -> {
            reading = false;
            noteAnswer(next.unit(), answer.cause());
            pump();
        });
    }

    private void noteAnswer(int unit, @Nullable Throwable failure) {
        if (closed) {
            return;
        }
        if (failure == null) {
            if (doubted.remove(unit)) {
                schedule.verifyNow(unit, clock.getAsLong());
            }
        } else if (Answers.castsDoubt(failure)) {
            doubted.add(unit);
            Objects.requireNonNull(listener).failed(unit, Answers.sentence(failure));
        }
    }

    private void cancelTimer() {
        if (timer != null) {
            vertx.cancelTimer(timer);
            timer = null;
        }
    }

    @Override
    public void readNow(@Nullable Integer first) {
        schedule.readNow(first, clock.getAsLong());
        pump();
    }

    @Override
    public Future<StepAnswer> prepare(Move move, FencingToken token) {
        return profile.prepareOf(move.goal())
                .map(prepare -> Answers.of(write(prepare, move, token, WriteGate.open())))
                .orElseGet(() -> notSent("prepare for " + move.goal()));
    }

    @Override
    public Future<int[]> readEcho(Move move) {
        ShelvingProfile.Echo echo = profile.echo();
        return client.readRegisters(
                move.unit(), echo.table(), echo.pduAddress(), echo.words().size());
    }

    @Override
    public Future<StepAnswer> execute(Move move, FencingToken token, Supplier<Optional<String>> gate) {
        Write write = profile.execute().get(move.direction());
        if (write == null) {
            return notSent("execute " + move.direction());
        }
        return Answers.of(write(write, move, token, gate::get));
    }

    private Future<StepAnswer> notSent(String lacking) {
        return Future.succeededFuture(
                new StepAnswer(StepAnswer.Kind.NOT_SENT, "profile " + profile.name() + " has no " + lacking));
    }

    private Future<Void> write(Write write, Move move, FencingToken token, WriteGate gate) {
        int[] values = StepWords.of(write.words(), move, token);
        allowed.require(write.table(), write.pduAddress(), values.length);
        return write.table() == Table.COIL
                ? client.writeCoil(move.unit(), write.pduAddress(), values[0] != 0, gate)
                : client.writeRegisters(move.unit(), write.pduAddress(), values, gate);
    }

    @Override
    public Future<StepAnswer> stop(@Nullable Integer first) {
        List<Future<StepAnswer>> answers = new ArrayList<>();
        for (int unit : stopOrder(first)) {
            answers.add(Answers.of(stopUnit(unit)));
        }
        return Future.all(answers).map(all -> Answers.worst(all.list()));
    }

    private List<Integer> stopOrder(@Nullable Integer first) {
        List<Integer> units = new ArrayList<>(layout.units());
        if (first != null && units.remove(first)) {
            units.add(0, first);
        }
        return profile.stop().target() == Target.ACTING_CARRIAGE && first != null ? units.subList(0, 1) : units;
    }

    private Future<Void> stopUnit(int unit) {
        Write stop = profile.stop();
        int[] values =
                stop.words().stream().mapToInt(ShelvingProfile.Word::literal).toArray();
        allowed.require(stop.table(), stop.pduAddress(), values.length);
        return stop.table() == Table.COIL
                ? client.urgentWriteCoil(unit, stop.pduAddress(), values[0] != 0)
                : client.urgentWriteRegisters(unit, stop.pduAddress(), values);
    }

    @Override
    public void setWatchdog(int unit, Supplier<Optional<String>> gate) {
        ShelvingProfile.Watchdog watchdog = profile.watchdog();
        // What it does comes before the time after which it does it: no moment with a time-out that only "holds".
        writeRegister(unit, watchdog.actionAddress(), watchdog.stopAction(), gate)
                .compose(set -> writeRegister(unit, watchdog.timeoutAddress(), watchdog.timeoutSteps(), gate))
                .onComplete(done -> {
                    schedule.verifyNow(unit, clock.getAsLong());
                    pump();
                });
    }

    @Override
    public void keepAlive(Supplier<Optional<String>> gate) {
        keepAlive = keepAlive >= LAST_KEEP_ALIVE ? 1 : keepAlive + 1;
        for (int unit : layout.units()) {
            if (beingFed.add(unit)) {
                feed(unit, gate);
            }
        }
    }

    private void feed(int unit, Supplier<Optional<String>> gate) {
        long[] leftAt = new long[1];
        Supplier<Optional<String>> timed = () -> {
            leftAt[0] = clock.getAsLong();
            return gate.get();
        };
        writeRegister(unit, profile.watchdog().keepAliveAddress(), keepAlive, timed)
                .onComplete(done -> {
                    beingFed.remove(unit);
                    if (done.succeeded() && listener != null && !closed) {
                        listener.fed(unit, leftAt[0]);
                    }
                });
    }

    private Future<Void> writeRegister(int unit, int pduAddress, int value, Supplier<Optional<String>> gate) {
        allowed.require(Table.HOLDING_REGISTER, pduAddress, 1);
        return client.writeRegisters(unit, pduAddress, new int[] {value}, gate::get);
    }

    @Override
    public void close() {
        closed = true;
        cancelTimer();
    }
}
