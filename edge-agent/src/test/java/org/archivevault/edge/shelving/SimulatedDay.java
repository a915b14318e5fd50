package org.archivevault.edge.shelving;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.archivevault.edge.shelving.StepAnswer.Kind;
import org.archivevault.protocol.command.AcknowledgeComms;
import org.archivevault.protocol.command.Command;
import org.archivevault.protocol.command.CommandId;
import org.archivevault.protocol.command.CommandOutcome;
import org.archivevault.protocol.command.EdgeInstant;
import org.archivevault.protocol.command.FencingToken;
import org.archivevault.protocol.command.Goal;
import org.archivevault.protocol.command.LockBlock;
import org.archivevault.protocol.command.MovingCommand;
import org.archivevault.protocol.command.OpenAisle;
import org.archivevault.protocol.command.Reason;
import org.archivevault.protocol.command.StopBlock;
import org.archivevault.protocol.command.UnlockBlock;
import org.archivevault.protocol.command.Ventilate;
import org.archivevault.protocol.event.EdgeEvent;
import org.archivevault.protocol.event.Guard;
import org.archivevault.protocol.event.GuardState;
import org.jspecify.annotations.Nullable;

/**
 * A block's day from a seed, in virtual time: people, carriages, a bad line, a bad disk, a server that goes away, and an
 * edge process that dies. Everything around the decisions is played here; the decisions are the real ones.
 */
final class SimulatedDay {
    private static final long DEADLINE = 300;
    private static final Reason WHY = new Reason(Reason.Kind.RETRIEVAL, "r-1");

    private record Event(long at, long order, Runnable what) {}

    private enum Sort {
        USUAL,
        MOTION,
        URGENT
    }

    /** A request on the line: one at a time, urgent ones first. */
    private record Request(
            Sort sort, Supplier<Optional<?>> gate, Consumer<Long> arrives, Consumer<StepAnswer> answered) {}

    /** What survives a crash. */
    private static final class Disk {
        private long highest;
        private final List<CommandId> seen = new ArrayList<>();
        private final Map<CommandId, CommandOutcome> outcomes = new LinkedHashMap<>();
        private final Map<CommandId, Boolean> told = new HashMap<>();
        private Kept kept = Kept.NOTHING;
    }

    final DayRules rules;
    /** {@code -Dtrace=true} prints what is decided, for a seed that fails. */
    private final boolean trace = Boolean.getBoolean("trace");

    private final BlockLayout layout;
    private final Mutation mutation;
    /** Which part of the people wants the carriages spread. */
    private final double spreads;

    private final Random random;
    private final ModelBlock model;
    private final Disk disk = new Disk();
    private final PriorityQueue<Event> queue = new PriorityQueue<>(
            (a, b) -> a.at() != b.at() ? Long.compare(a.at(), b.at()) : Long.compare(a.order(), b.order()));
    private final ArrayDeque<Request> line = new ArrayDeque<>();
    private @Nullable BlockControl control;
    private UUID boot = new UUID(0, 0);
    private UUID bootBefore = new UUID(0, 0);
    private long now;
    private long order;
    private long epoch;
    private long nextToken = 1;
    private long diskFreeAt;
    private int mute = -1;
    private boolean lineBusy;
    private boolean lineDown;
    private boolean diskFull;
    private long diskRoomAt = -1_000;
    private boolean serverReachable = true;
    private int keepAlives;
    private final Map<Integer, Long> inAisle = new HashMap<>();
    private final Map<Integer, Long> emptySince = new HashMap<>();
    private boolean camerasAway;
    private boolean camerasUnsure;

    SimulatedDay(BlockLayout layout, long seed, Mutation mutation, double spreads) {
        this.layout = layout;
        this.mutation = mutation;
        this.spreads = spreads;
        this.random = new Random(seed);
        this.rules = new DayRules(layout);
        this.model = new ModelBlock(layout, rules, mutation == Mutation.IGNORES_BUSY);
    }

    /** Plays the day. */
    DayRules run(long millis) {
        startEdge();
        people();
        trouble();
        cameras();
        while (!queue.isEmpty() && queue.peek().at() <= millis) {
            Event next = queue.poll();
            now = next.at();
            next.what().run();
        }
        rules.dayOver(now);
        return rules;
    }

    private void at(long delay, Runnable what) {
        queue.add(new Event(now + delay, order++, what));
    }

    /** Only while the same edge process lives. */
    private void atEdge(long delay, Runnable what) {
        long mine = epoch;
        at(delay, () -> {
            if (mine == epoch && control != null) {
                what.run();
            }
        });
    }

    private long between(long least, long most) {
        return least + (long) (random.nextDouble() * (most - least + 1));
    }

    private boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    // ---- the edge process

    private void startEdge() {
        epoch++;
        if (chance(0.5)) {
            // The server's records were restored from an older backup meanwhile.
            nextToken = Math.max(1, nextToken - between(1, 5));
        }
        bootBefore = boot;
        boot = new UUID(random.nextLong(), random.nextLong());
        List<CommandId> unfinished =
                disk.seen.stream().filter(id -> !disk.outcomes.containsKey(id)).toList();
        Map<CommandId, CommandOutcome> untold = new LinkedHashMap<>();
        disk.outcomes.forEach((id, outcome) -> {
            if (!disk.told.containsKey(id)) {
                untold.put(id, outcome);
            }
        });
        long highest = mutation == Mutation.FORGETS_TOKENS ? 0 : disk.highest;
        Kept kept = mutation == Mutation.FORGETS_LATCH ? disk.kept.with(Kept.Flag.COMMS_LOST, false) : disk.kept;
        control = new BlockControl(layout, boot, interlock(), new Memory(highest, disk.seen, unfinished, untold, kept));
        rules.started(now);
        say("the edge starts, " + disk.kept);
        decide(BlockControl::started);
        line.clear();
        lineBusy = false;
        for (int unit : layout.units()) {
            poll(unit, false, 100);
            poll(unit, true, 250);
            verify(unit);
        }
        tick();
        feedAgain();
    }

    private Interlock interlock() {
        AisleInterlock real = new AisleInterlock();
        return switch (mutation) {
            case ONLY_THE_TARGET_AISLE -> new MutantInterlocks.OnlyTheTarget(real);
            case ONLY_THE_CLOSING_AISLE -> new MutantInterlocks.OnlyTheClosing(real);
            case IGNORES_BUSY -> new MutantInterlocks.IgnoresBusy(real);
            case BELIEVES_OLD_VALUES -> new MutantInterlocks.BelievesOldValues(real);
            default -> real;
        };
    }

    private void say(Object what) {
        if (trace) {
            System.out.println(now + " " + what);
        }
    }

    private void crash() {
        say("the edge dies");
        if (control == null) {
            return;
        }
        control = null;
        epoch++;
        rules.crashed((diskFull || now < diskRoomAt + 300) && !disk.kept.commsLost(), disk.highest);
        at(between(50, 3_000), this::startEdge);
    }

    private void decide(Consumer<BlockControl> input) {
        BlockControl current = control;
        if (current != null) {
            input.accept(current);
            current.carryOut(new Hands());
        }
    }

    private void tick() {
        decide(c -> {
            c.session(serverReachable);
            c.tick(now);
        });
        atEdge(ShelvingLimits.TICK_MILLIS, this::tick);
    }

    private void feed() {
        for (int unit : layout.units()) {
            keepAlives++;
            long[] leftAt = {now};
            ask(
                    Sort.USUAL,
                    this::feedGate,
                    at -> {
                        leftAt[0] = at;
                        rules.fed(unit, serverReachable, now);
                        model.feed(unit, at);
                    },
                    answer -> fed(unit, leftAt[0], answer));
        }
    }

    private void feedAgain() {
        feed();
        atEdge(500, this::feedAgain);
    }

    private void fed(int unit, long leftAt, StepAnswer answer) {
        if (answer.kind() == Kind.DONE || mutation == Mutation.BELIEVES_TO_HAVE_FED) {
            decide(c -> c.fed(unit, leftAt, now));
        }
    }

    private Optional<?> feedGate() {
        BlockControl current = control;
        if (mutation == Mutation.ALWAYS_FEEDS) {
            return Optional.empty();
        }
        if (current == null) {
            return Optional.of("dead");
        }
        current.session(serverReachable);
        return current.mayFeedWatchdog(now) ? Optional.empty() : Optional.of("not now");
    }

    // ---- the line

    /** One reading after another, each asked for when the line is free for it, as the real adapter does. */
    private void poll(int unit, boolean slow, long every) {
        if (lineBusy || !line.isEmpty()) {
            atEdge(between(2, 8), () -> poll(unit, slow, every));
            return;
        }
        long asked = now;
        Readings.Collector values = Readings.of(unit, asked);
        ask(Sort.USUAL, Optional::empty, at -> sample(values, unit, slow, at), answer -> {
            atEdge(Math.max(1, every - (now - asked)), () -> poll(unit, slow, every));
            if (answer.kind() != Kind.DONE) {
                decide(c -> c.failed(unit, now));
            } else if (mute != unit) {
                deliver(values.done());
            }
        });
    }

    private void sample(Readings.Collector values, int unit, boolean slow, long at) {
        for (int i = 0; i < layout.wires().size(); i++) {
            Wire wire = layout.wires().get(i);
            if (wire.unit() == unit && ModelBlock.isSlow(wire) == slow) {
                values.add(i, model.value(wire, at));
            }
        }
    }

    private void deliver(Readings read) {
        rules.read(read, now);
        long seen = now;
        if (rules.knowsOfMotion(now) && rules.anyGuardTripped()) {
            atEdge(ShelvingLimits.STOP_BOUND_MILLIS, () -> {
                if (model.moving(now)) {
                    rules.mustHaveStopped(seen, now);
                }
            });
        }
        decide(c -> c.read(read, now));
    }

    private void verify(int unit) {
        long asked = now;
        boolean[] set = new boolean[1];
        ask(Sort.USUAL, Optional::empty, at -> set[0] = model.watchdogSet(unit), answer -> {
            if (answer.kind() == Kind.DONE) {
                decide(c -> c.verified(new Verification(unit, asked, true, set[0], ""), now));
            }
        });
        atEdge(1_000, () -> verify(unit));
    }

    private void ask(Sort sort, Supplier<Optional<?>> gate, Consumer<Long> arrives, Consumer<StepAnswer> answered) {
        Request request = new Request(sort, gate, arrives, answered);
        if (sort == Sort.URGENT) {
            line.addFirst(request);
        } else {
            line.addLast(request);
        }
        pump();
    }

    private void pump() {
        if (lineBusy || line.isEmpty() || control == null) {
            return;
        }
        Request request = line.removeFirst();
        lineBusy = true;
        if (lineDown && chance(0.5)) {
            finish(request, 20, new StepAnswer(Kind.NOT_SENT, "unreachable"));
            return;
        }
        if (request.gate().get().isPresent()) {
            finish(request, 0, new StepAnswer(Kind.NOT_SENT, "gate"));
            return;
        }
        // Motion writes are few in a day and fare worse, so that each kind of loss is met.
        boolean requestLost = lineDown || chance(request.sort() == Sort.MOTION ? 0.04 : 0.002);
        boolean answerLost = chance(request.sort() == Sort.MOTION ? 0.08 : 0.003);
        long latency = between(1, 12);
        if (!requestLost) {
            request.arrives().accept(now);
        }
        if (requestLost || answerLost) {
            finish(request, DEADLINE, new StepAnswer(Kind.UNKNOWN, "no answer"));
        } else {
            finish(request, latency, StepAnswer.done());
        }
    }

    private void finish(Request request, long delay, StepAnswer answer) {
        atEdge(delay, () -> {
            lineBusy = false;
            request.answered().accept(answer);
            pump();
        });
    }

    // ---- the disk

    private void write(Runnable effect, Consumer<@Nullable String> done) {
        diskFreeAt = Math.max(diskFreeAt, now) + between(1, 8);
        atEdge(diskFreeAt - now, () -> {
            if (diskFull) {
                done.accept("disk full");
            } else {
                effect.run();
                done.accept(null);
            }
        });
    }

    private void record(EdgeEvent event, Consumer<@Nullable String> done) {
        write(() -> rules.durable(event, now), done);
    }

    /** What the decisions ask for. */
    private final class Hands implements BlockActions {
        @Override
        public void remember(Command command, @Nullable FencingToken highest, boolean motionAhead) {
            CommandId id = command.id();
            write(
                    () -> {
                        disk.seen.add(id);
                        disk.highest = highest == null ? disk.highest : Math.max(disk.highest, highest.value());
                        disk.kept = motionAhead ? disk.kept.with(Kept.Flag.MOTION_AHEAD, true) : disk.kept;
                    },
                    failure -> decide(c -> c.remembered(id, failure, now)));
        }

        @Override
        public void prepare(MovingCommand command, Move move) {
            rules.accepted(command, now);
            ask(
                    Sort.USUAL,
                    Optional::empty,
                    at -> echoes.put(command.id(), model.prepare(prepared(move), command.token(), at)),
                    answer -> decide(c -> c.prepared(command.id(), answer, now)));
        }

        private Move prepared(Move move) {
            Goal other = move.goal().isSpread() ? Goal.open(2) : Goal.SPREAD;
            return mutation == Mutation.PREPARES_ANOTHER_GOAL ? new Move(other, move.unit(), move.direction()) : move;
        }

        @Override
        public void readEcho(MovingCommand command, Move move) {
            int[] right = StepWords.ofEcho(layout.profile(), move, command.token());
            ask(
                    Sort.USUAL,
                    Optional::empty,
                    at -> {},
                    answer -> decide(c -> {
                        int[] echo = echoes.getOrDefault(command.id(), false) ? right : new int[right.length];
                        c.echoed(command.id(), answer.kind() == Kind.DONE ? echo : null, answer.detail(), now);
                    }));
        }

        @Override
        public void logIntent(MovingCommand command) {
            EdgeEvent intent = new EdgeEvent.MotionIntended(
                    command.id(), command.block(), command.goal().aisle(), command.token());
            if (mutation == Mutation.INTENT_NOT_AWAITED) {
                record(intent, failure -> {});
                atEdge(0, () -> decide(c -> c.intentLogged(command.id(), null, now)));
            } else {
                record(intent, failure -> decide(c -> c.intentLogged(command.id(), failure, now)));
            }
        }

        @Override
        public void execute(MovingCommand command, Move move) {
            execute(command, move, false);
        }

        private void execute(MovingCommand command, Move move, boolean again) {
            Supplier<Optional<?>> gate = () -> {
                BlockControl current = control;
                Optional<String> refusal =
                        current == null ? Optional.of("dead") : current.mayExecute(command.id(), now);
                boolean goes = refusal.isEmpty() || mutation == Mutation.NO_GATE || again;
                if (goes) {
                    rules.motionWriteLeft(command, now);
                }
                return goes ? Optional.empty() : refusal;
            };
            ask(Sort.MOTION, gate, at -> model.execute(move, command.token(), at), answer -> {
                if (answer.kind() == Kind.UNKNOWN && mutation == Mutation.REPEATS_MOTION_WRITE && !again) {
                    execute(command, move, true);
                } else {
                    decide(c -> c.executed(command.id(), answer, now));
                }
            });
        }

        @Override
        public void stop(int number, String cause, @Nullable Integer acting) {
            say("stop " + cause);
            long delay = mutation == Mutation.LATE_STOP ? 500 : 0;
            atEdge(delay, () -> {
                rules.stopLeft(now);
                ask(
                        Sort.URGENT,
                        Optional::empty,
                        model::stop,
                        answer -> decide(c -> c.stopAnswered(number, cause, answer, now)));
            });
        }

        @Override
        public void readNow(@Nullable Integer first) {
            // The next polls come soon enough here.
        }

        @Override
        public void setWatchdog(int unit) {
            ask(Sort.USUAL, SimulatedDay.this::feedGate, at -> model.setWatchdog(unit, at), answer -> {});
        }

        @Override
        public void feed() {
            SimulatedDay.this.feed();
        }

        @Override
        public void keep(Kept.Flag flag, boolean value, @Nullable CommandId command) {
            write(() -> disk.kept = disk.kept.with(flag, value), failure -> {
                if (command != null) {
                    decide(c -> c.kept(command, failure));
                } else if (failure != null) {
                    decide(c -> c.notKept(flag));
                }
            });
        }

        @Override
        public void end(CommandId command, CommandOutcome outcome) {
            say(command + " " + outcome);
            if (outcome instanceof CommandOutcome.Refused refused) {
                refused.highestToken().ifPresent(highest -> nextToken = Math.max(nextToken, highest.value() + 1));
            }
            if (mutation == Mutation.SWALLOWS_OUTCOMES && outcome instanceof CommandOutcome.Refused && chance(0.2)) {
                return;
            }
            Runnable keep = () -> {
                disk.outcomes.putIfAbsent(command, outcome);
                if (!disk.seen.contains(command)) {
                    disk.seen.add(command);
                }
            };
            write(keep, failure -> {
                if (failure != null) {
                    atEdge(1_000, () -> end(command, outcome));
                    return;
                }
                record(new EdgeEvent.CommandEnded(command, layout.id(), outcome), failed -> {
                    if (failed != null) {
                        atEdge(1_000, () -> end(command, outcome));
                    } else {
                        write(() -> disk.told.put(command, true), told -> {});
                    }
                });
            });
        }

        @Override
        public void emit(EdgeEvent event) {
            say(event);
            rules.emitted(event);
        }
    }

    private final Map<CommandId, Boolean> echoes = new HashMap<>();

    // ---- people

    private void people() {
        at(between(500, 4_000), () -> {
            person();
            people();
        });
    }

    private void person() {
        BlockControl current = control;
        if (current == null) {
            return;
        }
        boolean latched = current.view(now).commsLostLatched();
        boolean locked = current.view(now).lockedOut();
        double dice = random.nextDouble();
        if (latched && dice < 0.7) {
            send(new AcknowledgeComms(newId(), layout.id(), "wang", WHY));
        } else if (locked && dice < 0.7) {
            send(new UnlockBlock(newId(), layout.id(), "wang", WHY));
        } else if (dice < 0.80) {
            send(movingCommand());
        } else if (dice < 0.92) {
            send(new StopBlock(newId(), layout.id(), "wang", WHY));
        } else if (dice < 0.95) {
            send(new LockBlock(newId(), layout.id(), "wang", WHY));
        } else if (!model.moving(now)) {
            model.pressOpen((int) between(1, layout.block().aisleCount()), now);
        }
    }

    private CommandId newId() {
        return new CommandId(new UUID(random.nextLong(), random.nextLong()));
    }

    private MovingCommand movingCommand() {
        long token = chance(0.1) && nextToken > 4 ? nextToken - between(1, 3) : nextToken++;
        UUID clock = chance(0.03) ? bootBefore : boot;
        int aisle = (int) between(1, layout.block().aisleCount());
        long life = chance(0.1) ? between(1, 60) : 3_000;
        if (chance(spreads)) {
            return new Ventilate(
                    newId(),
                    layout.id(),
                    new FencingToken(token),
                    life,
                    new EdgeInstant(clock, now + life),
                    "li",
                    new Reason(Reason.Kind.VENTILATION, "run-1"));
        }
        return new OpenAisle(
                newId(),
                layout.id(),
                aisle,
                new FencingToken(token),
                life,
                new EdgeInstant(clock, now + life),
                "li",
                WHY);
    }

    private void send(Command command) {
        at(chance(0.04) ? between(2_500, 6_000) : between(0, 30), () -> arrive(command));
        if (chance(0.15)) {
            Command second = mutation == Mutation.ENDS_DUPLICATES_AGAIN && command instanceof MovingCommand moving
                    ? moving
                    : command;
            at(between(0, 5_000), () -> arriveAgain(second));
        }
    }

    private void arrive(Command command) {
        if (control == null) {
            return;
        }
        if (command instanceof MovingCommand moving) {
            rules.received(moving, now);
        } else {
            rules.received(command.id(), now);
        }
        say(command);
        watchForLoss(command.id());
        decide(c -> c.received(command, now, now));
    }

    private void arriveAgain(Command command) {
        if (mutation == Mutation.ENDS_DUPLICATES_AGAIN && control != null) {
            CommandOutcome again = new CommandOutcome.Expired(now);
            record(new EdgeEvent.CommandEnded(command.id(), layout.id(), again), failure -> {});
        }
        arrive(command);
    }

    /** A command that dies with the edge before it reached the disk is nobody's any more. */
    private void watchForLoss(CommandId id) {
        long mine = epoch;
        at(6_000, () -> {
            if (mine != epoch && !disk.seen.contains(id)) {
                rules.lostBeforeDisk(id);
            }
        });
    }

    // ---- trouble

    private void trouble() {
        repeat(5_000, 20_000, this::guardTrouble);
        repeat(15_000, 60_000, () -> {
            say("the line is down");
            lineDown = true;
            at(between(50, 4_000), () -> lineDown = false);
        });
        // A unit that answers every read with an exception, while its writes work.
        repeat(20_000, 60_000, () -> {
            say("a unit is mute");
            mute = layout.units().get(random.nextInt(layout.units().size()));
            at(between(400, 4_000), () -> mute = -1);
        });
        repeat(20_000, 90_000, this::crash);
        repeat(20_000, 90_000, () -> {
            diskFull = true;
            rules.excuseAll();
            at(between(500, 4_000), () -> {
                diskFull = false;
                diskRoomAt = now;
                rules.excuseAll();
            });
        });
        repeat(20_000, 90_000, () -> {
            serverReachable = false;
            at(between(200, 5_000), () -> serverReachable = true);
        });
        repeat(40_000, 160_000, () -> model.powerCycle(now));
        // Somebody brings carriages together that stand spread.
        repeat(2_000, 6_000, () -> {
            if (!model.moving(now) && model.openAisle(now) == 0) {
                model.pressOpen((int) between(1, layout.block().aisleCount()), now);
            }
        });
    }

    // ---- cameras

    /** What a camera system knows and says: it may be gone, and then it says nothing at all. */
    private void cameras() {
        if (layout.watchedAisles().isEmpty()) {
            return;
        }
        repeat(8_000, 30_000, () -> {
            int aisle = layout.watchedAisles()
                    .get(random.nextInt(layout.watchedAisles().size()));
            inAisle.putIfAbsent(aisle, now);
            sayWhatIsSeen();
            at(between(200, 3_000), () -> {
                inAisle.remove(aisle);
                emptySince.put(aisle, now);
                sayWhatIsSeen();
            });
        });
        repeat(15_000, 60_000, () -> {
            camerasAway = true;
            at(between(100, 6_000), () -> camerasAway = false);
        });
        repeat(30_000, 90_000, () -> {
            camerasUnsure = true;
            sayWhatIsSeen();
            at(between(100, 3_000), () -> camerasUnsure = false);
        });
        lookAgain();
    }

    private void lookAgain() {
        sayWhatIsSeen();
        at(250, this::lookAgain);
    }

    private void sayWhatIsSeen() {
        if (camerasAway || control == null) {
            return;
        }
        Map<Integer, AislesSeen.Sight> seen = new HashMap<>();
        for (int aisle : layout.watchedAisles()) {
            Long since = inAisle.get(aisle);
            GuardState state =
                    camerasUnsure ? GuardState.UNKNOWN : since == null ? GuardState.CLEAR : GuardState.TRIPPED;
            long from = since == null ? emptySince.getOrDefault(aisle, 0L) : since;
            seen.put(aisle, new AislesSeen.Sight(state, from, "cam"));
        }
        AislesSeen told = new AislesSeen(now, seen);
        rules.seen(told, now);
        long at = now;
        boolean stopDue = !camerasUnsure && rules.knowsOfMotion(now) && rules.somebodyCameDuring(now);
        if (stopDue) {
            atEdge(ShelvingLimits.STOP_BOUND_MILLIS, () -> {
                if (model.moving(now)) {
                    rules.mustHaveStopped(at, now);
                }
            });
        }
        if (mutation == Mutation.UNKNOWN_IS_EMPTY) {
            seen.replaceAll((aisle, sight) -> sight.state() == GuardState.UNKNOWN
                    ? new AislesSeen.Sight(GuardState.CLEAR, sight.since(), "cam")
                    : sight);
        }
        if (mutation == Mutation.DEAF_TO_CAMERAS) {
            seen.replaceAll((aisle, sight) -> new AislesSeen.Sight(GuardState.CLEAR, 0, "cam"));
        }
        decide(c -> c.seen(new AislesSeen(at, seen), now));
    }

    private void repeat(long least, long most, Runnable what) {
        at(between(least, most), () -> {
            what.run();
            repeat(least, most, what);
        });
    }

    private void guardTrouble() {
        Guard guard = List.of(Guard.values()).get(random.nextInt(Guard.values().length));
        int aisle = guard.perAisle() ? (int) between(1, layout.block().aisleCount()) : 0;
        model.set(guard, aisle, true);
        at(between(100, 2_500), () -> model.set(guard, aisle, false));
    }

    int keepAlives() {
        return keepAlives;
    }
}
