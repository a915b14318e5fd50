package org.archivevault.edge.shelving;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.archivevault.firmware.profile.ShelvingProfile.Role;
import org.archivevault.protocol.command.CommandId;
import org.archivevault.protocol.command.CommandOutcome;
import org.archivevault.protocol.command.MovingCommand;
import org.archivevault.protocol.command.Ventilate;
import org.archivevault.protocol.event.CommsState;
import org.archivevault.protocol.event.EdgeEvent;
import org.archivevault.protocol.event.Guard;
import org.archivevault.protocol.event.GuardState;
import org.jspecify.annotations.Nullable;

/**
 * The invariants of safety.md over one simulated day, checked from what happened at the edges of the decisions and in the
 * model, with books of its own: nothing here asks the code under test.
 */
final class DayRules {
    private static final long NEVER = Long.MIN_VALUE / 2;
    private static final long DISK_AND_TICK_MILLIS = 200;
    private static final long STARTED_LATELY_MILLIS = 2_000;

    private record Waiting(long since, boolean excused) {}

    final List<String> broken = new ArrayList<>();
    private final BlockLayout layout;
    private final long[] lastValue;
    private final long[] lastAsked;
    private final Map<CommandId, MovingCommand> asked = new HashMap<>();
    private final Map<CommandId, Long> receivedAt = new HashMap<>();
    private final Set<CommandId> left = new HashSet<>();
    private final Set<CommandId> intended = new HashSet<>();
    private final Set<CommandId> causing = new HashSet<>();
    private final Map<CommandId, Waiting> waiting = new HashMap<>();
    private final Map<CommandId, CommandOutcome> ended = new HashMap<>();
    private final Map<CommandId, Integer> tellings = new HashMap<>();
    private long highestAccepted;
    private long highestMoved;
    private long lastStopAt = NEVER;
    private long emergencySeenAt = NEVER;
    private long startedAt;
    private boolean lost;
    private long motionBeganAt = NEVER;
    private long motionWrittenAt = NEVER;
    private final Map<Integer, Long> fedAt = new HashMap<>();
    private long saidAt = NEVER;
    private Map<Integer, AislesSeen.Sight> said = Map.of();
    int executed;
    int spread;
    int refused;
    int otherwise;

    DayRules(BlockLayout layout) {
        this.layout = layout;
        this.lastValue = new long[layout.wires().size()];
        this.lastAsked = new long[layout.wires().size()];
        forgetReadings();
    }

    private void forgetReadings() {
        java.util.Arrays.fill(lastAsked, NEVER);
    }

    private void broken(String rule, long now, String what) {
        broken.add(rule + " at " + now + ": " + what);
    }

    void started(long now) {
        startedAt = now;
        saidAt = NEVER;
        said = Map.of();
        forgetReadings();
    }

    /** The edge died: what it had not finished is excused from its deadline, not from its one outcome. */
    void crashed(boolean lossCouldNotBeWritten, long tokenOnDisk) {
        // A token that was prepared and had not reached the disk has moved nothing: it may come again.
        highestAccepted = Math.max(tokenOnDisk, highestMoved);
        if (lossCouldNotBeWritten) {
            // A known limit: link lost, disk full and the process dead, all before there was room again.
            lost = false;
        }
        excuseAll();
    }

    void excuseAll() {
        waiting.replaceAll((id, w) -> new Waiting(w.since(), true));
    }

    /** Commands that had not reached the disk when the edge died: nobody can end them, and nothing moved. */
    void lostBeforeDisk(CommandId id) {
        waiting.remove(id);
        if (left.contains(id)) {
            broken.add("I7: command " + id + " moved before it was on disk");
        }
    }

    void read(Readings readings, long now) {
        for (Readings.Value value : readings.values()) {
            lastValue[value.wire()] = value.value();
            lastAsked[value.wire()] = readings.observedAt();
        }
        if (anyTripped(Guard.EMERGENCY_STOP)) {
            emergencySeenAt = now;
        }
    }

    /** Whether the edge has just read that carriages move. */
    boolean knowsOfMotion(long now) {
        for (int wire : layout.wires(Role.MOVING)) {
            if (lastValue[wire] != 0 && now - lastAsked[wire] <= ShelvingLimits.FRESHNESS_MILLIS) {
                return true;
            }
        }
        return false;
    }

    boolean anyGuardTripped() {
        for (Guard guard : Guard.values()) {
            if (anyTripped(guard)) {
                return true;
            }
        }
        return false;
    }

    private boolean anyTripped(Guard guard) {
        for (int wire : layout.wires(BlockLayout.roleOf(guard))) {
            if (lastValue[wire] != 0) {
                return true;
            }
        }
        return false;
    }

    /** What cameras told the edge. */
    void seen(AislesSeen told, long now) {
        saidAt = now;
        said = told.aisles();
    }

    /** Whether somebody is in an aisle since after the motion began: who was there before did not keep it from beginning. */
    boolean somebodyCameDuring(long now) {
        long began = Math.max(motionBeganAt, motionWrittenAt);
        return said.values().stream()
                .anyMatch(
                        sight -> sight.state() == GuardState.TRIPPED && sight.since() >= began && sight.since() <= now);
    }

    /** Asked S after a guard was read as tripped while the model moved, and still moves. */
    void mustHaveStopped(long seenAt, long now) {
        boolean longUp = seenAt - startedAt > STARTED_LATELY_MILLIS;
        boolean asked = lastStopAt >= seenAt - ShelvingLimits.STOP_AGAIN_MILLIS - ShelvingLimits.TICK_MILLIS;
        if (longUp && !asked) {
            broken("I5", now, "no stop within S of a guard seen at " + seenAt);
        }
    }

    void stopLeft(long now) {
        lastStopAt = now;
    }

    void received(MovingCommand command, long now) {
        asked.putIfAbsent(command.id(), command);
        receivedAt.putIfAbsent(command.id(), now);
        received(command.id(), now);
    }

    void received(CommandId id, long now) {
        if (!ended.containsKey(id)) {
            waiting.putIfAbsent(id, new Waiting(now, false));
        }
    }

    /** A command got as far as the controller's prepare: its token was accepted. */
    void accepted(MovingCommand command, long now) {
        if (command.token().value() <= highestAccepted) {
            broken("I7", now, "token " + command.token() + " after " + highestAccepted);
        }
        highestAccepted = Math.max(highestAccepted, command.token().value());
    }

    void motionWriteLeft(MovingCommand command, long now) {
        CommandId id = command.id();
        if (!left.add(id)) {
            broken("I8", now, "second motion write of " + id);
        }
        highestMoved = Math.max(highestMoved, command.token().value());
        long received = receivedAt.getOrDefault(id, NEVER);
        if (now - received > Math.min(command.lifeMillis(), ShelvingLimits.COMMAND_LIFE_MILLIS)
                || now > command.notAfter().millis()) {
            broken("I3", now, "life has passed");
        }
        for (Guard guard : Guard.values()) {
            for (int wire : layout.wires(BlockLayout.roleOf(guard))) {
                if (lastValue[wire] != 0 || now - lastAsked[wire] > ShelvingLimits.FRESHNESS_MILLIS) {
                    broken(
                            "I4",
                            now,
                            guard + " " + layout.wires().get(wire).place() + " reads " + lastValue[wire] + ", "
                                    + (now - lastAsked[wire]) + " ms old");
                }
            }
        }
        for (int aisle : layout.watchedAisles()) {
            AislesSeen.Sight sight = said.get(aisle);
            if (sight == null || sight.state() != GuardState.CLEAR || now - saidAt > ShelvingLimits.SIGHT_MILLIS) {
                broken("I4", now, "aisle " + aisle + " by camera: " + sight + ", " + (now - saidAt) + " ms old");
            }
        }
        motionWrittenAt = now;
        if (received <= emergencySeenAt) {
            broken("I6", now, "asked for before the emergency stop");
        }
        if (lost) {
            broken("I10", now, "communication was lost and not acknowledged");
        }
        for (int unit : layout.units()) {
            long hungry = now - fedAt.getOrDefault(unit, NEVER);
            if (hungry > layout.profile().watchdog().timeout().toMillis() / 2) {
                broken("I11", now, "a motion write while unit " + unit + " was last fed " + hungry + " ms ago");
            }
        }
        if (!intended.contains(id)) {
            broken("I17", now, "no durable intent");
        }
    }

    /** The model was told to move. */
    void motionBegan(@Nullable Long token, int aisle, boolean movedAlready, long now) {
        motionBeganAt = now;
        if (movedAlready) {
            broken("I1", now, "a second motion while one is under way");
        }
        if (token == null) {
            return;
        }
        List<MovingCommand> caused = left.stream()
                .map(asked::get)
                .filter(c -> c != null && c.token().value() == token)
                .toList();
        if (caused.isEmpty()) {
            broken("I2", now, "a motion that no command asked for");
        }
        for (MovingCommand command : caused) {
            if (command.goal().aisle() != aisle) {
                broken("I14", now, "asked for " + command.goal() + ", and aisle " + aisle + " moves (0: spread)");
            }
            if (!causing.add(command.id())) {
                broken("I2", now, "a second motion by " + command.id());
            }
        }
    }

    void fed(int unit, boolean sessionLive, long now) {
        fedAt.put(unit, now);
        long oldest = now;
        for (long asked : lastAsked) {
            oldest = Math.min(oldest, asked);
        }
        if (!sessionLive || now - oldest > ShelvingLimits.FRESHNESS_MILLIS) {
            broken("I11", now, "fed with session " + sessionLive + ", state " + (now - oldest) + " ms old");
        }
    }

    /** An event reached the disk. */
    void durable(EdgeEvent event, long now) {
        if (event instanceof EdgeEvent.MotionIntended intent) {
            intended.add(intent.command());
        } else if (event instanceof EdgeEvent.CommandEnded end) {
            ended(end, now);
        }
    }

    /** An event was decided on. */
    void emitted(EdgeEvent event) {
        if (event instanceof EdgeEvent.CommsChanged comms) {
            lost = comms.state() == CommsState.LOST || (lost && comms.state() != CommsState.ACKNOWLEDGED);
        }
    }

    private void ended(EdgeEvent.CommandEnded end, long now) {
        CommandOutcome before = ended.putIfAbsent(end.command(), end.outcome());
        Waiting was = waiting.remove(end.command());
        int told = tellings.merge(end.command(), 1, Integer::sum);
        if (before != null && (!before.equals(end.outcome()) || told > 2)) {
            broken("I13", now, end.command() + " ended as " + before + " and as " + end.outcome());
        }
        if (was != null && !was.excused() && now - was.since() > deadline()) {
            broken("I13", now, "ended after " + (now - was.since()) + " ms: " + end.outcome());
        }
        if (before == null) {
            count(end.outcome());
            boolean moved = end.outcome() instanceof CommandOutcome.Executed e && e.moved();
            spread += moved && asked.get(end.command()) instanceof Ventilate ? 1 : 0;
        }
    }

    private void count(CommandOutcome outcome) {
        if (outcome instanceof CommandOutcome.Executed e) {
            executed += e.moved() ? 1 : 0;
        } else if (outcome instanceof CommandOutcome.Refused) {
            refused++;
        } else {
            otherwise++;
        }
    }

    private static long deadline() {
        return ShelvingLimits.COMMAND_LIFE_MILLIS + ShelvingLimits.WATCHDOG_MILLIS + DISK_AND_TICK_MILLIS;
    }

    void dayOver(long now) {
        waiting.forEach((id, w) -> {
            if (now - w.since() > deadline()) {
                broken("I13", now, id + " never ended");
            }
        });
        for (CommandId id : left) {
            CommandOutcome outcome = ended.get(id);
            if (outcome instanceof CommandOutcome.Expired) {
                broken("I2", now, id + " left and is told as expired");
            }
        }
    }
}
