package org.archivevault.edge.light;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.archivevault.firmware.plan.LightPlan;
import org.archivevault.protocol.address.BlockId;
import org.archivevault.protocol.command.Command;
import org.archivevault.protocol.command.CommandId;
import org.archivevault.protocol.command.CommandOutcome;
import org.archivevault.protocol.command.DarkenPositions;
import org.archivevault.protocol.command.LightPosition;
import org.archivevault.protocol.command.RefusalCode;

/**
 * The pick lights of one vault. Pure: every input comes with its time, in milliseconds on the edge's clock, never going
 * back. A command for lights obeys what every command obeys (once per id, this start's clock, its life) and nothing of
 * motion: no token, no interlock, nothing on disk. After a restart nothing is held, so all lamps go dark.
 */
public final class PickLights {
    private final List<LightPlan> plans;
    private final List<LampBoard> boards = new ArrayList<>();
    private final UUID boot;
    private final Set<CommandId> seen = new LinkedHashSet<>();
    private final List<Pending> pending = new ArrayList<>();
    private final List<Ended> ended = new ArrayList<>();

    /**
     * A lamp that is otherwise than it ought to be.
     *
     * @param lamp its number at its controller
     * @param burn what it ought to be
     */
    public record Change(int lamp, boolean burn) {}

    /**
     * How a command ended.
     *
     * @param command which
     * @param block its block
     * @param outcome how
     */
    public record Ended(CommandId command, BlockId block, CommandOutcome outcome) {}

    /** A command that waits for its lamp; without one, for all lamps to be as they ought to be. */
    private record Pending(
            CommandId command,
            BlockId block,
            int light,
            OptionalInt lamp,
            String reason,
            long dueAt,
            long receivedAt) {}

    /**
     * Nothing is held and no lamp is known yet.
     *
     * @param plans the light controllers; a light's index is its place in this list
     * @param boot this start of the edge
     */
    public PickLights(List<LightPlan> plans, UUID boot) {
        this.plans = List.copyOf(plans);
        this.boot = boot;
        for (LightPlan plan : this.plans) {
            boards.add(new LampBoard(plan.faces().stream()
                    .flatMap(face -> IntStream.range(face.firstLamp(), face.firstLamp() + face.lamps())
                            .boxed())
                    .toList()));
        }
    }

    /**
     * Takes a command in.
     *
     * @param command one of the two for lights
     * @param receivedAt when it came off the network
     * @param now the time
     * @return false when it was seen before and is ignored: it has, or will have, its one outcome already
     */
    public boolean received(Command command, long receivedAt, long now) {
        if (!seen.add(command.id())) {
            return false;
        }
        if (seen.size() > LightLimits.IDS_KEPT) {
            seen.remove(seen.iterator().next());
        }
        if (command instanceof LightPosition light) {
            light(light, receivedAt, now);
        } else if (command instanceof DarkenPositions darken) {
            darken(darken, now);
        } else {
            end(command, new CommandOutcome.Refused(RefusalCode.NO_LAMP, command.toString()));
        }
        settle(now);
        return true;
    }

    private void light(LightPosition command, long receivedAt, long now) {
        if (!command.notAfter().boot().equals(boot)) {
            end(command, new CommandOutcome.Refused(RefusalCode.EDGE_RESTARTED, ""));
            return;
        }
        long until =
                Math.min(receivedAt + command.lifeMillis(), command.notAfter().millis());
        if (now >= until) {
            end(command, new CommandOutcome.Expired(now - until));
            return;
        }
        boolean full = boards.stream().mapToInt(LampBoard::held).sum() >= LightLimits.MOST_HELD;
        for (int light = 0; light < plans.size() && !full; light++) {
            OptionalInt lamp = plans.get(light).lampOf(command.position());
            if (lamp.isPresent()) {
                boards.get(light).hold(lamp.getAsInt(), keyOf(command), until);
                await(command, light, lamp, now);
                return;
            }
        }
        end(
                command,
                new CommandOutcome.Refused(
                        full ? RefusalCode.BLOCK_BUSY : RefusalCode.NO_LAMP,
                        command.position().positionCode()));
    }

    private void darken(DarkenPositions command, long now) {
        boolean any = false;
        for (int light = 0; light < boards.size(); light++) {
            if (boards.get(light).release(keyOf(command))) {
                await(command, light, OptionalInt.empty(), now);
                any = true;
            }
        }
        if (!any) {
            end(command, new CommandOutcome.Executed(false));
        }
    }

    /** A reason holds the lamps of one block only: the same free text may serve in two. */
    private static String keyOf(Command command) {
        return command.block() + " " + command.reason().kind() + " "
                + command.reason().reference();
    }

    private void await(Command command, int light, OptionalInt lamp, long now) {
        if (pending.size() >= LightLimits.MOST_PENDING) {
            end(command, new CommandOutcome.Unknown("too many lights are asked for at once"));
            return;
        }
        long due = now + LightLimits.OUTCOME_MILLIS;
        pending.add(new Pending(command.id(), command.block(), light, lamp, keyOf(command), due, now));
    }

    private void end(Command command, CommandOutcome outcome) {
        ended.add(new Ended(command.id(), command.block(), outcome));
    }

    /**
     * Lamps were read back.
     *
     * @param light index of the controller
     * @param first number of the first lamp
     * @param burning whether each burns
     * @param now the time
     */
    public void read(int light, int first, boolean[] burning, long now) {
        for (int i = 0; i < burning.length; i++) {
            boards.get(light).is(first + i, burning[i]);
        }
        settle(now);
    }

    /**
     * A write was confirmed.
     *
     * @param light index of the controller
     * @param change what was written
     * @param now the time
     */
    public void written(int light, Change change, long now) {
        boards.get(light).is(change.lamp(), change.burn());
        settle(now);
    }

    /**
     * A write may or may not have taken effect: the lamp is not written again before it was read back.
     *
     * @param light index of the controller
     * @param change what was written
     */
    public void doubtful(int light, Change change) {
        boards.get(light).doubt(change.lamp());
    }

    /**
     * A controller does not answer, or is another one: nothing is known of its lamps.
     *
     * @param light index of the controller
     */
    public void lost(int light) {
        boards.get(light).doubtAll();
    }

    /**
     * Time passes. To be called every {@link LightLimits#TICK_MILLIS}.
     *
     * @param now the time
     */
    public void tick(long now) {
        boards.forEach(board -> board.expire(now));
        settle(now);
    }

    /**
     * What to write next at a controller.
     *
     * @param light its index
     * @return one lamp; empty when all that are known are as they ought to be
     */
    public Optional<Change> next(int light) {
        LampBoard board = boards.get(light);
        OptionalInt lamp = board.next();
        return lamp.isEmpty()
                ? Optional.empty()
                : Optional.of(new Change(lamp.getAsInt(), board.isWanted(lamp.getAsInt())));
    }

    /** Ends what has come true, and what is due. A command for several controllers ends when the last of them has. */
    private void settle(long now) {
        Set<CommandId> late = new HashSet<>();
        for (Iterator<Pending> each = pending.iterator(); each.hasNext(); ) {
            Pending one = each.next();
            if (isDone(one)) {
                each.remove();
                if (pending.stream().noneMatch(other -> other.command().equals(one.command()))) {
                    ended.add(new Ended(one.command(), one.block(), new CommandOutcome.Executed(false)));
                }
            } else if (now >= one.dueAt()) {
                late.add(one.command());
            }
        }
        for (CommandId command : late) {
            Pending one = pending.stream()
                    .filter(p -> p.command().equals(command))
                    .findFirst()
                    .orElseThrow();
            pending.removeIf(p -> p.command().equals(command));
            String name = plans.get(one.light()).name();
            ended.add(new Ended(
                    command,
                    one.block(),
                    new CommandOutcome.Unknown(name + " did not confirm it within " + (now - one.receivedAt())
                            + " ms; tried on until its life ends")));
        }
    }

    private boolean isDone(Pending one) {
        LampBoard board = boards.get(one.light());
        return one.lamp().isPresent() ? board.burnsFor(one.lamp().getAsInt(), one.reason()) : board.isSettled();
    }

    /**
     * The commands that have ended, in order; each is handed out once.
     *
     * @return since this was last asked
     */
    public List<Ended> takeEnded() {
        List<Ended> taken = List.copyOf(ended);
        ended.clear();
        return taken;
    }

    /**
     * How many lamps of a controller are known to burn.
     *
     * @param light its index
     * @return 0 upwards
     */
    public int burning(int light) {
        return boards.get(light).burning();
    }
}
