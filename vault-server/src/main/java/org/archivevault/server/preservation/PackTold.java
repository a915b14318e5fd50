package org.archivevault.server.preservation;

import java.time.Instant;
import java.util.List;
import org.archivevault.protocol.pack.PackNo;
import org.jspecify.annotations.Nullable;

/**
 * The climate that a pack has lived in.
 *
 * @param packNo the pack
 * @param life from its first placement to now; null when it was never placed
 * @param unknown where the rest of that time went
 * @param stays where it stood, oldest first
 */
record PackTold(PackNo packNo, @Nullable Period life, Unknown unknown, List<Stay> stays) {
    /**
     * Shares of a pack's life of which nothing is known, each 0–1. With the known share they make 1.
     *
     * @param out it was in no slot: lent, missing, on its way
     * @param unwatched it stood in a block that belongs to no zone
     * @param unmeasured its zone had no readings
     */
    record Unknown(double out, double unwatched, double unmeasured) {}

    /**
     * A stay in one slot, in one zone.
     *
     * @param positionCode the slot
     * @param block its block
     * @param zone the block's zone; null when it belonged to none
     * @param from its first moment
     * @param until first moment no longer; null while it lasts
     * @param knownHours hours of it with readings
     * @param twpi years, over these; null when there are none
     * @param mouldHours of these on or above the mould limit
     */
    record Stay(
            String positionCode,
            String block,
            @Nullable String zone,
            Instant from,
            @Nullable Instant until,
            double knownHours,
            @Nullable Double twpi,
            double mouldHours) {}
}
