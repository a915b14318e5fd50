package org.archivevault.edge.shelving;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.archivevault.protocol.address.BlockId;
import org.archivevault.protocol.command.CommandId;
import org.archivevault.protocol.event.EdgeEvent;
import org.archivevault.protocol.event.GuardState;
import org.jspecify.annotations.Nullable;

/** Follows motion from its first to its last reading, and knows which command of ours caused it. */
final class MotionWatch {
    /** A motion write of ours that left and whose motion has not ended yet. */
    record Cause(CommandId command, Move move, long leftAt) {}

    private final BlockId block;
    private @Nullable Cause cause;
    private boolean confirmed;
    private boolean moving;
    private boolean movedSinceCause;
    private boolean startTold;
    private long restSince;
    private long restedAt;

    MotionWatch(BlockId block) {
        this.block = block;
    }

    /** Our motion write left. */
    void caused(CommandId command, Move move, long now) {
        cause = new Cause(command, move, now);
        confirmed = false;
        movedSinceCause = false;
    }

    /** Our command ended; when the controller refused it, whatever moves is not ours. */
    void settled(boolean mayHaveMoved) {
        if (mayHaveMoved) {
            confirmed = true;
        } else {
            cause = null;
        }
    }

    /** Takes over what was read; the answer is what began, or ended. */
    List<EdgeEvent> look(BlockState state, long now) {
        GuardState reads = state.moving(now);
        if (reads == GuardState.TRIPPED) {
            moving = true;
            movedSinceCause = cause != null;
            restSince = Long.MAX_VALUE;
        } else if (reads == GuardState.CLEAR && restSince == Long.MAX_VALUE) {
            restSince = now;
        }
        if (reads == GuardState.CLEAR) {
            restedAt = now;
        }
        List<EdgeEvent> events = new ArrayList<>();
        if (cause == null || confirmed) {
            tellStart(state, now, events);
        }
        if (reads == GuardState.CLEAR && isOver(state, now)) {
            tellEnd(state, now, events);
        }
        return events;
    }

    private void tellStart(BlockState state, long now, List<EdgeEvent> events) {
        if (moving && !startTold) {
            startTold = true;
            Integer target = cause == null
                    ? state.targetAisle(now)
                    : Integer.valueOf(cause.move().aisle());
            events.add(new EdgeEvent.MotionStarted(block, target, causeId()));
        }
    }

    /** Over when everything has been read again since carriages were first seen at rest, and nothing is executed. */
    private boolean isOver(BlockState state, long now) {
        OptionalLong readSince = state.allObservedSince();
        boolean allRead = readSince.isPresent() && readSince.getAsLong() >= restSince;
        return allRead && state.executing(now) == GuardState.CLEAR;
    }

    private void tellEnd(BlockState state, long now, List<EdgeEvent> events) {
        if (!moving) {
            endUnseen(state, now, events);
            return;
        }
        tellStart(state, now, events);
        events.add(new EdgeEvent.MotionStopped(block, state.openAisle(now), causeId(), state.isSpread(now)));
        moving = false;
        startTold = false;
        if (confirmed) {
            cause = null;
        }
    }

    /**
     * Our command was executed, everything has been read since, and no reading showed motion: either it was over between
     * two polls, and then the goal is reached, or nothing has moved.
     */
    private void endUnseen(BlockState state, long now, List<EdgeEvent> events) {
        OptionalLong readSince = state.allObservedSince();
        Cause ended = cause;
        if (ended == null || !confirmed || readSince.isEmpty() || readSince.getAsLong() <= ended.leftAt()) {
            return;
        }
        Integer open = state.openAisle(now);
        Boolean spread = state.isSpread(now);
        boolean reached = ended.move().goal().isSpread()
                ? Boolean.TRUE.equals(spread)
                : open != null && open == ended.move().aisle();
        if (reached) {
            events.add(new EdgeEvent.MotionStopped(block, open, ended.command(), spread));
        }
        cause = null;
    }

    private @Nullable CommandId causeId() {
        return cause == null ? null : cause.command();
    }

    boolean movedSinceCause() {
        return movedSinceCause;
    }

    /** Whether carriages may be moving, as far as is known. */
    boolean mayBeMoving() {
        return moving || cause != null;
    }

    /** Since when they may be: since our write left, else since they were last read as being at rest. */
    long mayBeMovingSince() {
        return cause != null ? cause.leftAt() : restedAt;
    }

    @Nullable
    Integer actingUnit() {
        return cause == null ? null : cause.move().unit();
    }

    @Nullable
    Integer targetAisle() {
        return cause != null && moving ? Integer.valueOf(cause.move().aisle()) : null;
    }

    @Nullable
    Cause cause() {
        return cause;
    }
}
