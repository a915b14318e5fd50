package org.archivevault.edge.shelving.drive;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.archivevault.edge.shelving.AislesSeen;
import org.archivevault.edge.shelving.BlockActions;
import org.archivevault.edge.shelving.BlockControl;
import org.archivevault.edge.shelving.BlockLayout;
import org.archivevault.edge.shelving.Kept;
import org.archivevault.edge.shelving.Move;
import org.archivevault.edge.shelving.Readings;
import org.archivevault.edge.shelving.ShelvingLimits;
import org.archivevault.edge.shelving.Verification;
import org.archivevault.protocol.command.Command;
import org.archivevault.protocol.command.CommandId;
import org.archivevault.protocol.command.CommandOutcome;
import org.archivevault.protocol.command.FencingToken;
import org.archivevault.protocol.command.MovingCommand;
import org.archivevault.protocol.event.BlockView;
import org.archivevault.protocol.event.EdgeEvent;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries inputs to one block's decisions and its actions to controller, disk and uplink. Everything runs on one event
 * loop, so that a decision never meets another; nothing here decides.
 */
final class BlockDriver implements BlockActions, ShelvingController.Listener {
    private static final Logger LOG = LoggerFactory.getLogger(BlockDriver.class);

    private final Vertx vertx;
    private final BlockLayout layout;
    private final BlockControl control;
    private final ShelvingController controller;
    private final InboxStore store;
    private final BlockSurroundings surroundings;
    private final EdgeClock clock;
    private final OutcomeRecorder outcomes;
    private final EventBundle events;
    private final ViewPacer pacer = new ViewPacer();
    private final List<Long> timers = new ArrayList<>();
    private Future<?> lastStop = Future.succeededFuture();

    BlockDriver(
            Vertx vertx,
            BlockLayout layout,
            BlockControl control,
            ShelvingController controller,
            InboxStore store,
            BlockSurroundings surroundings,
            EdgeClock clock) {
        this.vertx = vertx;
        this.layout = layout;
        this.control = control;
        this.controller = controller;
        this.store = store;
        this.surroundings = surroundings;
        this.clock = clock;
        this.events = new EventBundle(surroundings::record);
        this.outcomes = new OutcomeRecorder(layout.id(), store, this::recordNow);
    }

    void start() {
        decide(now -> control.started());
        timers.add(vertx.setPeriodic(ShelvingLimits.TICK_MILLIS, id -> tick()));
        long feedEvery = layout.profile().watchdog().keepAliveInterval().toMillis();
        timers.add(vertx.setPeriodic(feedEvery, id -> feed()));
        timers.add(vertx.setPeriodic(ShelvingLimits.WRITE_AGAIN_MILLIS, id -> outcomes.retry()));
        controller.start(this);
    }

    private void tick() {
        decide(now -> {
            control.session(surroundings.serverReachable());
            control.tick(now);
        });
        events.sendAll();
    }

    void received(Command command, long receivedAt) {
        decide(now -> control.received(command, receivedAt, now));
    }

    void seen(AislesSeen seen) {
        decide(now -> control.seen(seen, now));
    }

    private void decide(LongConsumer input) {
        input.accept(clock.millis());
        control.carryOut(this);
        events.send();
        BlockView view = pacer.due(control::view, clock.millis());
        if (view != null) {
            surroundings.show(view);
        }
    }

    @Override
    public void read(Readings readings) {
        surroundings.answered(deviceOf(readings.unit()));
        decide(now -> control.read(readings, now));
    }

    @Override
    public void verified(Verification verification) {
        if (!verification.detail().isEmpty()) {
            LOG.warn("{}: {}", deviceOf(verification.unit()), verification.detail());
        }
        decide(now -> control.verified(verification, now));
    }

    @Override
    public void fed(int unit, long leftAt) {
        decide(now -> control.fed(unit, leftAt, now));
    }

    @Override
    public void failed(int unit, String sentence) {
        surroundings.failed(deviceOf(unit), sentence);
        decide(now -> control.failed(unit, now));
    }

    private String deviceOf(int unit) {
        String name = layout.controller().name();
        return layout.units().size() == 1 ? name : name + "/" + unit;
    }

    @Override
    public void remember(Command command, @Nullable FencingToken highest, boolean motionAhead) {
        store.remember(command, highest, motionAhead)
                .onSuccess(kept -> {
                    // An intent or an end follows, and neither must wait for the disk behind this one.
                    logFailure(events.addPatient(received(command)), "arrival of " + command.id());
                    decide(now -> control.remembered(command.id(), null, now));
                })
                .onFailure(failure -> decide(now -> control.remembered(command.id(), failure.toString(), now)));
    }

    private static EdgeEvent received(Command command) {
        FencingToken token = command instanceof MovingCommand moving ? moving.token() : null;
        return new EdgeEvent.CommandReceived(
                command.id(), command.block(), CommandKinds.of(command), token, command.subject(), command.reason());
    }

    @Override
    public void prepare(MovingCommand command, Move move) {
        controller
                .prepare(move, command.token())
                .onSuccess(answer -> decide(now -> control.prepared(command.id(), answer, now)));
    }

    @Override
    public void readEcho(MovingCommand command, Move move) {
        controller
                .readEcho(move)
                .onSuccess(echo -> decide(now -> control.echoed(command.id(), echo, "", now)))
                .onFailure(f -> decide(now -> control.echoed(command.id(), null, String.valueOf(f.getMessage()), now)));
    }

    @Override
    public void logIntent(MovingCommand command) {
        events.add(new EdgeEvent.MotionIntended(
                        command.id(), command.block(), command.goal().aisle(), command.token()))
                .onSuccess(kept -> decide(now -> control.intentLogged(command.id(), null, now)))
                .onFailure(f -> decide(now -> control.intentLogged(command.id(), f.toString(), now)));
    }

    @Override
    public void execute(MovingCommand command, Move move) {
        controller
                .execute(move, command.token(), () -> control.mayExecute(command.id(), clock.millis()))
                .onSuccess(answer -> decide(now -> control.executed(command.id(), answer, now)));
    }

    @Override
    public void stop(int number, String cause, @Nullable Integer acting) {
        LOG.info("{}: stop, because of {}", layout.id(), cause);
        lastStop = controller
                .stop(acting)
                .onSuccess(answer -> decide(now -> control.stopAnswered(number, cause, answer, now)));
    }

    @Override
    public void readNow(@Nullable Integer first) {
        controller.readNow(first);
    }

    @Override
    public void setWatchdog(int unit) {
        controller.setWatchdog(unit, this::feedingGate);
    }

    @Override
    public void feed() {
        controller.keepAlive(this::feedingGate);
    }

    private Optional<String> feedingGate() {
        control.session(surroundings.serverReachable());
        return control.mayFeedWatchdog(clock.millis())
                ? Optional.empty()
                : Optional.of("the server is away or the state is not fresh");
    }

    @Override
    public void keep(Kept.Flag flag, boolean value, @Nullable CommandId command) {
        Future<Void> kept = store.keep(layout.id(), flag, value)
                .onFailure(f -> LOG.error("{}: {}={} is not on disk: {}", layout.id(), flag, value, f.toString()));
        if (command != null) {
            kept.onSuccess(done -> decide(now -> control.kept(command, null)))
                    .onFailure(f -> decide(now -> control.kept(command, f.toString())));
        } else {
            kept.onFailure(f -> decide(now -> control.notKept(flag)));
        }
    }

    @Override
    public void end(CommandId command, CommandOutcome outcome) {
        LOG.info("{}: command {} ended as {}", layout.id(), command, outcome);
        outcomes.ended(command, outcome);
    }

    @Override
    public void emit(EdgeEvent event) {
        if (event instanceof EdgeEvent.MotionStopped) {
            // Who hears that an aisle is open may ask for the next one: the server must not judge by a view from
            // before.
            pacer.hurry();
        }
        record(event);
    }

    private void record(EdgeEvent event) {
        logFailure(events.add(event), event);
    }

    private Future<Void> recordNow(EdgeEvent event) {
        Future<Void> recorded = events.add(event);
        events.send();
        return recorded;
    }

    private void logFailure(Future<Void> recorded, Object what) {
        recorded.onFailure(f -> LOG.error("{}: not recorded: {}, because {}", layout.id(), what, f.toString()));
    }

    /** Stops a motion of ours, then lets go. Succeeds always, within {@link ShelvingLimits#STOP_BOUND_MILLIS} or so. */
    Future<Void> close() {
        timers.forEach(vertx::cancelTimer);
        decide(now -> control.shuttingDown());
        events.sendAll();
        Promise<Void> closed = Promise.promise();
        long patience = vertx.setTimer(ShelvingLimits.STOP_BOUND_MILLIS, id -> closed.tryComplete());
        lastStop.onComplete(answer -> closed.tryComplete());
        return closed.future().onComplete(done -> {
            vertx.cancelTimer(patience);
            controller.close();
        });
    }
}
