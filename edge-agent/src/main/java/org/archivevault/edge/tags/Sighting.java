package org.archivevault.edge.tags;

import org.jspecify.annotations.Nullable;

/** What one read point has heard of one tag. */
final class Sighting {
    final Place place;
    /** Began while the read point was settling: the tag may have been there before. */
    boolean fromBefore;

    /** The tag is believed to be here, but the last scan that was told lacks it. */
    boolean missedByScan;

    int reads;
    /** Read often enough to be no ghost. */
    boolean proved;

    long firstAt;
    long lastAt;
    /** When it was last read often enough to be no ghost: a single read after a long time is none of these. */
    long provedAt;
    /** The reader's {@link Listening#millis} at the last read. */
    long lastListening;

    /** Smoothed; NaN when the reader does not tell. */
    float rssiDbm;

    /** Strongest; {@link Integer#MIN_VALUE} when the reader does not tell. */
    int strongestDbm;

    @Nullable
    Sighting next;

    Sighting(Place place) {
        this.place = place;
    }

    void begin(long now, boolean settling) {
        fromBefore = settling;
        missedByScan = false;
        reads = 0;
        proved = false;
        firstAt = now;
        lastAt = now;
        rssiDbm = Float.NaN;
        strongestDbm = Integer.MIN_VALUE;
    }

    void heard(TagReport report, long now, long listening) {
        boolean goesOn = report.count() >= place.rules().provedAfterReads() || !isOver(now, false);
        reads = (int) Math.min(Integer.MAX_VALUE, (long) reads + report.count());
        proved |= enoughToMove();
        provedAt = proved && goesOn ? now : provedAt;
        lastAt = now;
        lastListening = listening;
        Integer rssi = report.rssiDbm();
        if (rssi != null) {
            strongestDbm = Math.max(strongestDbm, rssi);
            rssiDbm = Float.isNaN(rssiDbm) ? rssi : (float) (rssiDbm + TagLimits.SMOOTHING * (rssi - rssiDbm));
        }
    }

    /** Whether the reads so far are enough for a tag that is nowhere else. */
    boolean enough() {
        return reads >= place.rules().arrivesAfterReads();
    }

    /** Whether the reads so far are enough for a tag that is believed to be elsewhere. */
    boolean enoughToMove() {
        return reads >= place.rules().provedAfterReads();
    }

    /**
     * Whether the next read begins anew. Until a shelf has settled nobody knows how slow its reader is; so all reads since
     * it began belong together, but only of a tag that is nowhere yet: they must not add up against what is known.
     */
    boolean isOver(long now, boolean nowhereYet) {
        boolean allTogether = nowhereYet && place.isShelf() && place.listening().settling();
        return allTogether ? lastAt < place.listening().since() : now - lastAt > place.glimpseMillis();
    }

    /** Whether the tag is rather here than where it is believed to be. */
    boolean beats(Sighting believed, long now) {
        if (!enoughToMove()) {
            return false;
        }
        double ahead = rssiDbm - believed.rssiDbm;
        return (Double.isNaN(ahead) ? 0 : ahead)
                >= believed.place.rules().marginDb(now - believed.lastAt, believed.place.roundMillis());
    }

    /** Strong enough to say that the tag is at this place and not overheard from another. */
    boolean provesPlace() {
        return proved && !(rssiDbm < TagLimits.TRAVEL_RSSI_DBM);
    }

    @Nullable
    Integer strongest() {
        return strongestDbm == Integer.MIN_VALUE ? null : strongestDbm;
    }
}
