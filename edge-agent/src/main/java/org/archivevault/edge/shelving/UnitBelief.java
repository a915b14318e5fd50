package org.archivevault.edge.shelving;

import org.jspecify.annotations.Nullable;

/**
 * What is believed of one unit as a whole.
 *
 * @param heartbeat the last count read; null before the first
 * @param advancedAt when a changed count was last seen; null before the first change
 * @param verification what its identity and watchdog last read back; null when not read, or when the unit failed since
 */
record UnitBelief(
        @Nullable Long heartbeat,
        @Nullable Long advancedAt,
        @Nullable Verification verification) {
    static final UnitBelief NOTHING = new UnitBelief(null, null, null);

    UnitBelief withHeartbeat(long count, long at) {
        if (heartbeat == null) {
            return new UnitBelief(count, null, verification);
        }
        return heartbeat == count ? this : new UnitBelief(count, at, verification);
    }

    UnitBelief withVerification(@Nullable Verification newer) {
        return new UnitBelief(heartbeat, advancedAt, newer);
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

    private static boolean stillHolds(Verification verification, long now) {
        return now - verification.observedAt() <= ShelvingLimits.VERIFICATION_MILLIS;
    }
}
