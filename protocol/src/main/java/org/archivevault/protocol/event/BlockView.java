package org.archivevault.protocol.event;

import java.util.List;
import org.archivevault.protocol.address.BlockId;
import org.archivevault.protocol.command.EdgeInstant;
import org.jspecify.annotations.Nullable;

/**
 * What an edge believes about a block at one moment: a belief with an age, never a record. Sent on change and at least
 * once a second; whoever holds it must treat it as unknown once it is older than {@link #MAX_AGE_MILLIS}.
 *
 * @param block the block
 * @param asOf the edge's clock when the view was made
 * @param stateAgeMillis age of the oldest input behind it, in milliseconds; null when something has never been read
 * @param openAisle the one open aisle; 0 when none is; null when unknown
 * @param moving null when unknown
 * @param spread whether the carriages stand at rest, spread evenly; null when unknown, or from an edge that does not tell
 * @param targetAisle the aisle being opened, 0 when we are spreading the carriages; null when there is none or it is
 *     unknown
 * @param lockedOut a person has locked the block out
 * @param commsLostLatched communication was lost and nobody has acknowledged it
 * @param carriages each carriage, in order of number
 * @param guards each guard of each aisle
 * @param obstacles all that forbids motion now; empty means that a request may be made
 * @param againstSpreading what beside the obstacles forbids to spread the carriages; null from an edge that does not tell,
 *     which then cannot spread them
 */
public record BlockView(
        BlockId block,
        EdgeInstant asOf,
        @Nullable Long stateAgeMillis,
        @Nullable Integer openAisle,
        @Nullable Boolean moving,
        @Nullable Boolean spread,
        @Nullable Integer targetAisle,
        boolean lockedOut,
        boolean commsLostLatched,
        List<CarriageView> carriages,
        List<GuardView> guards,
        List<Obstacle> obstacles,
        @Nullable List<Obstacle> againstSpreading) {
    /** Older than two missed beats and the view says nothing any more, in milliseconds. */
    public static final long MAX_AGE_MILLIS = 2_000;

    public BlockView {
        carriages = List.copyOf(carriages);
        guards = List.copyOf(guards);
        obstacles = List.copyOf(obstacles);
        againstSpreading = againstSpreading == null ? null : List.copyOf(againstSpreading);
    }

    /**
     * One carriage.
     *
     * @param number 1 upwards along the rails
     * @param mobile false for a fixed one
     * @param positionMm left edge, millimetres from the left end of the rails; null when unknown
     */
    public record CarriageView(
            int number, boolean mobile, @Nullable Integer positionMm) {}

    /**
     * One guard.
     *
     * @param guard what it watches
     * @param aisle the aisle, or 0 for the whole block
     * @param state what it reads
     */
    public record GuardView(Guard guard, int aisle, GuardState state) {}
}
