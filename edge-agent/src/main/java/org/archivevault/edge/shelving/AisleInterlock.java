package org.archivevault.edge.shelving;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.archivevault.firmware.profile.ShelvingProfile;
import org.archivevault.firmware.profile.ShelvingProfile.Role;
import org.archivevault.protocol.command.CommandId;
import org.archivevault.protocol.command.Goal;
import org.archivevault.protocol.command.MovingCommand;
import org.archivevault.protocol.command.RefusalCode;
import org.archivevault.protocol.event.Guard;
import org.archivevault.protocol.event.GuardState;
import org.archivevault.protocol.event.Obstacle;
import org.jspecify.annotations.Nullable;

/**
 * The interlock (safety.md, I4): opening one aisle closes another, and so does spreading the carriages, so every aisle of the block must be clear, and
 * whatever is not known to be clear forbids the move. One list of rules serves the judgement of a command and the
 * obstacles on the screen.
 */
public final class AisleInterlock implements Interlock {
    @Override
    public Verdict judge(BlockState state, MovingCommand command, long now) {
        Goal goal = command.goal();
        if (!goal.isSpread() && !state.layout().block().hasAisle(goal.aisle())) {
            return new Verdict.Refusal(RefusalCode.NO_SUCH_AISLE, state.layout().id() + "/" + goal.aisle());
        }
        if (isThereAlready(state, command, now)) {
            return new Verdict.AlreadyThere();
        }
        List<Obstacle> obstacles = new ArrayList<>(obstacles(state, command.id(), now));
        if (goal.isSpread()) {
            obstacles.addAll(againstSpreading(state, now));
        }
        if (!obstacles.isEmpty()) {
            Obstacle first = obstacles.get(0);
            return new Verdict.Refusal(first.code(), first.detail());
        }
        Integer open = state.openAisle(now);
        return Rails.move(state.layout(), open == null ? 0 : open, goal)
                .<Verdict>map(Verdict.Go::new)
                .orElseGet(() -> new Verdict.Refusal(RefusalCode.UNKNOWN_STATE, "no single aisle is open"));
    }

    @Override
    public List<Obstacle> obstacles(BlockState state, long now) {
        return obstacles(state, null, now);
    }

    @Override
    public List<Obstacle> againstSpreading(BlockState state, long now) {
        Findings found = new Findings();
        refuseWhenThereIsNothingToSpread(state, found);
        refuseWhenNotInProfile(state, found);
        if (found.isEmpty()) {
            refuseWhenNotOffered(state, found, now);
        }
        return found.all();
    }

    /** With a single aisle "spread" and "open" are the same, and it is always so. */
    private static void refuseWhenThereIsNothingToSpread(BlockState state, Findings found) {
        if (state.layout().block().aisleCount() < 2) {
            found.add(RefusalCode.NOTHING_TO_SPREAD, "");
        }
    }

    private static void refuseWhenNotInProfile(BlockState state, Findings found) {
        ShelvingProfile profile = state.layout().profile();
        if (profile.spread() == null) {
            found.add(RefusalCode.SPREAD_NOT_SUPPORTED, profile.name() + "-" + profile.version());
        }
    }

    /** The bit is a promise, not a guard: 1 permits, and everything else forbids. */
    private static void refuseWhenNotOffered(BlockState state, Findings found, long now) {
        if (state.flag(Role.SPREAD_OFFERED, now) != GuardState.TRIPPED) {
            found.add(
                    RefusalCode.SPREAD_NOT_OFFERED, state.layout().controller().name());
        }
    }

    /** Needs a view to be believed, but no guard: nothing will move. */
    private static boolean isThereAlready(BlockState state, MovingCommand command, long now) {
        Findings doubts = new Findings();
        refuseWhenLockedOut(state, doubts);
        refuseWhenCommsLost(state, doubts);
        refuseWhenUnknown(state, doubts, now);
        refuseWhenStale(state, doubts, now);
        refuseWhenBusy(state, command.id(), doubts, now);
        if (!doubts.isEmpty()) {
            return false;
        }
        Integer open = state.openAisle(now);
        return command.goal().isSpread()
                ? Boolean.TRUE.equals(state.isSpread(now))
                : open != null && open == command.goal().aisle();
    }

    private static List<Obstacle> obstacles(BlockState state, @Nullable CommandId self, long now) {
        Findings found = new Findings();
        refuseWhenLockedOut(state, found);
        refuseWhenCommsLost(state, found);
        refuseWhenUnknown(state, found, now);
        refuseWhenStale(state, found, now);
        refuseWhenGuarded(state, found, now);
        refuseWhenSeen(state, found, now);
        refuseWhenNotItsOwnMaster(state, found, now);
        refuseWhenUnwatched(state, found, now);
        refuseWhenBusy(state, self, found, now);
        refuseWhenNoOpenAisle(state, found, now);
        return found.all();
    }

    private static void refuseWhenLockedOut(BlockState state, Findings found) {
        if (state.standing().lockedOut()) {
            found.add(RefusalCode.LOCKED_OUT, "");
        }
    }

    private static void refuseWhenCommsLost(BlockState state, Findings found) {
        if (state.standing().commsLost()) {
            found.add(RefusalCode.COMMS_LOST, "");
        }
    }

    private static void refuseWhenUnknown(BlockState state, Findings found, long now) {
        if (state.ageMillis(now).isEmpty()) {
            found.add(RefusalCode.UNKNOWN_STATE, state.oldestInput());
        }
        state.unidentified(now).ifPresent(who -> found.add(RefusalCode.UNKNOWN_STATE, who));
    }

    private static void refuseWhenStale(BlockState state, Findings found, long now) {
        OptionalLong age = state.ageMillis(now);
        if (age.isPresent() && age.getAsLong() > ShelvingLimits.FRESHNESS_MILLIS) {
            found.add(RefusalCode.STALE_STATE, age.getAsLong() + " ms: " + state.oldestInput());
        }
    }

    private static void refuseWhenGuarded(BlockState state, Findings found, long now) {
        for (Guard guard : BlockGuards.IN_ORDER) {
            for (int aisle : state.layout().places(guard)) {
                String where = aisle == 0 ? "" : Integer.toString(aisle);
                found.addUnlessClear(state.guard(guard, aisle, now), guard.refusal(), where);
            }
        }
    }

    /** Beside the guards, never instead of one: a camera that sees nobody lifts nothing. */
    private static void refuseWhenSeen(BlockState state, Findings found, long now) {
        for (int aisle : state.layout().watchedAisles()) {
            AislesSeen.Sight sight = state.lastSight(aisle);
            String where = sight == null ? Integer.toString(aisle) : aisle + ", " + sight.camera();
            found.addUnlessClear(state.seen(aisle, now), RefusalCode.PERSON_SEEN, where);
        }
    }

    private static void refuseWhenNotItsOwnMaster(BlockState state, Findings found, long now) {
        found.addUnlessClear(state.flag(Role.LOCAL_MODE, now), RefusalCode.LOCAL_MODE, "");
        String name = state.layout().controller().name();
        found.addUnlessClear(state.flag(Role.FAULT, now), RefusalCode.CONTROLLER_FAULT, name);
    }

    private static void refuseWhenUnwatched(BlockState state, Findings found, long now) {
        state.unwatched(now).ifPresent(why -> found.add(RefusalCode.WATCHDOG_NOT_SET, why));
    }

    private static void refuseWhenBusy(BlockState state, @Nullable CommandId self, Findings found, long now) {
        if (state.isBusyForOthersThan(self)) {
            found.add(RefusalCode.BLOCK_BUSY, "another command");
        } else if (state.moving(now) != GuardState.CLEAR) {
            found.addUnlessClear(state.moving(now), RefusalCode.BLOCK_BUSY, "moving");
        } else {
            found.addUnlessClear(state.executing(now), RefusalCode.BLOCK_BUSY, "executing");
        }
    }

    /** A block at rest whose open aisle cannot be told; a mailbox controller also starts from "none". */
    private static void refuseWhenNoOpenAisle(BlockState state, Findings found, long now) {
        Integer open = state.openAisle(now);
        boolean told = open != null && (open != 0 || Rails.canStartFromNone(state.layout()));
        if (!told && state.moving(now) == GuardState.CLEAR) {
            found.addUnlessClear(GuardState.UNKNOWN, RefusalCode.UNKNOWN_STATE, "no single aisle is open");
        }
    }
}
