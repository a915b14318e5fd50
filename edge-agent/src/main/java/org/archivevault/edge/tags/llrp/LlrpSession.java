package org.archivevault.edge.tags.llrp;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.archivevault.edge.tags.TagReport;
import org.archivevault.firmware.reader.ReaderPlan;
import org.archivevault.protocol.Bilingual;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One connection to a reader, from its first byte to its end. Runs on the connection's context. */
final class LlrpSession {
    private static final Logger LOG = LoggerFactory.getLogger(LlrpSession.class);
    private static final long NO_TIMER = -1;

    /** Messages of the stream in a row that cannot be decoded before the connection is given up: what is read is unknown. */
    private static final int MAX_MALFORMED_IN_A_ROW = 5;

    /** Tags kept that are read while the sequence is not done yet: what a busy portal reads in 10 s. */
    private static final int MAX_EARLY_REPORTS = 10_000;

    /** Keep-alives in a row that find the ROSpec ended and not begun again, before the reader counts as stopped. */
    private static final int MAX_IDLE_KEEP_ALIVES = 3;

    private static final Bilingual REPORTS_LOST = new Bilingual(
            "读写器缓存溢出，丢失了部分读取：请检查网络", "the reader's buffer overflowed and reads were lost: check the network");

    /** Hears of the connection; of nothing after {@link #ended}. */
    interface Owner {
        /** It reads on all antennas of the plan. */
        void reading();

        /** It does not see everything (any more), but the connection stays. */
        void blind(Bilingual sentence);

        /** Tags were read; only after {@link #reading}. */
        void reported(List<TagReport> reports);

        /** It is over; {@code proven} when it had read, and shown itself alive after that. */
        void ended(LlrpFailure failure, boolean proven);
    }

    private final Vertx vertx;
    private final NetSocket socket;
    private final ReaderPlan plan;
    private final LlrpTiming timing;
    private final Owner owner;
    private final Exchanges exchanges;
    private final FrameAssembler assembler = new FrameAssembler();
    private final ReportDecoder decoder;
    private final Antennas antennas;
    private final Promise<Void> accepted = Promise.promise();
    private final List<TagReport> early = new ArrayList<>();
    private long silenceTimer = NO_TIMER;
    private boolean reading;
    private boolean proven;
    private boolean over;
    private boolean idle;
    private int idleKeepAlives;
    private int malformedInARow;
    private long malformed;

    LlrpSession(Vertx vertx, NetSocket socket, ReaderPlan plan, LlrpTiming timing, Owner owner) {
        this.vertx = vertx;
        this.socket = socket;
        this.plan = plan;
        this.timing = timing;
        this.owner = owner;
        List<Integer> ports = Radio.ports(plan);
        this.antennas = new Antennas(ports);
        this.decoder = new ReportDecoder(ports.size() == 1 ? ports.get(0) : 0);
        this.exchanges = new Exchanges(vertx, socket);
    }

    /** Begins to listen and goes through the connect sequence; the owner hears the rest. */
    void begin() {
        socket.handler(this::received);
        socket.exceptionHandler(failure -> end(LlrpFailure.lost(String.valueOf(failure.getMessage()))));
        socket.closeHandler(closed -> end(LlrpFailure.closed()));
        long timer = vertx.setTimer(
                timing.step().toMillis(),
                fired -> accepted.tryFail(LlrpFailure.late("READER_EVENT_NOTIFICATION", timing.step())));
        accepted.future()
                .onComplete(done -> vertx.cancelTimer(timer))
                .compose(done -> demand(ControlMessages.capabilities()))
                .compose(answer -> configure(answer.bytes()))
                .onSuccess(done -> begun())
                .onFailure(this::end);
    }

    /**
     * Stops the reading and closes; the owner hears nothing more.
     *
     * @return succeeds when the connection is closed; never fails
     */
    Future<Void> close() {
        if (over) {
            return Future.succeededFuture();
        }
        boolean polite = reading;
        over = true;
        vertx.cancelTimer(silenceTimer);
        Future<Void> goodbye = !polite
                ? Future.succeededFuture()
                : exchanges
                        .ask(ControlMessages.deleteRoSpecs(), timing.farewell())
                        .compose(done -> exchanges.ask(ControlMessages.closeConnection(), timing.farewell()))
                        .otherwiseEmpty()
                        .mapEmpty();
        return goodbye.eventually(() -> {
            exchanges.end(LlrpFailure.closed());
            return socket.close().otherwiseEmpty();
        });
    }

    private Future<Void> configure(byte[] capabilities) {
        Capabilities can;
        Radio radio;
        try {
            can = CapabilitiesParser.parse(capabilities);
            radio = Radio.of(plan, can);
        } catch (MalformedMessage malformedMessage) {
            return Future.failedFuture(LlrpFailure.garbled(String.valueOf(malformedMessage.getMessage())));
        } catch (LlrpFailure unfit) {
            return Future.failedFuture(unfit);
        }
        Duration keepAlive = plan.profile().reporting().keepAlive();
        return demand(ControlMessages.deleteRoSpecs())
                .compose(done -> can.maxAccessSpecs() > 0
                        ? demand(ControlMessages.deleteAccessSpecs()).<Void>mapEmpty()
                        : Future.succeededFuture())
                .compose(done -> demand(ControlMessages.configure(keepAlive, can.holdsReports())))
                .onSuccess(done -> heard())
                .compose(done ->
                        demand(ControlMessages.addRoSpec(radio, plan.profile().reporting())))
                .compose(done -> radio.readTid() ? readTids() : Future.succeededFuture())
                .compose(done -> demand(ControlMessages.enableRoSpec()))
                .compose(done -> exchanges.ask(ControlMessages.startRoSpec(), timing.step()))
                .onSuccess(this::startAnswered)
                .mapEmpty();
    }

    private Future<Void> readTids() {
        return demand(ControlMessages.addTidRead())
                .compose(done -> demand(ControlMessages.enableTidRead()))
                .mapEmpty();
    }

    /** Its start trigger has begun it already, so that a reader may find the request needless. */
    private void startAnswered(Exchanges.Answer answer) {
        if (!answer.status().isSuccess()) {
            LOG.info("{}: START_ROSPEC of a ROSpec that starts by itself: {}", plan.name(), answer.status());
        }
    }

    private void begun() {
        if (over) {
            return;
        }
        exchanges.tell(ControlMessages.enableEventsAndReports());
        reading = true;
        if (antennas.allThere()) {
            owner.reading();
        } else {
            owner.blind(antennas.sentence());
        }
        if (!early.isEmpty()) {
            owner.reported(List.copyOf(early));
            early.clear();
        }
    }

    private Future<Exchanges.Answer> demand(Request request) {
        return exchanges.demand(request, timing.step());
    }

    private void received(Buffer piece) {
        try {
            assembler.accept(piece.getBytes(), this::dispatch);
        } catch (MalformedMessage failure) {
            end(LlrpFailure.garbled(String.valueOf(failure.getMessage())));
        }
    }

    private void dispatch(Frame frame) {
        try {
            if (over) {
                exchanges.received(frame);
                return;
            }
            switch (frame.type()) {
                case MessageType.RO_ACCESS_REPORT -> report(decoder.decode(frame.bytes(), frame.body(), frame.to()));
                case MessageType.KEEPALIVE -> keepAlive(frame.id());
                case MessageType.READER_EVENT_NOTIFICATION -> ReaderEvents.read(frame, new Events());
                default -> exchanges.received(frame);
            }
            malformedInARow = 0;
        } catch (MalformedReport failure) {
            report(failure.kept());
            // A reader that also says sound things is worth listening to.
            malformedInARow = failure.kept().isEmpty() ? malformedInARow : 0;
            malformed(frame, failure, failure.faults());
        } catch (MalformedMessage failure) {
            malformed(frame, failure, 1);
        }
    }

    private void malformed(Frame frame, MalformedMessage failure, int faults) {
        long before = malformed;
        malformed += faults;
        malformedInARow++;
        if (Long.highestOneBit(malformed) != Long.highestOneBit(before)) {
            LOG.warn(
                    "{}: a fault in a message of type {}, {} on this connection: {}",
                    plan.name(),
                    frame.type(),
                    malformed,
                    failure.getMessage());
        }
        if (malformedInARow == MAX_MALFORMED_IN_A_ROW) {
            end(LlrpFailure.garbled(String.valueOf(failure.getMessage())));
        }
    }

    private void report(List<TagReport> reports) {
        if (reading && !reports.isEmpty()) {
            owner.reported(reports);
        } else if (early.size() + reports.size() <= MAX_EARLY_REPORTS) {
            early.addAll(reports);
        }
    }

    private void keepAlive(long id) {
        if (socket.writeQueueFull()) {
            end(LlrpFailure.lost("it does not take what we send"));
            return;
        }
        socket.write(Buffer.buffer(ControlMessages.keepAliveAck(id)));
        proven = reading;
        if (idle && ++idleKeepAlives == MAX_IDLE_KEEP_ALIVES) {
            end(LlrpFailure.stopped(plan.profile().reporting().keepAlive().multipliedBy(MAX_IDLE_KEEP_ALIVES)));
        } else if (silenceTimer != NO_TIMER) {
            heard();
        }
    }

    /** It is alive: from here its silence is counted. */
    private void heard() {
        if (over) {
            return;
        }
        vertx.cancelTimer(silenceTimer);
        Duration silence = LlrpTiming.silence(plan.profile().reporting().keepAlive());
        silenceTimer = vertx.setTimer(silence.toMillis(), fired -> end(LlrpFailure.silent(silence)));
    }

    private void end(Throwable cause) {
        if (over) {
            return;
        }
        over = true;
        LlrpFailure failure = cause instanceof LlrpFailure known
                ? known
                : LlrpFailure.lost(Objects.requireNonNullElse(cause.getMessage(), cause.toString()));
        vertx.cancelTimer(silenceTimer);
        accepted.tryFail(failure);
        exchanges.end(failure);
        socket.close();
        owner.ended(failure, proven);
    }

    /** What the reader says of itself. */
    private final class Events implements ReaderEvents.Listener {
        /** Another client tried and was sent away: nothing that concerns us. */
        private static final int ANOTHER_TRIES = 4;

        @Override
        public void connectionAttempt(int status) {
            if (status == 0) {
                accepted.tryComplete();
            } else if (status != ANOTHER_TRIES) {
                end(LlrpFailure.taken(status));
            }
        }

        @Override
        public void connectionClosing() {
            end(LlrpFailure.closed());
        }

        @Override
        public void started(long roSpecId) {
            idle = false;
            idleKeepAlives = 0;
        }

        @Override
        public void ended(long roSpecId) {
            idle = idle || roSpecId == RoSpecCompiler.ROSPEC_ID;
        }

        @Override
        public void antenna(int port, boolean connected) {
            if (antennas.changed(port, connected) && reading) {
                if (antennas.allThere()) {
                    owner.reading();
                } else {
                    owner.blind(antennas.sentence());
                }
            }
        }

        @Override
        public void reportsLost() {
            LOG.warn("{}: {}", plan.name(), REPORTS_LOST);
            if (reading && antennas.allThere()) {
                owner.blind(REPORTS_LOST);
                owner.reading();
            }
        }

        @Override
        public void exception(String words) {
            LOG.warn("{}: the reader has trouble: {}", plan.name(), words);
        }
    }
}
