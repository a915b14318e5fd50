package org.archivevault.simulator.reader;

import io.netty.channel.ChannelOption;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetSocket;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.archivevault.protocol.Allowed;
import org.archivevault.simulator.llrp.LlrpFraming;
import org.archivevault.simulator.llrp.MalformedLlrp;
import org.archivevault.simulator.llrp.MessageType;
import org.archivevault.simulator.tags.Air;
import org.archivevault.simulator.truth.TruthEvent;
import org.archivevault.simulator.truth.TruthSink;
import org.archivevault.simulator.truth.Turns;
import org.archivevault.simulator.wire.Port;
import org.archivevault.simulator.wire.TcpPort;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One RFID reader that speaks LLRP 1.0.1 over TCP. It lives on an event loop of its own choosing; all its methods may be
 * called from any thread.
 */
public final class SimulatedReader {
    /** The radio goes round so often; a turn is at least as long. */
    private static final long ROUND_MILLIS = 50;
    /** A real reader takes half a minute; a test has not got it. */
    private static final long REBOOT_MILLIS = 2_000;

    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final Logger LOG = LoggerFactory.getLogger(SimulatedReader.class);

    private final Vertx vertx;
    private final ReaderSettings settings;
    private final ReaderFaults faults = new ReaderFaults();
    private final ReaderProgram program;
    private final Turns turns;
    private final TruthSink truth;
    private final AtomicLong tagsReported = new AtomicLong();
    private @Nullable Context context;
    private @Nullable Port port;
    private @Nullable Client client;
    private volatile boolean connected;
    private boolean reading;
    private boolean off;
    private String deployment = "";

    private SimulatedReader(
            Vertx vertx, ReaderSettings settings, Air air, Turns turns, TruthSink truth, long epochMillis) {
        this.vertx = vertx;
        this.settings = settings;
        this.program = new ReaderProgram(settings, air, faults, epochMillis);
        this.turns = turns;
        this.truth = truth;
    }

    /**
     * Starts a reader that stands alone, for a test or for load.
     *
     * @param vertx runs it
     * @param settings which reader, and where it listens
     * @param air what its antennas hear
     * @return succeeds when it listens; fails when the port is taken
     */
    @Allowed("the simulator has a clock of its own")
    public static Future<SimulatedReader> start(Vertx vertx, ReaderSettings settings, Air air) {
        long begin = System.nanoTime();
        LongSupplier clock = () -> (System.nanoTime() - begin) / NANOS_PER_MILLI;
        return start(vertx, settings, air, new Turns(clock), event -> {});
    }

    /**
     * Starts a reader of a site.
     *
     * @param vertx runs it
     * @param settings which reader, and where it listens
     * @param air what its antennas hear
     * @param turns one thing after the other, and what time it is
     * @param truth is told what happens at the reader
     * @return succeeds when it listens; fails when the port is taken
     */
    @Allowed("a reader reports wall time")
    public static Future<SimulatedReader> start(
            Vertx vertx, ReaderSettings settings, Air air, Turns turns, TruthSink truth) {
        long epochMillis = turns.ask(now -> System.currentTimeMillis() - now);
        SimulatedReader reader = new SimulatedReader(vertx, settings, air, turns, truth, epochMillis);
        return vertx.deployVerticle(reader.new Home())
                .onSuccess(id -> reader.deployment = id)
                .map(reader);
    }

    /** Gives the reader a context of its own, so that many of them share the event loops evenly. */
    private final class Home extends VerticleBase {
        @Override
        public Future<?> start() {
            SimulatedReader.this.context = super.context;
            return TcpPort.listen(super.vertx, settings.host(), settings.port(), SimulatedReader.this::serve)
                    .onSuccess(open -> {
                        port = open;
                        super.vertx.setPeriodic(ROUND_MILLIS, timer -> round());
                    });
        }
    }

    /**
     * Its name.
     *
     * @return as in the site plan
     */
    public String name() {
        return settings.name();
    }

    /**
     * Where it listens.
     *
     * @return TCP port
     */
    public int port() {
        return opened().number();
    }

    /**
     * Its scripted faults.
     *
     * @return the live list
     */
    public ReaderFaults faults() {
        return faults;
    }

    /**
     * Whether a client is connected.
     *
     * @return true from its acceptance to its end
     */
    public boolean connected() {
        return connected;
    }

    /**
     * How many tag reports it has sent since it was started, faults not counted: one per tag and antenna in each report.
     *
     * @return 0 upwards
     */
    public long tagsReported() {
        return tagsReported.get();
    }

    /**
     * Switches it off and on again: it forgets what clients have told it, and listens again two seconds later.
     *
     * @return succeeds when it listens again
     */
    public Future<Void> reboot() {
        return onContext(this::rebootNow);
    }

    /**
     * Pulls its network plug.
     *
     * @return succeeds when nothing listens any more
     */
    public Future<Void> unplug() {
        return onContext(() -> opened().unplug());
    }

    /**
     * Plugs it in again, at the same port.
     *
     * @return succeeds when it listens; fails when another program has taken the port
     */
    public Future<Void> plug() {
        return onContext(() -> opened().plug());
    }

    /**
     * Ends it.
     *
     * @return succeeds when nothing listens any more
     */
    public Future<Void> close() {
        return unplug().eventually(() -> vertx.undeploy(deployment));
    }

    private Port opened() {
        Port open = port;
        if (open == null) {
            throw new IllegalStateException("the reader " + settings.name() + " was never started");
        }
        return open;
    }

    private <T> Future<T> onContext(Supplier<Future<T>> work) {
        Context home = context;
        if (home == null) {
            throw new IllegalStateException("the reader " + settings.name() + " was never started");
        }
        Promise<T> done = Promise.promise();
        home.runOnContext(go -> work.get().onComplete(done));
        return done.future();
    }

    private long now() {
        return turns.ask(now -> now);
    }

    private void tell(String what) {
        turns.take(now -> truth.record(new TruthEvent.ReaderChange(now, settings.name(), what)));
    }

    /** One connection. */
    private final class Client implements ReaderFault.ReportLine {
        final NetSocket socket;
        final LlrpFraming framing = new LlrpFraming();
        boolean gone;

        Client(NetSocket socket) {
            this.socket = socket;
        }

        @Override
        public void send(byte[] bytes) {
            if (!gone) {
                socket.write(Buffer.buffer(bytes))
                        .onFailure(e -> LOG.debug("{}: message lost: {}", settings.name(), e.toString()));
            }
        }

        @Override
        public void reboot() {
            rebootNow().onFailure(e -> LOG.error("{}: 重启后无法监听 / cannot listen after its reboot", settings.name(), e));
        }

        @Override
        public void reset() {
            gone = true;
            ((NetSocketInternal) socket)
                    .channelHandlerContext()
                    .channel()
                    .config()
                    .setOption(ChannelOption.SO_LINGER, 0);
            socket.close();
        }
    }

    private Runnable serve(NetSocket socket) {
        Client first = client;
        if (first != null || off) {
            tell("client-refused");
            byte[] refusal = program.connectionAttempt(ReaderProgram.Attempt.CLIENT_THERE_ALREADY, now());
            socket.write(Buffer.buffer(refusal)).eventually(socket::close);
            if (first != null) {
                first.send(program.connectionAttempt(ReaderProgram.Attempt.ANOTHER_ATTEMPTED, now()));
            }
            return () -> {};
        }
        Client accepted = new Client(socket);
        client = accepted;
        connected = true;
        tell("client");
        socket.exceptionHandler(e -> LOG.debug("{}: connection broke: {}", settings.name(), e.toString()));
        accepted.send(program.connectionAttempt(ReaderProgram.Attempt.SUCCESS, now()));
        program.connected(now());
        socket.handler(buffer -> take(accepted, buffer));
        return () -> lost(accepted, "client-lost");
    }

    private void take(Client from, Buffer buffer) {
        try {
            for (LlrpFraming.Request request : from.framing.take(buffer.getBytes())) {
                if (!from.gone) {
                    handle(from, request);
                }
            }
        } catch (MalformedLlrp e) {
            LOG.debug("{}: {}, closing as a reader does", settings.name(), e.getMessage());
            end(from, "client-broken");
        }
    }

    private void handle(Client from, LlrpFraming.Request request) {
        Optional<ReaderFault.OnRequest> fault =
                ReaderProgram.refused(request, 1).flatMap(answerable -> faults.next(ReaderFault.OnRequest.class));
        OptionalInt status = fault.map(ReaderFault.OnRequest::status).orElse(OptionalInt.empty());
        long now = now();
        Optional<Outgoing> answer =
                status.isPresent() ? ReaderProgram.refused(request, status.getAsInt()) : program.handle(request, now);
        OptionalInt delay = fault.map(ReaderFault.OnRequest::delayMillis).orElse(OptionalInt.of(0));
        answer.ifPresent(message -> {
            if (delay.isPresent() && delay.getAsInt() > 0) {
                vertx.setTimer(delay.getAsInt(), timer -> send(from, message));
            } else if (delay.isPresent()) {
                send(from, message);
            }
        });
        advance(now);
        if (request.type() == MessageType.CLOSE_CONNECTION.code()) {
            end(from, "client-closed");
        }
    }

    private void round() {
        long now = now();
        advance(now);
        Client there = client;
        if (there == null) {
            return;
        }
        if (program.clientIsDead(now)) {
            end(there, "client-dropped");
        } else {
            program.keepAlive(now).ifPresent(message -> send(there, message));
        }
    }

    private void advance(long now) {
        if (off) {
            return;
        }
        Client there = client;
        boolean full = there != null && there.socket.writeQueueFull();
        List<Outgoing> messages = full ? List.of() : program.advance(now);
        for (Outgoing message : messages) {
            if (there != null) {
                send(there, message);
            }
        }
        if (program.overflown()) {
            tell("buffer-overflow");
        }
        if (program.reading() != reading) {
            reading = program.reading();
            tell(reading ? "reading" : "idle");
        }
    }

    private void send(Client to, Outgoing message) {
        if (!faults.lasting(ReaderFault.Muzzle.class).stream().allMatch(muzzle -> muzzle.passes(message.type()))) {
            return;
        }
        Optional<ReaderFault.OnReport> fault = message.type() == MessageType.RO_ACCESS_REPORT
                ? faults.next(ReaderFault.OnReport.class)
                : Optional.empty();
        if (fault.isPresent()) {
            fault.get().deliver(message.frame(), to);
        } else {
            to.send(message.frame());
            tagsReported.addAndGet(message.tags());
        }
    }

    private void end(Client ended, String why) {
        lost(ended, why);
        ended.socket.close();
    }

    private void lost(Client gone, String why) {
        gone.gone = true;
        if (client == gone) {
            client = null;
            connected = false;
            program.disconnected();
            tell(why);
        }
    }

    private Future<Void> rebootNow() {
        if (off) {
            return Future.succeededFuture();
        }
        off = true;
        tell("reboot");
        program.reset();
        reading = false;
        Client there = client;
        if (there != null) {
            lost(there, "client-lost");
        }
        return opened().unplug()
                .compose(closed -> vertx.timer(REBOOT_MILLIS, TimeUnit.MILLISECONDS))
                .compose(on -> {
                    off = false;
                    return opened().plug();
                })
                .onSuccess(listening -> tell("running"));
    }
}
