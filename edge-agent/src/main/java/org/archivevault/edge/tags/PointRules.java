package org.archivevault.edge.tags;

import org.archivevault.firmware.reader.ReadPointKind;
import org.archivevault.firmware.reader.ReaderProfile;

/**
 * How reports of one read point are to be understood.
 *
 * @param arrivesAfterReads so many reads close together are an arrival, where nothing was known
 * @param departsAfterMillis unread for so long, while its reader reads, a tag is gone
 * @param moveMarginDb by how much another read point must hear a tag of this one better
 * @param settlingMillis tags heard for so long after its reader began to read were there before
 * @param turnMillis a read is reported at the latest so long after it was made
 */
record PointRules(
        int arrivesAfterReads, long departsAfterMillis, int moveMarginDb, long settlingMillis, long turnMillis) {
    static PointRules of(ReaderProfile profile, ReadPointKind kind) {
        ReaderProfile.Presence presence = profile.presence().get(kind);
        if (presence == null) {
            throw new IllegalArgumentException("读写器型号 " + profile.name() + " 不能用于 " + kind.wireName()
                    + "，请在型号文件的 presence 中补充 / reader profile " + profile.name() + " is not made for "
                    + kind.wireName() + ": add it to the presence of the profile");
        }
        long turn = profile.reporting().turn().toMillis();
        return new PointRules(
                presence.arrivesAfterReads(),
                // Between two reports nothing can be missed.
                Math.max(presence.departsAfter().toMillis(), 2 * turn),
                presence.moveMarginDb(),
                Math.max(settlingOf(kind), TagLimits.SETTLING_TURNS * turn),
                turn);
    }

    private static long settlingOf(ReadPointKind kind) {
        return switch (kind) {
            case GATE_INNER, GATE_OUTER -> TagLimits.GATE_SETTLING_MILLIS;
            case DESK -> TagLimits.DESK_SETTLING_MILLIS;
            case SHELF -> TagLimits.SHELF_SETTLING_MILLIS;
        };
    }

    /** So many reads are no ghost whatever the profile calls an arrival. */
    int provedAfterReads() {
        return Math.max(arrivesAfterReads, TagLimits.LEAST_PROOF_READS);
    }

    /** Reads further apart do not belong together. */
    static long glimpseMillis(long roundMillis) {
        return Math.max(TagLimits.GLIMPSE_MILLIS, 3 * roundMillis);
    }

    /** Unread for so long a tag is gone: what a whole round has missed twice. */
    long departsAfterMillis(long roundMillis) {
        return Math.max(departsAfterMillis, 2 * roundMillis);
    }

    /**
     * What another read point must have over this one.
     *
     * @param unheardMillis how long this one has not heard the tag
     * @param roundMillis how long its reader needs to hear everything once
     * @return in dB; below 0 once this one has not heard it for long
     */
    double marginDb(long unheardMillis, long roundMillis) {
        long beyond = unheardMillis - Math.max(TagLimits.HOLD_OFF_MILLIS, 2 * roundMillis);
        return beyond <= 0 ? moveMarginDb : moveMarginDb - TagLimits.MARGIN_DECAY_DB_PER_SECOND * beyond / 1_000;
    }

    /** At the end of a scan a tag must have been heard within this. */
    static long freshMillis(long roundMillis) {
        return Math.max(TagLimits.SCAN_FRESH_MILLIS, TagLimits.SCAN_FRESH_TURNS * roundMillis);
    }
}
