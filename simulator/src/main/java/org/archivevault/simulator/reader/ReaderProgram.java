package org.archivevault.simulator.reader;

import static org.archivevault.simulator.llrp.ParameterType.*;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.archivevault.simulator.llrp.In;
import org.archivevault.simulator.llrp.LlrpFraming;
import org.archivevault.simulator.llrp.LlrpRefusal;
import org.archivevault.simulator.llrp.MalformedLlrp;
import org.archivevault.simulator.llrp.MessageType;
import org.archivevault.simulator.llrp.Out;
import org.archivevault.simulator.llrp.StatusCode;
import org.archivevault.simulator.tags.Air;

/** The reader's firmware: takes requests, runs ROSpecs, keeps the connection alive. Without I/O; told what time it is. */
final class ReaderProgram {
    /** When the next keep-alive is due and so many are unanswered, the client is dropped. */
    private static final int UNANSWERED_KEEP_ALIVES = 2;

    private static final int VERSION_1_0_1 = 1;
    private static final int RESPONSE_OFFSET = 10;

    /** Statuses of a connection attempt (section 13.2.6.18). */
    enum Attempt {
        SUCCESS(0),
        CLIENT_THERE_ALREADY(2),
        ANOTHER_ATTEMPTED(4);

        private final int code;

        Attempt(int code) {
            this.code = code;
        }
    }

    private final ReaderSettings settings;
    private final ReaderConfig config = new ReaderConfig();
    private final RoSpecs roSpecs = new RoSpecs();
    private final AccessSpecs accessSpecs = new AccessSpecs();
    private final Set<Long> unanswered = new HashSet<>();
    private final Inventory inventory;
    private final Outbox outbox;
    private final Runner runner;
    private boolean connected;
    private long nextKeepAlive;

    /** The wall clock says {@code epochMillis} when the reader's own says 0. */
    ReaderProgram(ReaderSettings settings, Air air, ReaderFaults faults, long epochMillis) {
        this.settings = settings;
        this.inventory = new Inventory(settings, air, faults);
        this.outbox = new Outbox(epochMillis);
        this.runner = new Runner(roSpecs, accessSpecs, config, inventory, outbox, epochMillis);
    }

    byte[] connectionAttempt(Attempt attempt, long now) {
        return outbox.eventFrame(now, event -> event.tlv(CONNECTION_ATTEMPT_EVENT, e -> e.u16(attempt.code)));
    }

    void connected(long now) {
        connected = true;
        unanswered.clear();
        nextKeepAlive = now + config.keepAliveMillis();
        outbox.hold(config.hold());
    }

    void disconnected() {
        connected = false;
        outbox.hold(true);
    }

    /** Power was off: everything that a client has told is forgotten. */
    void reset() {
        config.set(new In(new byte[] {(byte) 0x80}), settings.antennaPorts());
        roSpecs.clear();
        accessSpecs.clear();
        runner.reset();
        inventory.reset();
        outbox.clear();
        disconnected();
    }

    boolean reading() {
        return roSpecs.active().isPresent();
    }

    /** Whether reports were lost for want of memory since it was asked last. */
    boolean overflown() {
        return outbox.overflown();
    }

    /** What may go to the client now. */
    List<Outgoing> advance(long now) {
        runner.advance(now);
        return outbox.drain();
    }

    /** The keep-alive, when it is due. */
    Optional<Outgoing> keepAlive(long now) {
        long period = config.keepAliveMillis();
        if (!connected || period == 0 || now < nextKeepAlive) {
            return Optional.empty();
        }
        nextKeepAlive = Math.max(nextKeepAlive + period, now);
        long id = outbox.nextId();
        unanswered.add(id);
        byte[] frame = Out.message(MessageType.KEEPALIVE, id, body -> {});
        return Optional.of(new Outgoing(MessageType.KEEPALIVE, frame, 0));
    }

    /** Whether the next keep-alive is due and the client has not answered the last ones. */
    boolean clientIsDead(long now) {
        return connected
                && config.keepAliveMillis() > 0
                && now >= nextKeepAlive
                && unanswered.size() >= UNANSWERED_KEEP_ALIVES;
    }

    /** Does what a request asks, and gives the answer, when it has one. */
    Optional<Outgoing> handle(LlrpFraming.Request request, long now) {
        Optional<MessageType> type = MessageType.of(request.type());
        if (request.version() != VERSION_1_0_1) {
            return Optional.of(error(request, StatusCode.UNSUPPORTED_VERSION, "this reader speaks LLRP 1.0.1"));
        }
        Optional<MessageType> answer = type.flatMap(ReaderProgram::answerTo);
        if (type.isPresent() && answer.isPresent()) {
            return Optional.of(answered(request, type.get(), answer.get(), now));
        }
        switch (type.orElse(MessageType.ERROR_MESSAGE)) {
            case KEEPALIVE_ACK -> acknowledged(request.id());
            case ENABLE_EVENTS_AND_REPORTS -> outbox.hold(false);
            case GET_REPORT -> runner.reportNow();
            default -> {
                return Optional.of(
                        error(request, StatusCode.UNSUPPORTED_MESSAGE, "no message of type " + request.type()));
            }
        }
        return Optional.empty();
    }

    /** An answer that only says a status, for a request that is not done. */
    static Optional<Outgoing> refused(LlrpFraming.Request request, int status) {
        return MessageType.of(request.type())
                .flatMap(ReaderProgram::answerTo)
                .map(answer -> new Outgoing(
                        answer, Out.message(answer, request.id(), out -> out.status(status, "scripted fault")), 0));
    }

    private static Outgoing error(LlrpFraming.Request request, StatusCode code, String sentence) {
        byte[] frame = Out.message(MessageType.ERROR_MESSAGE, request.id(), out -> out.status(code.code(), sentence));
        return new Outgoing(MessageType.ERROR_MESSAGE, frame, 0);
    }

    /** Only the answer to one of ours counts: a client that answers with another id has not understood. */
    private void acknowledged(long id) {
        if (unanswered.contains(id)) {
            unanswered.clear();
        }
    }

    private static Optional<MessageType> answerTo(MessageType request) {
        return switch (request) {
            case CLOSE_CONNECTION -> Optional.of(MessageType.CLOSE_CONNECTION_RESPONSE);
            case GET_READER_CAPABILITIES, GET_READER_CONFIG, SET_READER_CONFIG ->
                MessageType.of(request.code() + RESPONSE_OFFSET);
            case ADD_ROSPEC, DELETE_ROSPEC, START_ROSPEC, STOP_ROSPEC, ENABLE_ROSPEC, DISABLE_ROSPEC, GET_ROSPECS ->
                MessageType.of(request.code() + RESPONSE_OFFSET);
            case ADD_ACCESSSPEC, DELETE_ACCESSSPEC, ENABLE_ACCESSSPEC, DISABLE_ACCESSSPEC, GET_ACCESSSPECS ->
                MessageType.of(request.code() + RESPONSE_OFFSET);
            default -> Optional.empty();
        };
    }

    private Outgoing answered(LlrpFraming.Request request, MessageType type, MessageType answer, long now) {
        StatusCode status = StatusCode.SUCCESS;
        String sentence = "";
        Consumer<Out> more = out -> {};
        try {
            more = perform(type, request.body(), now);
        } catch (LlrpRefusal e) {
            status = e.status();
            sentence = String.valueOf(e.getMessage());
        } catch (MalformedLlrp e) {
            status = StatusCode.PARAMETER_ERROR;
            sentence = String.valueOf(e.getMessage());
        }
        int code = status.code();
        String said = sentence;
        Consumer<Out> rest = more;
        byte[] frame = Out.message(answer, request.id(), out -> {
            out.status(code, said);
            rest.accept(out);
        });
        return new Outgoing(answer, frame, 0);
    }

    /** Does it, and gives what follows the status; all refusals are thrown before anything is changed. */
    private Consumer<Out> perform(MessageType type, In body, long now) {
        switch (type) {
            case GET_READER_CAPABILITIES -> {
                return written(out -> Capabilities.write(out, body.u8(), settings.antennaPorts()));
            }
            case GET_READER_CONFIG -> {
                return written(out -> config.write(out, body, settings.antennaPorts(), settings.seed()));
            }
            case SET_READER_CONFIG -> {
                config.set(body, settings.antennaPorts());
                unanswered.clear();
                nextKeepAlive = now + config.keepAliveMillis();
            }
            case ADD_ROSPEC -> roSpecs.add(RoSpec.parse(only(body, ROSPEC), settings.antennaPorts()));
            case DELETE_ROSPEC -> roSpecs.delete(body.u32());
            case START_ROSPEC -> roSpecs.start(body.u32());
            case STOP_ROSPEC -> roSpecs.stop(body.u32());
            case ENABLE_ROSPEC -> roSpecs.enable(body.u32());
            case DISABLE_ROSPEC -> roSpecs.disable(body.u32());
            case GET_ROSPECS -> {
                return written(out -> roSpecs.all().forEach(spec -> out.raw(spec.whole())));
            }
            case ADD_ACCESSSPEC -> accessSpecs.add(AccessSpec.parse(only(body, ACCESSSPEC)));
            case DELETE_ACCESSSPEC -> accessSpecs.delete(body.u32());
            case ENABLE_ACCESSSPEC -> accessSpecs.enable(body.u32(), true);
            case DISABLE_ACCESSSPEC -> accessSpecs.enable(body.u32(), false);
            case GET_ACCESSSPECS -> {
                return written(out -> accessSpecs.all().forEach(spec -> out.raw(spec.whole())));
            }
            default -> {
                // CLOSE_CONNECTION: whoever sends the answer closes.
            }
        }
        return out -> {};
    }

    /** Writes at once, so that what is refused is refused before the answer is begun. */
    private static Consumer<Out> written(Consumer<Out> write) {
        Out out = new Out();
        write.accept(out);
        byte[] bytes = out.bytes();
        return answer -> answer.raw(bytes);
    }

    private static In.Parameter only(In body, int type) {
        return body.parameters().stream()
                .filter(parameter -> parameter.type() == type)
                .findFirst()
                .orElseThrow(() -> new LlrpRefusal(StatusCode.MISSING_PARAMETER, "parameter " + type + " is missing"));
    }
}
