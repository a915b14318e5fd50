package org.archivevault.edge.shelving;

import org.jspecify.annotations.Nullable;

/**
 * What is believed of one unit as a whole.
 *
 * @param heartbeat the last count read; null before the first
 * @param advancedAt when a changed count was last seen; null before the first change
 * @param verification what its identity and watchdog last read back; null when not read, or when the unit failed since
 * @param fedAt when the last keep-alive left that it took; null before the first
 */
record UnitBelief(
        @Nullable Long heartbeat,
        @Nullable Long advancedAt,
        @Nullable Verification verification,
        @Nullable Long fedAt) {
    static final UnitBelief NOTHING = new UnitBelief(null, null, null, null);

    UnitBelief withHeartbeat(long count, long at) {
        if (heartbeat == null) {
            return new UnitBelief(count, null, verification, fedAt);
        }
        return heartbeat == count ? this : new UnitBelief(count, at, verification, fedAt);
    }

    UnitBelief withVerification(@Nullable Verification newer) {
        return new UnitBelief(heartbeat, advancedAt, newer, fedAt);
    }

    UnitBelief withKeepAlive(long at) {
        return fedAt != null && fedAt >= at ? this : new UnitBelief(heartbeat, advancedAt, verification, at);
    }

    boolean alive(long now) {
        return advancedAt != null && now - advancedAt <= ShelvingLimits.FRESHNESS_MILLIS;
    }

    boolean identified(long now) {
        return verification != null && verification.identity() && stillHolds(verification, now);
    }

    boolean watched(long now) {
        return verification != null && verification.watchdog() && stillHolds(verification, now);
    }

    /** Whether its watchdog will not trip for as long again as it has not been fed. */
    boolean fed(long watchdogMillis, long now) {
        return fedAt != null && now - fedAt <= watchdogMillis / 2;
    }

    private static boolean stillHolds(Verification verification, long now) {
        return now - verification.observedAt() <= ShelvingLimits.VERIFICATION_MILLIS;
    }
}
