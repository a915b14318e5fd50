package org.archivevault.edge.shelving;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.archivevault.protocol.command.AcknowledgeComms;
import org.archivevault.protocol.command.Command;
import org.archivevault.protocol.command.CommandId;
import org.archivevault.protocol.command.CommandOutcome;
import org.archivevault.protocol.command.FencingToken;
import org.archivevault.protocol.command.LockBlock;
import org.archivevault.protocol.command.MovingCommand;
import org.archivevault.protocol.command.RefusalCode;
import org.archivevault.protocol.command.StopBlock;
import org.archivevault.protocol.command.UnlockBlock;
import org.archivevault.protocol.event.BlockView;
import org.archivevault.protocol.event.CommsState;
import org.archivevault.protocol.event.EdgeEvent;
import org.archivevault.protocol.event.GuardState;
import org.jspecify.annotations.Nullable;

/**
 * All that is decided about one block: takes inputs in turn, with their time, and asks for actions. It does no I/O and
 * reads no clock, so that a vault's day can be replayed from a seed. One thread at a time.
 *
 * <p>Every input method is followed by {@link #carryOut}, which hands the actions on in the order in which they were
 * decided; they are never called from within a decision.
 */
public final class BlockControl {
    private final BlockLayout layout;
    private final UUID boot;
    private final Interlock interlock;
    private final Memory memory;
    private final CommandInbox inbox;
    private final CommsWatch comms = new CommsWatch();
    private final GuardWatch guards = new GuardWatch();
    private final StopDuty stops = new StopDuty();
    private final WatchdogDuty watchdogs = new WatchdogDuty();
    private final MotionWatch motion;
    private final Queue<Consumer<BlockActions>> actions = new ArrayDeque<>();
    private final List<Command> waitingForDisk = new ArrayList<>();
    private BlockState state;
    private Kept kept;
    private @Nullable MoveSequence sequence;
    private final Set<Kept.Flag> unsaved = EnumSet.noneOf(Kept.Flag.class);
    private long lastSavedAgain;
    private boolean sessionLive;
    private boolean mightFeed;
    private long losses;
    private long acknowledgedLoss;
    private EdgeEvent.@Nullable StopSent lastStopTold;

    /**
     * A block of which nothing has been read yet.
     *
     * @param layout the block
     * @param boot this start of the process
     * @param interlock judges every move
     * @param memory what the disk knew when the process started
     */
    public BlockControl(BlockLayout layout, UUID boot, Interlock interlock, Memory memory) {
        this.layout = layout;
        this.boot = boot;
        this.interlock = interlock;
        this.memory = memory;
        this.inbox = new CommandInbox(boot, memory);
        this.motion = new MotionWatch(layout.id());
        this.state = BlockState.unread(layout);
        this.kept = memory.kept();
    }

    /**
     * The process started: ends what the last one left open, and latches when it died with a motion ahead.
     */
    public void started() {
        if (kept.motionAhead()) {
            latch("the edge restarted while a command was under way");
            keep(Kept.Flag.MOTION_AHEAD, false);
        }
        memory.untold().forEach(this::end);
        for (CommandId open : memory.unfinished()) {
            end(open, new CommandOutcome.Unknown("the edge restarted while the command was under way"));
        }
        stand();
    }

    /**
     * Whether people can reach this edge through the server; without that no watchdog is fed.
     *
     * @param live whether the server was heard of lately
     */
    public void session(boolean live) {
        sessionLive = live;
    }

    /**
     * A command arrived.
     *
     * @param command the command
     * @param receivedAt when it came off the network
     * @param now the time
     */
    public void received(Command command, long receivedAt, long now) {
        if (!inbox.isNew(command)) {
            return;
        }
        if (command instanceof StopBlock stop) {
            stop(stop, now);
        } else if (command instanceof MovingCommand moving) {
            move(moving, receivedAt, now);
        } else if (command instanceof LockBlock) {
            remember(command, false);
            // What forbids motion holds at once and is then written; what allows it is written first.
            kept = kept.with(Kept.Flag.LOCKED_OUT, true);
            keepFor(command, Kept.Flag.LOCKED_OUT, true);
        } else if (command instanceof UnlockBlock) {
            remember(command, false);
            keepFor(command, Kept.Flag.LOCKED_OUT, false);
        } else if (command instanceof AcknowledgeComms acknowledge) {
            acknowledge(acknowledge, now);
        }
        stand();
    }

    private void stop(StopBlock stop, long now) {
        // Stop first, record afterwards: it does not wait for a disk.
        ask(stops.byPerson(stop, now));
        dropBeforeMotion("stop by " + stop.subject());
        remember(stop, false);
    }

    private void move(MovingCommand moving, long receivedAt, long now) {
        CommandOutcome fenced = inbox.refusal(moving, now);
        if (fenced != null) {
            remember(moving, false);
            end(moving.id(), fenced);
            return;
        }
        Verdict verdict = interlock.judge(state, moving, now);
        if (verdict instanceof Verdict.Go go && sequence == null) {
            kept = kept.with(Kept.Flag.MOTION_AHEAD, true);
            remember(moving, true);
            advance(MoveSequence.begin(moving, go.move(), receivedAt));
            return;
        }
        remember(moving, false);
        end(moving.id(), outcomeWithoutMotion(verdict));
    }

    private static CommandOutcome outcomeWithoutMotion(Verdict verdict) {
        if (verdict instanceof Verdict.Refusal refusal) {
            return refusal.outcome();
        }
        if (verdict instanceof Verdict.AlreadyThere) {
            return new CommandOutcome.Executed(false);
        }
        return new CommandOutcome.Refused(RefusalCode.BLOCK_BUSY, "another command");
    }

    private void acknowledge(AcknowledgeComms acknowledge, long now) {
        remember(acknowledge, false);
        if (!kept.commsLost()) {
            end(acknowledge.id(), new CommandOutcome.Executed(false));
        } else if (state.isFresh(now)) {
            acknowledgedLoss = losses;
            keepFor(acknowledge, Kept.Flag.COMMS_LOST, false);
        } else {
            end(acknowledge.id(), new CommandOutcome.Refused(RefusalCode.STALE_STATE, state.oldestInput()));
        }
    }

    private void keepFor(Command command, Kept.Flag flag, boolean value) {
        waitingForDisk.add(command);
        actions.add(a -> a.keep(flag, value, command.id()));
    }

    private void keep(Kept.Flag flag, boolean value) {
        kept = kept.with(flag, value);
        actions.add(a -> a.keep(flag, value, null));
    }

    /**
     * What stands about the block is on disk, or cannot be.
     *
     * @param id the command that waited for it
     * @param failure null when it is on disk
     */
    public void kept(CommandId id, @Nullable String failure) {
        Optional<Command> found =
                waitingForDisk.stream().filter(c -> c.id().equals(id)).findFirst();
        if (found.isEmpty()) {
            return;
        }
        Command command = found.get();
        waitingForDisk.remove(command);
        if (failure != null) {
            end(id, new CommandOutcome.Refused(RefusalCode.LOG_UNAVAILABLE, failure));
        } else if (command instanceof AcknowledgeComms) {
            acknowledged(command);
        } else {
            boolean locked = command instanceof LockBlock;
            kept = kept.with(Kept.Flag.LOCKED_OUT, locked);
            emit(new EdgeEvent.LockChanged(layout.id(), locked, command.subject()));
            end(id, new CommandOutcome.Executed(false));
        }
        stand();
    }

    /**
     * What stands about the block could not be written, and no command waits for it. It is written again later, as it
     * stands then.
     *
     * @param flag what
     */
    public void notKept(Kept.Flag flag) {
        unsaved.add(flag);
    }

    private void keepWhatIsUnsaved(long now) {
        if (unsaved.isEmpty() || now - lastSavedAgain < ShelvingLimits.KEEP_AGAIN_MILLIS) {
            return;
        }
        lastSavedAgain = now;
        List<Kept.Flag> again = List.copyOf(unsaved);
        unsaved.clear();
        again.forEach(flag -> keep(flag, kept.is(flag)));
    }

    /** A loss that came after the person had looked is not acknowledged. */
    private void acknowledged(Command command) {
        if (losses != acknowledgedLoss) {
            end(command.id(), new CommandOutcome.Refused(RefusalCode.COMMS_LOST, ""));
            return;
        }
        kept = kept.with(Kept.Flag.COMMS_LOST, false);
        emit(new EdgeEvent.CommsChanged(layout.id(), CommsState.ACKNOWLEDGED, "by " + command.subject()));
        end(command.id(), new CommandOutcome.Executed(false));
    }

    private void remember(Command command, boolean motionAhead) {
        FencingToken highest = inbox.highest();
        actions.add(a -> a.remember(command, highest, motionAhead));
    }

    /**
     * A command is in the inbox on disk, or cannot be.
     *
     * @param id the command
     * @param failure null when it is on disk
     * @param now the time
     */
    public void remembered(CommandId id, @Nullable String failure, long now) {
        MoveSequence running = running(id);
        if (running != null) {
            advance(running.stored(failure, judge(running, now), now));
        }
    }

    /**
     * The prepare was answered.
     *
     * @param id the command
     * @param answer how
     * @param now the time
     */
    public void prepared(CommandId id, StepAnswer answer, long now) {
        MoveSequence running = running(id);
        if (running != null) {
            advance(running.prepared(answer, now));
        }
    }

    /**
     * The echo was read.
     *
     * @param id the command
     * @param echo what the registers hold; null when they could not be read
     * @param detail why they could not be read, or empty
     * @param now the time
     */
    public void echoed(CommandId id, int @Nullable [] echo, String detail, long now) {
        MoveSequence running = running(id);
        if (running != null) {
            int[] expected = StepWords.ofEcho(
                    layout.profile(), running.move(), running.command().token());
            advance(running.echoed(echo, expected, detail, judge(running, now), now));
        }
    }

    /**
     * The intent is on disk, or cannot be.
     *
     * @param id the command
     * @param failure null when it is on disk
     * @param now the time
     */
    public void intentLogged(CommandId id, @Nullable String failure, long now) {
        MoveSequence running = running(id);
        if (running != null) {
            advance(running.intentLogged(failure, judge(running, now), now));
        }
    }

    /**
     * The gate of a motion write, asked immediately before its bytes leave: life, token, freshness and every guard of
     * every aisle are judged once more. It opens at most once per command.
     *
     * @param id the command
     * @param now the time
     * @return empty when the bytes must leave now; otherwise why they must not
     */
    public Optional<String> mayExecute(CommandId id, long now) {
        MoveSequence running = running(id);
        if (running == null || running.leftAt() != null) {
            return Optional.of("the command is over or has been sent");
        }
        MoveSequence judged = running.gate(judge(running, now), now);
        if (judged.leftAt() != null) {
            motion.caused(id, judged.move(), now);
        }
        advance(judged);
        return judged.leftAt() != null ? Optional.empty() : Optional.of(String.valueOf(judged.outcome()));
    }

    /**
     * The motion write was answered.
     *
     * @param id the command
     * @param answer how
     * @param now the time
     */
    public void executed(CommandId id, StepAnswer answer, long now) {
        MoveSequence running = running(id);
        if (running != null) {
            advance(running.executed(answer, now));
        }
    }

    /**
     * A stop was answered.
     *
     * @param number names the sending
     * @param cause what led to it
     * @param answer how
     * @param now the time
     */
    public void stopAnswered(int number, String cause, StepAnswer answer, long now) {
        EdgeEvent.StopSent told = new EdgeEvent.StopSent(layout.id(), cause, answer.kind() == StepAnswer.Kind.DONE);
        if (!told.equals(lastStopTold)) {
            // Repeated sendings with the same end would fill a log that is never dropped.
            lastStopTold = told;
            emit(told);
        }
        stops.answered(number, answer, now).forEach(e -> end(e.command(), e.outcome()));
        actions.add(a -> a.readNow(motion.actingUnit()));
    }

    /**
     * A unit gave values.
     *
     * @param readings the values
     * @param now the time
     */
    public void read(Readings readings, long now) {
        state = state.with(readings);
        look(now);
    }

    /**
     * Cameras say anew who is in which aisle.
     *
     * @param seen all that they say about this block
     * @param now the time
     */
    public void seen(AislesSeen seen, long now) {
        state = state.with(seen);
        look(now);
    }

    /**
     * A unit's identity and watchdog were read back.
     *
     * @param verification what they read
     * @param now the time
     */
    public void verified(Verification verification, long now) {
        state = state.with(verification);
        look(now);
    }

    /**
     * A unit took a keep-alive.
     *
     * @param unit the unit
     * @param leftAt when its bytes left
     * @param now the time
     */
    public void fed(int unit, long leftAt, long now) {
        state = state.withKeepAlive(unit, leftAt);
        look(now);
    }

    /**
     * A request to a unit failed.
     *
     * @param unit the unit
     * @param now the time
     */
    public void failed(int unit, long now) {
        state = state.withoutVerification(unit);
        look(now);
    }

    /**
     * Time passed.
     *
     * @param now the time
     */
    public void tick(long now) {
        look(now);
        if (sequence != null) {
            advance(sequence.tick(now));
        }
        stops.tick(now).forEach(e -> end(e.command(), e.outcome()));
        keepWhatIsUnsaved(now);
    }

    /** What follows from the state as it now is; stop comes first. */
    private void look(long now) {
        stopWhenGuarded(now);
        followComms(now);
        follow(now);
        emitAll(guards.changes(state, now));
        emitAll(motion.look(state, now));
        careForWatchdogs(now);
        forgetMotionAhead();
        stand();
    }

    /** As soon as watchdogs may be fed again they are: until then no motion is asked for. */
    private void careForWatchdogs(long now) {
        boolean mayFeed = mayFeedWatchdog(now);
        if (mayFeed && !mightFeed) {
            actions.add(BlockActions::feed);
        }
        mightFeed = mayFeed;
        watchdogs.due(state, mayFeed, now).forEach(unit -> actions.add(a -> a.setWatchdog(unit)));
    }

    private void stopWhenGuarded(long now) {
        boolean mayMove = motion.mayBeMoving() || state.moving(now) == GuardState.TRIPPED;
        StopDuty.Ask due = stops.look(mayMove ? reasonToStop(now) : null, now);
        if (due != null) {
            ask(due);
            dropBeforeMotion(due.cause());
        }
    }

    /**
     * A guard that was tripped when it was last read, or that nothing has been seen for too long. While the link is lost
     * nobody would hear a stop, unless something of the block still answers.
     */
    private @Nullable String reasonToStop(long now) {
        if (!comms.isLive() && state.moving(now) != GuardState.TRIPPED) {
            return null;
        }
        String tripped = BlockGuards.firstTripped(state);
        OptionalLong age = state.ageMillis(now);
        boolean blind = age.isEmpty() || age.getAsLong() > ShelvingLimits.BLIND_STOP_MILLIS;
        if (tripped != null || blind) {
            return tripped != null ? tripped : "not seen: " + state.oldestInput();
        }
        // What reads as being at rest is up to N old.
        return BlockGuards.firstNewlySeen(state, motion.mayBeMovingSince() - ShelvingLimits.FRESHNESS_MILLIS);
    }

    private void ask(StopDuty.Ask due) {
        Integer known = motion.actingUnit();
        Integer acting = known == null ? state.firstMovingUnit() : known;
        actions.add(a -> a.stop(due.number(), due.cause(), acting));
    }

    private void dropBeforeMotion(String cause) {
        if (sequence != null) {
            apply(sequence.stopped(cause));
        }
    }

    private void followComms(long now) {
        switch (comms.look(state, now)) {
            case FIRST_SEEN -> {
                if (state.moving(now) == GuardState.TRIPPED) {
                    latch("carriages were moving when the edge started");
                }
                if (kept.commsLost()) {
                    emit(new EdgeEvent.CommsChanged(layout.id(), CommsState.RESTORED, ""));
                }
            }
            case LOST -> latch(state.oldestInput());
            case RESTORED -> emit(new EdgeEvent.CommsChanged(layout.id(), CommsState.RESTORED, ""));
            case NONE -> {}
        }
    }

    private void latch(String why) {
        losses++;
        keep(Kept.Flag.COMMS_LOST, true);
        emit(new EdgeEvent.CommsChanged(layout.id(), CommsState.LOST, why));
    }

    private void follow(long now) {
        if (sequence != null) {
            advance(sequence.observed(
                    state.report(sequence.move()),
                    layout.profile().results(),
                    motion.movedSinceCause() || state.moving(now) == GuardState.TRIPPED,
                    judge(sequence, now),
                    now));
        }
    }

    private void forgetMotionAhead() {
        if (kept.motionAhead() && sequence == null && motion.cause() == null) {
            keep(Kept.Flag.MOTION_AHEAD, false);
        }
    }

    private Verdict judge(MoveSequence running, long now) {
        return interlock.judge(state, running.command(), now);
    }

    private @Nullable MoveSequence running(CommandId id) {
        return sequence != null && sequence.command().id().equals(id) ? sequence : null;
    }

    private void advance(MoveSequence next) {
        apply(next);
        stand();
    }

    private void apply(MoveSequence next) {
        sequence = next;
        MovingCommand command = next.command();
        switch (next.step()) {
            case PREPARE -> actions.add(a -> a.prepare(command, next.move()));
            case READ_ECHO -> actions.add(a -> a.readEcho(command, next.move()));
            case LOG_INTENT -> actions.add(a -> a.logIntent(command));
            case EXECUTE -> actions.add(a -> a.execute(command, next.move()));
            case READ_BACK -> actions.add(a -> a.readNow(next.move().unit()));
            case END -> finish(next);
            case NONE -> {}
        }
    }

    private void finish(MoveSequence ended) {
        sequence = null;
        CommandOutcome outcome = ended.outcome().orElseThrow();
        if (ended.leftAt() != null) {
            motion.settled(!(outcome instanceof CommandOutcome.Refused));
        }
        end(ended.command().id(), outcome);
        forgetMotionAhead();
    }

    /** Brings the state's standing up to date with what was decided. */
    private void stand() {
        CommandId busyWith = sequence == null ? null : sequence.command().id();
        state = state.with(new Standing(kept.lockedOut(), kept.commsLost(), busyWith));
    }

    /**
     * Whether a watchdog may be fed or set now (safety.md, I11).
     *
     * @param now the time
     * @return true only while people can reach this edge and the block's state is fresh
     */
    public boolean mayFeedWatchdog(long now) {
        return sessionLive && state.isFresh(now);
    }

    private void end(CommandId id, CommandOutcome outcome) {
        actions.add(a -> a.end(id, outcome));
    }

    private void emit(EdgeEvent event) {
        actions.add(a -> a.emit(event));
    }

    private void emitAll(List<? extends EdgeEvent> events) {
        events.forEach(this::emit);
    }

    /**
     * Hands on what was decided, in that order. A handler may give inputs of its own; what they decide comes after.
     *
     * @param handler does it
     */
    public void carryOut(BlockActions handler) {
        for (Consumer<BlockActions> next = actions.poll(); next != null; next = actions.poll()) {
            next.accept(handler);
        }
    }

    /**
     * The current belief, for the screen.
     *
     * @param now the time
     * @return the view
     */
    public BlockView view(long now) {
        return BlockPortrait.of(
                state,
                interlock.obstacles(state, now),
                interlock.againstSpreading(state, now),
                motion.targetAisle(),
                boot,
                now);
    }

    /**
     * The process is about to end. A motion of ours would go on unwatched until the controller's watchdog stops it, so it
     * is stopped now; a command that has not moved yet is dropped. What is unfinished then is ended, and the block latched,
     * at the next start.
     */
    public void shuttingDown() {
        sessionLive = false;
        dropBeforeMotion("the edge is shutting down");
        if (motion.cause() != null) {
            ask(stops.byItself("the edge is shutting down"));
        }
    }
}
